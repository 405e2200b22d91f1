// The official SDK as the judge: it must get along with the stand-in as it does with production.
import { BadRequestException, OauthException } from '@workos-inc/node'
import assert from 'node:assert/strict'
import { createHash, createPublicKey, verify } from 'node:crypto'
import { test } from 'node:test'
import { CALLBACK, CLIENT, KEY, PEOPLE, SECRET, callback, receiver, standIn } from './testing.mjs'
import { signature } from './webhooks.mjs'

const COOKIE_PASSWORD = 'a password of more than thirty-two characters'

const claims = (token) => JSON.parse(Buffer.from(token.split('.')[1], 'base64url'))
const header = (token) => JSON.parse(Buffer.from(token.split('.')[0], 'base64url'))

/** Checks a token against the published keys, as a server would. */
async function verified({ sdk }, token) {
  const { keys } = await (await fetch(sdk.userManagement.getJwksUrl(CLIENT))).json()
  const key = keys.find(({ kid }) => kid === header(token).kid)
  if (!key) return false
  const [front, middle, end] = token.split('.')
  return verify('RSA-SHA256', Buffer.from(`${front}.${middle}`), createPublicKey({ key, format: 'jwk' }), Buffer.from(end, 'base64url'))
}

const wants = (more = {}) => ({ clientId: CLIENT, redirectUri: CALLBACK, provider: 'authkit', state: 'a state', ...more })

test('a sign-in with the client secret, and the claims of its token', async (t) => {
  const world = await standIn(t, { seed: PEOPLE })
  const { sdk, url } = world
  const { code, state } = await callback(world, sdk.userManagement.getAuthorizationUrl(wants()), { user_id: 'user_01BEAT' })
  assert.equal(state, 'a state')
  const session = { sealSession: true, cookiePassword: COOKIE_PASSWORD }
  const answer = await sdk.userManagement.authenticateWithCode({ clientId: CLIENT, code, session })
  assert.equal(answer.user.id, 'user_01BEAT')
  assert.equal(answer.organizationId, 'org_01ACME')
  assert.equal(answer.authenticationMethod, 'Password')
  const all = claims(answer.accessToken)
  assert.deepEqual(Object.keys(all), ['iss', 'sub', 'sid', 'jti', 'org_id', 'role', 'roles', 'permissions', 'client_id', 'auth_time', 'iat', 'exp'])
  const { iss, sub, org_id, role, roles, permissions, client_id, iat, exp } = all
  assert.deepEqual(
    { iss, sub, org_id, role, roles, permissions, client_id, life: exp - iat },
    {
      iss: `${url}/user_management/${CLIENT}`,
      sub: 'user_01BEAT',
      org_id: 'org_01ACME',
      role: 'designer',
      roles: ['designer'],
      permissions: ['certificate:edit', 'certificate:read'],
      client_id: CLIENT,
      life: 300,
    },
  )
  assert.equal(header(answer.accessToken).alg, 'RS256')
  assert(await verified(world, answer.accessToken))
  // The SDK brings jose inside and checks the token of its sealed session with the published keys.
  const cookie = sdk.userManagement.loadSealedSession({ sessionData: answer.sealedSession, cookiePassword: COOKIE_PASSWORD })
  const checked = await cookie.authenticate()
  assert.deepEqual([checked.authenticated, checked.role, checked.organizationId], [true, 'designer', 'org_01ACME'])
  const refreshed = await cookie.refresh()
  assert.equal(refreshed.authenticated, true)
  assert.equal(refreshed.sessionId, checked.sessionId)
})

test('a code is good once, and for ten minutes', async (t) => {
  const world = await standIn(t, { seed: PEOPLE })
  const { sdk } = world
  const url = sdk.userManagement.getAuthorizationUrl(wants())
  const first = await callback(world, url, { user_id: 'user_01ZOE' })
  const answer = await sdk.userManagement.authenticateWithCode({ code: first.code })
  assert.equal(answer.organizationId, undefined)
  assert.equal('org_id' in claims(answer.accessToken) || 'role' in claims(answer.accessToken), false)
  const refused = (error) => error instanceof OauthException && error.status === 400 && error.error === 'invalid_grant'
  await assert.rejects(sdk.userManagement.authenticateWithCode({ code: first.code }), refused)
  const second = await callback(world, url, { user_id: 'user_01ZOE' })
  await world.control('PATCH', 'settings', { clock_offset_ms: 601_000 })
  await assert.rejects(sdk.userManagement.authenticateWithCode({ code: second.code }), refused)
})

