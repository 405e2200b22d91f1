import { describe, expect, test } from 'vitest'
import type { Commands } from './model'
import { textValue } from './read/texts'
import { exchange, peers, type Peer } from './testing/peers'

function box(commands: Commands, at: readonly [number, number] = [10, 10]): string {
  return commands.create({ type: 'rectangle', parent: 'p1', at, size: [20, 10] })
}

function pair(): [Peer, Peer] {
  const [a, b] = peers(2)
  if (a === undefined || b === undefined) throw new Error('two peers were asked for')
  return [a, b]
}

const move = (peer: Peer, id: string, at: readonly [number, number]): void => peer.commands.set(new Map([[id, { at }]]))
const at = (peer: Peer, id: string): readonly number[] | undefined => peer.view.element(id)?.at

describe("each person's own undo", () => {
  test('undoes own steps one by one and redoes them', () => {
    const [a] = pair()
    const id = box(a.commands)
    move(a, id, [30, 30])
    move(a, id, [50, 50])
    expect([a.history.undo(), at(a, id)]).toEqual(['done', [30, 30]])
    expect([a.history.undo(), at(a, id)]).toEqual(['done', [10, 10]])
    expect([a.history.undo(), a.view.element(id)]).toEqual(['done', undefined])
    expect(a.history.undo()).toBe('nothing')
    expect([a.history.redo(), at(a, id)]).toEqual(['done', [10, 10]])
    expect([a.history.redo(), at(a, id)]).toEqual(['done', [30, 30]])
    expect([a.history.redo(), at(a, id)]).toEqual(['done', [50, 50]])
    expect(a.history.redo()).toBe('nothing')
  })

  test("leaves others' steps alone", () => {
    const [a, b] = pair()
    const mine = box(a.commands)
    exchange([a, b])
    const theirs = box(b.commands)
    exchange([a, b])
    expect(a.history.undo()).toBe('done')
    exchange([a, b])
    expect(b.view.element(mine)).toBeUndefined()
    expect(b.view.element(theirs)).toBeDefined()
    expect(a.history.undo()).toBe('nothing')
  })

  test('a value that somebody else has written since is overtaken, and no older step is undone in its stead', () => {
    const [a, b] = pair()
    const other = box(a.commands)
    const id = box(a.commands)
    move(a, other, [77, 77])
    move(a, id, [30, 30])
    exchange([a, b])
    move(b, id, [90, 90])
    exchange([a, b])
    expect(a.history.undo()).toBe('overtaken')
    expect(at(a, id)).toEqual([90, 90])
    expect(at(a, other)).toEqual([77, 77])
    expect(a.history.canRedo()).toBe(false)
    expect(a.history.undo()).toBe('done')
    expect(at(a, other)).toEqual([10, 10])
  })

  test('a value that came back through own undo is still not older than the others made it', () => {
    const [a, b] = pair()
    const id = box(a.commands)
    move(a, id, [1, 1])
    exchange([a, b])
    move(b, id, [2, 2])
    exchange([a, b])
    move(a, id, [3, 3])
    expect([a.history.undo(), at(a, id)]).toEqual(['done', [2, 2]])
    expect([a.history.undo(), at(a, id)]).toEqual(['overtaken', [2, 2]])
  })

  test('a redo is overtaken just so', () => {
    const [a, b] = pair()
    const id = box(a.commands)
    move(a, id, [1, 1])
    a.history.undo()
    exchange([a, b])
    move(b, id, [2, 2])
    exchange([a, b])
    expect([a.history.redo(), at(a, id)]).toEqual(['overtaken', [2, 2]])
    expect(a.history.redo()).toBe('nothing')
  })

  test('a change to a thing that somebody else has deleted is overtaken', () => {
    const [a, b] = pair()
    const id = box(a.commands)
    move(a, id, [1, 1])
    exchange([a, b])
    b.commands.delete([id])
    exchange([a, b])
    expect(a.history.undo()).toBe('overtaken')
    expect(a.history.undo()).toBe('overtaken')
    expect(a.history.undo()).toBe('nothing')
    expect(a.view.element(id)).toBeUndefined()
  })

  test('of many elements moved at once, those that nobody else moved go back', () => {
    const [a, b] = pair()
    const ids = [box(a.commands), box(a.commands), box(a.commands)]
    const [first = '', second = '', third = ''] = ids
    a.commands.set(new Map(ids.map((id) => [id, { at: [50, 50] as const }])))
    exchange([a, b])
    move(b, second, [99, 99])
    exchange([a, b])
    expect(a.history.undo()).toBe('done')
    exchange([a, b])
    for (const peer of [a, b]) {
      expect([at(peer, first), at(peer, second), at(peer, third)]).toEqual([[10, 10], [99, 99], [10, 10]])
    }
  })

  test('what somebody else has worked on since is not taken away with the step that made it', () => {
    const [a, b] = pair()
    const id = box(a.commands)
    exchange([a, b])
    b.commands.set(new Map([[id, { fill: '#ff0000' }]]))
    exchange([a, b])
    expect(a.history.undo()).toBe('overtaken')
    expect(b.view.element(id)?.fill).toBe('#ff0000')
  })

  test('grouping is undone as a whole or not at all', () => {
    const [a, b] = pair()
    const ids = [box(a.commands), box(a.commands)]
    const group = a.commands.group(ids) ?? ''
    exchange([a, b])
    move(b, group, [40, 0])
    exchange([a, b])
    expect(a.history.undo()).toBe('overtaken')
    expect(a.view.element(ids[0] ?? '')?.parent).toBe(group)
  })

  test('a deletion comes back with its texts, and with what others put into it meanwhile', () => {
    const [a, b] = pair()
    const inside = a.commands.create({ type: 'text', parent: 'p1', size: [50, 10], text: { language: 'de', value: 'Diplom' } })
    const group = a.commands.group([inside]) ?? ''
    exchange([a, b])
    a.commands.delete([group])
    const late = b.commands.create({ type: 'ellipse', parent: group, size: [5, 5] })
    exchange([a, b])
    expect(b.view.element(late)).toBeUndefined()
    expect(a.history.undo()).toBe('done')
    exchange([a, b])
    for (const peer of [a, b]) {
      expect(textValue(peer.view.element(inside)?.texts?.de ?? [])).toBe('Diplom')
      expect(peer.view.element(late)?.parent).toBe(group)
    }
  })

  test('typing without a pause is one step; another text or another act begins a new one', () => {
    const [a] = pair()
    const id = a.commands.create({ type: 'text', parent: 'p1', size: [50, 10] })
    for (const value of ['D', 'Di', 'Dip']) a.commands.setText(id, 'de', value)
    for (const value of ['C', 'Ce']) a.commands.setText(id, 'fr', value)
    const text = (language: 'de' | 'fr'): string => textValue(a.view.element(id)?.texts?.[language] ?? [])
    a.history.undo()
    expect([text('de'), text('fr')]).toEqual(['Dip', ''])
    a.history.undo()
    expect([text('de'), text('fr')]).toEqual(['', ''])
    a.history.redo()
    expect(text('de')).toBe('Dip')
  })

  test("undoing own typing keeps what others typed into the same text", () => {
    const [a, b] = pair()
    const id = a.commands.create({ type: 'text', parent: 'p1', size: [50, 10], text: { language: 'de', value: 'Diplom' } })
    exchange([a, b])
    a.commands.setText(id, 'de', 'Das Diplom')
    b.commands.setText(id, 'de', 'Diplom 2026')
    exchange([a, b])
    expect(textValue(a.view.element(id)?.texts?.de ?? [])).toBe('Das Diplom 2026')
    expect(a.history.undo()).toBe('done')
    exchange([a, b])
    expect(textValue(b.view.element(id)?.texts?.de ?? [])).toBe('Diplom 2026')
  })

  test('typing that others have deleted since is overtaken', () => {
    const [a, b] = pair()
    const id = a.commands.create({ type: 'text', parent: 'p1', size: [50, 10] })
    a.commands.setText(id, 'de', 'Entwurf')
    exchange([a, b])
    b.commands.setText(id, 'de', '')
    exchange([a, b])
    expect(a.history.undo()).toBe('overtaken')
  })

  test('own steps before and after an own deletion are undone through it', () => {
    const [a] = pair()
    const id = a.commands.create({ type: 'text', parent: 'p1', size: [50, 10] })
    a.commands.setText(id, 'de', 'Entwurf')
    move(a, id, [5, 5])
    a.commands.delete([id])
    expect(a.history.undo()).toBe('done')
    expect([at(a, id), textValue(a.view.element(id)?.texts?.de ?? [])]).toEqual([[5, 5], 'Entwurf'])
    expect([a.history.undo(), at(a, id)]).toEqual(['done', [0, 0]])
    expect([a.history.undo(), textValue(a.view.element(id)?.texts?.de ?? [])]).toEqual(['done', ''])
  })
})
