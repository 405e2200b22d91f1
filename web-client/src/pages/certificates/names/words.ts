/** What stands against another name in a certificate, and the words for what went wrong. Pure. */
import type { CertificateBody } from '../../../protocol/generated'
import { successionsOf } from '../acts'

/** Letters of an answer, as the server takes them. */
export const ANSWER_MOST = 500

/** Whether something does not answer, and may do so shortly. */
export const isAway = (code: string): boolean => code === 'unreachable' || code === 'unavailable' || code === 'registry_unavailable'

/** Whether the list of certificates says the same already, or the page as a whole does. */
export const isSaid = (code: string): boolean => isAway(code) || code === 'permission_required'

/** Why a name cannot be accepted: the message that says it; null where it can. */
export function hindranceId(certificate: Pick<CertificateBody, 'state' | 'superseded_by' | 'recipient_name'>): string | null {
  if (certificate.state === 'revoked') return 'names-revoked'
  if (!successionsOf(certificate).includes('correct')) return 'error-certificate-superseded'
  return certificate.recipient_name === null ? 'error-certificate-erased' : null
}

/** What to say of a decision that was not answered with success; no more than that answer says. `text` null: the sentence of the code. */
export function failedIds(act: 'accept' | 'decline', code: string, isUnsure: boolean): { readonly title: string; readonly text: string | null } {
  // To accept it once more is to accept it once.
  if (isUnsure) return { title: 'certificate-unsure', text: act === 'accept' ? 'certificate-unsure-text' : null }
  const title = act === 'accept' ? 'certificate-not-issued' : 'names-not-declined'
  switch (code) {
    case 'not_found': return { title, text: 'names-gone' }
    // What does not fit is shown where the whole certificate is.
    case 'certificate_invalid': return { title, text: 'names-invalid' }
    case 'note_invalid': return { title, text: 'certificate-wrong-note' }
    default: return { title, text: null }
  }
}