test('PKCE: with and without the secret, a wrong verifier, a missing challenge', async (t) => {
  const world = await standIn(t, { seed: PEOPLE })
  const { sdk } = world
  const { url, state, codeVerifier } = await sdk.userManagement.getAuthorizationUrlWithPKCE(wants({ state: undefined }))
  const first = await callback(world, url, { user_id: 'user_01BEAT' })
  assert.equal(first.state, state)
  const both = await sdk.userManagement.authenticateWithCode({ code: first.code, codeVerifier })
  assert.equal(both.user.email, 'beat@acme.example')

  const again = await callback(world, url, { user_id: 'user_01BEAT' })
  const open = await sdk.userManagement.authenticateWithCodeAndVerifier({ code: again.code, codeVerifier })
  const refreshed = await world.authenticate({ grant_type: 'refresh_token', refresh_token: open.refreshToken })
  assert.equal(refreshed.status, 200, 'a session of a public client is refreshed without a secret')
  const confidential = await world.authenticate({ grant_type: 'refresh_token', refresh_token: both.refreshToken })
  assert.equal(confidential.body.error, 'invalid_client', 'one of a confidential client is not')

  const third = await callback(world, url, { user_id: 'user_01BEAT' })
  const wrong = createHash('sha256').update('wrong').digest('base64url')
  await assert.rejects(sdk.userManagement.authenticateWithCode({ code: third.code, codeVerifier: wrong }), (error) => error.error === 'invalid_grant')
  const plain = await callback(world, sdk.userManagement.getAuthorizationUrl(wants()), { user_id: 'user_01BEAT' })
  const answer = await world.authenticate({ grant_type: 'authorization_code', code: plain.code, code_verifier: codeVerifier })
  assert.deepEqual([answer.status, answer.body.code], [400, 'code_challenge_not_found'])
})

test('a refresh rotates the token, forgives a replay for 30 s, and switches the organisation', async (t) => {
  const world = await standIn(t, { seed: PEOPLE })
  const { sdk, control } = world
  const { code } = await callback(world, sdk.userManagement.getAuthorizationUrl(wants({ provider: undefined, organizationId: 'org_01ACME' })), {
    user_id: 'user_01ADA',
  })
  const first = await sdk.userManagement.authenticateWithCode({ code })
  assert.deepEqual(claims(first.accessToken).roles, ['approver', 'designer'], 'the role of the highest priority comes first')
  assert.equal(claims(first.accessToken).role, 'approver')
  const refresh = (refreshToken, organizationId) => sdk.userManagement.authenticateWithRefreshToken({ clientId: CLIENT, refreshToken, organizationId })
  const second = await refresh(first.refreshToken)
  assert.notEqual(second.refreshToken, first.refreshToken)
  assert.notEqual(claims(second.accessToken).jti, claims(first.accessToken).jti)
  assert.equal(claims(second.accessToken).sid, claims(first.accessToken).sid)
  const replay = await refresh(first.refreshToken)
  assert.deepEqual([replay.refreshToken, replay.accessToken], [second.refreshToken, second.accessToken])
  const other = await refresh(second.refreshToken, 'org_01BETA')
  assert.equal(claims(other.accessToken).org_id, 'org_01BETA')
  await control('PATCH', 'settings', { clock_offset_ms: 31_000 })
  const late = (error) => error instanceof OauthException && error.error === 'invalid_grant'
  await assert.rejects(refresh(second.refreshToken), late)

  await control('POST', 'organisations', { id: 'org_01GAMMA', name: 'Gamma' })
  await assert.rejects(refresh(other.refreshToken, 'org_01GAMMA'), (error) => error.error === 'organization_membership_not_found' && error.status === 400)
  await assert.rejects(refresh(other.refreshToken, 'org_none'), (error) => error.error === 'organization_not_found')
  assert.equal((await refresh(other.refreshToken)).organizationId, 'org_01BETA', 'a refused switch leaves the token good')
})

