// The JSON of every thing, field for field as production has it. Rows hold more than they show.

const NOTHING = Object.freeze({})

export const user = (row) => ({
  object: 'user',
  id: row.id,
  email: row.email,
  email_verified: row.email_verified,
  first_name: row.first_name,
  last_name: row.last_name,
  name: [row.first_name, row.last_name].filter(Boolean).join(' ') || null,
  profile_picture_url: row.profile_picture_url,
  external_id: row.external_id,
  metadata: row.metadata ?? NOTHING,
  locale: row.locale,
  last_sign_in_at: row.last_sign_in_at,
  created_at: row.created_at,
  updated_at: row.updated_at,
})

export const domain = (row) => ({
  object: 'organization_domain',
  id: row.id,
  organization_id: row.organization_id,
  domain: row.domain,
  state: row.state,
  verification_strategy: row.verification_strategy,
  verification_token: row.verification_token,
  verification_prefix: row.verification_prefix,
  created_at: row.created_at,
  updated_at: row.updated_at,
})

export const organisation = (row) => ({
  object: 'organization',
  id: row.id,
  name: row.name,
  domains: [...row.domains].map(domain),
  metadata: row.metadata ?? NOTHING,
  external_id: row.external_id,
  ...(row.stripe_customer_id && { stripe_customer_id: row.stripe_customer_id }),
  allow_profiles_outside_organization: row.allow_profiles_outside_organization,
  created_at: row.created_at,
  updated_at: row.updated_at,
})

/** As events carry it, which is without the person. */
export function membership(state, row) {
  const roles = state.rolesOf(row).map((slug) => ({ slug }))
  return {
    object: 'organization_membership',
    id: row.id,
    user_id: row.user_id,
    organization_id: row.organization_id,
    organization_name: state.organisations.get(row.organization_id)?.name,
    status: row.status,
    role: roles[0],
    roles,
    custom_attributes: row.custom_attributes ?? NOTHING,
    directory_managed: row.directory_managed,
    created_at: row.created_at,
    updated_at: row.updated_at,
  }
}

/** As the REST API gives it, with the person inside. */
export const membershipWithUser = (state, row) => ({ ...membership(state, row), user: user(state.users.get(row.user_id)) })

export const role = (row) => ({
  object: 'role',
  id: row.id,
  slug: row.slug,
  name: row.name,
  description: row.description,
  type: row.organization_id ? 'OrganizationRole' : 'EnvironmentRole',
  resource_type_slug: row.resource_type_slug,
  permissions: row.permissions,
  created_at: row.created_at,
  updated_at: row.updated_at,
})

/** In events a role has no id, and one of the environment has no name either. */
export function roleInEvent(row) {
  const { slug, name, description, resource_type_slug, permissions, created_at, updated_at } = row
  if (!row.organization_id) return { object: 'role', slug, resource_type_slug, permissions, created_at, updated_at }
  const { organization_id } = row
  return { object: 'organization_role', organization_id, slug, name, description, resource_type_slug, permissions, created_at, updated_at }
}

export const session = (row) => ({
  object: 'session',
  id: row.id,
  user_id: row.user_id,
  ...(row.organization_id && { organization_id: row.organization_id }),
  auth_method: row.auth_method,
  status: row.status,
  expires_at: row.expires_at,
  ended_at: row.ended_at,
  ip_address: row.ip_address,
  user_agent: row.user_agent,
  ...(row.impersonator && { impersonator: row.impersonator }),
  created_at: row.created_at,
  updated_at: row.updated_at,
})

export const directoryUser = (row) => ({
  object: 'directory_user',
  id: row.id,
  directory_id: row.directory_id,
  organization_id: row.organization_id,
  idp_id: row.idp_id,
  email: row.email,
  first_name: row.first_name,
  last_name: row.last_name,
  emails: row.email ? [{ primary: true, type: 'work', value: row.email }] : [],
  state: row.state,
  custom_attributes: row.custom_attributes ?? NOTHING,
  raw_attributes: row.raw_attributes ?? NOTHING,
  ...(row.role_slugs?.length && { role: { slug: row.role_slugs[0] }, roles: row.role_slugs.map((slug) => ({ slug })) }),
  created_at: row.created_at,
  updated_at: row.updated_at,
})
