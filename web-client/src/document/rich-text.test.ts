import * as Y from 'yjs'
import { describe, expect, test } from 'vitest'
import type { TextRun } from './model'
import { textValue } from './read/texts'
import { MOST_TEXT_UNITS } from './schema'
import { COMMANDS, HISTORY, RICH } from './testing/acts'
import { documentJson, exchange, peer, peers, type Peer } from './testing/peers'
import { pick, seeded } from './testing/random'

function pair(): [Peer, Peer] {
  const [a, b] = peers(2)
  if (a === undefined || b === undefined) throw new Error('two peers were asked for')
  return [a, b]
}

/** A text with these words in German, seen by both. */
function shared(value: string): { a: Peer; b: Peer; id: string } {
  const [a, b] = pair()
  const id = a.commands.create({ type: 'text', parent: 'p1', size: [80, 20], text: { language: 'de', value } })
  exchange([a, b])
  a.history.close()
  return { a, b, id }
}

const runs = (one: Peer, id: string): readonly TextRun[] => one.view.element(id)?.texts?.de ?? []
const value = (one: Peer, id: string): string => textValue(runs(one, id))
const BOLD = { weight: 700 }

describe('text with looks', () => {
  test('formatting a stretch is one step of undo', () => {
    const { a, id } = shared('Für gute Arbeit')
    a.commands.formatText(id, 'de', 4, 8, { weight: 700, color: '#9e2b25' })
    expect(runs(a, id)).toEqual([{ insert: 'Für ' }, { insert: 'gute', attributes: { weight: 700, color: '#9e2b25' } }, { insert: ' Arbeit' }])
    a.commands.formatText(id, 'de', 4, 8, { color: null })
    expect(runs(a, id)[1]).toEqual({ insert: 'gute', attributes: BOLD })
    expect([a.history.undo(), runs(a, id)[1]?.attributes]).toEqual(['done', { weight: 700, color: '#9e2b25' }])
    expect([a.history.undo(), runs(a, id)]).toEqual(['done', [{ insert: 'Für gute Arbeit' }]])
    expect([a.history.redo(), runs(a, id)[1]?.attributes]).toEqual(['done', { weight: 700, color: '#9e2b25' }])
  })

  test('a format that changes nothing writes nothing', () => {
    const { a, id } = shared('Für gute Arbeit')
    a.commands.formatText(id, 'de', 4, 8, BOLD)
    a.outgoing.length = 0
    a.commands.formatText(id, 'de', 4, 8, BOLD)
    a.commands.formatText(id, 'de', 4, 4, { italic: true })
    a.commands.formatText(id, 'de', 0, 3, { weight: null })
    a.commands.formatText(id, 'de', 0, 3, { weight: Number.NaN })
    expect(a.outgoing).toEqual([])
  })

  test('two people format overlapping words: both show', () => {
    const { a, b, id } = shared('Für gute Arbeit')
    a.commands.formatText(id, 'de', 0, 8, BOLD)
    b.commands.formatText(id, 'de', 4, 15, { italic: true })
    exchange([a, b])
    expect(runs(a, id)).toEqual(runs(b, id))
    expect(runs(a, id)).toEqual([
      { insert: 'Für ', attributes: BOLD }, { insert: 'gute', attributes: { weight: 700, italic: true } }, { insert: ' Arbeit', attributes: { italic: true } },
    ])
    expect(a.history.undo()).toBe('done')
    exchange([a, b])
    expect(runs(b, id)).toEqual([{ insert: 'Für ' }, { insert: 'gute Arbeit', attributes: { italic: true } }])
  })

  test('what is typed looks like what stands before it, at the start of a paragraph like what stands after it', () => {
    const { a, id } = shared('Titel\nText')
    a.commands.formatText(id, 'de', 0, 6, BOLD)
    const type = (at: number): void => { a.commands.replaceText(id, 'de', at, at, [{ insert: 'x' }], 'typing') }
    type(5)
    expect(runs(a, id)).toEqual([{ insert: 'Titelx\n', attributes: BOLD }, { insert: 'Text' }])
    type(7)
    expect(runs(a, id)).toEqual([{ insert: 'Titelx\n', attributes: BOLD }, { insert: 'xText' }])
    type(0)
    expect(runs(a, id)[0]).toEqual({ insert: 'xTitelx\n', attributes: BOLD })
    a.commands.replaceText(id, 'de', 0, 3, [{ insert: 'Ma' }], 'typing')
    expect(runs(a, id)[0]).toEqual({ insert: 'Matelx\n', attributes: BOLD })
  })

  test('what is put in with looks of its own has exactly these', () => {
    const { a, id } = shared('fett')
    a.commands.formatText(id, 'de', 0, 4, BOLD)
    const end = a.commands.replaceText(id, 'de', 4, 4, [{ insert: ' mager', attributes: {} }, { insert: ' rot', attributes: { color: '#9e2b25' } }])
    expect(end).toBe(14)
    expect(runs(a, id)).toEqual([{ insert: 'fett', attributes: BOLD }, { insert: ' mager' }, { insert: ' rot', attributes: { color: '#9e2b25' } }])
  })

  test('a stretch is widened to whole characters', () => {
    const { a, b, id } = shared('a👩‍👩‍👧b🇨🇭')
    a.commands.replaceText(id, 'de', 2, 3, [])
    expect(value(a, id)).toBe('ab🇨🇭')
    a.commands.formatText(id, 'de', 3, 4, BOLD)
    a.commands.replaceText(id, 'de', 4, 4, [{ insert: '!' }])
    exchange([a, b])
    expect(runs(b, id)).toEqual([{ insert: 'ab!' }, { insert: '🇨🇭', attributes: BOLD }])
  })

  test('no more is put in than is set, cut between characters', () => {
    const { a, id } = shared('12345')
    const end = a.commands.replaceText(id, 'de', 5, 5, [{ insert: '🇨🇭'.repeat(20_000) }])
    expect(value(a, id).length).toBeLessThanOrEqual(MOST_TEXT_UNITS)
    expect(end).toBe(value(a, id).length)
    expect(value(a, id).endsWith('🇨🇭')).toBe(true)
    expect(a.commands.replaceText(id, 'de', 3, 3, [{ insert: 'longer than there is room' }])).toBeLessThan(8)
  })

  test('typing joins into one step, a paste is its own', () => {
    const { a, id } = shared('')
    a.commands.replaceText(id, 'de', 0, 0, [{ insert: 'a' }], 'typing')
    a.commands.replaceText(id, 'de', 1, 1, [{ insert: 'b' }], 'typing')
    a.commands.replaceText(id, 'de', 2, 2, [{ insert: ' Eingefügt' }])
    a.commands.replaceText(id, 'de', 12, 12, [{ insert: '!' }], 'typing')
    expect([a.history.undo(), value(a, id)]).toEqual(['done', 'ab Eingefügt'])
    expect([a.history.undo(), value(a, id)]).toEqual(['done', 'ab'])
    expect([a.history.undo(), value(a, id)]).toEqual(['done', ''])
  })

  test("two people type at one place, and each one's words stay together", () => {
    const { a, b, id } = shared('Hier: .')
    for (const [index, letter] of [...'eins'].entries()) a.commands.replaceText(id, 'de', 6 + index, 6 + index, [{ insert: letter }], 'typing')
    for (const [index, letter] of [...'zwei'].entries()) b.commands.replaceText(id, 'de', 6 + index, 6 + index, [{ insert: letter }], 'typing')
    exchange([a, b])
    expect(value(a, id)).toBe(value(b, id))
    expect(['Hier: einszwei.', 'Hier: zweieins.']).toContain(value(a, id))
    expect(a.history.undo()).toBe('done')
    exchange([a, b])
    expect(value(b, id)).toBe('Hier: zwei.')
  })

  test('control characters, lone surrogates and stand-ins of fields are not put in as they are', () => {
    const { a, id } = shared('')
    a.commands.replaceText(id, 'de', 0, 0, [{ insert: 'a\r\nb\uFFFCc\uD800' }])
    expect(value(a, id)).toBe('a\nbc\uFFFD')
  })

  test('an element that has no texts takes none', () => {
    const [a] = pair()
    const id = a.commands.create({ type: 'rectangle', parent: 'p1' })
    a.outgoing.length = 0
    a.commands.replaceText(id, 'de', 0, 0, [{ insert: 'x' }])
    a.commands.replaceText('gone', 'de', 0, 0, [{ insert: 'x' }])
    a.commands.formatText('gone', 'de', 0, 1, BOLD)
    a.commands.setChip('gone', 'de', 0, { format: 'long' })
    expect(a.outgoing).toEqual([])
  })
})

