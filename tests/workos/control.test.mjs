// Each control does what it says, and lists refuse what production refuses.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { CLIENT, KEY, PEOPLE, receiver, standIn } from './testing.mjs'

const KINDS = ['user', 'organization', 'organization_domain', 'organization_membership', 'role', 'organization_role', 'dsync.user']
const TYPES = KINDS.flatMap((kind) => ['created', 'updated', 'deleted'].map((end) => `${kind}.${end}`))
const WATCHED = [...TYPES, 'organization_domain.verified', 'organization_domain.verification_failed', 'dsync.deleted']

/** All events of the stand-in, oldest first. */
async function events({ api }) {
  const all = []
  for (let after = ''; ;) {
    const { body } = await api(`/events?events=${WATCHED}&limit=100&order=asc${after}`)
    all.push(...body.data)
    if (body.list_metadata.after === null) return all
    after = `&after=${body.list_metadata.after}`
  }
}

test('things are made, changed and deleted, each with its event', async (t) => {
  const world = await standIn(t, { seed: PEOPLE })
  const { control } = world
  const user = await control('POST', 'users', { email: 'New@example.com', first_name: 'New' })
  await control('PATCH', `users/${user.id}`, { external_id: 'new' })
  const organisation = await control('POST', 'organisations', { name: 'Gamma', domains: ['gamma.example'] })
  await control('PATCH', `organisations/${organisation.id}`, { metadata: { tier: 'gold' } })
  const [domain] = (await world.api(`/organizations/${organisation.id}`)).body.domains
  await control('PATCH', `domains/${domain.id}`, { state: 'verified' })
  await control('PATCH', `domains/${domain.id}`, { state: 'legacy_verified' })
  await control('PATCH', `domains/${domain.id}`, { state: 'failed' })
  const taken = await control('POST', 'domains', { organization_id: organisation.id, domain: 'acme.example' })
  assert.equal((await control('PATCH', `domains/${taken.id}`, { state: 'verified' })).state, 'failed')
  await control('DELETE', `domains/${domain.id}`)
  const membership = await control('POST', 'memberships', { user_id: user.id, organization_id: organisation.id })
  assert.deepEqual(membership.role, { slug: 'member' })
  await control('PATCH', `memberships/${membership.id}`, { status: 'inactive' })
  const again = await control('POST', 'memberships', { user_id: user.id, organization_id: organisation.id, role_slug: 'approver' })
  assert.deepEqual([again.id, again.status], [membership.id, 'active'], 'an inactive membership is taken up again')
  await control('DELETE', `memberships/${membership.id}`)
  const fresh = await control('POST', 'memberships', { user_id: user.id, organization_id: organisation.id, role_slug: 'approver' })
  assert.notEqual(fresh.id, membership.id, 'after a deletion there is a new one')
  await control('PATCH', 'roles/approver', { permissions: [] })
  await control('DELETE', 'roles/approver')
  const person = await control('POST', 'directory-users', { organization_id: organisation.id, email: 'd@gamma.example' })
  await control('PATCH', `directory-users/${person.id}`, { state: 'suspended' })
  await control('DELETE', `directories/${person.directory_id}`)
  await control('DELETE', `users/${user.id}`)
  await control('PATCH', 'settings', { cascade_events: false })
  await control('DELETE', 'organisations/org_01ACME')
  const all = await events(world)
  assert.deepEqual(
    all.map(({ event }) => event),
    [
      ...['user.created', 'user.updated', 'organization.created', 'organization_domain.created', 'organization.updated'],
      ...['organization_domain.verified', 'organization_domain.updated', 'organization_domain.verification_failed'],
      ...['organization_domain.created', 'organization_domain.verification_failed', 'organization_domain.deleted'],
      ...['organization_membership.created', 'organization_membership.updated', 'organization_membership.updated'],
      ...['organization_membership.deleted', 'organization_membership.created', 'role.updated'],
      ...['organization_membership.updated', 'organization_membership.updated', 'role.deleted'],
      ...['dsync.user.created', 'dsync.user.updated', 'dsync.deleted', 'organization_membership.deleted', 'user.deleted', 'organization.deleted'],
    ],
  )
  assert.deepEqual(
    all.filter(({ event }) => event.endsWith('failed')).map(({ data }) => data.reason),
    ['domain_verification_period_expired', 'domain_verified_by_other_organization'],
  )
  assert.deepEqual(all.find(({ event }) => event === 'dsync.user.updated').data.previous_attributes, { state: 'active' })
  const role = all.find(({ event }) => event === 'role.updated').data
  assert.deepEqual(Object.keys(role), ['object', 'slug', 'resource_type_slug', 'permissions', 'created_at', 'updated_at'])
  const ids = all.map(({ id }) => id)
  assert.deepEqual(ids, [...ids].sort(), 'ids sort by time')
  const quiet = await world.request('PATCH', '/_control/users/user_01ZOE?quiet=1', { first_name: 'Zoé' })
  assert.deepEqual([quiet.body.first_name, (await events(world)).length], ['Zoé', all.length])
})

