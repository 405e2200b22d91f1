// Who belongs to which organisation, with which roles.
import { conflict, existing, freshId, oneOf, only, required } from './fields.mjs'
import { coded } from './refusal.mjs'
import { endSessions } from './sessions.mjs'
import * as shapes from './shapes.mjs'

const STATUSES = ['active', 'inactive', 'pending']
const CHANGEABLE = ['role_slug', 'role_slugs', 'status', 'directory_managed', 'custom_attributes']

/** A person has one membership in an organisation: an inactive one is taken up again, under its id; after a deletion there is a new one. */
export function createMembership(state, body, how) {
  required(only(body, ['id', 'user_id', 'organization_id', 'created_at', 'updated_at', ...CHANGEABLE]), 'user_id', 'organization_id')
  existing(state.users, body.user_id, 'User')
  existing(state.organisations, body.organization_id, 'Organization')
  const held = state.membershipOf(body.user_id, body.organization_id)
  if (held?.status === 'inactive') {
    const { role_slug, role_slugs } = body
    return updateMembership(state, held.id, { status: body.status ?? 'active', ...(role_slug && { role_slug }), ...(role_slugs && { role_slugs }) }, how)
  }
  if (held) throw conflict(`${held.id} is that membership.`)
  const at = state.clock.iso()
  const row = {
    id: freshId(state, state.memberships, 'om', body.id),
    user_id: body.user_id,
    organization_id: body.organization_id,
    status: oneOf(body.status ?? 'active', STATUSES, 'status'),
    role_slugs: slugs(state, body, body.organization_id) ?? ['member'],
    directory_managed: body.directory_managed ?? false,
    custom_attributes: body.custom_attributes,
    created_at: body.created_at ?? at,
    updated_at: body.updated_at ?? body.created_at ?? at,
  }
  state.addMembership(row)
  state.tell(how, 'organization_membership.created', shapes.membership(state, row))
  return row
}

export function updateMembership(state, id, body, how) {
  const row = existing(state.memberships, id, 'Organization Membership')
  const { role_slug, role_slugs, ...rest } = only(body, CHANGEABLE)
  if (rest.status) oneOf(rest.status, STATUSES, 'status')
  const chosen = slugs(state, { role_slug, role_slugs }, row.organization_id)
  Object.assign(row, rest, chosen && { role_slugs: chosen }, { updated_at: state.clock.iso() })
  state.tell(how, 'organization_membership.updated', shapes.membership(state, row))
  if (row.status !== 'active') endTheirSessions(state, row, how)
  return row
}

/** `how.cascade` is set when the person or the organisation goes. */
export function deleteMembership(state, id, how = {}) {
  const row = existing(state.memberships, id, 'Organization Membership')
  state.removeMembership(row)
  const data = shapes.membership(state, row)
  if (how.cascade) state.tellCascade(how, 'organization_membership.deleted', data)
  else state.tell(how, 'organization_membership.deleted', data)
  endTheirSessions(state, row, how)
  return row
}

const endTheirSessions = (state, { user_id, organization_id }, how) =>
  endSessions(state, (session) => session.user_id === user_id && session.organization_id === organization_id, 'revoked', how)

function slugs(state, { role_slug, role_slugs }, organisation) {
  const chosen = role_slugs ?? (role_slug === undefined ? undefined : [role_slug])
  const wrong = chosen?.find((slug) => !state.roleBySlug(slug, organisation))
  if (wrong !== undefined) throw coded(422, 'invalid_role', `Role '${wrong}' is not a valid role.`)
  return chosen?.length === 0 ? ['member'] : chosen
}