describe('fields inside text', () => {
  test('a field looks like its neighbour, and keeps its look when it is changed', () => {
    const { a, id } = shared('Für ')
    a.commands.formatText(id, 'de', 0, 4, BOLD)
    a.commands.insertField(id, 'de', 4, { field: 'name' })
    expect(runs(a, id)).toEqual([{ insert: 'Für ', attributes: BOLD }, { insert: { field: 'name' }, attributes: BOLD }])
    a.history.close()
    a.commands.setChip(id, 'de', 4, { format: 'upper', fallback: 'N. N.' })
    expect(runs(a, id)[1]).toEqual({ insert: { field: 'name', format: 'upper', fallback: 'N. N.' }, attributes: BOLD })
    a.commands.setChip(id, 'de', 4, { format: undefined })
    expect(runs(a, id)[1]?.insert).toEqual({ field: 'name', fallback: 'N. N.' })
    expect([a.history.undo(), runs(a, id)[1]?.insert]).toEqual(['done', { field: 'name', format: 'upper', fallback: 'N. N.' }])
    expect([a.history.undo(), runs(a, id)[1]?.insert]).toEqual(['done', { field: 'name' }])
  })

  test('they are copied and put in again with the words around them', () => {
    const { a, id } = shared('Für ')
    a.commands.insertField(id, 'de', 4, { field: 'name', fallback: '…' })
    a.commands.formatText(id, 'de', 0, 3, BOLD)
    const copied = a.commands.copyText(id, 'de', 1, 5)
    expect(copied).toEqual([{ insert: 'ür', attributes: BOLD }, { insert: ' ', attributes: {} }, { insert: { field: 'name', fallback: '…' }, attributes: {} }])
    a.commands.replaceText(id, 'de', 5, 5, copied)
    expect(value(a, id)).toBe('Für \uFFFCür \uFFFC')
    expect(runs(a, id).at(-1)?.insert).toEqual({ field: 'name', fallback: '…' })
  })

  test('what is no field is not put in', () => {
    const { a, id } = shared('')
    a.commands.replaceText(id, 'de', 0, 0, [{ insert: { field: 'Not A Key' } }, { insert: 'x' }])
    expect(value(a, id)).toBe('x')
  })
})

