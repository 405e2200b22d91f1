// People as a customer's directory tells of them (directory sync).
import { existing, freshId, oneOf, only, required } from './fields.mjs'
import * as shapes from './shapes.mjs'

const STATES = ['active', 'suspended', 'inactive']
const CHANGEABLE = ['idp_id', 'email', 'first_name', 'last_name', 'state', 'custom_attributes', 'raw_attributes', 'role_slugs']

export function createDirectoryUser(state, body, how) {
  required(only(body, ['id', 'directory_id', 'organization_id', ...CHANGEABLE]), 'organization_id')
  existing(state.organisations, body.organization_id, 'Organization')
  const at = state.clock.iso()
  const id = freshId(state, state.directoryUsers, 'directory_user', body.id)
  const row = {
    id,
    directory_id: body.directory_id ?? `directory_${body.organization_id.replace(/^org_/, '')}`,
    organization_id: body.organization_id,
    idp_id: body.idp_id ?? id.slice(-8),
    email: body.email ?? null,
    first_name: body.first_name ?? null,
    last_name: body.last_name ?? null,
    state: oneOf(body.state ?? 'active', STATES, 'state'),
    custom_attributes: body.custom_attributes,
    raw_attributes: body.raw_attributes,
    role_slugs: body.role_slugs ?? [],
    created_at: at,
    updated_at: at,
  }
  state.directoryUsers.add(row)
  state.tell(how, 'dsync.user.created', shapes.directoryUser(row))
  return row
}

/** The event of a change also carries what the changed fields were before. */
export function updateDirectoryUser(state, id, body, how) {
  const row = existing(state.directoryUsers, id, 'Directory User')
  if (only(body, CHANGEABLE).state) oneOf(body.state, STATES, 'state')
  const previous_attributes = Object.fromEntries(Object.keys(body).map((name) => [name, row[name] ?? null]))
  Object.assign(row, body, { updated_at: state.clock.iso() })
  state.tell(how, 'dsync.user.updated', { ...shapes.directoryUser(row), previous_attributes })
  return row
}

export function deleteDirectoryUser(state, id, how) {
  const row = existing(state.directoryUsers, id, 'Directory User')
  state.directoryUsers.remove(row)
  state.tell(how, 'dsync.user.deleted', shapes.directoryUser(row))
  return row
}

/** The end of a directory is one event; the people in it go without one each. */
export function deleteDirectory(state, id, how) {
  const members = state.directoryUsers.rows.filter((row) => row.directory_id === id)
  const organization_id = members[0]?.organization_id ?? null
  for (const row of members) state.directoryUsers.remove(row)
  const at = state.clock.iso()
  const data = { object: 'directory', id, organization_id, type: 'generic scim v2.0', name: id, state: 'deleting', created_at: at, updated_at: at }
  state.tell(how, 'dsync.deleted', data)
  return { id, users: members.map((row) => row.id) }
}
