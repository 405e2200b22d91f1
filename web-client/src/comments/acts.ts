/**
 * What this person does in discussions, before the server knows of it: it is shown at once, and what becomes of it is shown too. Pure.
 */
import type { AnchorBody, AuthorBody, CommentBody, Emoji, ThreadBody, ThreadState } from '../protocol/generated'

/** Something that somebody did. `key` is made once: the server does nothing twice for it. */
export type Act =
  & { readonly key: string; readonly atMs: number; /** The code with which the server refused it. */ readonly refused?: string }
  & (
    | { readonly kind: 'begin'; readonly anchor: AnchorBody; readonly body: string; readonly blocking: boolean }
    | { readonly kind: 'reply'; readonly thread: string; readonly body: string }
    | { readonly kind: 'edit'; readonly thread: string; readonly comment: string; readonly body: string }
    | { readonly kind: 'remove'; readonly thread: string; readonly comment: string }
    | { readonly kind: 'react'; readonly thread: string; readonly comment: string; readonly emoji: Emoji; readonly on: boolean }
    | { readonly kind: 'state'; readonly thread: string; readonly state: ThreadState }
    | { readonly kind: 'blocking'; readonly thread: string; readonly blocking: boolean }
    | { readonly kind: 'anchor'; readonly thread: string; readonly anchor: AnchorBody }
    | { readonly kind: 'read'; readonly thread: string; readonly revision: number }
    | { readonly kind: 'read-all'; readonly revision: number }
  )

/** Acts that hold words of a person: they are never dropped without a question. */
export const holdsWords = (act: Act): boolean => act.kind === 'begin' || act.kind === 'reply' || act.kind === 'edit'

/** A comment as it is shown. */
export interface ShownComment extends CommentBody {
  /** Not with the server yet: it waits, or was refused with a code. */
  readonly unsent?: { readonly key: string; readonly refused?: string }
}

/** A thread as it is shown. Its number is 0 until the server has given it one. */
export interface ShownThread extends Omit<ThreadBody, 'comments'> {
  readonly comments: readonly ShownComment[]
}

/** The id of a thread that the server does not know yet; no id of the server looks like it. */
export const idOfUnsent = (key: string): string => `unsent:${key}`
/** Whether a thread, or a comment, is not with the server yet. */
export const isUnsent = (id: string): boolean => id.startsWith('unsent:')

/** Threads with what waits done to them, by number; those without one last. */
export function withActs(threads: Iterable<ThreadBody>, acts: readonly Act[], me: AuthorBody, draft: string): ShownThread[] {
  const shown = new Map<string, ShownThread>()
  for (const thread of threads) shown.set(thread.id, thread)
  for (const act of acts) {
    if (act.kind === 'begin') {
      const thread = begun(act, me, draft)
      shown.set(thread.id, thread)
    } else if (act.kind === 'read-all') {
      for (const thread of shown.values()) if (thread.unread && act.revision >= thread.revision) shown.set(thread.id, { ...thread, unread: false })
    } else {
      const thread = shown.get(act.thread)
      if (thread) shown.set(thread.id, done(thread, act, me))
    }
  }
  return [...shown.values()].filter((thread) => !thread.gone)
    .sort((a, b) => (a.number || Infinity) - (b.number || Infinity) || (a.id < b.id ? -1 : 1))
}

const unsentOf = ({ key, refused }: Act): NonNullable<ShownComment['unsent']> => (refused === undefined ? { key } : { key, refused })

function begun(act: Act & { readonly kind: 'begin' }, me: AuthorBody, draft: string): ShownThread {
  return {
    id: idOfUnsent(act.key), draft_id: draft, number: 0, anchor: act.anchor, state: 'open', resolved_by: null, resolved_at: null, blocking: act.blocking,
    comments: [said(act, me)], comments_since: 0, gone: false, unread: false, revision: 0,
  }
}

const said = (act: Act & { readonly body: string }, me: AuthorBody): ShownComment => ({
  id: idOfUnsent(act.key), author: me, body: act.body, created_at: new Date(act.atMs).toISOString(), edited_at: null, deleted: false, reactions: [], mentions: [],
  unsent: unsentOf(act),
})

function done(thread: ShownThread, act: Exclude<Act, { readonly kind: 'begin' | 'read-all' }>, me: AuthorBody): ShownThread {
  switch (act.kind) {
    case 'reply': return { ...thread, comments: [...thread.comments, said(act, me)] }
    case 'edit': return withComment(thread, act.comment, (it) => ({ ...it, body: act.body, edited_at: new Date(act.atMs).toISOString(), unsent: unsentOf(act) }))
    case 'remove': {
      const left = withComment(thread, act.comment, (it) => ({ ...it, body: '', deleted: true, reactions: [], mentions: [] }))
      return { ...left, gone: left.comments.every(({ deleted }) => deleted) }
    }
    case 'react': return withComment(thread, act.comment, (it) => ({ ...it, reactions: reacted(it.reactions, act.emoji, act.on, me) }))
    case 'state': return act.state === 'open'
      ? { ...thread, state: 'open', resolved_by: null, resolved_at: null }
      : { ...thread, state: 'resolved', resolved_by: me, resolved_at: new Date(act.atMs).toISOString() }
    case 'blocking': return { ...thread, blocking: act.blocking }
    case 'anchor': return { ...thread, anchor: act.anchor }
    case 'read': return act.revision >= thread.revision ? { ...thread, unread: false } : thread
  }
}

const withComment = (thread: ShownThread, id: string, change: (comment: ShownComment) => ShownComment): ShownThread =>
  ({ ...thread, comments: thread.comments.map((it) => (it.id === id ? change(it) : it)) })

function reacted(reactions: CommentBody['reactions'], emoji: Emoji, on: boolean, { person }: AuthorBody): CommentBody['reactions'] {
  if (person === null) return reactions
  const known = reactions.some((it) => it.emoji === emoji) ? reactions : [...reactions, { emoji, people: [] }]
  return known.map((it) => {
    if (it.emoji !== emoji) return it
    const others = it.people.filter((id) => id !== person)
    return { emoji, people: on ? [...others, person] : others }
  }).filter(({ people }) => people.length > 0)
}

/**
 * The list with one more act. What an act makes pointless is left out: a reaction and its taking back, an older word on the same question; but
 * not the act that is being sent (`sending`), for that may already be done.
 */
export function added(acts: readonly Act[], act: Act, sending: string | null): Act[] {
  const overtaken = (it: Act): boolean => it.key !== sending && it.kind === act.kind && subject(it) === subject(act) && it.kind !== 'begin' && it.kind !== 'reply'
  return [...acts.filter((it) => !overtaken(it)), act]
}

const subject = (act: Act): string => {
  switch (act.kind) {
    case 'begin': return act.key
    case 'read-all': return ''
    case 'edit': case 'remove': return act.comment
    case 'react': return `${act.comment} ${act.emoji}`
    default: return act.thread
  }
}

/** Acts in a thread that now has an id of the server. */
export const renamed = (acts: readonly Act[], from: string, to: string): Act[] =>
  acts.map((act) => (threadOf(act) === from ? { ...act, thread: to } : act))

/** The thread that an act is done in. */
export const threadOf = (act: Act): string | undefined => ('thread' in act ? act.thread : undefined)

/**
 * The next act to send: the first that was not refused, whose thread the server knows. What is done in a thread waits behind what was done in
 * it before.
 */
export function nextToSend(acts: readonly Act[]): Act | undefined {
  return acts.find((act) => act.refused === undefined && !isUnsent(threadOf(act) ?? ''))
}
