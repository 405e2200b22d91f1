/** Discussions that are pinned to a draft. All throw {@link ApiError}. */
import type {
  ChangeThreadBody, Emoji, MentionableBody, NewCommentBody, NewThreadBody, ThreadBody, ThreadsBody,
} from '../protocol/generated'
import { request, segment } from './request'

/** What the server does with discussions; every answer is the thread as it is then. */
export const comments = {
  /** Threads that changed since a revision, without the comments that are known up to another; `more`: ask again at once. */
  threads: (draft: string, since: number, known: number): Promise<ThreadsBody> => request(`/api/drafts/${segment(draft)}/threads`, { query: { since, known } }),

  /** Begins a discussion; with the same key once only. */
  begin: (draft: string, body: NewThreadBody): Promise<ThreadBody> => request(`/api/drafts/${segment(draft)}/threads`, { method: 'POST', body }),

  /** Says something in it; with the same key once only. */
  reply: (thread: string, body: NewCommentBody): Promise<ThreadBody> => request(`/api/threads/${segment(thread)}/comments`, { method: 'POST', body }),

  /** Resolves it, opens it again, pins it to something else. */
  change: (thread: string, body: ChangeThreadBody): Promise<ThreadBody> => request(`/api/threads/${segment(thread)}`, { method: 'PATCH', body }),

  /** Other words in the place of one's own. */
  edit: (comment: string, body: string): Promise<ThreadBody> => request(`/api/comments/${segment(comment)}`, { method: 'PATCH', body: { body } }),

  /** Takes one's own words back. */
  remove: (comment: string): Promise<ThreadBody> => request(`/api/comments/${segment(comment)}`, { method: 'DELETE' }),

  /** Reacts, or does so no longer. */
  react: (comment: string, emoji: Emoji, on: boolean): Promise<ThreadBody> =>
    request(`/api/comments/${segment(comment)}/reaction`, { method: 'PUT', body: { emoji, on } }),

  /** What was said up to a revision is read. */
  read: (thread: string, revision: number): Promise<unknown> => request(`/api/threads/${segment(thread)}/read`, { method: 'PUT', body: { revision } }),

  /** The same for all discussions of a draft. */
  readAll: (draft: string, revision: number): Promise<unknown> => request(`/api/drafts/${segment(draft)}/threads/read`, { method: 'PUT', body: { revision } }),

  /** Who can be meant, by the beginning of a part of the name. */
  mentionable: (prefix: string): Promise<MentionableBody> => request('/api/mentionable', { query: prefix === '' ? {} : { prefix } }),
}