test('lists are read in pages, both ways, also over a deleted cursor', async (t) => {
  const world = await standIn(t, { seed: PEOPLE })
  const { sdk, control, api } = world
  await control('POST', 'bulk', { users: 250, organization_id: 'org_01BETA', role_slugs: ['designer', 'member'] })
  const all = await (await sdk.userManagement.listUsers()).autoPagination()
  assert.equal(all.length, 253)
  assert.equal(new Set(all.map(({ id }) => id)).size, 253)
  const memberships = await (
    await sdk.userManagement.listOrganizationMemberships({ organizationId: 'org_01BETA', statuses: ['active', 'inactive'] })
  ).autoPagination()
  assert.equal(memberships.length, 251)
  const [byEmail] = (await sdk.userManagement.listUsers({ email: 'ADA@acme.example' })).data
  assert.equal(byEmail.externalId, 'ada')
  assert.equal((await sdk.userManagement.getUser('user_01ADA')).firstName, 'Ada')
  assert.equal((await sdk.userManagement.getUserByExternalId('ada')).id, 'user_01ADA')
  assert.equal((await sdk.userManagement.listUsers({ organizationId: 'org_01ACME' })).data.length, 2)

  const page = async (query) => (await api(`/user_management/users?limit=3&${query}`)).body
  const first = await page('order=asc')
  assert.equal(first.list_metadata.before, null)
  const second = await page(`order=asc&after=${first.list_metadata.after}`)
  const back = await page(`order=asc&before=${second.list_metadata.before}`)
  assert.deepEqual(back, first)
  await control('DELETE', `users/${first.list_metadata.after}`)
  assert.deepEqual((await page(`order=asc&after=${first.list_metadata.after}`)).data, second.data)
  const newest = await page('')
  const older = await page(`after=${newest.list_metadata.after}`)
  assert(older.data[0].id < newest.data[2].id, 'the default order is descending')
  const normal = await page(`order=normal&before=${newest.data[2].id}`)
  assert.deepEqual(normal.data, older.data, 'in the normal order, before reads older rows')
})

test('organisations, domains, memberships and roles have the shape the SDK reads', async (t) => {
  const { sdk, control, api } = await standIn(t, { seed: PEOPLE })
  const { data } = await sdk.organizations.listOrganizations({ domains: ['acme.example'] })
  assert.deepEqual(
    data.map(({ name, externalId }) => [name, externalId]),
    [['Acme', 'acme']],
  )
  const [domain] = data[0].domains
  assert.deepEqual([domain.state, domain.domain, domain.organizationId], ['verified', 'acme.example', 'org_01ACME'])
  assert.equal((await sdk.organizationDomains.get(domain.id)).verificationStrategy, 'dns')
  assert.equal((await sdk.organizations.getOrganization('org_01BETA')).name, 'Beta')
  assert.equal((await sdk.organizations.getOrganizationByExternalId('acme')).id, 'org_01ACME')

  const [membership] = (await sdk.userManagement.listOrganizationMemberships({ userId: 'user_01BEAT' })).data
  assert.equal(membership.organizationName, 'Acme')
  await control('PATCH', `memberships/${membership.id}`, { status: 'inactive' })
  assert.equal((await sdk.userManagement.listOrganizationMemberships({ userId: 'user_01BEAT' })).data.length, 0, 'only active ones unless named')
  const raw = await api('/user_management/organization_memberships?user_id=user_01BEAT&statuses=active,inactive,pending')
  const { id, created_at, updated_at, user, ...rest } = raw.body.data[0]
  assert.equal(user.email, 'beat@acme.example')
  assert.match(id, /^om_[0-9A-HJKMNP-TV-Z]{26}$/)
  assert.match(`${created_at} ${updated_at}`, /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z ?){2}$/)
  assert.deepEqual(rest, {
    object: 'organization_membership',
    user_id: 'user_01BEAT',
    organization_id: 'org_01ACME',
    organization_name: 'Acme',
    status: 'inactive',
    role: { slug: 'designer' },
    roles: [{ slug: 'designer' }],
    custom_attributes: {},
    directory_managed: false,
  })

  await control('POST', 'roles', { slug: 'org-jury', organization_id: 'org_01ACME', permissions: ['certificate:read'] })
  const roles = await sdk.authorization.listEnvironmentRoles()
  assert.deepEqual(
    roles.data.map(({ slug, type }) => `${slug} ${type}`),
    ['member EnvironmentRole', 'approver EnvironmentRole', 'designer EnvironmentRole'],
  )
  assert.equal((await sdk.authorization.listOrganizationRoles('org_01ACME')).data.at(-1).type, 'OrganizationRole')
})

