// What has happened, in order, and the Events API that reads it.
import { Refusal, invalid } from './refusal.mjs'
import { pageOf, readPaging } from './lists.mjs'
import { Shelf } from './shelf.mjs'

const DAY_MS = 86_400_000
const WINDOW_DAYS = 30

const created = ['created', 'updated', 'deleted']
const KNOWN = {
  user: created,
  organization: created,
  organization_domain: [...created, 'verified', 'verification_failed'],
  organization_membership: created,
  role: created,
  organization_role: created,
  permission: created,
  session: ['created', 'revoked'],
  invitation: ['created', 'accepted', 'revoked', 'resent'],
  dsync: ['activated', 'deleted'],
  'dsync.user': created,
  'dsync.group': [...created, 'user_added', 'user_removed'],
  connection: ['activated', 'deactivated', 'deleted'],
  magic_auth: ['created'],
  email_verification: ['created'],
  password_reset: ['created', 'succeeded'],
  api_key: ['created', 'revoked'],
  flag: [...created, 'rule_updated'],
  authentication: [
    'email_verification_succeeded',
    'radar_risk_detected',
    'mfa_succeeded',
    ...['magic_auth', 'oauth', 'passkey', 'password', 'sso'].flatMap((way) => [`${way}_succeeded`, `${way}_failed`]),
  ],
}

export class EventLog {
  #state
  #shelf = new Shelf()
  // Types are checked as production does; a type that a test sent by hand becomes known with it.
  #types = new Set(Object.entries(KNOWN).flatMap(([front, ends]) => ends.map((end) => `${front}.${end}`)))

  constructor(state) {
    this.#state = state
  }

  get size() {
    return this.#shelf.size
  }

  get last() {
    return this.#shelf.rows.at(-1)?.event.id ?? null
  }

  get(id) {
    return this.#shelf.get(id)?.event
  }

  /** Makes an event; `log: false` keeps it out of the Events API, for what only a webhook ever tells. */
  write(name, data, { id = this.#state.ids.next('event'), created_at = this.#state.clock.iso(), context, log = true } = {}) {
    const event = Object.freeze({ object: 'event', id, event: name, data, created_at, ...(context && { context }) })
    this.#types.add(name)
    if (log) {
      if (this.#shelf.get(id)) throw new Refusal(409, { message: `Event ${id} exists.` })
      this.#shelf.add({ id, event, ms: Date.parse(created_at), organisation: organisationOf(name, data) })
    }
    return event
  }

  /** `GET /events` */
  list(query) {
    const state = this.#state
    const paging = readPaging(query, 'normal')
    const errors = []
    const names = (query.get('events') ?? '').split(',').filter(Boolean)
    if (names.length === 0) errors.push({ code: 'required', field: 'events' })
    if (!names.every((name) => this.#types.has(name))) errors.push({ code: 'unknown_event_type', field: 'events' })
    const [from, to] = ['range_start', 'range_end'].map((field) => {
      if (!query.has(field)) return undefined
      const ms = Date.parse(query.get(field))
      if (Number.isNaN(ms)) errors.push({ code: 'invalid_date', field })
      return ms
    })
    if (query.has('after') && query.has('range_start')) errors.push({ code: 'mutually_exclusive', field: 'range_start' })
    if (from !== undefined && to !== undefined && (to < from || to - from > WINDOW_DAYS * DAY_MS)) errors.push({ code: 'invalid_range', field: 'range_end' })
    if (errors.length > 0) throw invalid(errors)
    const organisation = query.get('organization_id')
    if (organisation !== null && !state.organisations.get(organisation)) throw new Refusal(400, { message: `Organization not found: '${organisation}'.` })

    const oldest = state.clock.now() - state.settings.retention_days * DAY_MS
    const end = to ?? (from === undefined ? Infinity : from + WINDOW_DAYS * DAY_MS)
    const wanted = new Set(names)
    const keep = ({ event, ms, organisation: owner }) =>
      ms >= oldest && ms >= (from ?? -Infinity) && ms <= end && wanted.has(event.event) && (organisation === null || owner === organisation)
    const cursor = paging.after === undefined ? undefined : this.#shelf.get(paging.after)
    if (state.settings.unknown_cursor === 'oldest' && paging.after && !(cursor?.ms >= oldest)) delete paging.after
    else if (cursor && cursor.ms < oldest) throw invalid([{ code: 'invalid_cursor', field: 'after' }])
    const page = pageOf(this.#shelf, this.#shelf, paging, keep, ({ event }) => event)
    return { object: 'list', data: page.data, list_metadata: { after: page.list_metadata.after } }
  }
}

/** The organisation an event belongs to; those of people have none. */
function organisationOf(name, data) {
  if (name.startsWith('organization.')) return data.id
  return data.organization_id ?? data.organization_domain?.organization_id ?? data.user?.organization_id ?? null
}
