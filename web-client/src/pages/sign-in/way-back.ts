import { HOME } from '../router'

/** The address that leads to WorkOS, and afterwards, or after a failure by way of the page for signing in, to `next`. */
export function workosAddress(next: string | null, organisation?: string): string {
  const query = new URLSearchParams({ return_to: next ?? HOME })
  if (organisation !== undefined) query.set('organisation', organisation)
  return `/auth/sign-in?${query}`
}
