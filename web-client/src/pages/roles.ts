/** The message that names a role. */
export function roleId(role: string): string {
  return `role-${role.replaceAll('_', '-')}`
}