describe('a whole element', () => {
  test('what is set for it shows in all of it, in every language', () => {
    const { a, id } = shared('Für gute Arbeit')
    a.commands.setText(id, 'fr', 'Bravo')
    a.commands.formatText(id, 'de', 0, 3, { weight: 700, color: '#9e2b25', size: 20 })
    a.commands.formatText(id, 'fr', 0, 2, { weight: 300, italic: true })
    a.commands.set(new Map([[id, { weight: 500, textSize: 14 }]]))
    expect(a.view.element(id)?.typography).toMatchObject({ weight: 500, textSize: 14 })
    expect(runs(a, id)).toEqual([{ insert: 'Für', attributes: { color: '#9e2b25' } }, { insert: ' gute Arbeit' }])
    expect(a.view.element(id)?.texts?.fr).toEqual([{ insert: 'Br', attributes: { italic: true } }, { insert: 'avo' }])
    expect(a.history.undo()).toBe('done')
    expect(runs(a, id)[0]?.attributes).toEqual({ weight: 700, color: '#9e2b25', size: 20 })
  })
})

describe('shared styles', () => {
  test('changing one changes everything that names it', () => {
    const { a, b, id } = shared('Titel und Text')
    const style = a.commands.createStyle({ kind: 'text', name: 'Titel', look: { family: 'EB Garamond', size: 24, weight: 600, lineHeight: 1.1 } })
    a.commands.set(new Map([[id, { weight: 300 }]]))
    a.commands.formatText(id, 'de', 0, 5, { italic: true })
    a.commands.set(new Map([[id, { style }]]))
    exchange([a, b])
    expect(b.view.element(id)).toMatchObject({ style, typography: { family: 'EB Garamond', textSize: 24, weight: 600, lineHeight: 1.1 } })
    expect(runs(b, id)).toEqual([{ insert: 'Titel und Text' }])
    b.commands.setStyle(style, { look: { family: 'EB Garamond', size: 30 } })
    exchange([a, b])
    expect(a.view.element(id)?.typography).toMatchObject({ textSize: 30, weight: 400, lineHeight: 1.3 })
    expect(a.view.layout().styles[0]).toMatchObject({ name: 'Titel', look: { family: 'EB Garamond', size: 30 } })
  })

  test('runs take one as well, and what they had of their own makes way', () => {
    const { a, id } = shared('Titel und Text')
    const style = a.commands.createStyle({ kind: 'text', name: 'Wichtig', look: { weight: 700 } })
    a.commands.formatText(id, 'de', 0, 5, { weight: 200 })
    a.commands.formatText(id, 'de', 0, 9, { style })
    expect(runs(a, id)).toEqual([{ insert: 'Titel und', attributes: { weight: 700, style } }, { insert: ' Text' }])
    a.commands.formatText(id, 'de', 0, 5, { italic: true })
    expect(runs(a, id)[0]?.attributes).toEqual({ weight: 700, italic: true, style })
  })

  test('what looked so by a style that is deleted goes on looking so', () => {
    const { a, id } = shared('Titel und Text')
    const red = a.commands.createStyle({ kind: 'color', name: 'Rot', value: '#9e2b25' })
    const style = a.commands.createStyle({ kind: 'text', name: 'Titel', look: { size: 24, color: `style:${red}`, lineHeight: 1.1 } })
    const box = a.commands.create({ type: 'rectangle', parent: 'p1', fill: `style:${red}` })
    a.commands.set(new Map([[id, { style }]]))
    a.commands.formatText(id, 'de', 0, 5, { style })
    a.commands.formatText(id, 'de', 6, 9, { color: `style:${red}` })
    const before = documentJson(a.doc)
    const look = a.view.element(id)
    a.history.close()
    a.commands.deleteStyle(style)
    expect(a.view.element(id)?.style).toBeUndefined()
    expect(a.view.element(id)?.typography).toEqual(look?.typography)
    expect(runs(a, id)[0]?.attributes).toEqual({ size: 24, color: `style:${red}` })
    a.commands.deleteStyle(red)
    expect(a.view.layout().styles).toEqual([])
    expect(a.view.element(box)?.fill).toBe('#9e2b25')
    expect(a.view.element(id)?.typography?.color).toBe('#9e2b25')
    expect(runs(a, id)[2]?.attributes).toEqual({ color: '#9e2b25' })
    expect([a.history.undo(), a.history.undo()]).toEqual(['done', 'done'])
    expect(documentJson(a.doc)).toEqual(before)
  })
})

