// The way of the browser through the sign-in page, and the refusals of both endpoints of a sign-in.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CALLBACK, CLIENT, KEY, PEOPLE, callback, standIn } from './testing.mjs'

const address = (more = {}) => {
  const query = { client_id: CLIENT, redirect_uri: CALLBACK, response_type: 'code', provider: 'authkit', state: 's & t', ...more }
  for (const name of Object.keys(query)) if (query[name] === undefined) delete query[name]
  return `/user_management/authorize?${new URLSearchParams(query)}`
}
const at = (more) => `http://stand-in${address(more)}`
const buttons = (html) => [...html.matchAll(/<button[^>]*>([^<]*)<\/button>/g)].map(([, label]) => label)

test('the page offers people, takes a hint, and lets one cancel', async (t) => {
  const world = await standIn(t, { seed: PEOPLE })
  const page = await world.request('GET', address())
  assert.equal(page.status, 200)
  assert.deepEqual(buttons(page.body), [
    'Sign in as Ada Lovelace (ada@acme.example)',
    'Sign in as Beat &quot;Q&quot; &lt;b&gt; (beat@acme.example)',
    'Sign in as Zoë (zoe@example.com)',
    'Sign in with this address',
    'Cancel',
  ])
  const hinted = await world.request('GET', address({ login_hint: 'zoe@example.com' }))
  assert.equal(buttons(hinted.body)[0], 'Continue as Zoë (zoe@example.com)')
  const members = await world.request('GET', address({ provider: undefined, organization_id: 'org_01BETA' }))
  assert.deepEqual(buttons(members.body).slice(0, -2), ['Sign in as Ada Lovelace (ada@acme.example)'])
  const cancelled = await callback(world, at(), { cancel: '1' })
  assert.deepEqual([cancelled.error, cancelled.state], ['access_denied', 's & t'])
  assert(cancelled.error_description)
})

test('who is in several organisations chooses one', async (t) => {
  const world = await standIn(t, { seed: PEOPLE })
  const page = await world.request('GET', address().replace('authorize?', 'authorize/continue?user_id=user_01ADA&'))
  assert.deepEqual(buttons(page.body), ['Continue to Acme', 'Continue to Beta', 'Cancel'])
  const { code } = await callback(world, at(), { email: 'ada@acme.example', chosen_organization_id: 'org_01BETA' })
  const answer = await world.authenticate({ grant_type: 'authorization_code', client_secret: KEY, code })
  assert.equal(answer.body.organization_id, 'org_01BETA')
  const outsider = await callback(world, at({ provider: undefined, organization_id: 'org_01BETA' }), { user_id: 'user_01ZOE' })
  assert.equal(outsider.error, 'access_denied')
})

test('a sign-in without a page: by option, or planned by control', async (t) => {
  const world = await standIn(t, { seed: PEOPLE, 'auto-sign-in': true })
  const { control, authenticate } = world
  const exchange = async ({ code }) => (await authenticate({ grant_type: 'authorization_code', client_secret: KEY, code })).body
  assert.equal((await exchange(await callback(world, at({ login_hint: 'beat@acme.example' })))).user.id, 'user_01BEAT')
  assert.equal((await world.request('GET', address())).status, 200, 'without a hint there is a page')

  const impersonator = { email: 'help@workos.example', reason: 'Ticket 7' }
  await control('POST', 'next-sign-in', { email: 'ada@acme.example', organization_id: 'org_01BETA', impersonator })
  const seen = await exchange(await callback(world, at()))
  assert.deepEqual([seen.impersonator, seen.authentication_method, seen.organization_id], [impersonator, 'Impersonation', 'org_01BETA'])
  const claims = JSON.parse(Buffer.from(seen.access_token.split('.')[1], 'base64url'))
  assert.deepEqual(claims.act, { sub: 'help@workos.example' })
  assert.equal((await world.request('GET', address())).status, 200, 'a plan holds once')

  await control('POST', 'next-sign-in', { error: 'access_denied' })
  assert.equal((await callback(world, at())).error, 'access_denied')
  await control('POST', 'next-sign-in', { user_id: 'user_01ADA', refuse: 'organization_selection_required' })
  const refused = await authenticate({ grant_type: 'authorization_code', client_secret: KEY, code: (await callback(world, at())).code })
  assert.deepEqual([refused.status, refused.body.code], [403, 'organization_selection_required'])
  assert.deepEqual(refused.body.organizations, [
    { id: 'org_01ACME', name: 'Acme' },
    { id: 'org_01BETA', name: 'Beta' },
  ])
  await control('POST', 'next-sign-in', { user_id: 'user_01ADA', refuse: 'sso_required' })
  const sso = await authenticate({ grant_type: 'authorization_code', client_secret: KEY, code: (await callback(world, at())).code })
  assert.deepEqual([sso.status, sso.body.error, sso.body.email], [400, 'sso_required', 'ada@acme.example'])
})

