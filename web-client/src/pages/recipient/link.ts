/** Links in mails to recipients, and where they share theirs. Pure. */
import { ApiError } from '../../api'
import type { ErrorCode, OwnCertificateBody } from '../../protocol/generated'

/** What the server says of links that do nothing. */
const LINK_CODES = ['recipient_link_unknown', 'recipient_link_expired', 'recipient_link_used', 'recipient_other_browser', 'certificate_claimed', 'addresses_full'] as const satisfies readonly ErrorCode[]

/** Why a link does nothing: there is none, or what the server says. */
export type Useless = 'no_link' | (typeof LINK_CODES)[number]

export const USELESS: readonly Useless[] = ['no_link', ...LINK_CODES]

/** Why a link does nothing; null: it may when it is tried again. */
export function uselessBy(error: unknown): Useless | null {
  return error instanceof ApiError ? LINK_CODES.find(code => code === error.code) ?? null : null
}

/** The messages of a reason: `-title` and `-text` behind it. */
export const uselessId = (why: Useless): string => `claim-${why.replace(/^recipient_/, '').replaceAll('_', '-')}`

/** How a certificate is shown to others: with all that it says, or only that it holds. */
export type Detail = 'all' | 'brief'

const LINKEDIN = 'https://www.linkedin.com/profile/add'

/** Where LinkedIn takes a certificate into a profile. `address` is where it leads others to, and shows as much as `detail` says. */
export function linkedinAddress(one: Pick<OwnCertificateBody, 'title' | 'organisation' | 'number' | 'issued_at' | 'valid_until'>, address: string, detail: Detail): string {
  const query = new URLSearchParams({ startTask: 'CERTIFICATION_NAME', name: one.title, organizationName: one.organisation })
  // Days are those of UTC, as on the certificate.
  const issued = new Date(one.issued_at)
  query.set('issueYear', issued.getUTCFullYear().toString())
  query.set('issueMonth', (issued.getUTCMonth() + 1).toString())
  if (one.valid_until !== null) {
    const until = new Date(one.valid_until)
    query.set('expirationYear', until.getUTCFullYear().toString())
    query.set('expirationMonth', (until.getUTCMonth() + 1).toString())
  }
  query.set('certUrl', address)
  // A page without details does not tell it either.
  if (detail === 'all') query.set('certId', one.number)
  return `${LINKEDIN}?${query}`
}