describe('anchors', () => {
  test('a caret stays with its words while others type', () => {
    const { a, b, id } = shared('Für gute Arbeit')
    const caret = a.anchors.of(id, 'de', 8, 'before') ?? ''
    b.commands.replaceText(id, 'de', 0, 0, [{ insert: 'Diplom. ' }])
    b.commands.replaceText(id, 'de', 16, 16, [{ insert: ' und schöne' }])
    exchange([a, b])
    expect(value(a, id).slice(0, a.anchors.at(id, 'de', caret) ?? 0)).toBe('Diplom. Für gute')
    // Others read it too.
    expect(b.anchors.at(id, 'de', caret)).toBe(a.anchors.at(id, 'de', caret))
  })

  test('the bounds of a selection keep to what was selected', () => {
    const { a, b, id } = shared('Für gute Arbeit')
    const [from, to] = [a.anchors.of(id, 'de', 4, 'after') ?? '', a.anchors.of(id, 'de', 8, 'before') ?? '']
    b.commands.replaceText(id, 'de', 4, 4, [{ insert: 'sehr ' }])
    b.commands.replaceText(id, 'de', 13, 13, [{ insert: 'n' }])
    exchange([a, b])
    expect(value(a, id).slice(a.anchors.at(id, 'de', from) ?? 0, a.anchors.at(id, 'de', to) ?? 0)).toBe('gute')
  })

  test('words that have not arrived, other texts and nonsense give none', () => {
    const { a, b, id } = shared('Für')
    b.commands.replaceText(id, 'de', 3, 3, [{ insert: ' dich' }])
    const ahead = b.anchors.of(id, 'de', 8, 'before') ?? ''
    expect(a.anchors.at(id, 'de', ahead)).toBeNull()
    expect(a.anchors.at(id, 'fr', a.anchors.of(id, 'de', 1, 'before') ?? '')).toBeNull()
    for (const odd of ['', '!', 'AAAA', 'x'.repeat(1000)]) expect(a.anchors.at(id, 'de', odd)).toBeNull()
    expect([a.anchors.of('gone', 'de', 0, 'before'), a.anchors.at('gone', 'de', ahead)]).toEqual([null, null])
    expect(a.anchors.at(id, 'de', a.anchors.of(id, 'de', 0, 'before') ?? '')).toBe(0)
    exchange([a, b])
    expect(a.anchors.at(id, 'de', ahead)).toBe(8)
  })
})

