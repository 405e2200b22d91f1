/**
 * Several people edit at random, at once, with slow and uneven networks; in the end all documents and layouts are equal, and the
 * layout that was kept up to date is the one that a fresh reader gives.
 *
 * A failing run names its seed.
 */
import * as Y from 'yjs'
import { expect, test } from 'vitest'
import { ROOT } from './schema'
import { COMMANDS, FOREIGN, HISTORY } from './testing/acts'
import { documentJson, peers } from './testing/peers'
import { pick, seeded } from './testing/random'
import { DocumentView } from './view'

/** `IMPRIMATUR_SOAK=1` runs many more. */
const SEEDS = Array.from({ length: process.env['IMPRIMATUR_SOAK'] === undefined ? 5 : 300 }, (_, i) => i + 1)
const STEPS = 300
const PEOPLE = 3

const ACTS = [...COMMANDS, FOREIGN, ...HISTORY]

test.each(SEEDS)('seed %i: all end with the same document and the same layout', (seed) => {
  const random = seeded(seed)
  const people = peers(PEOPLE)
  /** What waits for each person from each other, oldest first. */
  const mail = people.map(() => people.map((): Uint8Array[] => []))
  const post = (): void => people.forEach((from, i) => {
    for (const update of from.outgoing.splice(0)) people.forEach((_, j) => { if (i !== j) mail[j]?.[i]?.push(update) })
  })
  const deliver = (to: number, from: number, count: number): void => {
    for (const update of mail[to]?.[from]?.splice(0, count) ?? []) {
      const peer = people[to]
      if (peer !== undefined) Y.applyUpdate(peer.doc, update, 'remote')
    }
  }
  const outcomes = new Set<string>()
  for (let step = 0; step < STEPS; step++) {
    const peer = pick(random, people)
    if (peer === undefined) throw new Error('there are people')
    if (random() < 0.1) outcomes.add(peer.history.undo())
    else pick(random, ACTS)?.(peer, random)
    post()
    if (random() < 0.3) deliver(Math.floor(random() * PEOPLE), Math.floor(random() * PEOPLE), Math.floor(random() * 8))
  }
  for (let i = 0; i < PEOPLE; i++) for (let j = 0; j < PEOPLE; j++) deliver(i, j, Infinity)

  const [first, ...others] = people
  if (first === undefined) throw new Error('there are people')
  for (const peer of people) {
    expect(peer.doc.store.pendingStructs).toBeNull()
    const fresh = new DocumentView(peer.doc).layout()
    const kept = peer.view.layout()
    expect(kept.pages).toEqual(fresh.pages)
    expect(new Map([...kept.elements].sort())).toEqual(new Map([...fresh.elements].sort()))
    expect([kept.fields, kept.styles, kept.languages]).toEqual([fresh.fields, fresh.styles, fresh.languages])
  }
  for (const other of others) {
    expect(documentJson(other.doc)).toEqual(documentJson(first.doc))
    expect(Y.encodeStateVector(other.doc).length).toBe(Y.encodeStateVector(first.doc).length)
    expect(other.view.layout().pages).toEqual(first.view.layout().pages)
  }
  expect(outcomes.has('done')).toBe(true)
  // Every child is listed by its parent, once.
  const { pages, elements } = first.view.layout()
  const listed = [...pages.flatMap((page) => page.children), ...[...elements.values()].flatMap((element) => element.children)]
  expect(listed.sort()).toEqual([...elements.keys()].sort())
})

test.each(SEEDS)('seed %i: who works alone can undo everything, and redo it', (seed) => {
  const random = seeded(1000 + seed)
  const [alone] = peers(1)
  if (alone === undefined) throw new Error('one peer was asked for')
  const begin = documentJson(alone.doc)
  for (let step = 0; step < 150; step++) {
    pick(random, COMMANDS)?.(alone, random)
    if (random() < 0.5) alone.history.close()
  }
  const end = documentJson(alone.doc)
  for (let round = 0; round < 2; round++) {
    const undone: string[] = []
    while (alone.history.canUndo()) undone.push(alone.history.undo())
    expect(new Set(undone)).toEqual(new Set(['done']))
    expect(documentJson(alone.doc)).toEqual(begin)
    const redone: string[] = []
    while (alone.history.canRedo()) redone.push(alone.history.redo())
    expect(new Set(redone)).toEqual(new Set(['done']))
    expect(documentJson(alone.doc)).toEqual(end)
  }
})

test('the reader gives a layout for whatever stands in the document', () => {
  for (const seed of [11, 12, 13]) {
    const random = seeded(seed)
    const doc = new Y.Doc()
    const ids = ['a', 'b', 'c', 'd', 'p1', 'p2', 'page', 'name', '', 'not an id', '__proto__']
    const keys = ['type', 'parent', 'order', 'at', 'size', 'rotation', 'texts', 'alt', 'fit', 'style', 'kind', 'label', 'sample', 'languages', 'order']
    const value = (depth = 0): unknown => pick(random, [
      () => random() * 1000, () => Number.NaN, () => 'group', () => 'text', () => pick(random, ids), () => null, () => true, () => 'V',
      () => [1, 2], () => [1, 'x', { a: null }], () => ({ de: 'x' }), () => new Uint8Array([1, 2]), () => undefined,
      () => new Y.Text('Text'), () => new Y.XmlElement('div'), () => Y.Array.from([1, [2]]),
      () => (depth > 3 ? 1 : new Y.Map(keys.slice(0, 6).map((key) => [key, value(depth + 1)]))),
      () => (depth > 3 ? 1 : new Y.Map([['de', new Y.Text('x')], ['fr', 'no text']])),
    ])?.()
    const view = new DocumentView(doc)
    for (let i = 0; i < 3000; i++) {
      const root = doc.getMap(pick(random, Object.values(ROOT)) ?? ROOT.elements)
      const id = pick(random, ids) ?? 'a'
      const entry = root.get(id)
      const act = random()
      doc.transact(() => {
        if (act < 0.2) root.set(id, value())
        else if (act < 0.3) root.delete(id)
        else if (entry instanceof Y.Map) entry.set(pick(random, keys) ?? 'type', value())
        else root.set(id, new Y.Map([['type', 'group'], ['parent', pick(random, ids)], ['order', 'V']]))
      })
    }
    const fresh = new DocumentView(doc).layout()
    expect(view.layout().pages).toEqual(fresh.pages)
    expect(view.layout().pages.length).toBeGreaterThan(0)
    expect(new Map([...view.layout().elements].sort())).toEqual(new Map([...fresh.elements].sort()))
  }
})
