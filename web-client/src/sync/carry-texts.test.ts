import * as Y from 'yjs'
import { expect, test } from 'vitest'
import { commandsOver } from '../document/commands'
import { Editing } from '../document/commands/editing'
import { exchange, peers, type Peer } from '../document/testing/peers'
import { pick, seeded } from '../document/testing/random'
import { textValue } from '../document/read/texts'
import { ROOT } from '../document/schema'
import { carryTexts, isAny, trespassesOf } from './carry-texts'

/** What the server has of a document, in a fresh copy with a client id of its own. */
function fresh(doc: Y.Doc): Y.Doc {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  return copy
}

/** Formats in an update, which a content editor may not bring. */
const formatsIn = (update: Uint8Array): number =>
  Y.decodeUpdate(update).structs.filter((it) => it instanceof Y.Item && it.content instanceof Y.ContentFormat).length

/** Two pages that stand on one layout: a title in three looks, an image, and a field. */
function begin() {
  const [page, server] = peers(2) as [Peer, Peer]
  const title = page.commands.create({ type: 'text', parent: 'p1', at: [1, 1], text: { language: 'de', value: 'Diplom für gute Arbeit' } })
  page.commands.formatText(title, 'de', 0, 6, { weight: 700, color: '#9e2b25' })
  page.commands.formatText(title, 'de', 11, 15, { italic: true })
  const box = page.commands.create({ type: 'rectangle', parent: 'p1', at: [1, 1], size: [5, 5] })
  page.commands.declareField({ key: 'name', type: 'text', label: { de: 'Name' }, sample: { '*': 'Anna' } })
  exchange([page, server])
  return { page, server, title, box }
}

const words = (peer: Peer, id: string, language: 'de' | 'fr' = 'de'): string => textValue(peer.view.element(id)?.texts?.[language] ?? [])

test('texts are written again, in the look of their place, and everything else is named', () => {
  const { page, server, title, box } = begin()
  page.commands.replaceText(title, 'de', 6, 6, [{ insert: ' 🎓', attributes: { color: '#00aa00' } }, { insert: { field: 'name', format: 'upper' } }])
  page.commands.replaceText(title, 'de', 0, 3, [])
  page.commands.setText(title, 'fr', 'Diplôme')
  page.commands.setAlt(box, 'de', 'Rahmen')
  page.commands.setField('name', { sample: { rm: 'Ursina' } })
  page.commands.set(new Map([[box, { at: [9, 9] }], [title, { rotation: 4 }]]))
  page.commands.create({ type: 'ellipse', parent: 'p1', at: [1, 1], size: [5, 5] })
  page.commands.setField('name', { required: true })
  server.commands.setText(title, 'it', 'Diploma')
  const to = fresh(server.doc)
  const named = trespassesOf(page.doc, to)
  expect(named).toEqual({ changed: [title, box], made: 1, deleted: 0, looks: 1, pages: false, fields: true, styles: false, other: false })
  const before = Y.encodeStateVector(to)
  expect(to.transact(() => carryTexts(page.doc, to))).toBe(4)
  expect(formatsIn(Y.encodeStateAsUpdate(to, before))).toBe(0)
  server.view.attach(to)
  expect([words(server, title), words(server, title, 'fr'), textValue(server.view.element(title)?.texts?.it ?? [])])
    .toEqual(['lom 🎓\uFFFC für gute Arbeit', 'Diplôme', 'Diploma'])
  expect(server.view.element(title)?.texts?.de?.[0]).toEqual({ insert: 'lom 🎓', attributes: { weight: 700, color: '#9e2b25' } })
  expect(server.view.element(title)?.rotation ?? 0).toBe(0)
  expect(server.view.element(box)).toMatchObject({ at: [1, 1], alt: { de: 'Rahmen' } })
  expect(server.view.layout().fields[0]).toMatchObject({ required: false, sample: { '*': 'Anna', rm: 'Ursina' } })
})

test('what was deleted whole is named, and a text that somebody else deleted stays away', () => {
  const { page, server, title, box } = begin()
  page.commands.setText(title, 'de', 'Anders')
  page.commands.delete([box])
  server.commands.delete([title])
  const to = fresh(server.doc)
  expect(trespassesOf(page.doc, to)).toMatchObject({ changed: [], deleted: 1 })
  expect(to.transact(() => carryTexts(page.doc, to))).toBe(0)
  expect(to.getMap(ROOT.elements).has(title)).toBe(false)
})

test('nothing but texts is nothing to be named', () => {
  const { page, server, title } = begin()
  page.commands.setText(title, 'de', 'Anders')
  const to = fresh(server.doc)
  expect(isAny(trespassesOf(page.doc, to))).toBe(false)
  expect(to.transact(() => carryTexts(page.doc, to))).toBe(1)
  expect(to.transact(() => carryTexts(page.doc, fresh(page.doc)))).toBe(0)
})

test.each([1, 2, 3, 4, 5, 6, 7, 8])('seed %i: who may change texts only brings no format and nothing else', (seed) => {
  const random = seeded(seed)
  const { page, title, box } = begin()
  const commands = commandsOver(new Editing(() => page.doc, page.view, () => true, () => false))
  let formats = 0
  let updates = 0
  page.doc.on('update', (update: Uint8Array) => {
    formats += formatsIn(update)
    updates += 1
  })
  const before = JSON.stringify([page.view.element(title)?.at, page.view.element(box)])
  for (let i = 0; i < 60; i++) {
    const length = words(page, title).length
    const [from, to] = [Math.floor(random() * (length + 1)), Math.floor(random() * (length + 1))].sort((a, b) => a - b) as [number, number]
    pick(random, [
      () => commands.replaceText(title, 'de', from, from, [{ insert: 'neu ', attributes: { weight: 300 } }], 'typing'),
      () => commands.replaceText(title, 'de', from, Math.min(to, from + 6), [{ insert: 'über' }]),
      () => commands.replaceText(title, 'de', from, Math.min(to, from + 3), []),
      () => commands.insertField(title, 'de', from, { field: 'name', format: 'upper' }),
      () => commands.insertField(title, 'de', from, { field: 'unknown' }),
      () => commands.setText(title, 'de', `${words(page, title).slice(0, from)}x${words(page, title).slice(from)}`),
      () => commands.formatText(title, 'de', from, to, { weight: 900 }),
      () => commands.set(new Map([[box, { at: [i, i] }]])),
      () => commands.delete([box]),
      () => commands.create({ type: 'ellipse', parent: 'p1' }),
      () => commands.setField('name', { sample: { de: `${i}` }, required: true }),
      () => commands.setLanguages(['de']),
    ])?.()
  }
  expect(updates).toBeGreaterThan(10)
  expect(formats).toBe(0)
  expect(JSON.stringify([page.view.element(title)?.at, page.view.element(box)])).toBe(before)
  const chips = page.view.element(title)?.texts?.de?.flatMap(({ insert }) => (typeof insert === 'string' ? [] : [insert])) ?? []
  expect(chips.every((chip) => chip.field === 'name' && chip.format === undefined)).toBe(true)
  expect(page.view.layout().fields[0]).toMatchObject({ required: false, sample: { '*': 'Anna' } })
})
