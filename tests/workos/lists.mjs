// The lists and single things that the REST API reads.
import { coded, invalid, notFound } from './refusal.mjs'
import * as shapes from './shapes.mjs'

const LIMIT = { default: 10, most: 100 }
const ORDERS = ['asc', 'desc', 'normal']

/** `limit`, `order`, `after` and `before` of a query. */
export function readPaging(query, usualOrder = 'desc') {
  const errors = []
  const text = query.get('limit') ?? String(LIMIT.default)
  const limit = Number(text)
  if (!/^\d+$/.test(text) || limit < 1 || limit > LIMIT.most) errors.push({ code: 'invalid_limit', field: 'limit' })
  const order = query.get('order') ?? usualOrder
  if (!ORDERS.includes(order)) errors.push({ code: 'invalid_order', field: 'order' })
  const [after, before] = [query.get('after') ?? undefined, query.get('before') ?? undefined]
  if (after !== undefined && before !== undefined) errors.push({ code: 'mutually_exclusive', field: 'before' })
  if (errors.length > 0) throw invalid(errors)
  return { limit, order, after, before }
}

/** A page of `rows` as the API writes it; `shelf` knows the places of the ids that are cursors. */
export function pageOf(shelf, rows, paging, keep, shape) {
  const [after, before] = ['after', 'before'].map((field) => {
    if (paging[field] === undefined) return undefined
    const place = shelf.place(paging[field])
    if (place === undefined) throw invalid([{ code: 'invalid_cursor', field }])
    return place
  })
  const page = rows.page({ ...paging, after, before, keep })
  const [front, back] = [page.rows[0]?.id, page.rows.at(-1)?.id]
  const [ahead, behind] = paging.order === 'normal' ? [front, back] : [back, front]
  return {
    object: 'list',
    data: page.rows.map(shape),
    list_metadata: { before: page.behind ? behind : null, after: page.ahead ? ahead : null },
  }
}

const found = (what, row, id) => {
  if (!row) throw notFound(what, id)
  return row
}

export function listUsers(state, query) {
  const email = query.get('email')?.toLowerCase()
  const organisation = query.get('organization_id') ?? query.get('organization')
  if (organisation && !state.organisations.get(organisation)) throw invalid([{ code: 'organization_not_found', field: 'organization_id' }])
  const keep = (row) => (!email || row.email.toLowerCase() === email) && (!organisation || state.membershipOf(row.id, organisation) !== undefined)
  return pageOf(state.users, state.users, readPaging(query), keep, shapes.user)
}

export const getUser = (state, { id }) => shapes.user(found('User', state.users.get(id), id))

export const getUserByExternalId = (state, { id }) => shapes.user(found('User', state.userByExternalId(id), id))

export function listSessions(state, query, { id }) {
  found('User', state.users.get(id), id)
  return pageOf(state.sessions, state.sessions, readPaging(query), (row) => row.user_id === id && row.status === 'active', shapes.session)
}

export function listOrganisations(state, query) {
  const domains = query
    .getAll('domains')
    .flatMap((text) => text.toLowerCase().split(','))
    .filter(Boolean)
  const search = query.get('search')?.toLowerCase()
  const keep = (row) =>
    (domains.length === 0 || [...row.domains].some((domain) => domains.includes(domain.domain))) &&
    (!search || row.id.toLowerCase() === search || row.name.toLowerCase().includes(search))
  return pageOf(state.organisations, state.organisations, readPaging(query), keep, shapes.organisation)
}

export const getOrganisation = (state, { id }) => shapes.organisation(found('Organization', state.organisations.get(id), id))

export function getOrganisationByExternalId(state, { id }) {
  const row = state.organisations.rows.find((candidate) => candidate.external_id === id)
  return shapes.organisation(found('Organization', row, id))
}

export const getDomain = (state, { id }) => shapes.domain(found('Organization Domain', state.domains.get(id), id))

export function listMemberships(state, query) {
  const [user, organisation] = [query.get('user_id'), query.get('organization_id')]
  if (!user && !organisation) {
    throw coded(400, 'missing_user_id_or_organization_id', 'At least one of user_id or organization_id must be provided.')
  }
  const statuses = query.has('statuses') ? query.getAll('statuses').flatMap((text) => text.split(',')) : ['active']
  if (!statuses.every((status) => ['active', 'inactive', 'pending'].includes(status))) {
    throw coded(400, 'invalid_request_parameters', 'Validation failed.')
  }
  const keep = (row) => statuses.includes(row.status) && (!user || row.user_id === user) && (!organisation || row.organization_id === organisation)
  const rows = user ? state.membershipsOfUser(user) : state.membershipsIn(organisation)
  return pageOf(state.memberships, rows, readPaging(query), keep, (row) => shapes.membershipWithUser(state, row))
}

export const getMembership = (state, { id }) => shapes.membershipWithUser(state, found('Organization Membership', state.memberships.get(id), id))

/** The roles of the environment; this list has no pages. */
export const listRoles = (state) => ({ object: 'list', data: state.roles.rows.filter((row) => !row.organization_id).map(shapes.role) })

/** Both kinds of role that an organisation can give. */
export function listOrganisationRoles(state, { id }) {
  found('Organization', state.organisations.get(id), id)
  return { object: 'list', data: state.roles.rows.filter((row) => !row.organization_id || row.organization_id === id).map(shapes.role) }
}
