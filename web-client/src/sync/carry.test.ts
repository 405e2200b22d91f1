import * as Y from 'yjs'
import { expect, test } from 'vitest'
import { COMMANDS } from '../document/testing/acts'
import { documentJson, exchange, peers, type Peer } from '../document/testing/peers'
import { pick, seeded } from '../document/testing/random'
import { textValue } from '../document/read/texts'
import { carryOver } from './carry'

/** What the server has of a document, in a fresh copy with a client id of its own. */
function fresh(doc: Y.Doc): Y.Doc {
  const copy = new Y.Doc()
  Y.applyUpdate(copy, Y.encodeStateAsUpdate(doc))
  return copy
}

test.each([1, 2, 3, 4, 5, 6])('seed %i: all that never arrived is made again, when nobody else has edited', (seed) => {
  const random = seeded(seed)
  const [page, server] = peers(2) as [Peer, Peer]
  for (let i = 0; i < 80; i++) pick(random, COMMANDS)?.(page, random)
  exchange([page, server])
  for (let i = 0; i < 80; i++) pick(random, COMMANDS)?.(page, random)
  const to = fresh(server.doc)
  to.transact(() => carryOver(page.doc, to))
  expect(documentJson(to)).toEqual(documentJson(page.doc))
  // As edits of its own: nothing of the refused ones is in it.
  expect(Y.decodeStateVector(Y.encodeStateVector(to)).get(page.doc.clientID))
    .toBe(Y.decodeStateVector(Y.encodeStateVector(server.doc)).get(page.doc.clientID))
})

test("what others did meanwhile stands", () => {
  const [page, server] = peers(2) as [Peer, Peer]
  const create = (): string => page.commands.create({ type: 'text', parent: 'p1', at: [1, 1], text: { language: 'de', value: 'Diplom 🎓 in Kunst' } })
  const [moved, deleted, typed] = [create(), create(), create()]
  exchange([page, server])
  page.commands.set(new Map([[moved, { at: [2, 2], rotation: 30 }]]))
  page.commands.set(new Map([[deleted, { at: [2, 2] }]]))
  page.commands.setText(typed, 'de', 'Diplom in freier Kunst')
  server.commands.set(new Map([[moved, { at: [3, 3] }]]))
  server.commands.delete([deleted])
  server.commands.setText(typed, 'de', 'Das Diplom 🎓 in Kunst')
  const to = fresh(server.doc)
  to.transact(() => carryOver(page.doc, to))
  server.view.attach(to)
  expect(server.view.element(moved)).toMatchObject({ at: [3, 3], rotation: 30 })
  expect(server.view.element(deleted)).toBeUndefined()
  expect(textValue(server.view.element(typed)?.texts?.de ?? [])).toBe('Das Diplom in freier Kunst')
})

test('looks of words are carried, and what others made of them meanwhile stands beside', () => {
  const [page, server] = peers(2) as [Peer, Peer]
  const id = page.commands.create({ type: 'text', parent: 'p1', text: { language: 'de', value: 'Für gute Arbeit' } })
  page.commands.formatText(id, 'de', 9, 15, { color: '#9e2b25' })
  exchange([page, server])
  page.commands.formatText(id, 'de', 4, 8, { weight: 700 })
  page.commands.formatText(id, 'de', 9, 15, { color: null })
  page.commands.replaceText(id, 'de', 8, 8, [{ insert: ' und schöne', attributes: { italic: true } }])
  server.commands.formatText(id, 'de', 0, 8, { spacing: 2 })
  server.commands.replaceText(id, 'de', 0, 0, [{ insert: '«', attributes: {} }])
  const to = fresh(server.doc)
  to.transact(() => carryOver(page.doc, to))
  const texts = (to.getMap('elements').get(id) as Y.Map<Y.Map<Y.Text>>).get('texts')
  expect(texts?.get('de')?.toDelta()).toEqual([
    { insert: '«' }, { insert: 'Für ', attributes: { spacing: 2 } }, { insert: 'gute', attributes: { spacing: 2, weight: 700 } },
    { insert: ' und schöne', attributes: { italic: true } }, { insert: ' Arbeit' },
  ])
})
