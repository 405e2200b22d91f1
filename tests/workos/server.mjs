// The stand-in as a program: `node server.mjs --port 0`. It listens on the loopback address only.
import { readFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { parseArgs } from 'node:util'
import { createServer } from './http.mjs'
import { seed } from './seed.mjs'
import { State } from './state.mjs'
import { Keys } from './tokens.mjs'

const HOST = '127.0.0.1'

const OPTIONS = {
  port: { type: 'string', default: '0' },
  'client-id': { type: 'string', default: 'client_test' },
  'api-key': { type: 'string', default: 'sk_test_x' },
  'webhook-url': { type: 'string', multiple: true, default: [] },
  'webhook-secret': { type: 'string', default: 'whsec_x' },
  issuer: { type: 'string' },
  'token-seconds': { type: 'string', default: '300' },
  'redirect-uri': { type: 'string', multiple: true, default: [] },
  'logout-uri': { type: 'string', multiple: true, default: [] },
  seed: { type: 'string' },
  'auto-sign-in': { type: 'boolean', default: false },
  'until-stdin-closes': { type: 'boolean', default: false },
}

/** Starts the stand-in; `options` are those of the command line, without the dashes before them. */
export async function start(options = {}) {
  const { values } = parseArgs({ args: [], options: OPTIONS })
  const chosen = { ...values, ...options }
  const state = new State({
    clientId: chosen['client-id'],
    apiKey: chosen['api-key'],
    webhooks: { endpoints: chosen['webhook-url'].map((url) => ({ url, secret: chosen['webhook-secret'] })) },
    settings: {
      token_seconds: Number(chosen['token-seconds']),
      auto_sign_in: chosen['auto-sign-in'],
      redirect_uris: chosen['redirect-uri'],
      logout_uris: chosen['logout-uri'],
    },
  })
  state.keys = await Keys.make(state.ids)
  if (chosen.seed) seed(state, typeof chosen.seed === 'string' ? JSON.parse(readFileSync(chosen.seed, 'utf8')) : chosen.seed)
  const server = createServer(state)
  await new Promise((resolve, reject) => server.once('error', reject).listen(Number(chosen.port), HOST, resolve))
  const { port } = server.address()
  const url = `http://${HOST}:${port}`
  state.set({ issuer: chosen.issuer ?? (state.settings.issuer || `${url}/user_management/${state.clientId}`) })
  const close = () =>
    new Promise((resolve) => {
      server.close(resolve)
      server.closeAllConnections()
    })
  return { url, port, state, close }
}

async function main() {
  const { values } = parseArgs({ options: OPTIONS })
  const { url } = await start(values)
  const end = () => process.exit(0)
  process.on('SIGTERM', end)
  process.on('SIGINT', end)
  // A parent that is killed cannot say goodbye, but its end of the pipe closes.
  if (values['until-stdin-closes']) process.stdin.on('end', end).on('close', end).on('error', end).resume()
  console.log(`listening ${url}`)
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await main()
