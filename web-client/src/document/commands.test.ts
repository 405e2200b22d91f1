import * as Y from 'yjs'
import { describe, expect, test } from 'vitest'
import { turnedBox } from '../kernels/frame'
import { diffText, graphemeStart } from './commands/text-diff'
import type { Commands, Pair } from './model'
import { CHIP_CHARACTER, textValue } from './read/texts'
import { ROOT } from './schema'
import { documentJson, exchange, peers, type Peer } from './testing/peers'
import { seeded } from './testing/random'

function one(): Peer {
  const [first] = peers(1)
  if (first === undefined) throw new Error('one peer was asked for')
  return first
}

const box = (commands: Commands, at: Pair, parent = 'p1', size: Pair = [10, 10]): string =>
  commands.create({ type: 'rectangle', parent, at, size })

/** Where an element stands on its page: centre and angle. */
function standing(peer: Peer, id: string): number[] {
  const { centre, angle } = turnedBox((one) => peer.view.element(one), id)
  return [...centre, angle].map((value) => Math.round(value * 1000) / 1000)
}

const raw = (peer: Peer, id: string): Record<string, unknown> => {
  const entry = peer.doc.getMap(ROOT.elements).get(id)
  return entry instanceof Y.Map ? (entry.toJSON() as Record<string, unknown>) : {}
}
const stack = (peer: Peer, parent = 'p1'): readonly string[] =>
  peer.view.layout().pages.find((page) => page.id === parent)?.children ?? peer.view.element(parent)?.children ?? []

/** The transactions that changed something, and the keys that each wrote. */
function writes(peer: Peer, work: () => void): string[][] {
  const seen: string[][] = []
  const observe = (transaction: Y.Transaction): void => {
    const keys = [...transaction.changed.values()].flatMap((changed) => [...changed].filter((key) => key !== null))
    if (transaction.changed.size > 0) seen.push(keys.sort())
  }
  peer.doc.on('afterTransaction', observe)
  work()
  peer.doc.off('afterTransaction', observe)
  return seen
}

