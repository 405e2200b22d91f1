// What stock clients see of each other: names that the server gives, a cursor that is back at once after a reconnect, and gone after a closed tab.
//
//   node presence.mjs --address … --draft … --tokens a,b
import assert from 'node:assert/strict'
import { connect, options, until } from './client.mjs'

const { address, draft, tokens } = options()
const [anna, luca] = tokens.split(',').map((token) => connect(address, draft, token))
await until('both are synced', () => anna.provider.synced && luca.provider.synced)

const id = anna.doc.clientID
const seen = () => luca.provider.awareness.getStates().get(id)
const timed = async (what, condition) => {
  const start = Date.now()
  await until(what, condition, 5_000)
  return Date.now() - start
}
const results = {}

anna.provider.awareness.setLocalState({ user: { id: 'per_forged', name: 'Somebody else', color: '#000000' }, cursor: { page: 'page', at: [1, 2] } })
results.first_seen_ms = await timed('the cursor is seen', () => seen()?.cursor)
const { user } = seen()
assert.notEqual(user.name, 'Somebody else', 'the server says who somebody is')
assert.notEqual(user.id, 'per_forged', 'the server says who somebody is')

// The client comes back with the clock that it had; it need not move to be seen again.
results.reconnects_ms = []
for (let round = 0; round < 3; round += 1) {
  const connects = anna.connects
  anna.provider.ws.terminate()
  await until('it reconnects', () => anna.connects > connects)
  results.reconnects_ms.push(await timed('the cursor is seen again', () => seen()?.cursor))
  await new Promise((resume) => setTimeout(resume, 500))
  assert(seen()?.cursor, 'and stays: the end of the old socket takes nothing from the new one')
  anna.provider.awareness.setLocalStateField('cursor', { page: 'page', at: [round, 7] })
  await timed('it moves', () => seen()?.cursor?.at?.[0] === round)
}

anna.provider.destroy()
results.gone_ms = await timed('the cursor of a closed tab is gone', () => seen() === undefined)
assert.equal(luca.connects, 1, 'nobody else had to reconnect')
luca.provider.destroy()
console.log(`presence ${JSON.stringify(results)}`)
process.exit(0)