test('the Events API: filters, pages, ranges', async (t) => {
  const { sdk, control } = await standIn(t, { seed: PEOPLE })
  for (let i = 0; i < 5; i += 1) await control('PATCH', 'users/user_01ADA', { first_name: `Ada ${i}` })
  await control('PATCH', 'organisations/org_01ACME', { name: 'Acme AG' })
  const events = ['user.updated', 'organization.updated']
  const first = await sdk.events.listEvents({ events, limit: 4, order: 'asc' })
  assert.deepEqual(
    first.data.map(({ data }) => data.firstName),
    ['Ada 0', 'Ada 1', 'Ada 2', 'Ada 3'],
  )
  const second = await sdk.events.listEvents({ events, limit: 4, order: 'asc', after: first.listMetadata.after })
  assert.deepEqual(
    second.data.map(({ event }) => event),
    events,
  )
  assert.equal(second.listMetadata.after, null)
  const end = await sdk.events.listEvents({ events, order: 'asc', after: second.data[1].id })
  assert.deepEqual([end.data, end.listMetadata.after], [[], null])
  const own = await sdk.events.listEvents({ events, order: 'asc', organizationId: 'org_01ACME' })
  assert.deepEqual(
    own.data.map(({ data }) => data.name),
    ['Acme AG'],
    'people belong to no organisation',
  )
  const newest = await sdk.events.listEvents({ events, limit: 1 })
  assert.equal(newest.data[0].event, 'organization.updated', 'without an order the newest come first')
  const old = new Date(Date.now() - 40 * 86_400_000).toISOString()
  await control('POST', 'events', { event: 'user.updated', data: { object: 'user', id: 'user_old' }, created_at: old })
  const since = await sdk.events.listEvents({
    events: ['user.updated'],
    order: 'asc',
    limit: 100,
    rangeStart: old,
    rangeEnd: new Date(Date.parse(old) + 1_000).toISOString(),
  })
  assert.deepEqual(
    since.data.map(({ data }) => data.id),
    ['user_old'],
  )
  await control('PATCH', 'settings', { retention_days: 30 })
  const kept = await sdk.events.listEvents({ events: ['user.updated'], order: 'asc', limit: 100 })
  assert.equal(kept.data.length, 5)
})

test('webhooks: the SDK accepts the signature, the Events API has the same ids', async (t) => {
  const hook = await receiver(t)
  const { sdk, control } = await standIn(t, { seed: PEOPLE, 'webhook-url': [hook.url], 'webhook-secret': SECRET })
  const membership = await control('POST', 'memberships', { user_id: 'user_01ZOE', organization_id: 'org_01ACME', role_slug: 'approver' })
  await control('PATCH', 'users/user_01ZOE', { last_name: 'Müller "Q"' })
  await control('GET', 'webhooks/idle')
  assert.deepEqual(hook.received.map(({ event }) => event.event).sort(), ['organization_membership.created', 'user.updated'])
  for (const { event, signature } of hook.received) {
    const read = await sdk.webhooks.constructEvent({ payload: event, sigHeader: signature, secret: SECRET })
    assert.equal(read.id, event.id)
    await assert.rejects(sdk.webhooks.constructEvent({ payload: event, sigHeader: signature, secret: 'whsec_other' }))
  }
  const joined = hook.received.find(({ event }) => event.event === 'organization_membership.created').event
  assert.deepEqual(joined.data, membership)
  assert.equal('user' in joined.data, false)
  const { data } = await sdk.events.listEvents({ events: ['organization_membership.created'], order: 'asc' })
  assert.equal(data[0].id, joined.id)
})

test('the signature of the documented example', () => {
  const body =
    '{"id":"event_01","event":"user.created","data":{"object":"user","id":"user_01","first_name":"Zoë \\"Q\\"","n":1},"created_at":"2026-01-15T12:00:00.000Z"}'
  assert.equal(signature('whsec_abc', 1795332869262, body), 't=1795332869262, v1=b42a8987f7500f95065d21d410bfb533983798cf66d59fa47ba0e1b90305fe3e')
})

