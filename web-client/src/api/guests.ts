/** People without an account: inviting them, and what they ask for themselves. All throw {@link ApiError}. */
import type { GuestBody, GuestViewBody, GuestsBody, InviteGuestBody, InvitedGuestBody, NewThreadBody, ThreadBody, ThreadsBody } from '../protocol/generated'
import type { comments } from './comments'
import { ApiError, bytesOf, request, segment } from './request'

/** The part of the HTTP interface with which members invite guests. */
export const guests = {
  /** Everybody who was invited to a draft, the newest first. */
  list: (draft: string): Promise<GuestsBody> => request(`/api/drafts/${segment(draft)}/guests`),

  /** Invites somebody; their link is in this answer alone. */
  invite: (draft: string, body: InviteGuestBody): Promise<InvitedGuestBody> => request(`/api/drafts/${segment(draft)}/guests`, { method: 'POST', body }),

  /** Takes a link back, at once; what was said with it stays. */
  takeBack: (id: GuestBody['id']): Promise<void> => request(`/api/guests/${segment(id)}`, { method: 'DELETE' }),
}

/** What a guest asks for. Whose draft it is says their cookie. */
export const guest = {
  /** Exchanges the secret of a link for the cookie. */
  enter: (secret: string): Promise<GuestViewBody> => request('/api/guest/session', { method: 'POST', body: { secret } }),

  /** Gives the cookie back. */
  leave: (): Promise<void> => request('/api/guest/session', { method: 'DELETE' }),

  /** Who is here, and which version is ready. */
  view: (): Promise<GuestViewBody> => request('/api/guest'),

  /** What a version holds that is ready, or was. */
  layout: (version: string): Promise<unknown> => request('/api/guest/layout', { query: { version } }),

  /** A page of it as a picture, counted from 1. */
  async picture(version: string, page: number, language: string, signal: AbortSignal): Promise<Blob> {
    const answer = await bytesOf(`/api/guest/page.png?${new URLSearchParams({ version, page: page.toString(), locale: language })}`, signal)
    return answer.blob()
  },
}

/** What guests have nothing of; their page offers none of it. */
const notForGuests = (): Promise<never> => Promise.reject(new ApiError('permission_required', 'guests say something, and that is all', 403))

interface GuestComments extends Omit<typeof comments, 'mentionable' | 'begin'> {
  /** `version`: the one that is looked at. */
  readonly begin: (draft: string, body: NewThreadBody, version?: string) => Promise<ThreadBody>
}

/** What the server does with discussions for a guest. */
export const guestComments: GuestComments = {
  threads: (_draft, since, known): Promise<ThreadsBody> => request('/api/guest/threads', { query: { since, known } }),
  begin: (_draft, { blocking: _blocking, ...body }, version): Promise<ThreadBody> => request('/api/guest/threads', { method: 'POST', body, query: { version } }),
  reply: (thread, body): Promise<ThreadBody> => request(`/api/guest/threads/${segment(thread)}/comments`, { method: 'POST', body }),
  edit: (comment, body): Promise<ThreadBody> => request(`/api/guest/comments/${segment(comment)}`, { method: 'PATCH', body: { body } }),
  remove: (comment): Promise<ThreadBody> => request(`/api/guest/comments/${segment(comment)}`, { method: 'DELETE' }),
  read: (thread, revision): Promise<unknown> => request(`/api/guest/threads/${segment(thread)}/read`, { method: 'PUT', body: { revision } }),
  change: notForGuests,
  react: notForGuests,
  readAll: notForGuests,
}
