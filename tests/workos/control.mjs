// What tests do to the stand-in, under `/_control/`. None of this exists in production.
import { churn } from './churn.mjs'
import { answer } from './authenticate.mjs'
import { createDirectoryUser, deleteDirectory, deleteDirectoryUser, updateDirectoryUser } from './directories.mjs'
import { existing, oneOf, only, required } from './fields.mjs'
import { createMembership, deleteMembership, updateMembership } from './memberships.mjs'
import { createDomain, createOrganisation, deleteDomain, deleteOrganisation, updateDomain, updateOrganisation } from './organisations.mjs'
import { createUser, deleteUser, swapEmails, updateUser } from './people.mjs'
import { Refusal } from './refusal.mjs'
import { addRole, deleteRole, updateRole } from './roles.mjs'
import { bulk, seed } from './seed.mjs'
import { endSessions, startSession } from './sessions.mjs'
import * as shapes from './shapes.mjs'
import { claimsOf } from './tokens.mjs'

/** `?quiet=1` makes the change without an event, as if the event had been lost. */
const how = ({ query }) => ({ quiet: query.has('quiet') })

/** POST, PATCH and DELETE of one kind of thing; each answers with the thing. */
function things(path, shape, make, change, remove) {
  return [
    ['POST', `/_control/${path}`, (state, call) => ({ status: 201, body: shape(state, make(state, call.body, how(call))) })],
    ['PATCH', `/_control/${path}/:id`, (state, call) => shape(state, change(state, call.params.id, call.body, how(call)))],
    [
      'DELETE',
      `/_control/${path}/:id`,
      (state, call) => {
        const row = remove(state, call.params.id, how(call))
        return { id: row.id, deleted: true }
      },
    ],
  ]
}

const plain = (shape) => (_state, row) => shape(row)

export const control = [
  [
    'POST',
    '/_control/users/swap-emails',
    (state, call) => {
      const { a, b } = swapEmails(state, call.body, how(call))
      return { a: shapes.user(a), b: shapes.user(b) }
    },
  ],
  ...things('users', plain(shapes.user), createUser, updateUser, deleteUser),
  ...things('organisations', plain(shapes.organisation), createOrganisation, updateOrganisation, deleteOrganisation),
  ...things('domains', plain(shapes.domain), createDomain, updateDomain, deleteDomain),
  ...things('memberships', shapes.membership, createMembership, updateMembership, deleteMembership),
  ...things('roles', plain(shapes.role), addRole, updateRole, deleteRole),
  ...things('directory-users', plain(shapes.directoryUser), createDirectoryUser, updateDirectoryUser, deleteDirectoryUser),
  ['DELETE', '/_control/directories/:id', (state, call) => deleteDirectory(state, call.params.id, how(call))],

  ['POST', '/_control/events', (state, { body }) => emit(state, body)],
  ['GET', '/_control/state', (state, { query }) => state.dump(query.get('only')?.split(','))],
  ['GET', '/_control/settings', (state) => state.settings],
  [
    'PATCH',
    '/_control/settings',
    (state, { body }) => {
      state.set(body)
      return state.settings
    },
  ],
  ['POST', '/_control/seed', (state, { body }) => seed(state, body)],
  ['POST', '/_control/bulk', (state, { body }) => bulk(state, body)],
  ['POST', '/_control/churn', (state, { body }) => churn(state, body)],

  ['POST', '/_control/next-sign-in', (state, { body }) => planSignIn(state, body)],
  ['POST', '/_control/sign-in', (state, { body }) => signInNow(state, body)],
  ['POST', '/_control/sessions/end', (state, { body }) => end(state, body)],
  ['POST', '/_control/keys/rotate', (state, { body }) => state.keys.rotate(only(body, ['publish_old', 'publish_new']))],
  ['POST', '/_control/token', (state, { body }) => token(state, body)],

  ['POST', '/_control/faults', (state, { body }) => ({ status: 201, body: state.faults.add(body) })],
  ['GET', '/_control/faults', (state) => state.faults.list()],
  [
    'DELETE',
    '/_control/faults',
    (state) => {
      state.faults.clear()
      return { cleared: true }
    },
  ],
  ['GET', '/_control/requests', (state, { query }) => state.requests.filter(({ path }) => path.startsWith(query.get('path') ?? ''))],
  [
    'DELETE',
    '/_control/requests',
    (state) => {
      state.requests = []
      return { cleared: true }
    },
  ],

  ['GET', '/_control/webhooks', (state) => state.webhooks.status()],
  ['PATCH', '/_control/webhooks', (state, { body }) => state.webhooks.set(body)],
  ['POST', '/_control/webhooks/endpoints', (state, { body }) => ({ status: 201, body: state.webhooks.addEndpoint(body) })],
  ['DELETE', '/_control/webhooks/endpoints', (state) => state.webhooks.removeEndpoints()],
  [
    'GET',
    '/_control/webhooks/deliveries',
    (state, { query }) => state.webhooks.deliveries({ ...Object.fromEntries(query), limit: Number(query.get('limit') ?? 1_000) }),
  ],
  [
    'POST',
    '/_control/webhooks/deliveries/:k/again',
    (state, { params, body }) => state.webhooks.again(Number(params.k), only(body, ['secret', 'age_ms', 'tamper'])),
  ],
  [
    'GET',
    '/_control/webhooks/idle',
    async (state, { query }) => {
      const idle = await state.webhooks.idle(Number(query.get('timeout_ms') ?? 10_000))
      return { status: idle ? 200 : 503, body: { idle, ...state.webhooks.status() } }
    },
  ],
]

