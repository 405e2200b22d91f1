/** What can be done to a certificate, and the words for it. Pure. */
import type { CertificateAct } from '../../api'
import type { CertificateBody, CertificateState, DeliveryState, StateReason } from '../../protocol/generated'

/** Why a certificate does not hold, as it is offered. */
export const REASONS = ['mistake', 'wrong_person', 'no_longer_met', 'deceit', 'asked', 'other'] as const satisfies readonly StateReason[]

/** What makes sense in a state. What was revoked stays so. */
export function actsIn(state: CertificateState): readonly CertificateAct[] {
  switch (state) {
    case 'revoked': case 'superseded': return []
    case 'suspended': return ['reinstate', 'revoke']
    case 'valid': case 'not_yet': case 'expired': return ['suspend', 'revoke']
  }
}

/** How another certificate may take the place of one. Nobody has two successors. */
export function successionsOf({ state, superseded_by }: Pick<CertificateBody, 'state' | 'superseded_by'>): readonly ('correct' | 'renew')[] {
  if (superseded_by !== null) return []
  switch (state) {
    case 'revoked': case 'superseded': return []
    case 'suspended': return ['correct']
    case 'valid': case 'not_yet': case 'expired': return ['correct', 'renew']
  }
}

/** Whoever says that something does not hold says why. */
export const needsReason = (act: CertificateAct): boolean => act !== 'reinstate'

/** Letters of why, in words: as many as the server takes. */
export const NOTE_MOST = 300

/** The message that names a state. */
export const stateId = (state: CertificateState): string => `certificate-state-${state.replaceAll('_', '-')}`

/** The message that names a reason. */
export const reasonId = (reason: StateReason): string => `certificate-reason-${reason.replaceAll('_', '-')}`

/** The message that says what became of a mail. */
export const deliveryId = (state: DeliveryState): string => `certificate-delivery-${state}`

/** The states by which certificates are looked for: what went wrong with a mail first. */
export const DELIVERIES = ['bounced', 'failed', 'unknown', 'unsubscribed', 'waiting', 'sent'] as const satisfies readonly DeliveryState[]

/** Whether there is somebody to write to, and something to say: of what does not hold nobody is told. */
export const isSendable = ({ email, state }: Pick<CertificateBody, 'email' | 'state'>): boolean => email !== null && (state === 'valid' || state === 'not_yet')

/** What to say of an act that was not answered with success; no more than that answer says. `text` null: the sentence of the code. */
export function failedIds(code: string): { readonly title: 'certificate-act-failed' | 'certificate-act-open'; readonly text: string | null } {
  switch (code) {
    case 'certificate_state': case 'certificate_superseded': case 'certificate_busy': return { title: 'certificate-act-failed', text: 'certificate-act-state' }
    // The general sentence is of reviews, which take more words.
    case 'note_invalid': return { title: 'certificate-act-failed', text: 'certificate-reason-note-wrong' }
    // It may be noted all the same, and done once the registry is back.
    case 'registry_unavailable': return { title: 'certificate-act-open', text: 'certificate-act-away' }
    case 'unreachable': case 'unreadable': case 'timed_out': case 'unavailable': case 'internal': return { title: 'certificate-act-open', text: 'certificate-act-unknown' }
    default: return { title: 'certificate-act-failed', text: null }
  }
}
