// A stock client that deletes, undoes and redoes again and again, which asks for places that are nowhere: it stays, and everybody reads the same.
//
//   node undone.mjs --address http://127.0.0.1:8080 --draft drf_… --tokens a,b
import assert from 'node:assert/strict'
import * as Y from 'yjs'
import { connect, options, until } from './client.mjs'

const { address, draft, tokens } = options()
const [anna, luca] = tokens.split(',').map((token) => connect(address, draft, token))
await until('both are synced', () => [anna, luca].every(({ provider }) => provider.synced))

const map = anna.doc.getMap('unknown')
const undo = new Y.UndoManager(map, { captureTimeout: 0 })
const text = () => map.get('text')
map.set('text', new Y.Text('ab'))
text().insert(1, 'X')
map.delete('text')
undo.undo()
text().delete(2, 1)
for (const step of ['undo', 'undo', 'redo', 'redo', 'undo', 'redo', 'undo']) undo[step]()
map.delete('text')
undo.redo()
undo.undo()
const read = ({ doc }) => doc.getMap('unknown').get('text')?.toString()
const written = read(anna)
text().insert(0, 'and on: ')

await until('the other one reads the same', () => read(luca) === `and on: ${written}`)
const fresh = connect(address, draft, tokens.split(',')[0])
await until('so does a fresh client', () => fresh.provider.synced && read(fresh) === `and on: ${written}`)
for (const { closes } of [anna, luca]) assert.deepEqual(closes, [], 'nobody was sent away')

// The places that it asked for, as it still has them; whoever read them from the server has no right neighbour there.
const rights = ({ doc }, client) => doc.store.clients.get(client).flatMap(({ id, length, rightOrigin }) =>
  Array.from({ length }, (_, at) => [id.clock + at, rightOrigin ?? null]))
const [asked, told] = [anna, luca].map((peer) => new Map(rights(peer, anna.doc.clientID)))
const turned = [...asked].filter(([clock, right]) => right !== null && told.get(clock) === null)
assert(turned.length > 0, 'it has asked for such a place')
console.log(`${turned.length} such places, and everybody reads ${JSON.stringify(read(fresh))}`)
for (const { provider } of [anna, luca, fresh]) provider.destroy()
process.exit(0)