test('authorize refuses a wrong client and address itself, and tells the address of the rest', async (t) => {
  const world = await standIn(t, { seed: PEOPLE })
  for (const wrong of [{ client_id: 'client_other' }, { redirect_uri: 'https://evil.example/callback' }, { redirect_uri: undefined }]) {
    const answer = await world.request('GET', address(wrong))
    assert.equal(answer.status, 400, JSON.stringify(wrong))
    assert(answer.body.error && answer.body.error_description)
  }
  const told = [
    [{ response_type: 'token' }, 'unsupported_response_type'],
    [{ provider: undefined }, 'invalid_request'],
    [{ organization_id: 'org_01ACME' }, 'invalid_request'],
    [{ provider: 'carrier-pigeon' }, 'invalid_request'],
    [{ code_challenge: 'x'.repeat(43) }, 'invalid_request'],
    [{ code_challenge: 'x'.repeat(43), code_challenge_method: 'plain' }, 'invalid_request'],
    [{ code_challenge: 'short', code_challenge_method: 'S256' }, 'invalid_request'],
    [{ provider: undefined, organization_id: 'org_none' }, 'organization_invalid'],
    [{ provider: undefined, connection_id: 'conn_none' }, 'invalid_connection'],
    [{ provider: 'GoogleOAuth', screen_hint: 'sign-up' }, 'invalid_request'],
  ]
  for (const [wrong, error] of told) assert.equal((await callback(world, at(wrong))).error, error, JSON.stringify(wrong))
})

test('registered addresses: exact ones, a port, a left-most label', async (t) => {
  const list = ['https://app.example/callback', 'http://127.0.0.1:*/callback', 'https://*.preview.example/callback']
  const world = await standIn(t, { 'redirect-uri': list })
  const fits = async (redirect_uri) => (await world.request('GET', address({ redirect_uri }))).status === 200
  for (const uri of [list[0], 'http://127.0.0.1:8080/callback', 'https://pr-7.preview.example/callback']) assert(await fits(uri), uri)
  for (const uri of [
    'https://app.example/callback/',
    'http://127.0.0.1:8080/other',
    'https://a.b.preview.example/callback',
    'https://evil.example/x.preview.example/callback',
    'javascript:alert(1)',
  ]) {
    assert.equal(await fits(uri), false, uri)
  }
})

test('both shapes of error at the exchange', async (t) => {
  const { authenticate, request } = await standIn(t, { seed: PEOPLE })
  const told = [
    [{ grant_type: 'authorization_code', client_secret: KEY, code: 'none' }, 400, 'error', 'invalid_grant'],
    [{ grant_type: 'refresh_token', client_secret: KEY, refresh_token: 'none' }, 400, 'error', 'invalid_grant'],
    [{ grant_type: 'authorization_code', client_secret: 'sk_wrong', code: 'x' }, 400, 'error', 'invalid_client'],
    [{ grant_type: 'authorization_code', code: 'x' }, 400, 'error', 'invalid_client'],
    [{ client_id: 'client_other', grant_type: 'refresh_token', refresh_token: 'x' }, 400, 'error', 'invalid_client'],
    [{ grant_type: 'authorization_code', client_secret: KEY }, 422, 'code', 'invalid_request_parameters'],
    [{ grant_type: 'password', client_secret: KEY }, 422, 'code', 'invalid_request_parameters'],
  ]
  for (const [body, status, field, value] of told) {
    const answer = await authenticate(body)
    assert.deepEqual([answer.status, answer.body[field]], [status, value], JSON.stringify(body))
    assert.equal(typeof answer.body[field === 'error' ? 'error_description' : 'message'], 'string')
    assert(answer.headers.get('x-request-id'))
  }
  const wrongBearer = await request('POST', '/user_management/authenticate', {}, { authorization: 'Bearer sk_wrong' })
  assert.equal(wrongBearer.status, 401)
})
