// A content editor with a stock client: texts and their undo pass, anything else goes nowhere, and a new document is as good as ever.
//
//   node texts.mjs --address … --draft … --tokens designer,editor
import assert from 'node:assert/strict'
import * as Y from 'yjs'
import { connect, options, until } from './client.mjs'

const { address, draft, tokens } = options()
const [designers, editors] = tokens.split(',')
const anna = connect(address, draft, designers)
const title = (doc) => doc.getMap('elements').get('title')
const text = (doc) => title(doc).get('texts').get('de')
const delta = (doc) => JSON.stringify(text(doc).toDelta())
const same = (what, client) => until(what, () => delta(anna.doc) === delta(client.doc))
const begin = async () => {
  const client = connect(address, draft, editors)
  await until('it is synced', () => client.provider.synced && title(client.doc))
  return client
}
await until('the designer is synced', () => anna.provider.synced)

const first = await begin()
const undo = new Y.UndoManager(first.doc.getMap('elements'), { captureTimeout: 0 })
text(first.doc).insert(0, 'Ein ')
await same('what was typed', first)

// Offline the bold run goes and comes back, looks and all: both arrive in one update, the first that touches them.
const away = await begin()
const undoAway = new Y.UndoManager(away.doc.getMap('elements'), { captureTimeout: 0 })
away.provider.disconnect()
text(away.doc).delete(text(away.doc).length - 18, 18)
undoAway.undo()
text(away.doc).insert(0, 'Offline: ')
away.provider.connect()
await same('what was deleted and undone offline', away)
assert(text(anna.doc).toString().startsWith('Offline: '))
away.provider.destroy()
await same('what was done offline', first)

const words = () => text(first.doc).toString().length
// The whole bold run goes, and with it the formats around it; undo puts both back.
const full = delta(first.doc)
text(first.doc).delete(text(first.doc).length - 18, 18)
await same('what was deleted', first)
text(first.doc).delete(0, text(first.doc).length)
await same('everything deleted', first)
assert.equal(words(), 0)
undo.undo()
undo.undo()
await same('undone', first)
assert.equal(delta(anna.doc), full)
undo.redo()
await same('redone', first)
undo.undo()
await same('undone again', first)
title(first.doc).get('texts').set('de-CH', new Y.Text('Diplom'))
await until('a new language', () => title(anna.doc).get('texts').get('de-CH')?.toString() === 'Diplom')
undo.undo()
await until('its undo', () => !title(anna.doc).get('texts').has('de-CH'))

/** Nothing of it arrives: what the designer writes afterwards comes back, so it would have been here. */
const goesNowhere = async (what, change) => {
  const client = await begin()
  const [before, at] = [delta(anna.doc), JSON.stringify(title(anna.doc).get('at'))]
  change(client.doc)
  client.doc.transact(() => text(client.doc).insert(0, 'danach '))
  await new Promise((resume) => setTimeout(resume, 300))
  assert.equal(delta(anna.doc), before, what)
  assert.equal(JSON.stringify(title(anna.doc).get('at')), at, what)
  assert(client.provider.wsconnected, `${what}: the socket stays open`)
  client.provider.destroy()
}
await goesNowhere('a move', (doc) => title(doc).set('at', [1, 2]))
await goesNowhere('a format', (doc) => text(doc).format(0, 3, { weight: 300 }))
await goesNowhere('text and a move', (doc) => doc.transact(() => {
  text(doc).insert(0, 'Text '.repeat(1_000))
  title(doc).set('at', [1, 2])
  text(doc).insert(0, 'Text')
}))
await goesNowhere('an undo of what was never taken', (doc) => {
  const undo = new Y.UndoManager(doc.getMap('elements'), { captureTimeout: 0 })
  title(doc).set('rotation', 5)
  undo.undo()
})

const last = await begin()
text(last.doc).insert(0, 'Noch ')
await same('a new document is taken as ever', last)
console.log(JSON.stringify({ connects: first.connects, closes: first.closes }))
for (const client of [anna, first, last]) client.provider.destroy()
process.exit(0)
