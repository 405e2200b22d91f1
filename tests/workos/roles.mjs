// Roles of the environment and of single organisations.
import { conflict, freshId, only, required } from './fields.mjs'
import { Refusal, invalid } from './refusal.mjs'
import * as shapes from './shapes.mjs'

const CHANGEABLE = ['name', 'description', 'permissions', 'priority']
const SLUG_LENGTH = 48

/** A lower `priority` is a higher one: it decides which of several roles a token calls `role`. */
export function addRole(state, body, how) {
  required(only(body, ['id', 'slug', 'organization_id', 'created_at', ...CHANGEABLE]), 'slug')
  const { slug, organization_id = null } = body
  if (slug.length > SLUG_LENGTH || (organization_id && !slug.startsWith('org-'))) throw invalid([{ code: 'invalid', field: 'slug' }])
  if (organization_id && !state.organisations.get(organization_id)) throw new Refusal(404, { message: `Organization not found: '${organization_id}'.` })
  if (state.roleBySlug(slug, organization_id)) throw conflict(`Role ${slug} exists.`)
  const at = body.created_at ?? state.clock.iso()
  const row = {
    id: freshId(state, state.roles, 'role', body.id),
    slug,
    name: body.name ?? slug,
    description: body.description ?? null,
    organization_id,
    resource_type_slug: 'organization',
    permissions: body.permissions ?? [],
    priority: body.priority ?? state.roles.size,
    created_at: at,
    updated_at: at,
  }
  state.roles.add(row)
  state.tell(how, `${shapes.roleInEvent(row).object}.created`, shapes.roleInEvent(row))
  return row
}

export function updateRole(state, key, body, how) {
  const row = findRole(state, key)
  Object.assign(row, only(body, CHANGEABLE), { updated_at: state.clock.iso() })
  state.tell(how, `${shapes.roleInEvent(row).object}.updated`, shapes.roleInEvent(row))
  return row
}

/** Whoever had only this role falls back to `member`, as the environment's default role. */
export function deleteRole(state, key, how) {
  const row = findRole(state, key)
  if (row.slug === 'member') throw conflict('The default role cannot be deleted.')
  for (const membership of state.memberships.rows) {
    if (!membership.role_slugs.includes(row.slug) || (row.organization_id && membership.organization_id !== row.organization_id)) continue
    const rest = membership.role_slugs.filter((slug) => slug !== row.slug)
    Object.assign(membership, { role_slugs: rest.length > 0 ? rest : ['member'], updated_at: state.clock.iso() })
    state.tellCascade(how, 'organization_membership.updated', shapes.membership(state, membership))
  }
  return removeRole(state, row, how)
}

/** Takes the role away without looking at who has it. */
export function removeRole(state, row, how = {}) {
  state.roles.remove(row)
  const data = shapes.roleInEvent(row)
  if (how.cascade) state.tellCascade(how, `${data.object}.deleted`, data)
  else state.tell(how, `${data.object}.deleted`, data)
  return row
}

/** By id, or by slug. */
function findRole(state, key) {
  const row = state.roles.get(key) ?? state.roles.rows.find((role) => role.slug === key)
  if (!row) throw new Refusal(404, { message: `Role not found: '${key}'.` })
  return row
}
