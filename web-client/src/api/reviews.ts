/** Reviews, and what stands against a layout. */
import type {
  ApproveBody, ApproversBody, DraftReviewBody, GateBody, ReassignBody, RequestChangesBody, ReviewRulesBody, SubmitReviewBody,
} from '../protocol/generated'
import { request, segment } from './request'

/** The part of the HTTP interface that is about reviews. */
export const reviews = {
  /** How a draft stands between being made and being published. */
  review: (draft: string): Promise<DraftReviewBody> => request(`/api/drafts/${segment(draft)}/review`),

  /** Freezes a version, and asks that it is approved. */
  submitReview: (draft: string, body: SubmitReviewBody): Promise<DraftReviewBody> =>
    request(`/api/drafts/${segment(draft)}/review`, { method: 'POST', body }),

  /** Approves what was looked at. */
  approveReview: (review: string, body: ApproveBody): Promise<DraftReviewBody> =>
    request(`/api/reviews/${segment(review)}/approve`, { method: 'POST', body }),

  /** Asks that something is changed first. */
  requestChanges: (review: string, body: RequestChangesBody): Promise<DraftReviewBody> =>
    request(`/api/reviews/${segment(review)}/request-changes`, { method: 'POST', body }),

  /** Takes the question back. */
  withdrawReview: (review: string): Promise<DraftReviewBody> => request(`/api/reviews/${segment(review)}/withdraw`, { method: 'POST' }),

  /** Asks others, or until another day. */
  reassignReview: (review: string, body: ReassignBody): Promise<DraftReviewBody> =>
    request(`/api/reviews/${segment(review)}/approvers`, { method: 'PUT', body }),

  /** Who may be asked. */
  approvers: (): Promise<ApproversBody> => request('/api/approvers'),

  /** What stands against the live draft, or against a version of it. */
  gate: (draft: string, version?: string): Promise<GateBody> =>
    request(`/api/drafts/${segment(draft)}/gate`, { query: { version } }),

  /** By which rules reviews are decided. */
  reviewRules: (): Promise<ReviewRulesBody> => request('/api/settings/review'),

  /** Settles them, from the next review on. */
  settleReviewRules: (body: ReviewRulesBody): Promise<ReviewRulesBody> => request('/api/settings/review', { method: 'PUT', body }),
}
