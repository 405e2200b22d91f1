// Many random changes with a seed, as a busy environment makes them: the same seed on the same state does the same things.
import { setTimeout as wait } from 'node:timers/promises'
import { only } from './fields.mjs'
import { createDirectoryUser, deleteDirectoryUser, updateDirectoryUser } from './directories.mjs'
import { createMembership, deleteMembership, updateMembership } from './memberships.mjs'
import { createDomain, createOrganisation, deleteDomain, deleteOrganisation, updateDomain, updateOrganisation } from './organisations.mjs'
import { createUser, deleteUser, swapEmails, updateUser } from './people.mjs'
import { random } from './random.mjs'
import { addRole, deleteRole, updateRole } from './roles.mjs'

const NAMES = ['Ada', 'Beat', 'Chiara', 'Duri', 'Zoë', 'Flurina', 'Gian-Marco', 'Hélène', "D'Arcy", '李']
const DOMAIN_STATES = ['pending', 'verified', 'failed', 'unverified', 'legacy_verified']
/** A larger organisation is not deleted: its end alone would be more than all other changes together. */
const MOST_MEMBERS_LOST = 50
const PERMISSIONS = ['certificate:read', 'certificate:edit', 'certificate:issue', 'template:publish']

/**
 * Makes `changes` changes. `protect` names things that keep their state, with what belongs to them; between changes up to `pace_ms` go by, so that
 * others can read in the middle.
 */
export async function churn(state, body) {
  const { seed = 1, changes = 500, pace_ms = 1, protect = [] } = only(body, ['seed', 'changes', 'pace_ms', 'protect'])
  const turmoil = new Turmoil(state, random(seed), new Set(protect))
  // A generator of its own, so that the pace does not decide what happens.
  const pauses = random(seed)
  const eventsBefore = state.log.size
  const counts = {}
  for (let done = 0; done < changes;) {
    const [, name, action] = turmoil.choose()
    const made = action()
    if (made === 0) continue
    counts[name] = (counts[name] ?? 0) + made
    done += made
    if (pace_ms > 0 && pauses.chance(0.5)) await wait(pauses.below(pace_ms + 1))
  }
  const made = Object.values(counts).reduce((sum, count) => sum + count, 0)
  return { seed, changes: made, events: state.log.size - eventsBefore, last_event: state.log.last, counts }
}

class Turmoil {
  #gone = []

