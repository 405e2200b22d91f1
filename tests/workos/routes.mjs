// Which handler answers which request. `open` routes need no key, as in production.
import { authenticate } from './authenticate.mjs'
import { authorize, continueSignIn } from './authorize.mjs'
import { control } from './control.mjs'
import * as lists from './lists.mjs'
import { notFound } from './refusal.mjs'
import { logOut, revokeSession } from './sessions.mjs'

const open = true

const read =
  (list) =>
  (state, { query, params }) =>
    list(state, query, params)
const one =
  (get) =>
  (state, { params }) =>
    get(state, params)

function jwks(state, { params }) {
  if (params.id !== state.clientId) throw notFound('Client', params.id)
  return state.keys.jwks()
}

const production = [
  ['GET', '/user_management/authorize', (state, { query }) => authorize(state, query), { open }],
  ['GET', '/user_management/authorize/continue', (state, { query }) => continueSignIn(state, query), { open }],
  ['POST', '/user_management/authenticate', (state, { body }) => authenticate(state, body), { open }],
  ['GET', '/sso/jwks/:id', jwks, { open }],
  ['GET', '/user_management/sessions/logout', (state, { query }) => logOut(state, query), { open }],
  ['POST', '/user_management/sessions/revoke', (state, { body }) => revokeSession(state, body)],
  ['GET', '/events', (state, { query }) => state.log.list(query)],
  ['GET', '/user_management/users', read(lists.listUsers)],
  ['GET', '/user_management/users/external_id/:id', one(lists.getUserByExternalId)],
  ['GET', '/user_management/users/:id', one(lists.getUser)],
  ['GET', '/user_management/users/:id/sessions', read(lists.listSessions)],
  ['GET', '/organizations', read(lists.listOrganisations)],
  ['GET', '/organizations/external_id/:id', one(lists.getOrganisationByExternalId)],
  ['GET', '/organizations/:id', one(lists.getOrganisation)],
  ['GET', '/organization_domains/:id', one(lists.getDomain)],
  ['GET', '/user_management/organization_memberships', read(lists.listMemberships)],
  ['GET', '/user_management/organization_memberships/:id', one(lists.getMembership)],
  ['GET', '/authorization/roles', read(lists.listRoles)],
  ['GET', '/authorization/organizations/:id/roles', one(lists.listOrganisationRoles)],
]

const table = [...production, ...control.map((route) => [...route, { open }])].map(([method, pattern, handler, options]) => ({
  method,
  test: new RegExp(`^${pattern.replaceAll(/:(\w+)/g, '(?<$1>[^/]+)')}$`),
  handler,
  open: options?.open ?? false,
}))

/** The route of a request with its parameters, or nothing. */
export function route(method, path) {
  for (const entry of table) {
    if (entry.method !== method) continue
    const match = entry.test.exec(path)
    if (match) {
      const params = Object.fromEntries(Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]))
      return { ...entry, params }
    }
  }
  return null
}
