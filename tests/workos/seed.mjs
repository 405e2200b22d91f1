// Filling the stand-in: from a file, or with many people at once.
import { only } from './fields.mjs'
import { createDirectoryUser } from './directories.mjs'
import { createMembership } from './memberships.mjs'
import { createOrganisation } from './organisations.mjs'
import { createUser } from './people.mjs'
import { addRole } from './roles.mjs'
import { Refusal } from './refusal.mjs'

/**
 * Things that were there before: without `events: true` nothing tells of them. Memberships name people by id or address,
 * and organisations by id or name.
 */
export function seed(state, body) {
  const parts = only(body, ['roles', 'organizations', 'users', 'memberships', 'directory_users', 'webhooks', 'settings', 'events'])
  const { roles = [], organizations = [], users = [], memberships = [], directory_users = [], webhooks = [], settings = {} } = parts
  const how = { quiet: !parts.events }
  state.set(settings)
  for (const webhook of webhooks) state.webhooks.addEndpoint(webhook)
  for (const role of roles.filter(({ organization_id }) => !organization_id)) addRole(state, role, how)
  for (const organisation of organizations) createOrganisation(state, organisation, how)
  for (const role of roles.filter(({ organization_id }) => organization_id)) addRole(state, role, how)
  for (const user of users) createUser(state, user, how)
  for (const { user, organization, ...rest } of memberships) {
    const person = state.users.get(user) ?? state.userByEmail(user)
    const place = state.organisations.get(organization) ?? state.organisations.rows.find(({ name }) => name === organization)
    if (!person || !place) throw new Refusal(422, { message: `No such membership: ${user} in ${organization}` })
    createMembership(state, { user_id: person.id, organization_id: place.id, ...rest }, how)
  }
  for (const person of directory_users) createDirectoryUser(state, person, how)
  return { users: state.users.size, organizations: state.organisations.size, memberships: state.memberships.size }
}

/** `users` people, spread over `organizations` new organisations or all in `organization_id`, without events unless wished. */
export function bulk(state, body) {
  const {
    users = 1_000,
    organizations = 1,
    organization_id,
    role_slugs = ['member'],
    events = false,
    prefix = 'bulk',
  } = only(body, [...['users', 'organizations', 'organization_id', 'role_slugs', 'events', 'prefix']])
  const started = Date.now()
  const how = { quiet: !events }
  const ids = organization_id
    ? [organization_id]
    : Array.from({ length: organizations }, (_, i) => createOrganisation(state, { name: `${prefix} ${i + 1}` }, how).id)
  for (let i = 0; i < users; i += 1) {
    const number = (state.counter += 1)
    const user = createUser(state, { email: `${prefix}-${number}@example.com`, first_name: prefix, last_name: `${number}` }, how)
    if (ids.length > 0) {
      const membership = { user_id: user.id, organization_id: ids[i % ids.length], role_slugs: [role_slugs[i % role_slugs.length]] }
      createMembership(state, membership, how)
    }
  }
  return { users, organizations: ids, took_ms: Date.now() - started }
}
