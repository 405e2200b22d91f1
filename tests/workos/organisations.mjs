// Organisations and their domains.
import { existing, freshId, oneOf, only, required } from './fields.mjs'
import { secret } from './ids.mjs'
import { deleteMembership } from './memberships.mjs'
import { removeRole } from './roles.mjs'
import { endSessions } from './sessions.mjs'
import * as shapes from './shapes.mjs'

const CHANGEABLE = [
  'name',
  'external_id',
  'metadata',
  'stripe_customer_id',
  'allow_profiles_outside_organization',
  // Not in the JSON of an organisation: they go into the tokens of its sessions.
  'entitlements',
  'feature_flags',
]
const DOMAIN_STATES = ['pending', 'verified', 'failed', 'unverified', 'legacy_verified']
const VERIFIED = ['verified', 'legacy_verified']

export function createOrganisation(state, body, how) {
  required(only(body, ['id', 'created_at', 'updated_at', 'domains', ...CHANGEABLE]), 'name')
  const at = state.clock.iso()
  const row = {
    id: freshId(state, state.organisations, 'org', body.id),
    name: body.name,
    domains: new Set(),
    external_id: body.external_id ?? null,
    metadata: body.metadata,
    stripe_customer_id: body.stripe_customer_id,
    allow_profiles_outside_organization: body.allow_profiles_outside_organization ?? false,
    entitlements: body.entitlements ?? [],
    feature_flags: body.feature_flags ?? [],
    created_at: body.created_at ?? at,
    updated_at: body.updated_at ?? body.created_at ?? at,
  }
  state.organisations.add(row)
  state.tell(how, 'organization.created', shapes.organisation(row))
  for (const domain of body.domains ?? []) {
    createDomain(state, { organization_id: row.id, ...(typeof domain === 'string' ? { domain } : domain) }, how)
  }
  return row
}

export function updateOrganisation(state, id, body, how) {
  const row = existing(state.organisations, id, 'Organization')
  Object.assign(row, only(body, CHANGEABLE), { updated_at: state.clock.iso() })
  state.tell(how, 'organization.updated', shapes.organisation(row))
  return row
}

export function deleteOrganisation(state, id, how) {
  const row = existing(state.organisations, id, 'Organization')
  const last = shapes.organisation(row)
  for (const membership of [...state.membershipsIn(id).rows]) deleteMembership(state, membership.id, { ...how, cascade: true })
  endSessions(state, (session) => session.organization_id === id, 'revoked', how)
  for (const domain of [...row.domains]) deleteDomain(state, domain.id, { ...how, cascade: true })
  for (const role of state.roles.rows.filter((role) => role.organization_id === id)) removeRole(state, role, { ...how, cascade: true })
  state.organisations.remove(row)
  state.tell(how, 'organization.deleted', last)
  return row
}

export function createDomain(state, body, how) {
  required(only(body, ['id', 'organization_id', 'domain', 'state', 'verification_strategy', 'created_at']), 'organization_id', 'domain')
  const organisation = existing(state.organisations, body.organization_id, 'Organization')
  const at = body.created_at ?? state.clock.iso()
  const row = {
    id: freshId(state, state.domains, 'org_domain', body.id),
    organization_id: organisation.id,
    domain: body.domain.toLowerCase(),
    state: oneOf(body.state ?? 'pending', DOMAIN_STATES, 'state'),
    verification_strategy: oneOf(body.verification_strategy ?? 'dns', ['dns', 'manual'], 'verification_strategy'),
    verification_token: secret(),
    verification_prefix: `stand-in-domain-verification-${secret(4).toLowerCase()}`,
    created_at: at,
    updated_at: at,
  }
  state.domains.add(row)
  organisation.domains.add(row)
  state.tell(how, 'organization_domain.created', shapes.domain(row))
  if (row.state === 'verified') state.tell(how, 'organization_domain.verified', shapes.domain(row))
  return row
}

/**
 * Moves a domain to another state. Only one organisation can have a domain verified: with a second one the verification
 * fails, as it does when 30 days go by.
 */
export function updateDomain(state, id, body, how) {
  const row = existing(state.domains, id, 'Organization Domain')
  only(body, ['state', 'reason', 'verification_strategy'])
  const next = oneOf(body.state ?? row.state, DOMAIN_STATES, 'state')
  const taken = next === 'verified' && state.domains.rows.some((other) => other !== row && other.domain === row.domain && VERIFIED.includes(other.state))
  const before = row.state
  Object.assign(row, {
    state: taken ? 'failed' : next,
    verification_strategy: oneOf(body.verification_strategy ?? row.verification_strategy, ['dns', 'manual'], 'verification_strategy'),
    updated_at: state.clock.iso(),
  })
  if (row.state === 'failed' && (taken || before !== 'failed')) {
    const reason = body.reason ?? (taken ? 'domain_verified_by_other_organization' : 'domain_verification_period_expired')
    state.tell(how, 'organization_domain.verification_failed', { reason, organization_domain: shapes.domain(row) })
  } else {
    const verified = row.state === 'verified' && before !== 'verified'
    state.tell(how, verified ? 'organization_domain.verified' : 'organization_domain.updated', shapes.domain(row))
  }
  return row
}

export function deleteDomain(state, id, how = {}) {
  const row = existing(state.domains, id, 'Organization Domain')
  state.domains.remove(row)
  state.organisations.get(row.organization_id).domains.delete(row)
  if (how.cascade) state.tellCascade(how, 'organization_domain.deleted', shapes.domain(row))
  else state.tell(how, 'organization_domain.deleted', shapes.domain(row))
  return row
}
