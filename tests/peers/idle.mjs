// Stock clients that do nothing for a while. They reconnect after 30 s without a message, so a server that keeps silent is seen at once.
//
//   node idle.mjs --address … --draft … --tokens a,b --seconds 70
import assert from 'node:assert/strict'
import { connect, options, until } from './client.mjs'

const { address, draft, tokens, seconds } = options()
const [withState, without] = tokens.split(',').map((token) => connect(address, draft, token))
// A client without presence has nothing that the server could echo.
without.provider.awareness.setLocalState(null)
await until('both are synced', () => withState.provider.synced && without.provider.synced)
const end = Date.now() + Number(seconds) * 1_000
let longest = 0
while (Date.now() < end) {
  for (const { provider } of [withState, without]) longest = Math.max(longest, Date.now() - provider.wsLastMessageReceived)
  await new Promise((resume) => setTimeout(resume, 100))
}
for (const { connects, closes, provider } of [withState, without]) {
  assert.deepEqual({ connects, closes, connected: provider.wsconnected }, { connects: 1, closes: [], connected: true })
  provider.destroy()
}
console.log(`idle ${JSON.stringify({ seconds: Number(seconds), longest_silence_ms: longest })}`)
process.exit(0)
