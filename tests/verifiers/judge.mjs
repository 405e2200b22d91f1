// Engines of others judge credentials. A line of standard input is `{id, credential, documents, now}`, a line of standard output the verdict on it, in the
// same order: `{id, engines: {<name>: {verified, revoked, suspended, error}}}`; `null` is what an engine cannot say.
// `documents` has all they may load, by address: a did:web under its DID and under its https address, status lists under theirs.
// Arguments are names of engines, to hear only those.
import { setClock } from './clock.mjs'
import net from 'node:net'
import * as digitalbazaar from './digitalbazaar.mjs'
import { textOf } from './refusal.mjs'
import * as verifierCore from './verifier-core.mjs'

const engines = { digitalbazaar, 'verifier-core': verifierCore }
const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(engines)

// Whatever way to the network an engine finds, it ends here.
net.Socket.prototype.connect = () => {
  throw new Error('there is no network here')
}

for await (const line of lines(process.stdin)) {
  const { id, credential, documents, now } = JSON.parse(line)
  const texts = new Map(Object.entries(documents).map(([address, document]) => [address, asText(document)]))
  setClock(now)
  const verdict = { id, engines: {} }
  for (const name of names) {
    // One after the other: they share the clock and the `fetch`.
    verdict.engines[name] = await engines[name].judge(credential, texts).catch(refusal)
  }
  process.stdout.write(`${JSON.stringify(verdict)}\n`)
}

function refusal(error) {
  return { verified: false, revoked: null, suspended: null, error: textOf(error) }
}

function asText(document) {
  return typeof document === 'string' ? document : JSON.stringify(document)
}

/** Not by `readline`, for which U+2028 in a name ends a line too. */
async function* lines(stream) {
  let rest = ''
  for await (const chunk of stream.setEncoding('utf8')) {
    const parts = (rest + chunk).split('\n')
    rest = parts.pop()
    yield* parts
  }
  if (rest !== '') yield rest
}
