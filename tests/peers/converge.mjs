// Three stock clients edit one draft at random, lose their connections again and again and, half-way, the server, and end up equal.
//
//   node converge.mjs --address http://127.0.0.1:8080 --draft drf_… --tokens a,b,c --operations 10000 --seed 1
//
// Prints `half` when the server may be killed, and `converged {…}` at the end.
import assert from 'node:assert/strict'
import { connect, options, random, until } from './client.mjs'
import { editor, picture, vector } from './operations.mjs'

const { address, draft, tokens, operations, seed } = options()
const total = Number(operations)
const started = Date.now()
console.log(`seed ${seed}`)

const clients = tokens.split(',').map((token) => connect(address, draft, token))
await until('everybody is synced', () => clients.every(({ provider }) => provider.synced))
const page = [...clients[0].doc.getMap('pages').keys()][0]
assert(page, 'a new draft has a page')

const dice = random(Number(seed))
const editors = clients.map(({ doc }, index) => editor(doc, page, random(Number(seed) * 31 + index), 'abc'[index]))
let updates = 0
for (const { doc } of clients) doc.on('update', (_, origin) => { if (origin?.constructor?.name !== 'WebsocketProvider') updates += 1 })

for (let done = 0; done < total; done += 1) {
  editors[dice.below(editors.length)].step()
  if (dice.below(total / 40) === 0) dice.pick(clients).provider.ws?.close()
  if (dice.below(total / 20) === 0) dice.pick(clients).provider.ws?.terminate()
  if (done === Math.floor(total / 2)) console.log('half')
  // Small bursts with a breath between: edits meet in flight, and the whole takes longer than the server needs to come back.
  if (dice.below(12) === 0) await new Promise((resume) => setTimeout(resume, dice.below(8)))
}
const edited = Date.now()

const [first, ...others] = clients
await until('everybody is connected', () => clients.every(({ provider }) => provider.wsconnected && provider.synced), 60_000)
try {
  await until('everybody is equal', () => others.every(({ doc }) => vector(doc) === vector(first.doc)), 60_000)
} catch (error) {
  for (const { doc, closes } of clients) console.log(vector(doc), 'pending', doc.store.pendingStructs !== null, JSON.stringify(closes))
  throw error
}
await until('the pictures are equal', () => others.every(({ doc }) => picture(doc) === picture(first.doc)))
for (const { doc, closes } of clients) {
  assert.equal(doc.store.pendingStructs, null, 'nothing waits for a missing edit')
  assert.equal(doc.store.pendingDs, null, 'no deletion waits for a missing edit')
  assert.deepEqual(closes.filter(({ code }) => code >= 4400 && code < 4500), [], 'an honest client is never punished')
}

const fresh = connect(address, draft, tokens.split(',')[0])
await until('a fresh client is synced', () => fresh.provider.synced)
await until('a fresh client sees the same', () => vector(fresh.doc) === vector(first.doc) && picture(fresh.doc) === picture(first.doc))

// The layout that programs read says the same as the document that people edit.
const response = await fetch(`${address}/api/drafts/${draft}/layout`, { headers: { authorization: `Bearer ${tokens.split(',')[0]}` } })
assert.equal(response.status, 200)
const layout = await response.json()
const read = new Map(layout.pages.flatMap(({ elements }) => elements.map((element) => [element.id, element])))
const live = fresh.doc.getMap('elements')
// Yjs may leave neighbours of one style apart; the layout joins them.
const normal = (delta) => delta.reduce((runs, { insert, attributes }) => {
  const style = Object.entries(attributes ?? {}).sort()
  const last = runs.at(-1)
  if (last && typeof last[0] === 'string' && typeof insert === 'string' && JSON.stringify(last[1]) === JSON.stringify(style)) last[0] += insert
  else runs.push([insert, style])
  return runs
}, [])
let compared = 0
for (const [id, element] of live.entries()) {
  if (!/^[abc]\d+$/.test(id)) continue
  const other = read.get(id)
  assert(other, `${id} is in the layout`)
  // Undoing its creation takes back what nobody else has written since: an element may have lost its place or its size.
  assert.deepEqual([other.at, other.size], [element.get('at') ?? [0, 0], element.get('size') ?? [0, 0]], `${id} stands where it stands`)
  for (const [language, text] of element.get('texts').entries()) {
    assert.deepEqual(normal(other.texts?.[language] ?? []), normal(text.toDelta()), `${id} reads the same in ${language}`)
  }
  compared += 1
}
assert.equal([...read.keys()].filter((id) => /^[abc]\d+$/.test(id)).length, compared, 'the layout has nothing more')

console.log(`converged ${JSON.stringify({
  operations: total, updates, elements: compared, editing_ms: edited - started, converging_ms: Date.now() - edited,
  connects: clients.map(({ connects }) => connects), picture_bytes: picture(first.doc).length,
})}`)
for (const { provider } of [...clients, fresh]) provider.destroy()
process.exit(0)