  constructor(state, chance, safe) {
    this.state = state
    this.chance = chance
    this.safe = safe
    const { clock } = state
    // How often, what, and the action, which returns how many changes it made (0 when there was nothing to change).
    this.actions = [
      [12, 'user.create', () => this.newUser()],
      [14, 'user.update', () => this.withUser((row) => updateUser(state, row.id, this.userChange()))],
      [6, 'user.email', () => this.withUser((row) => updateUser(state, row.id, { email: this.freshEmail() }))],
      [5, 'user.swap_emails', () => this.swap()],
      [4, 'user.delete', () => this.withUser((row) => this.#gone.push(deleteUser(state, row.id).email))],
      [3, 'user.return', () => this.returned()],
      [
        3,
        'organisation.create',
        () => Number(Boolean(createOrganisation(state, { name: `Verein ${this.chance.pick(NAMES)}`, domains: [this.freshDomain()] }))),
      ],
      [
        4,
        'organisation.update',
        () => this.withOrganisation((row) => updateOrganisation(state, row.id, { name: `${row.name.split(' · ')[0]} · ${this.chance.below(1e4)}` })),
      ],
      [1, 'organisation.delete', () => this.closeOrganisation()],
      [3, 'domain.create', () => this.withOrganisation((row) => createDomain(state, { organization_id: row.id, domain: this.freshDomain() }))],
      [6, 'domain.state', () => this.withOne(state.domains, (row) => updateDomain(state, row.id, { state: this.chance.pick(DOMAIN_STATES) }))],
      [2, 'domain.delete', () => this.withOne(state.domains, (row) => deleteDomain(state, row.id))],
      [14, 'membership.create', () => this.join()],
      [12, 'membership.roles', () => this.withMembership((row) => updateMembership(state, row.id, { role_slugs: this.slugs(row) }))],
      [
        8,
        'membership.status',
        () => this.withMembership((row) => updateMembership(state, row.id, { status: this.chance.pick(['active', 'active', 'inactive', 'pending']) })),
      ],
      [6, 'membership.delete', () => this.withMembership((row) => deleteMembership(state, row.id))],
      [5, 'membership.again', () => this.withMembership((row) => clock.freeze(() => this.rejoin(row)), 2)],
      [
        4,
        'membership.burst',
        () =>
          this.burst(state.memberships, (row) =>
            updateMembership(state, row.id, { role_slugs: this.slugs(row), status: this.chance.pick(['active', 'inactive']) }),
          ),
      ],
      [4, 'user.burst', () => this.burst(state.users, (row) => updateUser(state, row.id, this.userChange()))],
      [2, 'user.instant', () => clock.freeze(() => this.instant())],
      [
        2,
        'role.permissions',
        () => this.withOne(state.roles, (row) => updateRole(state, row.id, { permissions: PERMISSIONS.filter(() => this.chance.chance(0.5)) })),
      ],
      [1, 'role.create', () => Number(Boolean(addRole(state, { slug: `churn-${(state.counter += 1)}`, permissions: [this.chance.pick(PERMISSIONS)] })))],
      [
        1,
        'role.delete',
        () =>
          this.withOne(
            state.roles,
            (row) => deleteRole(state, row.id),
            (row) => row.slug.startsWith('churn-'),
          ),
      ],
      [2, 'directory_user.create', () => this.withOrganisation((row) => createDirectoryUser(state, { organization_id: row.id, email: this.freshEmail() }))],
      [
        2,
        'directory_user.update',
        () => this.withOne(state.directoryUsers, (row) => updateDirectoryUser(state, row.id, { state: this.chance.pick(['active', 'suspended', 'inactive']) })),
      ],
      [1, 'directory_user.delete', () => this.withOne(state.directoryUsers, (row) => deleteDirectoryUser(state, row.id))],
    ]
    this.total = this.actions.reduce((sum, [weight]) => sum + weight, 0)
  }

  choose() {
    let at = this.chance.below(this.total)
    return this.actions.find(([weight]) => (at -= weight) < 0)
  }

  /** Does something with one row that may be touched. */
  withOne(shelf, action, fits = () => true) {
    if (shelf.size === 0) return 0
    const row = this.chance.pick(shelf.rows)
    if (!fits(row) || [row.id, row.user_id, row.organization_id].some((id) => this.safe.has(id))) return 0
    action(row)
    return 1
  }

  withUser = (action) => this.withOne(this.state.users, action)
  withOrganisation = (action) => this.withOne(this.state.organisations, action)
  withMembership = (action, made = 1) => this.withOne(this.state.memberships, action) * made

  freshEmail = () => `churn-${(this.state.counter += 1)}@example.com`
  freshDomain = () => `churn-${this.chance.below(40)}.example.org`
  userChange = () => ({ first_name: this.chance.pick(NAMES), last_name: `N${this.chance.below(1e4)}`, email_verified: this.chance.chance(0.8) })

  newUser(email = this.freshEmail()) {
    createUser(this.state, { email, ...this.userChange() })
    return 1
  }

  /** Somebody who was deleted comes back: the same address, another id. */
  returned() {
    const email = this.#gone.pop()
    return email === undefined || this.state.userByEmail(email) ? 0 : this.newUser(email)
  }

  swap() {
    if (this.state.users.size < 2) return 0
    const [a, b] = [this.chance.pick(this.state.users.rows).id, this.chance.pick(this.state.users.rows).id]
    if (a === b || this.safe.has(a) || this.safe.has(b)) return 0
    this.state.clock.freeze(() => swapEmails(this.state, { a, b }))
    return 3
  }

  closeOrganisation() {
    const small = (row) => this.state.organisations.size > 2 && this.state.membershipsIn(row.id).rows.length <= MOST_MEMBERS_LOST
    return this.withOne(this.state.organisations, (row) => deleteOrganisation(this.state, row.id), small)
  }

  join() {
    const { users, organisations } = this.state
    if (users.size === 0 || organisations.size === 0) return 0
    const [user, organisation] = [this.chance.pick(users.rows), this.chance.pick(organisations.rows)]
    const held = this.state.membershipOf(user.id, organisation.id)
    if ((held && held.status !== 'inactive') || this.safe.has(user.id) || this.safe.has(organisation.id)) return 0
    createMembership(this.state, { user_id: user.id, organization_id: organisation.id, role_slugs: this.slugs({ organization_id: organisation.id }) })
    return 1
  }

  rejoin({ id, user_id, organization_id, role_slugs }) {
    deleteMembership(this.state, id)
    createMembership(this.state, { user_id, organization_id, role_slugs })
  }

  slugs({ organization_id }) {
    const known = this.state.roles.rows.filter((row) => row.organization_id === null || row.organization_id === organization_id)
    return [...new Set([this.chance.pick(known).slug, ...(this.chance.chance(0.2) ? [this.chance.pick(known).slug] : [])])]
  }

  /** Several changes of one thing within one millisecond: only the order of their events tells the last one. */
  burst(shelf, action) {
    const times = 2 + this.chance.below(4)
    const once = (row) => this.state.clock.freeze(() => Array.from({ length: times }, () => action(row)))
    return this.withOne(shelf, once) * times
  }

  /** Somebody who is there for less than a millisecond. */
  instant() {
    const row = createUser(this.state, { email: this.freshEmail(), ...this.userChange() })
    updateUser(this.state, row.id, this.userChange())
    deleteUser(this.state, row.id)
    return 3
  }
}
