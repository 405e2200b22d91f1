/** Issuing: certificates, and batches of them. All throw `ApiError`. */
import type {
  AcceptNameBody, BatchBody, BatchesBody, CertificateBody, CertificatesBody, CorrectionBody, DeclineNameBody, DeliveryState, IssuingRulesBody, NameRequestsBody, NewBatchBody, NewCertificateBody,
  RenewalBody, ReasonBody,
} from '../protocol/generated'
import { answerTo, bytesOf, request, segment, type Sent } from './request'

/** What can be done to a certificate that was issued. */
export type CertificateAct = 'suspend' | 'reinstate' | 'revoke'

/** What can be done with a batch that has not ended. */
export type BatchAct = 'pause' | 'resume' | 'cancel'

/** What became of an act: done, or noted and done as soon as the registry answers. */
export interface Acted {
  readonly isDone: boolean
  /** As it stands now; null where that cannot be read yet. */
  readonly certificate: CertificateBody | null
}

async function act(id: string, name: CertificateAct, sent: Sent): Promise<Acted> {
  const { status, body } = await answerTo<CertificateBody | null>(`/api/certificates/${segment(id)}/${name}`, { method: 'POST', ...sent })
  return { isDone: status !== 202, certificate: body }
}

/** The part of the HTTP interface that is about issuing. */
export const issuance = {
  /** Has certificates issued. The same key again is answered with what was asked first. */
  issue: (body: NewBatchBody): Promise<BatchBody> => request('/api/batches', { method: 'POST', body }),

  /** How far a batch is. */
  batch: (id: string): Promise<BatchBody> => request(`/api/batches/${segment(id)}`),

  /** The newest batches, each without its certificates. */
  batches: (): Promise<BatchesBody> => request('/api/batches'),

  /** Holds a batch up, goes on with it, or ends it: what is issued stays. */
  turn: (id: string, act: BatchAct): Promise<BatchBody> => request(`/api/batches/${segment(id)}/${act}`, { method: 'POST' }),

  /** What became of a batch, as a file for spreadsheets. */
  report: async (id: string): Promise<Blob> => (await bytesOf(`/api/batches/${segment(id)}/report`)).blob(),

  /** The certificates of the organisation, the newest first, a page at a time; or those whose newest mail is in a state. */
  certificates: (before: string | null = null, delivery: DeliveryState | null = null): Promise<CertificatesBody> =>
    request('/api/certificates', { query: { ...(before !== null && { before }), ...(delivery !== null && { delivery }) } }),

  /** One certificate. */
  certificate: (id: string): Promise<CertificateBody> => request(`/api/certificates/${segment(id)}`),

  /** What a certificate says, as it could be asked for once more. */
  content: (id: string): Promise<NewCertificateBody> => request(`/api/certificates/${segment(id)}/content`),

  /** Has a certificate issued in the place of one in which something is wrong. The same key again is answered with what was asked first. */
  correct: (id: string, body: CorrectionBody): Promise<BatchBody> => request(`/api/certificates/${segment(id)}/correct`, { method: 'POST', body }),

  /** Has a certificate issued that follows on one. The same key again is answered with what was asked first. */
  renew: (id: string, body: RenewalBody): Promise<BatchBody> => request(`/api/certificates/${segment(id)}/renew`, { method: 'POST', body }),

  /** What those who have certificates ask: other names that nobody has decided on, the oldest first. */
  nameRequests: (): Promise<NameRequestsBody> => request('/api/name-requests'),

  /** Has a certificate issued anew with the name that was read. Where another one is asked for by now, nothing is done; doing it twice is doing it once. */
  acceptName: (id: string, body: AcceptNameBody): Promise<BatchBody> => request(`/api/name-requests/${segment(id)}/accept`, { method: 'POST', body }),

  /** Says no to another name, and why. */
  declineName: (id: string, body: DeclineNameBody): Promise<void> => request(`/api/name-requests/${segment(id)}/decline`, { method: 'POST', body }),

  /** How the organisation issues. */
  rules: (): Promise<IssuingRulesBody> => request('/api/settings/issuing'),

  /** Settles it. */
  settleRules: (body: IssuingRulesBody): Promise<IssuingRulesBody> => request('/api/settings/issuing', { method: 'PUT', body }),

  /** Says that a certificate does not hold for now. */
  suspend: (id: string, why: ReasonBody): Promise<Acted> => act(id, 'suspend', { body: why }),

  /** Says that a certificate that was suspended holds again. */
  reinstate: (id: string): Promise<Acted> => act(id, 'reinstate', {}),

  /** Says that a certificate does not hold any more, for ever. */
  revoke: (id: string, why: ReasonBody): Promise<Acted> => act(id, 'revoke', { body: why }),

  /** Sends the mail about a certificate once more. */
  send: (id: string): Promise<CertificateBody> => request(`/api/certificates/${segment(id)}/send`, { method: 'POST' }),
}