test('control refuses what would prove nothing', async (t) => {
  const { request } = await standIn(t, { seed: PEOPLE })
  const told = [
    ['POST', 'users', { email: 'x@example.com', firstname: 'X' }, 422],
    ['POST', 'users', { email: 'ADA@acme.example' }, 409],
    ['PATCH', 'users/user_none', {}, 404],
    ['POST', 'memberships', { user_id: 'user_01ADA', organization_id: 'org_01ACME' }, 409],
    ['POST', 'memberships', { user_id: 'user_01ZOE', organization_id: 'org_01ACME', role_slug: 'king' }, 422],
    ['POST', 'roles', { slug: 'jury', organization_id: 'org_01ACME' }, 422],
    ['DELETE', 'roles/member', undefined, 409],
    ['PATCH', 'settings', { tokenSeconds: 1 }, 422],
    ['GET', 'nowhere', undefined, 404],
  ]
  for (const [method, path, body, status] of told) assert.equal((await request(method, `/_control/${path}`, body)).status, status, `${method} ${path}`)
})

test('lists refuse wrong queries', async (t) => {
  const { api, control } = await standIn(t, { seed: PEOPLE })
  const refused = async (path, status, field, code) => {
    const { status: got, body } = await api(path)
    assert.equal(got, status, `${path} ${JSON.stringify(body)}`)
    if (field) assert.deepEqual(body.errors, [{ code, field }], path)
    assert.equal(typeof body.message, 'string')
  }
  await refused('/user_management/users?limit=101', 422, 'limit', 'invalid_limit')
  await refused('/user_management/users?order=up', 422, 'order', 'invalid_order')
  await refused('/user_management/users?after=user_none', 422, 'after', 'invalid_cursor')
  await refused('/user_management/organization_memberships', 400)
  await refused('/user_management/organization_memberships?user_id=user_01ADA&statuses=gone', 400)
  await refused('/events', 422, 'events', 'required')
  await refused('/events?events=user.created,user.exploded', 422, 'events', 'unknown_event_type')
  await refused('/events?events=user.created&after=event_1&range_start=2026-01-01T00:00:00Z', 422, 'range_start', 'mutually_exclusive')
  await refused('/events?events=user.created&range_start=yesterday', 422, 'range_start', 'invalid_date')
  await refused('/events?events=user.created&range_start=2026-01-01T00:00:00Z&range_end=2026-03-01T00:00:00Z', 422, 'range_end', 'invalid_range')
  await refused('/events?events=user.created&after=event_none', 422, 'after', 'invalid_cursor')
  await refused('/events?events=user.created&organization_id=org_none', 400)
  await control('PATCH', 'settings', { unknown_cursor: 'oldest' })
  assert.equal((await api('/events?events=user.created&after=event_none')).status, 200)
  for (const path of [
    '/organizations/org_none',
    '/organization_domains/x',
    '/user_management/organization_memberships/x',
    '/user_management/users/external_id/x',
  ])
    await refused(path, 404)
})