/** Any event, as it stands: in the Events API unless `log` is false, to the webhooks unless `webhook` is false. */
function emit(state, body) {
  const { event, data, webhook = true, ...rest } = required(only(body, ['event', 'data', 'id', 'created_at', 'context', 'log', 'webhook']), 'event', 'data')
  const written = state.log.write(event, data, rest)
  if (webhook) state.webhooks.offer(written)
  return { status: 201, body: written }
}

const person = (state, { user_id, email }) => {
  const row = user_id ? state.users.get(user_id) : state.userByEmail(email ?? '')
  if (!row) throw new Refusal(404, { message: `User not found: '${user_id ?? email}'.` })
  return row
}

/** With a person or an error the next authorize goes back at once; with an impersonator or a refusal alone the page still asks. */
function planSignIn(state, body) {
  only(body, ['user_id', 'email', 'organization_id', 'impersonator', 'method', 'refuse', 'error', 'error_description'])
  const { email, user_id, impersonator, ...rest } = body
  const chosen = email || user_id ? { user_id: person(state, body).id } : {}
  state.nextSignIn = { ...rest, ...chosen, ...(impersonator && { impersonator: { email: impersonator.email, reason: impersonator.reason ?? null } }) }
  return state.nextSignIn
}

/** A session without a browser: the answer of the code exchange, and the session's id. */
function signInNow(state, body) {
  const { organization_id, impersonator, method } = only(body, ['user_id', 'email', 'organization_id', 'impersonator', 'method'])
  const user = person(state, body)
  const active = state.membershipsOfUser(user.id).rows.filter((row) => row.status === 'active')
  const organisation = organization_id === undefined ? (active.length === 1 ? active[0].organization_id : null) : organization_id
  if (organisation && !state.activeMembership(user.id, organisation)) throw new Refusal(422, { message: `${user.id} is no active member of ${organisation}.` })
  const session = startSession(state, { user, organization_id: organisation, impersonator, method })
  return { ...answer(state, session), session_id: session.id }
}

/** Ends the sessions that fit; without a filter, all. */
function end(state, body) {
  const { status = 'revoked', session_id, user_id, organization_id } = only(body, ['status', 'session_id', 'user_id', 'organization_id'])
  oneOf(status, ['revoked', 'expired'], 'status')
  const match = (row) =>
    (!session_id || row.id === session_id) && (!user_id || row.user_id === user_id) && (!organization_id || row.organization_id === organization_id)
  return { ended: endSessions(state, match, status).map((row) => row.id) }
}

/** An access token that may be wrong: the claims of a session (or none) with changes, where null takes a claim away. */
async function token(state, body) {
  const { session_id, claims = {}, ...forgery } = only(body, ['session_id', 'claims', 'alg', 'key', 'kid'])
  const base = session_id ? claimsOf(state, existing(state.sessions, session_id, 'Session')) : {}
  const all = Object.fromEntries(Object.entries({ ...base, ...claims }).filter(([, value]) => value !== null))
  return { token: await state.keys.forge(all, forgery), claims: all }
}
