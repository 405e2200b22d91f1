// Everything the stand-in knows, in memory, and the look-ups that the rest of it shares.
import { Clock } from './clock.mjs'
import { EventLog } from './events.mjs'
import { Faults } from './faults.mjs'
import { Ids } from './ids.mjs'
import { addRole } from './roles.mjs'
import { Refusal, invalid } from './refusal.mjs'
import * as shapes from './shapes.mjs'
import { Ordered, Shelf } from './shelf.mjs'
import { Webhooks } from './webhooks.mjs'

/** What `PATCH /_control/settings` can change; the values are the ones production is documented with. */
const SETTINGS = {
  issuer: '',
  token_seconds: 300,
  code_seconds: 600,
  replay_seconds: 30,
  session_seconds: 30 * 86_400,
  retention_days: 90,
  clock_offset_ms: 0,
  auto_sign_in: false,
  cascade_events: true,
  unknown_cursor: 'refuse',
  extra_claims: {},
  redirect_uris: [],
  logout_uris: [],
  connections: {},
}

const EMPTY = new Ordered()

export class State {
  clock = new Clock()
  ids = new Ids(this.clock)
  log = new EventLog(this)
  users = new Shelf()
  organisations = new Shelf()
  domains = new Shelf()
  memberships = new Shelf()
  roles = new Shelf()
  sessions = new Shelf()
  directoryUsers = new Shelf()
  codes = new Map()
  refreshTokens = new Map()
  faults = new Faults()
  requests = []
  /** What the next sign-in does, once; set by control. */
  nextSignIn = null
  /** For names that must not repeat, such as the addresses of churn. */
  counter = 0
  #byEmail = new Map()
  #byExternalId = new Map()
  #inOrganisation = new Map()
  #ofUser = new Map()

  constructor({ clientId = 'client_test', apiKey = 'sk_test_x', keys, webhooks = {}, settings = {} } = {}) {
    this.clientId = clientId
    this.apiKey = apiKey
    this.keys = keys
    this.settings = structuredClone(SETTINGS)
    this.webhooks = new Webhooks(this, webhooks)
    this.set(settings)
    addRole(this, { slug: 'member', name: 'Member', description: 'The default user role', priority: 1_000 }, { quiet: true })
  }

  set(changes) {
    const unknown = Object.keys(changes).filter((name) => !(name in SETTINGS))
    if (unknown.length > 0) throw invalid(unknown.map((field) => ({ code: 'unknown_setting', field })))
    Object.assign(this.settings, changes)
    this.clock.offsetMs = this.settings.clock_offset_ms
  }

  /** Writes an event and offers it to the webhooks, unless the change asked for silence. */
  tell({ quiet } = {}, name, data) {
    if (!quiet) this.webhooks.offer(this.log.write(name, structuredClone(data)))
  }

  /** Events of things that go because something above them goes. */
  tellCascade(how = {}, name, data) {
    this.tell({ quiet: how.quiet || !this.settings.cascade_events }, name, data)
  }

  userByEmail(email) {
    return this.#byEmail.get(email.toLowerCase())
  }

  userByExternalId(id) {
    return this.#byExternalId.get(id)
  }

  /** Keeps the indexes of people true; `before` or `after` is null when the person comes or goes. */
  reindexUser(row, before, after) {
    if (before) this.#byEmail.delete(before.email.toLowerCase())
    if (before?.external_id) this.#byExternalId.delete(before.external_id)
    if (after) this.#byEmail.set(after.email.toLowerCase(), row)
    if (after?.external_id) this.#byExternalId.set(after.external_id, row)
  }

  addMembership(row) {
    this.memberships.add(row)
    for (const [index, key] of this.#indexes(row)) {
      if (!index.has(key)) index.set(key, new Ordered())
      index.get(key).add(row)
    }
  }

  removeMembership(row) {
    this.memberships.remove(row)
    for (const [index, key] of this.#indexes(row)) {
      index.get(key).remove(row)
      if (index.get(key).rows.length === 0) index.delete(key)
    }
  }

  #indexes = (row) => [
    [this.#inOrganisation, row.organization_id],
    [this.#ofUser, row.user_id],
  ]

  membershipsIn(organisation) {
    return this.#inOrganisation.get(organisation) ?? EMPTY
  }

  membershipsOfUser(user) {
    return this.#ofUser.get(user) ?? EMPTY
  }

  /** The one membership of a person in an organisation, in any state. */
  membershipOf(user, organisation) {
    return this.membershipsOfUser(user).rows.find((row) => row.organization_id === organisation)
  }

  activeMembership(user, organisation) {
    const row = this.membershipOf(user, organisation)
    return row?.status === 'active' ? row : undefined
  }

  roleBySlug(slug, organisation) {
    return this.roles.rows.find((row) => row.slug === slug && (row.organization_id === null || row.organization_id === organisation))
  }

  /** The slugs of a membership, the one of the highest priority first. */
  rolesOf({ role_slugs, organization_id }) {
    if (role_slugs.length < 2) return role_slugs
    const priority = (slug) => this.roleBySlug(slug, organization_id)?.priority ?? Infinity
    return [...role_slugs].sort((a, b) => priority(a) - priority(b))
  }

  /** The whole state for comparing, or the parts of it that are named. */
  dump(only) {
    const membership = (row) => shapes.membership(this, row)
    const kinds = {
      users: [this.users, shapes.user],
      organizations: [this.organisations, shapes.organisation],
      organization_domains: [this.domains, shapes.domain],
      organization_memberships: [this.memberships, membership],
      roles: [this.roles, shapes.role],
      directory_users: [this.directoryUsers, shapes.directoryUser],
      sessions: [this.sessions, shapes.session],
    }
    const names = only ?? Object.keys(kinds)
    const wrong = names.filter((name) => !(name in kinds))
    if (wrong.length > 0) throw new Refusal(422, { message: `No such part: ${wrong}` })
    return {
      ...Object.fromEntries(names.map((name) => [name, kinds[name][0].rows.map(kinds[name][1])])),
      deleted: Object.fromEntries(names.map((name) => [name, kinds[name][0].deleted])),
      events: this.log.size,
      last_event: this.log.last,
    }
  }
}
