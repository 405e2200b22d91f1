/**
 * Several people edit at random, at once, with slow and uneven networks; in the end all documents and layouts are equal, and the
 * layout that was kept up to date is the one that a fresh reader gives.
 *
 * A failing run names its seed; put it into `SEEDS` to keep it.
 */
import * as Y from 'yjs'
import { expect, test } from 'vitest'
import { LANGUAGES } from './model'
import { CHIP_CHARACTER, textValue } from './read/texts'
import { ROOT } from './schema'
import { documentJson, peers, type Peer } from './testing/peers'
import { pick, seeded } from './testing/random'
import { DocumentView } from './view'

const SEEDS = [1, 2, 3, 4, 5, 6, 7, 8]
const STEPS = 400
const PEOPLE = 3

type Act = (peer: Peer, random: () => number) => void

const anyElement = (peer: Peer, random: () => number): string => pick(random, [...peer.view.layout().elements.keys()]) ?? 'none'
const someElements = (peer: Peer, random: () => number): string[] => Array.from({ length: 1 + Math.floor(random() * 3) }, () => anyElement(peer, random))
const anyPage = (peer: Peer, random: () => number): string => pick(random, peer.view.layout().pages)?.id ?? 'p1'
const anyGroup = (peer: Peer, random: () => number): string =>
  pick(random, [...peer.view.layout().elements.values()].filter((element) => element.type === 'group'))?.id ?? anyPage(peer, random)
const anyLanguage = (random: () => number): (typeof LANGUAGES)[number] => pick(random, LANGUAGES) ?? 'de'
const coordinate = (random: () => number): number => Math.round(random() * 2000) / 10

const WORDS = ['Diplom', ' für ', 'Zoë', '👩‍👩‍👧', '🇨🇭', 'é', '\n', CHIP_CHARACTER]

const ACTS: readonly Act[] = [
  ({ commands, ...peer }, random) => {
    const type = pick(random, ['text', 'rectangle', 'ellipse', 'line', 'field', 'seal', 'qr'] as const) ?? 'text'
    commands.create({ type, parent: random() < 0.7 ? anyPage({ commands, ...peer }, random) : anyGroup({ commands, ...peer }, random), at: [coordinate(random), coordinate(random)], size: [10, 20] })
  },
  (peer, random) => peer.commands.set(new Map(someElements(peer, random).map((id) => [id, { at: [coordinate(random), coordinate(random)] }]))),
  (peer, random) => peer.commands.set(new Map([[anyElement(peer, random), pick(random, [
    { size: [coordinate(random), coordinate(random)] as const }, { rotation: Math.floor(random() * 360) }, { fill: '#aabbcc' },
    { fill: 'none' }, { name: 'x' }, { name: undefined }, { locked: random() < 0.5 }, { fit: [8, 20] as const }, { fit: undefined },
  ]) ?? {}]])),
  (peer, random) => {
    const id = anyElement(peer, random)
    const language = anyLanguage(random)
    const text = textValue(peer.view.element(id)?.texts?.[language] ?? [])
    const characters = [...new Intl.Segmenter().segment(text)].map((one) => one.segment)
    characters.splice(Math.floor(random() * (characters.length + 1)), Math.floor(random() * 3), pick(random, WORDS) ?? '')
    peer.commands.setText(id, language, characters.join(''))
  },
  (peer, random) => peer.commands.insertField(anyElement(peer, random), anyLanguage(random), Math.floor(random() * 10), { field: 'name' }),
  // What other clients and later pages do: looks of runs, keys that nobody knows, nested types.
  (peer, random) => {
    const entry: unknown = peer.doc.getMap(ROOT.elements).get(anyElement(peer, random))
    const texts: unknown = entry instanceof Y.Map ? entry.get('texts') : undefined
    const text: unknown = texts instanceof Y.Map ? texts.get(anyLanguage(random)) : undefined
    if (text instanceof Y.Text && text.length > 1) {
      const value = textValue([{ insert: text.toString() }])
      if (/^[A-Za-z ]+$/.test(value)) text.format(0, Math.floor(text.length / 2), { weight: random() < 0.5 ? 700 : null })
    } else if (entry instanceof Y.Map) entry.set('later', new Y.Map([['deep', new Y.Array()]]))
  },
  (peer, random) => peer.commands.setAlt(anyElement(peer, random), anyLanguage(random), random() < 0.3 ? '' : 'Bild'),
  (peer, random) => peer.commands.delete(random() < 0.4 ? someElements(peer, random) : []),
  (peer, random) => { peer.commands.duplicate(someElements(peer, random).slice(0, 1), [2, 2]) },
  (peer, random) => { peer.commands.group(someElements(peer, random)) },
  (peer, random) => { peer.commands.ungroup(anyGroup(peer, random)) },
  (peer, random) => peer.commands.bringToFront(someElements(peer, random)),
  (peer, random) => peer.commands.sendToBack(someElements(peer, random)),
  (peer, random) => peer.commands.place(someElements(peer, random), anyGroup(peer, random), random() < 0.5 ? null : anyElement(peer, random)),
  (peer, random) => { if (peer.view.layout().pages.length < 4) peer.commands.addPage(random() < 0.5 ? null : anyPage(peer, random), [210, 297]) },
  (peer, random) => peer.commands.movePage(anyPage(peer, random), random() < 0.5 ? null : anyPage(peer, random)),
  (peer, random) => { if (random() < 0.2) peer.commands.deletePage(anyPage(peer, random)) },
  (peer, random) => { peer.commands.declareField({ key: pick(random, ['name', 'given_on', 'grade']) ?? 'name', type: 'text', label: { de: 'Feld' } }) },
  (peer, random) => peer.commands.setField('name', { label: { [anyLanguage(random)]: 'Name' } }),
  (peer, random) => { if (random() < 0.3) peer.commands.deleteField('name') },
  (peer, random) => peer.commands.setLanguages([...LANGUAGES].sort(() => random() - 0.5).slice(0, 3)),
  (peer) => { peer.history.undo() },
  (peer) => { peer.history.undo() },
  (peer) => { peer.history.redo() },
  (peer) => peer.history.close(),
]

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
