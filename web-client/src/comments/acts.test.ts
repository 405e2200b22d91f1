import { describe, expect, it } from 'vitest'
import { added, idOfUnsent, nextToSend, renamed, withActs, type Act, type ShownThread } from './acts'
import { comment, LUCA, thread } from './testing/bodies'

const AT = { atMs: Date.parse('2026-11-28T07:00:00Z') }
const act = (given: { [K in Act['kind']]: Omit<Extract<Act, { kind: K }>, 'key' | 'atMs'> & { key?: string } }[Act['kind']]): Act => ({ key: 'k', ...AT, ...given }) as Act
const anchor = { kind: 'point', place: { page: 'p1', x: 1, y: 2 } } as const

describe('what was done is shown before it is sent', () => {
  const start = [thread(1, { unread: true, comments: [comment('com_1'), comment('com_2', { author: LUCA, reactions: [{ emoji: '👍', people: ['per_zoe'] }] })] }), thread(2)]
  it.each<[string, Act[], (threads: ShownThread[]) => unknown, unknown]>([
    ['a new thread comes last', [act({ kind: 'begin', anchor, body: 'Hi', blocking: true })], (it) => it.map(({ id, number, blocking, comments }) => [id, number, blocking, comments[0]?.unsent]).at(-1),
      [idOfUnsent('k'), 0, true, { key: 'k' }]],
    ['an answer', [act({ kind: 'reply', thread: 'thr_1', body: 'Yes' })], (it) => it[0]?.comments.map(({ body, author }) => [body, author.name]).at(-1), ['Yes', 'Luca Meier']],
    ['an answer in a thread that is not sent', [act({ kind: 'begin', key: 'b', anchor, body: 'Hi', blocking: false }), act({ kind: 'reply', thread: idOfUnsent('b'), body: 'And' })],
      (it) => it.at(-1)?.comments.map(({ body }) => body), ['Hi', 'And']],
    ['other words', [act({ kind: 'edit', thread: 'thr_1', comment: 'com_2', body: 'New' })], (it) => [it[0]?.comments[1]?.body, it[0]?.comments[1]?.edited_at], ['New', '2026-11-28T07:00:00.000Z']],
    ['words that were taken back', [act({ kind: 'remove', thread: 'thr_1', comment: 'com_2' })], (it) => [it.length, it[0]?.comments[1]?.deleted, it[0]?.comments[1]?.body], [2, true, '']],
    ['a thread of which nothing is left', [act({ kind: 'remove', thread: 'thr_2', comment: 'com_2' })], (it) => it.map(({ id }) => id), ['thr_1']],
    ['a reaction', [act({ kind: 'react', thread: 'thr_1', comment: 'com_2', emoji: '👍', on: true })], (it) => it[0]?.comments[1]?.reactions, [{ emoji: '👍', people: ['per_zoe', 'per_luca'] }]],
    ['another reaction', [act({ kind: 'react', thread: 'thr_1', comment: 'com_1', emoji: '🎉', on: true })], (it) => it[0]?.comments[0]?.reactions, [{ emoji: '🎉', people: ['per_luca'] }]],
    ['a reaction that was taken back, of nobody else', [act({ kind: 'react', key: 'a', thread: 'thr_1', comment: 'com_1', emoji: '🎉', on: true }), act({ kind: 'react', thread: 'thr_1', comment: 'com_1', emoji: '🎉', on: false })],
      (it) => it[0]?.comments[0]?.reactions, []],
    ['resolved', [act({ kind: 'state', thread: 'thr_1', state: 'resolved' })], (it) => [it[0]?.state, it[0]?.resolved_by?.name, it[0]?.resolved_at], ['resolved', 'Luca Meier', '2026-11-28T07:00:00.000Z']],
    ['open again', [act({ kind: 'state', key: 'a', thread: 'thr_1', state: 'resolved' }), act({ kind: 'state', thread: 'thr_1', state: 'open' })], (it) => [it[0]?.state, it[0]?.resolved_by], ['open', null]],
    ['blocking', [act({ kind: 'blocking', thread: 'thr_1', blocking: true })], (it) => it[0]?.blocking, true],
    ['pinned elsewhere', [act({ kind: 'anchor', thread: 'thr_1', anchor })], (it) => it[0]?.anchor, anchor],
    ['read', [act({ kind: 'read', thread: 'thr_1', revision: 1 })], (it) => it[0]?.unread, false],
    ['read before more was said', [act({ kind: 'read', thread: 'thr_1', revision: 0 })], (it) => it[0]?.unread, true],
    ['all read', [act({ kind: 'read-all', revision: 5 })], (it) => it.map(({ unread }) => unread), [false, false]],
    ['nothing, in a thread that is gone', [act({ kind: 'reply', thread: 'thr_9', body: 'Yes' })], (it) => it.length, 2],
  ])('%s', (_, acts, part, expected) => expect(part(withActs(start, acts, LUCA, 'drf_1'))).toEqual(expected))
})

describe('what waits', () => {
  const reacts = (key: string, on: boolean) => act({ kind: 'react', key, thread: 'thr_1', comment: 'com_1', emoji: '👍', on })
  const says = (key: string) => act({ kind: 'reply', key, thread: 'thr_1', body: key })
  it.each<[string, Act[], Act, string | null, string[]]>([
    ['a reaction is overtaken by its taking back', [reacts('a', true)], reacts('b', false), null, ['b']],
    ['but not one that is being sent', [reacts('a', true)], reacts('b', false), 'a', ['a', 'b']],
    ['words are never overtaken', [says('a')], says('b'), null, ['a', 'b']],
    ['only the newest words of a comment wait', [act({ kind: 'edit', key: 'a', thread: 'thr_1', comment: 'com_1', body: '1' })], act({ kind: 'edit', key: 'b', thread: 'thr_1', comment: 'com_1', body: '2' }), null, ['b']],
    ['those of another one too', [act({ kind: 'edit', key: 'a', thread: 'thr_1', comment: 'com_1', body: '1' })], act({ kind: 'edit', key: 'b', thread: 'thr_1', comment: 'com_2', body: '2' }), null, ['a', 'b']],
  ])('%s', (_, acts, next, sending, keys) => expect(added(acts, next, sending).map(({ key }) => key)).toEqual(keys))

  it('is sent in order; what was refused is passed over, with what was said below it', () => {
    const begun = { ...act({ kind: 'begin', key: 'a', anchor, body: 'Hi', blocking: false }), refused: 'threads_full' }
    const below = act({ kind: 'reply', key: 'b', thread: idOfUnsent('a'), body: 'And' })
    expect(nextToSend([begun, below, says('c')])?.key).toBe('c')
    expect(nextToSend([begun, below])).toBeUndefined()
    expect(nextToSend(renamed([below], idOfUnsent('a'), 'thr_7'))).toMatchObject({ key: 'b', thread: 'thr_7' })
  })
})