test('faults: failing, slow, cut, and lost answers', async (t) => {
  const { control, api, authenticate, request } = await standIn(t, { seed: PEOPLE })
  await control('POST', 'faults', { path: '/user_management/users*', status: 503, times: 2 })
  assert.deepEqual(
    [(await api('/user_management/users')).status, (await api('/user_management/users/user_01ADA')).status, (await api('/user_management/users')).status],
    [503, 503, 200],
  )
  await control('POST', 'faults', { path: '/organizations', status: 429, headers: { 'retry-after': '7' } })
  assert.equal((await api('/organizations')).headers.get('retry-after'), '7')
  await control('POST', 'faults', { path: '/organizations', drop: true })
  await assert.rejects(api('/organizations'))
  await control('POST', 'faults', { path: '/organizations', hang_ms: 120 })
  const started = Date.now()
  assert.equal((await api('/organizations')).status, 200)
  assert(Date.now() - started >= 119)
  await control('POST', 'faults', { path: '/events', share: 0.5, seed: 7, status: 500 })
  const statuses = []
  for (let i = 0; i < 40; i += 1) statuses.push((await api('/events?events=user.created')).status)
  const failed = statuses.filter((status) => status === 500).length
  assert(failed > 8 && failed < 32, `${failed}`)
  assert.equal((await control('GET', 'faults')).at(-1).hits, failed)
  await control('DELETE', 'faults')

  // The answer of a refresh is lost: the same token gets the same new pair.
  const { refresh_token } = await control('POST', 'sign-in', { email: 'zoe@example.com' })
  await control('POST', 'faults', { path: '/user_management/authenticate', when: 'after', drop: true })
  const refresh = () => authenticate({ grant_type: 'refresh_token', client_secret: KEY, refresh_token })
  await assert.rejects(refresh())
  const [one, two] = [await refresh(), await refresh()]
  assert.deepEqual([one.status, one.body.refresh_token], [200, two.body.refresh_token])
  await control('DELETE', 'requests')
  await request('GET', `/sso/jwks/${CLIENT}`)
  await api('/organizations')
  assert.deepEqual(
    (await control('GET', 'requests')).map(({ path, status, authorized }) => [path, status, authorized]),
    [
      [`/sso/jwks/${CLIENT}`, 200, false],
      ['/organizations', 200, true],
    ],
  )
})

test('webhooks: tried again, given up, off, shuffled and doubled, sent again', async (t) => {
  const hook = await receiver(t, (nth) => (nth <= 2 ? 500 : 200))
  const { control, sdk } = await standIn(t, { seed: PEOPLE })
  await control('POST', 'webhooks/endpoints', { url: hook.url, secret: 'whsec_y' })
  await control('PATCH', 'webhooks', { backoff_ms: 1 })
  await control('PATCH', 'users/user_01ADA', { first_name: 'A' })
  await control('GET', 'webhooks/idle')
  const [delivery] = await control('GET', 'webhooks/deliveries')
  assert.deepEqual([delivery.state, delivery.attempts.map(({ status }) => status)], ['delivered', [500, 500, 200]])
  assert.equal(new Set(hook.received.map(({ event }) => event.id)).size, 1)

  await control('POST', `webhooks/deliveries/${delivery.k}/again`, {})
  await control('POST', `webhooks/deliveries/${delivery.k}/again`, { age_ms: 600_000 })
  await control('POST', `webhooks/deliveries/${delivery.k}/again`, { secret: 'whsec_wrong' })
  await control('POST', `webhooks/deliveries/${delivery.k}/again`, { tamper: true })
  await control('GET', 'webhooks/idle')
  const verdicts = []
  for (const { event, signature, body } of hook.received.slice(3)) {
    const accepted = await sdk.webhooks.constructEvent({ payload: event, sigHeader: signature, secret: 'whsec_y' }).then(
      () => true,
      () => false,
    )
    verdicts.push(accepted && body === JSON.stringify(event))
  }
  assert.deepEqual(verdicts.sort(), [false, false, false, true])

  await control('PATCH', 'webhooks', { on: false })
  await control('PATCH', 'users/user_01ADA', { first_name: 'B' })
  await control('PATCH', 'webhooks', { on: true, shuffle: { seed: 3, spread_ms: 40, duplicates: 0.4 } })
  const sent = hook.received.length
  for (let i = 0; i < 20; i += 1) await control('PATCH', 'users/user_01ADA', { first_name: `C${i}` })
  await control('GET', 'webhooks/idle')
  const names = hook.received.slice(sent).map(({ event }) => event.data.first_name)
  assert.equal(names.includes('B'), false, 'what happened while off is never sent')
  assert.equal(new Set(names).size, 20)
  assert(names.length > 22, `${names.length} with the doubled ones`)
  assert.notDeepEqual(
    names,
    [...names].sort((a, b) => a.slice(1) - b.slice(1)),
  )

  await control('DELETE', 'webhooks/endpoints')
  await control('POST', 'webhooks/endpoints', { url: 'http://127.0.0.1:1/closed' })
  await control('PATCH', 'webhooks', { shuffle: null })
  await control('POST', 'events', { event: 'user.updated', data: { id: 'user_raw' }, log: false })
  await control('GET', 'webhooks/idle')
  const last = (await control('GET', 'webhooks/deliveries?limit=1'))[0]
  assert.deepEqual([last.state, last.attempts.length], ['given_up', 7])
})