test('sessions end by sign-out, by revocation, and with the membership', async (t) => {
  const world = await standIn(t, { seed: PEOPLE })
  const { sdk, control, request } = world
  const begin = () => control('POST', 'sign-in', { user_id: 'user_01BEAT' })
  const dead = async ({ refresh_token }) => {
    await assert.rejects(sdk.userManagement.authenticateWithRefreshToken({ refreshToken: refresh_token }), (error) => error.error === 'invalid_grant')
  }
  const [one, two, three] = [await begin(), await begin(), await begin()]
  assert.equal((await sdk.userManagement.listSessions('user_01BEAT')).data.length, 3)
  const url = new URL(sdk.userManagement.getLogoutUrl({ sessionId: one.session_id, returnTo: 'http://127.0.0.1:9/bye' }))
  const out = await request('GET', url.pathname + url.search)
  assert.deepEqual([out.status, out.headers.get('location')], [302, 'http://127.0.0.1:9/bye'])
  await dead(one)
  await sdk.userManagement.revokeSession({ sessionId: two.session_id })
  await dead(two)
  const [membership] = (await sdk.userManagement.listOrganizationMemberships({ userId: 'user_01BEAT' })).data
  await control('DELETE', `memberships/${membership.id}`)
  await dead(three)
  const { data } = await sdk.events.listEvents({ events: ['session.created', 'session.revoked'], order: 'asc', limit: 100 })
  assert.deepEqual(
    data.map(({ event }) => event.split('.')[1]),
    ['created', 'created', 'created', 'revoked', 'revoked', 'revoked'],
  )
  assert.deepEqual([data[3].data.status, data[3].data.authMethod], ['revoked', 'password'])
  await assert.rejects(sdk.userManagement.revokeSession({ sessionId: 'session_none' }), (error) => error instanceof BadRequestException || error.status === 400)
})

test('keys rotate; a forged token does not pass', async (t) => {
  const world = await standIn(t, { seed: PEOPLE })
  const { control } = world
  const before = await control('POST', 'sign-in', { user_id: 'user_01ZOE' })
  const jwks = (await world.request('GET', `/sso/jwks/${CLIENT}`)).body.keys
  assert.deepEqual(Object.keys(jwks[0]), ['alg', 'kty', 'use', 'kid', 'n', 'e'])
  const { kid, published } = await control('POST', 'keys/rotate', {})
  assert.deepEqual([published.length, published[1]], [2, kid])
  assert(await verified(world, before.access_token))
  await control('POST', 'keys/rotate', { publish_old: false })
  assert.equal(await verified(world, before.access_token), false)
  const after = await control('POST', 'sign-in', { user_id: 'user_01ZOE' })
  assert(await verified(world, after.access_token))
  await control('POST', 'keys/rotate', { publish_new: false })
  assert.equal(await verified(world, (await control('POST', 'sign-in', { user_id: 'user_01ZOE' })).access_token), false)

  const forge = (body) => control('POST', 'token', { session_id: after.session_id, ...body })
  const none = await forge({ alg: 'none' })
  assert.deepEqual([header(none.token).alg, none.token.split('.')[2]], ['none', ''])
  assert.equal(header((await forge({ alg: 'HS256' })).token).alg, 'HS256')
  const foreign = await forge({ key: 'unknown', claims: { iss: 'https://evil.example', aud: 'x', client_id: null } })
  assert.equal(await verified(world, foreign.token), false)
  assert.deepEqual([foreign.claims.iss, foreign.claims.aud, 'client_id' in foreign.claims], ['https://evil.example', 'x', false])
  assert.equal((await world.request('GET', '/sso/jwks/client_other')).status, 404)
})

test('the wrong key is refused everywhere but on the open routes', async (t) => {
  const { api, request, sdk } = await standIn(t, { seed: PEOPLE })
  for (const path of ['/user_management/users', '/organizations', '/events?events=user.created', '/authorization/roles', '/nowhere']) {
    const answer = await api(path, 'sk_wrong')
    assert.deepEqual([answer.status, answer.body], [401, { message: 'Unauthorized' }])
    assert(answer.headers.get('x-request-id'))
  }
  assert.equal((await request('GET', '/user_management/users')).status, 401)
  assert.equal((await request('GET', `/sso/jwks/${CLIENT}`)).status, 200)
  assert.equal((await api('/nowhere', KEY)).status, 404)
  await assert.rejects(sdk.userManagement.getUser('user_none'), (error) => error.status === 404 && error.message.includes("User not found: 'user_none'"))
})
