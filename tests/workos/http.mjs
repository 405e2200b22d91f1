// HTTP: reads a request, lets faults have their way with it, finds its route, and writes the answer.
import { randomUUID } from 'node:crypto'
import http from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import { faultBody } from './faults.mjs'
import { Refusal, unauthorized } from './refusal.mjs'
import { route } from './routes.mjs'

/** Seeds can be large; everything else is small. */
const MOST_BODY_BYTES = 64 * 1024 * 1024
const MOST_REQUESTS_REMEMBERED = 10_000

/** Longer than a client keeps an idle connection, so that none is closed under a request that is just being sent. */
const KEEP_ALIVE_MS = 120_000

export function createServer(state) {
  const server = http.createServer((request, response) => {
    serve(state, request, response).catch((error) => {
      console.error(error)
      response.destroy()
    })
  })
  server.keepAliveTimeout = KEEP_ALIVE_MS
  return server
}

async function serve(state, request, response) {
  const id = randomUUID()
  response.setHeader('X-Request-ID', id)
  const { pathname: path, searchParams: query } = new URL(request.url, 'http://stand-in')
  const body = parse(await readBody(request))
  const { method } = request
  const { authorization } = request.headers
  const ours = path.startsWith('/_control/')
  const fault = ours ? null : state.faults.meet(method, path)
  const authorized = authorization === `Bearer ${state.apiKey}`
  const note = { id, at: state.clock.iso(), method, path, query: query.toString(), body, authorized, status: null }
  if (!ours) remember(state, note)
  if (fault?.when === 'before' && (await strike(fault, note, response, path))) return
  const answer = await handle(state, { method, path, query, body, authorization })
  if (fault?.when === 'after' && (await strike(fault, note, response, path))) return
  note.status = answer.status
  write(response, answer)
}

/** Whether the fault has answered (or cut) the request. A mere delay lets it go on. */
async function strike(fault, note, response, path) {
  // A client that gives up while it waits must not keep a timer behind.
  const gone = new AbortController()
  response.on('close', () => gone.abort())
  if (fault.hang_ms > 0) await wait(fault.hang_ms, undefined, { signal: gone.signal }).catch(() => {})
  if (gone.signal.aborted) return true
  if (fault.drop) {
    response.destroy()
    return true
  }
  if (fault.status === undefined) return false
  note.status = fault.status
  write(response, { status: fault.status, headers: fault.headers, body: faultBody(fault, path) })
  return true
}

async function handle(state, { method, path, query, body, authorization }) {
  try {
    const found = route(method, path)
    // A public client sends no key to an open route; a wrong key is refused everywhere but in control.
    const wrongKey = authorization !== `Bearer ${state.apiKey}`
    if (!path.startsWith('/_control/') && wrongKey && (!found?.open || authorization !== undefined)) throw unauthorized()
    if (!found) throw new Refusal(404, { message: `Cannot ${method} ${path}`, error: 'Not Found' })
    if (body === undefined) throw new Refusal(400, { message: 'The body is not JSON.', error: 'Bad Request' })
    const result = await found.handler(state, { query, params: found.params, body })
    const whole = result !== null && typeof result === 'object' && ('status' in result ? typeof result.status === 'number' : 'html' in result)
    return whole ? { status: 200, ...result } : { status: 200, body: result }
  } catch (error) {
    if (error instanceof Refusal) return { status: error.status, body: error.body, headers: error.headers }
    console.error(error)
    return { status: 500, body: { message: String(error) } }
  }
}

/** JSON, an empty object for an empty body, or nothing for what is not JSON. */
function parse(bytes) {
  if (bytes.length === 0) return {}
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return undefined
  }
}

async function readBody(request) {
  const chunks = []
  let length = 0
  for await (const chunk of request) {
    length += chunk.length
    if (length > MOST_BODY_BYTES) throw new Error('a body is too large')
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function write(response, { status, headers = {}, body, html }) {
  // A string is sent as it stands: some faults of production answer with HTML.
  const asHtml = html ?? (typeof body === 'string' ? body : undefined)
  const text = asHtml ?? (body === undefined || body === null ? '' : JSON.stringify(body))
  const type = asHtml === undefined ? 'application/json; charset=utf-8' : 'text/html; charset=utf-8'
  response.writeHead(status, {
    ...(text !== '' && { 'content-type': type }),
    'content-length': Buffer.byteLength(text),
    'cache-control': 'no-store',
    ...headers,
  })
  response.end(text)
}

function remember(state, note) {
  state.requests.push(note)
  if (state.requests.length > MOST_REQUESTS_REMEMBERED * 1.1) state.requests.splice(0, state.requests.length - MOST_REQUESTS_REMEMBERED)
}