test('a page writes nothing because of what others formatted', () => {
  const { a, b, id } = shared('Für gute Arbeit')
  const reader = peer(300)
  const loud = new Y.Doc()
  let written = 0
  loud.on('update', (_update: Uint8Array, origin: unknown) => { if (origin !== 'remote') written += 1 })
  const tell = (): void => {
    for (const one of [a, b]) for (const doc of [reader.doc, loud]) Y.applyUpdate(doc, Y.encodeStateAsUpdate(one.doc), 'remote')
  }
  tell()
  for (let round = 0; round < 5; round++) {
    a.commands.formatText(id, 'de', 4, 6, { weight: 600 + round })
    b.commands.replaceText(id, 'de', 4, 6, [])
    tell()
    exchange([a, b])
    tell()
  }
  expect(reader.outgoing).toEqual([])
  // The trait that this guards against: without it there would be writing.
  expect(written).toBeGreaterThan(0)
  expect(runs(reader, id)).toEqual(runs(a, id))
})

const SEEDS = Array.from({ length: process.env['IMPRIMATUR_SOAK'] === undefined ? 12 : 400 }, (_, i) => i + 1)

test.each(SEEDS)("seed %i: two people's typing, formats, styles and undo end alike", (seed) => {
  const random = seeded(5000 + seed)
  const { a, b, id } = shared('Für ausgezeichnete Leistungen 👩‍👩‍👧 verliehen an\nZoë')
  const both = [a, b]
  for (let step = 0; step < 250; step++) {
    const one = pick(random, both) ?? a
    const act = random()
    pick(random, act < 0.8 ? RICH : act < 0.95 ? HISTORY : COMMANDS.slice(0, RICH.length + 1))?.(one, random)
    if (random() < 0.15) exchange(both)
  }
  exchange(both)
  exchange(both)
  expect(documentJson(a.doc)).toEqual(documentJson(b.doc))
  expect(a.view.element(id)).toEqual(b.view.element(id))
  expect(value(a, id).isWellFormed()).toBe(true)
})
