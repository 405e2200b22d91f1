import type { Permission } from '../../protocol/generated'

/** What a key may be given: anything but managing, which is a person's. */
export const KEY_PERMISSIONS = ['view', 'edit_layout', 'edit_texts', 'comment', 'approve', 'publish', 'issue'] as const satisfies readonly Permission[]
export type KeyPermission = (typeof KEY_PERMISSIONS)[number]

/** The message that names a permission. */
export function permissionId(permission: string): string {
  return `permission-${permission.replaceAll('_', '-')}`
}
