import { describe, expect, it } from 'vitest'
import { listed, neighbourIn, pinsOnSheet, takesPart, type Choice } from './list'
import type { Pin } from './pin'
import { comment, GUEST, LUCA, thread } from './testing/bodies'

describe('a list', () => {
  const threads = [
    thread(1), thread(2, { state: 'resolved' }), thread(3, { comments: [comment('com_3', { author: LUCA })] }), thread(4, { anchor: { kind: 'point', place: { page: 'p2', x: 0, y: 0 } } }),
    thread(5, { state: 'resolved', comments: [comment('com_5', { author: LUCA })] }),
  ]
  it.each<[Choice, readonly number[]]>([
    [{ shown: 'open', page: null }, [1, 3, 4]],
    [{ shown: 'open', page: 'p2' }, [4]],
    [{ shown: 'mine', page: null }, [3]],
    [{ shown: 'resolved', page: null }, [2, 5]],
    [{ shown: 'resolved', page: 'p2' }, []],
  ])('%j', (choice, numbers) => expect(listed(threads, choice, LUCA, (it) => it.anchor.place.page).map(({ number }) => number)).toEqual(numbers))
})

describe('a person takes part', () => {
  it.each<[string, Parameters<typeof comment>[1], boolean]>([
    ['by what they said', { author: LUCA }, true],
    ['where they are meant', { mentions: [{ id: 'per_luca', name: 'Luca Meier' }] }, true],
    ['by a reaction', { reactions: [{ emoji: '👍', people: ['per_luca'] }] }, true],
    ['not where they have nothing to do with it', {}, false],
    ['not by what they took back', { author: LUCA, deleted: true }, false],
    ['not by what a guest said', { author: { ...GUEST } }, false],
  ])('%s', (_, given, expected) => expect(takesPart(thread(1, { comments: [comment('com_1', given)] }), LUCA)).toBe(expected))
})

describe('the next one', () => {
  it.each<[readonly string[], string | null, 1 | -1, string | undefined]>([
    [['a', 'b', 'c'], null, 1, 'a'],
    [['a', 'b', 'c'], null, -1, 'c'],
    [['a', 'b', 'c'], 'a', 1, 'b'],
    [['a', 'b', 'c'], 'c', 1, 'a'],
    [['a', 'b', 'c'], 'a', -1, 'c'],
    [['a', 'b', 'c'], 'gone', 1, 'a'],
    [[], 'a', 1, undefined],
  ])('in %j from %j by %i', (ids, open, by, expected) => expect(neighbourIn(ids, open, by)).toBe(expected))
})

describe('on the sheet', () => {
  const pin = (number: number): Pin => ({ thread: thread(number), stand: { state: 'pageless' }, element: undefined, words: undefined })
  const [one, two, three] = [pin(1), pin(2), pin(3)]
  it.each<[string, Pin | undefined, boolean, readonly Pin[]]>([
    ['stand those of the list', undefined, false, [one, two]],
    ['stands the one that is open only once', two, false, [one, two]],
    ['stands what is open and not in the list', three, false, [one, two, three]],
    ['stands nothing while they are hidden', undefined, true, []],
    ['stands what is open even then, and nothing else', two, true, [two]],
  ])('%s', (_, open, hidden, pins) => expect(pinsOnSheet([one, two], open, hidden)).toEqual(pins))
})
