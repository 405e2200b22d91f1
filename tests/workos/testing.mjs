// What the tests share: a stand-in in this process, the official SDK turned to it, a receiver of webhooks, and short requests.
import { WorkOS } from '@workos-inc/node'
import http from 'node:http'
import { start } from './server.mjs'

export const CLIENT = 'client_test'
export const KEY = 'sk_test_x'
export const SECRET = 'whsec_x'
export const CALLBACK = 'http://127.0.0.1:9/callback'

/** A stand-in that ends with the test. */
export async function standIn(t, options = {}) {
  const standIn = await start(options)
  t.after(standIn.close)
  const { url, port, state } = standIn
  const sdk = new WorkOS(KEY, { clientId: CLIENT, apiHostname: '127.0.0.1', port, https: false })
  const request = async (method, path, body, headers = {}) => {
    const response = await fetch(url + path, {
      method,
      redirect: 'manual',
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })
    const text = await response.text()
    const json = response.headers.get('content-type')?.startsWith('application/json')
    return { status: response.status, headers: response.headers, body: json ? JSON.parse(text) : text }
  }
  /** A control request that must go well. */
  const control = async (method, path, body) => {
    const answer = await request(method, `/_control/${path}`, body)
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${JSON.stringify(answer.body)}`)
    return answer.body
  }
  const api = (path, key = KEY) => request('GET', path, undefined, { authorization: `Bearer ${key}` })
  const authenticate = (body) => request('POST', '/user_management/authenticate', { client_id: CLIENT, ...body })
  return { url, port, state, sdk, request, control, api, authenticate }
}

/** Two organisations; Ada is in both, Beat in one, Zoë in none. */
export const PEOPLE = {
  roles: [
    { slug: 'approver', name: 'Approver', permissions: ['certificate:approve', 'certificate:read'] },
    { slug: 'designer', name: 'Designer', permissions: ['certificate:edit', 'certificate:read'] },
  ],
  organizations: [
    { id: 'org_01ACME', name: 'Acme', external_id: 'acme', domains: [{ domain: 'acme.example', state: 'verified' }] },
    { id: 'org_01BETA', name: 'Beta' },
  ],
  users: [
    { id: 'user_01ADA', email: 'ada@acme.example', first_name: 'Ada', last_name: 'Lovelace', external_id: 'ada' },
    { id: 'user_01BEAT', email: 'beat@acme.example', first_name: 'Beat', last_name: '"Q" <b>' },
    { id: 'user_01ZOE', email: 'zoe@example.com', first_name: 'Zoë' },
  ],
  memberships: [
    { user: 'user_01ADA', organization: 'org_01ACME', role_slugs: ['designer', 'approver'] },
    { user: 'user_01ADA', organization: 'org_01BETA' },
    { user: 'beat@acme.example', organization: 'Acme', role_slug: 'designer' },
  ],
}

/** Goes through the sign-in page's way without a browser; the query of the callback. */
export async function callback({ request }, authorizationUrl, choices = {}) {
  const { search } = new URL(authorizationUrl)
  const query = new URLSearchParams(search)
  for (const [name, value] of Object.entries(choices)) query.set(name, value)
  const path = Object.keys(choices).length > 0 ? '/user_management/authorize/continue' : '/user_management/authorize'
  const answer = await request('GET', `${path}?${query}`)
  if (answer.status !== 302) throw new Error(`${answer.status} ${JSON.stringify(answer.body).slice(0, 300)}`)
  return Object.fromEntries(new URL(answer.headers.get('location')).searchParams)
}

/** Receives webhooks; `answers` gives the status for the n-th request, 200 when it gives none. */
export async function receiver(t, answers = () => 200) {
  const received = []
  const server = http.createServer(async (request, response) => {
    const chunks = []
    for await (const chunk of request) chunks.push(chunk)
    const body = Buffer.concat(chunks).toString('utf8')
    received.push({ body, event: JSON.parse(body), signature: request.headers['workos-signature'] })
    response.statusCode = answers(received.length) ?? 200
    response.end()
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return { url: `http://127.0.0.1:${server.address().port}/webhooks`, received }
}
