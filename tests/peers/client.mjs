// A stock client: yjs and y-websocket as npm ships them, told nothing but address, draft and token.
import { WebSocket } from 'ws'
import { WebsocketProvider } from 'y-websocket'
import * as Y from 'yjs'

/** Reads `--name value` pairs. */
export function options() {
  const found = {}
  for (let i = 2; i < process.argv.length; i += 2) found[process.argv[i].replace(/^--/, '')] = process.argv[i + 1]
  return found
}

/** Polls until `condition` is true; throws with `what` after `limitMs`. */
export async function until(what, condition, limitMs = 30_000) {
  const end = Date.now() + limitMs
  while (!condition()) {
    if (Date.now() > end) throw new Error(`not within ${limitMs} ms: ${what}`)
    await new Promise((resume) => setTimeout(resume, 10))
  }
}

/** Connects a new document; `address` is `http://host:port`. */
export function connect(address, draft, token) {
  const doc = new Y.Doc()
  const provider = new WebsocketProvider(`${address.replace('http', 'ws')}/collab`, draft, doc, {
    WebSocketPolyfill: WebSocket,
    // Two people of one browser must not exchange edits past the server.
    disableBc: true,
    maxBackoffTime: 500,
    params: { token },
  })
  const client = { doc, provider, connects: 0, closes: [] }
  provider.on('status', ({ status }) => {
    if (status === 'connected') client.connects += 1
  })
  provider.on('connection-close', (event) => {
    if (event) client.closes.push({ code: event.code, reason: String(event.reason) })
  })
  return client
}

/** A small generator with a seed (mulberry32), so that a failing run can be run again. */
export function random(seed) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return { below: (bound) => Math.floor(next() * bound), pick: (items) => items[Math.floor(next() * items.length)] }
}