describe('creating and changing', () => {
  test('writes only what differs from the defaults, and puts it in front', () => {
    const peer = one()
    const below = box(peer.commands, [0, 0])
    const id = peer.commands.create({ type: 'ellipse', parent: 'p1', at: [1, 2], size: [3, 4], rotation: 0, opacity: 1, fill: 'none' })
    expect(Object.keys(raw(peer, id)).sort()).toEqual(['alt', 'at', 'order', 'parent', 'size', 'type'])
    expect(stack(peer)).toEqual([below, id])
  })

  test('what a type holds is written by name, in range, and taken away again', () => {
    const peer = one()
    const star = peer.commands.create({ type: 'polygon', parent: 'p1', sides: 5, inner: 0.5 })
    expect(raw(peer, star)).not.toHaveProperty('sides')
    peer.commands.set(new Map([[star, { sides: 1000, inner: 4 }]]))
    expect(peer.view.element(star)?.polygon).toEqual({ sides: 100, inner: 1 })
    peer.commands.set(new Map([[star, { inner: undefined }]]))
    expect(peer.view.element(star)?.polygon).toEqual({ sides: 100 })
    const image = peer.commands.create({ type: 'image', parent: 'p1', asset: 'ast_1', fit: 'contain' })
    expect(raw(peer, image)).not.toHaveProperty('fit')
    const signature = peer.commands.create({ type: 'signature', parent: 'p1' })
    peer.commands.setSigner(signature, 'signer', 'rm', 'A. Caduff')
    peer.commands.setSigner(signature, 'role', 'rm', 'Rectura')
    peer.commands.setSigner(signature, 'role', 'rm', '')
    peer.commands.setSigner(star, 'signer', 'rm', 'nobody')
    expect(peer.view.element(signature)?.signature).toEqual({ signer: { rm: 'A. Caduff' }, role: {} })
    expect(raw(peer, star)).not.toHaveProperty('signer')
  })

  test('a text has all five languages from the start', () => {
    const peer = one()
    const id = peer.commands.create({ type: 'text', parent: 'p1', text: { language: 'rm', value: 'Attest' } })
    expect(raw(peer, id)['texts']).toEqual({ de: '', fr: '', it: '', rm: 'Attest', en: '' })
  })

  test('a gesture writes only the values that it changed, in one transaction', () => {
    const peer = one()
    const id = box(peer.commands, [5, 5])
    expect(writes(peer, () => peer.commands.set(new Map([[id, { at: [6, 5], size: [10, 10], rotation: 0 }]])))).toEqual([['at']])
    expect(writes(peer, () => peer.commands.set(new Map([[id, { at: [6, 5] }]])))).toEqual([])
  })

  test('a move and a resize at once both survive', () => {
    const [a, b] = peers(2) as [Peer, Peer]
    const id = box(a.commands, [5, 5])
    exchange([a, b])
    a.commands.set(new Map([[id, { at: [50, 60] }]]))
    b.commands.set(new Map([[id, { size: [70, 80] }]]))
    exchange([a, b])
    for (const peer of [a, b]) expect(peer.view.element(id)).toMatchObject({ at: [50, 60], size: [70, 80] })
  })

  test('what is out of range is clamped, what is no number is not written, undefined takes a key away', () => {
    const peer = one()
    const id = box(peer.commands, [5, 5])
    peer.commands.set(new Map([[id, { opacity: 4, size: [-1, 9000], rotation: Number.NaN, name: 'Frame' }]]))
    expect(peer.view.element(id)).toMatchObject({ opacity: 1, size: [0, 5000], rotation: 0, name: 'Frame' })
    peer.commands.set(new Map([[id, { name: undefined }]]))
    expect('name' in raw(peer, id)).toBe(false)
  })

  test('ids that are gone are passed over', () => {
    const peer = one()
    const before = documentJson(peer.doc)
    const { commands } = peer
    commands.set(new Map([['gone', { at: [1, 1] }]]))
    commands.delete(['gone'])
    commands.setText('gone', 'de', 'x')
    commands.setAlt('gone', 'de', 'x')
    commands.insertField('gone', 'de', 0, { field: 'name' })
    commands.place(['gone'], 'p1', null)
    commands.bringToFront(['gone'])
    commands.setPage('gone', { name: 'x' })
    commands.movePage('gone', null)
    commands.deletePage('gone')
    commands.setField('gone', { type: 'date' })
    commands.deleteField('gone')
    expect([commands.duplicate(['gone'], [1, 1]), commands.group(['gone']), commands.ungroup('gone')]).toEqual([[], undefined, []])
    expect(documentJson(peer.doc)).toEqual(before)
  })

  test('what is put on a page that has just gone lands on the first page', () => {
    const peer = one()
    expect(peer.view.element(box(peer.commands, [1, 1], 'gone'))?.page).toBe('p1')
  })

  test('duplicates keep texts and unknown keys, stand in front of the originals, and groups bring their children', () => {
    const peer = one()
    const text = peer.commands.create({ type: 'text', parent: 'p1', at: [1, 1], text: { language: 'de', value: 'Diplom' } })
    const front = box(peer.commands, [9, 9])
    const group = peer.commands.group([text]) ?? ''
    ;(peer.doc.getMap(ROOT.elements).get(text) as Y.Map<unknown>).set('future', 42)
    const [copy = ''] = peer.commands.duplicate([group], [5, 0])
    const inside = peer.view.element(copy)?.children[0] ?? ''
    expect(stack(peer)).toEqual([group, copy, front])
    expect([peer.view.element(copy)?.at, textValue(peer.view.element(inside)?.texts?.de ?? []), raw(peer, inside)['future']])
      .toEqual([[5, 0], 'Diplom', 42])
    peer.commands.setText(inside, 'de', 'Kopie')
    expect(textValue(peer.view.element(text)?.texts?.de ?? [])).toBe('Diplom')
  })

  test('what was copied out of a turned group is pasted where it stood, with its looks and unknown keys, when it is long gone', () => {
    const peer = one()
    const text = peer.commands.create({ type: 'text', parent: 'p1', at: [40, 10], size: [30, 10], text: { language: 'de', value: 'Diplom' } })
    const entry = peer.doc.getMap(ROOT.elements).get(text) as Y.Map<unknown>
    entry.set('future', { deep: [42] })
    ;((entry.get('texts') as Y.Map<unknown>).get('de') as Y.Text).format(0, 3, { weight: 700 })
    const group = peer.commands.group([text, box(peer.commands, [90, 40])]) ?? ''
    peer.commands.set(new Map([[group, { at: [7, 9], rotation: 30 }]]))
    const before = standing(peer, text)
    const copied = peer.commands.copy([text])
    peer.commands.delete([group])
    const [pasted = ''] = peer.commands.paste(copied, 'p1', [0, 0])
    expect(standing(peer, pasted)).toEqual(before)
    expect([peer.view.element(pasted)?.parent, raw(peer, pasted)['future']]).toEqual(['p1', { deep: [42] }])
    expect(peer.view.element(pasted)?.texts?.de).toEqual([{ insert: 'Dip', attributes: { weight: 700 } }, { insert: 'lom' }])
    // Once more, into another draft.
    const other = one()
    expect(other.view.element(other.commands.paste(copied, 'p1', [1, 0])[0] ?? '')?.texts?.de).toHaveLength(2)
  })
})

