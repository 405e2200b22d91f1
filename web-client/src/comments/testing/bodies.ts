/** Discussions as the server tells them, for tests. */
import type { CommentBody, ThreadBody } from '../../protocol/generated'

export const LUCA = { person: 'per_luca', name: 'Luca Meier', color: '#2b5ba8' } as const
export const ZOE = { person: 'per_zoe', name: 'Zoë Caflisch', color: '#1e7a5a' } as const
/** Somebody without an account. */
export const GUEST = { person: null, name: 'Frau Tanner', color: '#a3560a', guest: 'gst_tanner' } as const

/** Something that was said. */
export const comment = (id: string, given: Partial<CommentBody> = {}): CommentBody => ({
  id, author: ZOE, body: `words of ${id}`, created_at: '2026-11-28T06:00:00Z', edited_at: null, deleted: false, reactions: [], mentions: [], ...given,
})

/** A thread, pinned to a point. */
export const thread = (number: number, given: Partial<ThreadBody> = {}): ThreadBody => ({
  id: `thr_${number.toString()}`, draft_id: 'drf_1', number, anchor: { kind: 'point', place: { page: 'p1', x: 10, y: 10 } }, state: 'open', resolved_by: null, resolved_at: null,
  blocking: false, comments: [comment(`com_${number.toString()}`)], comments_since: 0, gone: false, unread: false, revision: number, ...given,
})
