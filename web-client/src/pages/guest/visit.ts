/** How somebody without an account stands at the door. Pure. */
import { ApiError } from '../../api'
import type { ErrorCode, GuestViewBody } from '../../protocol/generated'

/** What the server says of links that lead nowhere. */
const LINK_CODES = ['guest_link_unknown', 'guest_link_expired', 'guest_link_revoked'] as const satisfies readonly ErrorCode[]

/** Why somebody is outside: they came without a link, left, or their link does not lead in. */
export type Outside = 'no_link' | 'left' | (typeof LINK_CODES)[number]

/** How a visit stands. */
export type Visit =
  | { readonly kind: 'loading' }
  /** With a link that was not used yet. */
  | { readonly kind: 'invited'; readonly secret: string }
  | { readonly kind: 'inside'; readonly view: GuestViewBody }
  /** `unsent`: words that the server did not take any more. */
  | { readonly kind: 'outside'; readonly why: Outside; readonly unsent: readonly string[] }
  | { readonly kind: 'unreachable'; readonly code: string }

/** Longer is no secret of ours. */
const LONGEST_SECRET = 200

/** The secret that stands behind the # of an address; it is never sent with the address itself. */
export function secretOf(hash: string): string | null {
  const secret = hash.replace(/^#/, '').trim()
  return secret === '' || secret.length > LONGEST_SECRET ? null : secret
}

/** Why the server lets a guest in no longer; `null`: it may do so when it is asked again. */
export function outsideBy(error: unknown): Outside | null {
  if (!(error instanceof ApiError)) return null
  if (error.status === 401) return 'no_link'
  return LINK_CODES.find((code) => code === error.code) ?? null
}