describe('groups and order', () => {
  test('grouping writes no position, so that a move at the same time still says the right place', () => {
    const [a, b] = peers(2) as [Peer, Peer]
    const ids = [box(a.commands, [5, 5]), box(a.commands, [25, 5])]
    exchange([a, b])
    const group = a.commands.group(ids) ?? ''
    b.commands.set(new Map([[ids[0] ?? '', { at: [100, 100] }]]))
    exchange([a, b])
    expect(standing(a, ids[0] ?? '')).toEqual([105, 105, 0])
    expect(a.view.element(ids[0] ?? '')?.parent).toBe(group)
  })

  test('a group takes the place of its foremost member; ungrouping gives it back', () => {
    const peer = one()
    const [a, b, c, d] = [0, 1, 2, 3].map((i) => box(peer.commands, [i * 10, 0])) as [string, string, string, string]
    const group = peer.commands.group([c, a]) ?? ''
    expect([stack(peer), stack(peer, group)]).toEqual([[b, group, d], [a, c]])
    expect(peer.commands.ungroup(group)).toEqual([a, c])
    expect(stack(peer)).toEqual([b, a, c, d])
  })

  test('moving between turned, moved and nested groups keeps every element where it stands on the page', () => {
    const random = seeded(7)
    for (let round = 0; round < 25; round++) {
      const peer = one()
      const { commands } = peer
      const leaves = Array.from({ length: 8 }, () => {
        const id = box(commands, [random() * 200, random() * 200], 'p1', [5 + random() * 30, 5 + random() * 30])
        commands.set(new Map([[id, { rotation: Math.floor(random() * 360) }]]))
        return id
      })
      const at = (i: number): string => leaves[i] ?? ''
      const inner = commands.group([at(0), at(1), at(2)]) ?? ''
      commands.set(new Map([[inner, { rotation: 30 + random() * 90, at: [12, -7] }]]))
      const outer = commands.group([inner, at(3), at(4)]) ?? ''
      commands.set(new Map([[outer, { rotation: 200 * random(), at: [-3, 40] }]]))
      const other = commands.group([at(5), at(6)]) ?? ''
      commands.set(new Map([[other, { rotation: 45 }]]))
      const places = (): number[][] => leaves.filter((id) => peer.view.element(id)).map((id) => standing(peer, id))
      const steady = (work: () => void): void => {
        const before = places()
        work()
        places().forEach((place, i) => place.forEach((value, k) => expect(value).toBeCloseTo(before[i]?.[k] ?? 0, 1)))
      }
      steady(() => commands.place([at(7)], inner, null))
      steady(() => commands.place([at(0)], other, at(5)))
      steady(() => commands.place([inner], other, null))
      steady(() => commands.place([at(3)], 'p1', null))
      steady(() => { commands.group([at(1), at(5), at(3)]) })
      steady(() => commands.ungroup(other))
      steady(() => commands.ungroup(outer))
      // A group can only go when something is left in it to hold its frame.
      const rest = leaves.map((id) => standing(peer, id))
      commands.delete([at(2)])
      leaves.forEach((id, i) => { if (i !== 2) standing(peer, id).forEach((value, k) => expect(value).toBeCloseTo(rest[i]?.[k] ?? 0, 1)) })
    }
  })

  test('moving one child of a turned group leaves its siblings where they are', () => {
    const peer = one()
    const [a, b] = [box(peer.commands, [0, 0]), box(peer.commands, [40, 0])]
    const group = peer.commands.group([a, b]) ?? ''
    peer.commands.set(new Map([[group, { rotation: 30 }]]))
    const before = standing(peer, b)
    peer.commands.set(new Map([[a, { at: [-50, 20] }]]))
    standing(peer, b).forEach((value, i) => expect(value).toBeCloseTo(before[i] ?? 0, 2))
  })

  test('a group never goes into itself', () => {
    const peer = one()
    const inner = peer.commands.group([box(peer.commands, [0, 0])]) ?? ''
    const outer = peer.commands.group([inner]) ?? ''
    peer.commands.place([outer], inner, null)
    expect([peer.view.element(outer)?.parent, peer.view.element(inner)?.parent]).toEqual(['p1', outer])
  })

  test('two moves at once that make a circle leave a layout that both read alike', () => {
    const [a, b] = peers(2) as [Peer, Peer]
    const [g = '', h = ''] = [a.commands.group([box(a.commands, [0, 0])]), a.commands.group([box(a.commands, [20, 0])])]
    exchange([a, b])
    a.commands.place([g], h, null)
    b.commands.place([h], g, null)
    exchange([a, b])
    expect(a.view.layout().elements.size).toBe(4)
    expect([...a.view.layout().elements.values()]).toEqual(expect.arrayContaining([...b.view.layout().elements.values()]))
  })

  test('to front and back, and no write where nothing changes', () => {
    const peer = one()
    const [a, b, c] = [0, 1, 2].map((i) => box(peer.commands, [i, 0])) as [string, string, string]
    peer.commands.bringToFront([a])
    expect(stack(peer)).toEqual([b, c, a])
    peer.commands.sendToBack([c, a])
    expect(stack(peer)).toEqual([c, a, b])
    expect(writes(peer, () => { peer.commands.sendToBack([a, c]); peer.commands.bringToFront([b]) })).toEqual([])
  })

  test('something fits between two that have equal keys', () => {
    const peer = one()
    const [a, b, c] = [0, 1, 2].map((i) => box(peer.commands, [i, 0])) as [string, string, string]
    peer.doc.transact(() => {
      for (const id of [a, b]) (peer.doc.getMap(ROOT.elements).get(id) as Y.Map<unknown>).set('order', 'k')
      ;(peer.doc.getMap(ROOT.elements).get(c) as Y.Map<unknown>).set('order', 'z')
    })
    const [first = '', second = ''] = stack(peer)
    peer.commands.place([c], 'p1', first)
    expect(stack(peer)).toEqual([first, c, second])
  })

  test('deleting a group takes its descendants; deleting a page those of the page', () => {
    const peer = one()
    const group = peer.commands.group([box(peer.commands, [0, 0])]) ?? ''
    const other = peer.commands.addPage('p1', [297, 210])
    const there = box(peer.commands, [0, 0], other)
    peer.commands.delete([group])
    expect([...peer.doc.getMap(ROOT.elements).keys()]).toEqual([there])
    peer.commands.deletePage(other)
    expect([peer.doc.getMap(ROOT.elements).size, peer.view.layout().pages.length]).toEqual([0, 1])
    peer.commands.deletePage('p1')
    expect(peer.view.layout().pages.length).toBe(1)
  })
})