test('the same seed makes the same churn, and its events lead to the final state', async (t) => {
  const counts = []
  for (let run = 0; run < 2; run += 1) {
    const world = await standIn(t, { seed: PEOPLE })
    const made = await world.control('POST', 'churn', { seed: 5, changes: 600, protect: ['user_01ADA'], pace_ms: run })
    assert(made.changes >= 600)
    const state = await world.control('GET', 'state')
    counts.push(
      made.counts,
      state.users.map(({ email, first_name }) => [email, first_name]),
    )
    const people = new Map(PEOPLE.users.map(({ id }) => [id, null]))
    const all = await events(world)
    for (const { event, data } of all) {
      if (event === 'user.deleted') people.delete(data.id)
      else if (event.startsWith('user.')) people.set(data.id, data)
    }
    assert.deepEqual([...people.keys()].sort(), state.users.map(({ id }) => id).sort())
    for (const user of state.users) assert.deepEqual(people.get(user.id) ?? user, user)
    assert.equal(people.get('user_01ADA'), null, 'nothing happened to whom was protected')
    const stamps = all.filter(({ event }) => event === 'organization_membership.updated').map(({ data }) => `${data.id} ${data.updated_at}`)
    assert(new Set(stamps).size < stamps.length, 'several changes of one thing share a millisecond')
  }
  assert.deepEqual(counts.slice(0, 2), counts.slice(2))
})

test('100,000 people are held and paged through', async (t) => {
  const { control, api } = await standIn(t)
  const made = await control('POST', 'bulk', { users: 100_000, organizations: 3, role_slugs: ['member'] })
  const started = Date.now()
  let seen = 0
  for (let after = ''; after !== null;) {
    const { body } = await api(`/user_management/users?limit=100&order=asc${after}`)
    seen += body.data.length
    after = body.list_metadata.after && `&after=${body.list_metadata.after}`
  }
  const took = Date.now() - started
  assert.equal(seen, 100_000)
  t.diagnostic(`made in ${made.took_ms} ms, read in ${took} ms`)
  const members = await api(`/user_management/organization_memberships?organization_id=${made.organizations[0]}&limit=100`)
  assert.equal(members.body.data.length, 100)
})

test('the program says when it listens, and ends with its parent', async () => {
  const program = fileURLToPath(new URL('server.mjs', import.meta.url))
  const run = async (args, end) => {
    const child = spawn(process.execPath, [program, ...args], { stdio: ['pipe', 'pipe', 'inherit'] })
    const [line] = await once(child.stdout, 'data')
    const url = /^listening (http:\/\/127\.0\.0\.1:\d+)\n$/.exec(line.toString())[1]
    assert.equal((await fetch(`${url}/sso/jwks/client_own`)).status, 200)
    end(child)
    assert.equal((await once(child, 'exit'))[0], 0)
  }
  await run(['--port', '0', '--client-id', 'client_own', '--until-stdin-closes'], (child) => child.stdin.end())
  await run(['--client-id', 'client_own'], (child) => child.kill('SIGTERM'))
})