describe('texts', () => {
  const textOf = (peer: Peer, id: string): string => textValue(peer.view.element(id)?.texts?.de ?? [])

  test('two who type into one text at once both find their words', () => {
    const [a, b] = peers(2) as [Peer, Peer]
    const id = a.commands.create({ type: 'text', parent: 'p1', text: { language: 'de', value: 'Diplom für Flurina' } })
    exchange([a, b])
    a.commands.setText(id, 'de', 'Diplom mit Auszeichnung für Flurina')
    b.commands.setText(id, 'de', 'Diplom für Flurina Caduff')
    exchange([a, b])
    expect([textOf(a, id), textOf(b, id)]).toEqual(Array(2).fill('Diplom mit Auszeichnung für Flurina Caduff'))
  })

  test('two who begin one language at once write into the same text', () => {
    const [a, b] = peers(2) as [Peer, Peer]
    const id = a.commands.create({ type: 'text', parent: 'p1' })
    exchange([a, b])
    a.commands.setText(id, 'de', 'eins')
    b.commands.setText(id, 'de', 'zwei')
    exchange([a, b])
    expect([...textOf(a, id)].sort().join('')).toBe([...'einszwei'].sort().join(''))
  })

  test('edits keep to grapheme bounds', () => {
    for (const [before, after] of [
      ['👩‍👩‍👧', '👩‍👩‍👦'], ['🇨🇭', '🇨🇦'], ['e', 'é'], ['a👍🏻b', 'a👍🏿b'], ['👍', '👎'], ['ab', 'aab'], ['', 'x'], ['x', ''],
    ] as const) {
      const difference = diffText(before, after)
      if (difference === undefined) throw new Error('there is a difference')
      const { at, remove, insert } = difference
      expect(before.slice(0, at) + insert + before.slice(at + remove)).toBe(after)
      expect([before.slice(0, at).isWellFormed(), insert.isWellFormed(), graphemeStart(before, at)]).toEqual([true, true, at])
    }
  })

  test('any string becomes any other', () => {
    const random = seeded(3)
    const alphabet = [...'abé\n 🎓👩‍👧🇨🇭́ß']
    const make = (): string => Array.from({ length: Math.floor(random() * 12) }, () => alphabet[Math.floor(random() * alphabet.length)]).join('')
    const peer = one()
    const id = peer.commands.create({ type: 'text', parent: 'p1' })
    for (let i = 0; i < 500; i++) {
      const value = make().toWellFormed()
      peer.commands.setText(id, 'de', value)
      expect(textOf(peer, id)).toBe(value)
    }
  })

  test('half of a surrogate pair and foreign line ends never get into the document', () => {
    const peer = one()
    const id = peer.commands.create({ type: 'text', parent: 'p1' })
    peer.commands.setText(id, 'de', 'a\ud83d\r\nb')
    expect(textOf(peer, id)).toBe('a\ufffd\nb')
  })

  test('merge fields keep their place while text is typed around them, and go when they are left out', () => {
    const peer = one()
    const id = peer.commands.create({ type: 'text', parent: 'p1', text: { language: 'de', value: 'Für 👩‍👧!' } })
    peer.commands.insertField(id, 'de', 5, { field: 'name', fallback: '…' })
    expect(textOf(peer, id)).toBe(`Für ${CHIP_CHARACTER}👩‍👧!`)
    peer.commands.setText(id, 'de', `Verliehen an ${CHIP_CHARACTER}!`)
    expect(peer.view.element(id)?.texts?.de).toEqual([
      { insert: 'Verliehen an ' }, { insert: { field: 'name', fallback: '…' } }, { insert: '!' },
    ])
    peer.commands.setText(id, 'de', `Verliehen an ${CHIP_CHARACTER}${CHIP_CHARACTER}!`)
    expect(textOf(peer, id)).toBe(`Verliehen an ${CHIP_CHARACTER}!`)
    peer.commands.setText(id, 'de', 'Verliehen an!')
    expect(textOf(peer, id)).toBe('Verliehen an!')
  })

  test('what is typed looks like what it replaces or continues', () => {
    const peer = one()
    const id = peer.commands.create({ type: 'text', parent: 'p1' })
    const texts = (peer.doc.getMap(ROOT.elements).get(id) as Y.Map<unknown>).get('texts') as Y.Map<Y.Text>
    texts.get('de')?.applyDelta([{ insert: 'Titel', attributes: { weight: 700 } }, { insert: ' Rest' }])
    peer.commands.setText(id, 'de', 'Der Titel Rest')
    peer.commands.setText(id, 'de', 'Der Titel! Rest')
    expect(peer.view.element(id)?.texts?.de).toEqual([{ insert: 'Der Titel!', attributes: { weight: 700 } }, { insert: ' Rest' }])
  })

  test('alternative texts in two languages at once both survive', () => {
    const [a, b] = peers(2) as [Peer, Peer]
    const id = box(a.commands, [0, 0])
    exchange([a, b])
    a.commands.setAlt(id, 'de', 'Rahmen')
    b.commands.setAlt(id, 'fr', 'Cadre')
    exchange([a, b])
    expect(a.view.element(id)?.alt).toEqual({ de: 'Rahmen', fr: 'Cadre' })
    a.commands.setAlt(id, 'de', '')
    expect(a.view.element(id)?.alt).toEqual({ fr: 'Cadre' })
  })
})

describe('pages, fields and languages', () => {
  test('pages are added, moved and changed', () => {
    const peer = one()
    const { commands } = peer
    const [b, c] = [commands.addPage('p1', [297, 210]), commands.addPage(null, [215.9, 279.4])]
    const ids = (): string[] => peer.view.layout().pages.map((page) => page.id)
    expect(ids()).toEqual([c, 'p1', b])
    commands.movePage(c, b)
    expect(ids()).toEqual(['p1', b, c])
    commands.movePage(b, null)
    expect(ids()).toEqual([b, 'p1', c])
    expect(writes(peer, () => commands.movePage('p1', b))).toEqual([])
    commands.setPage(b, { size: [100, 50], name: 'Rückseite', background: '#fafafa', bleed: 3 })
    expect(peer.view.page(b)).toMatchObject({ size: [100, 50], name: 'Rückseite', background: '#fafafa', bleed: 3, format: 'custom', orientation: 'landscape' })
    expect([peer.view.page('p1')?.format, peer.view.page(c)?.format]).toEqual(['A4', 'Letter'])
  })

  test('in a layout without pages, the page that stands in for one becomes real with the first write', () => {
    const bare = one()
    bare.doc.getMap(ROOT.pages).delete('p1')
    expect(bare.view.layout().pages.map((page) => page.id)).toEqual(['page'])
    const id = box(bare.commands, [1, 1], 'page')
    const second = bare.commands.addPage('page', [210, 297])
    expect([bare.view.element(id)?.page, bare.view.layout().pages.map((page) => page.id)]).toEqual(['page', ['page', second]])
  })

  test('fields are declared once, changed language by language, and deleted', () => {
    const peer = one()
    const { commands } = peer
    expect(commands.declareField({ key: 'name', type: 'text', label: { de: 'Name' }, required: true })).toBe(true)
    expect(commands.declareField({ key: 'name', type: 'date', label: {} })).toBe(false)
    expect(commands.declareField({ key: 'Not a key', type: 'date', label: {} })).toBe(false)
    commands.declareField({ key: 'given_on', type: 'date', label: {}, sample: { '*': '2026-06-30' } })
    commands.setField('name', { label: { fr: 'Nom' }, sample: { de: 'Anna Keller' }, required: false })
    expect(peer.view.layout().fields).toMatchObject([
      { key: 'name', type: 'text', label: { de: 'Name', fr: 'Nom' }, sample: { de: 'Anna Keller' }, required: false },
      { key: 'given_on', type: 'date', sample: { '*': '2026-06-30' } },
    ])
    commands.deleteField('name')
    expect(peer.view.layout().fields.map((field) => field.key)).toEqual(['given_on'])
  })

  test('the order of the languages is written whole', () => {
    const peer = one()
    peer.commands.setLanguages(['rm', 'de', 'rm'])
    expect(peer.view.layout().languages).toEqual(['rm', 'de'])
    peer.commands.setLanguages([])
    expect(peer.view.layout().languages).toEqual(['rm', 'de'])
  })
})
