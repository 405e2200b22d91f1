// People: made, changed, deleted.
import { conflict, existing, freshId, only, required } from './fields.mjs'
import { deleteMembership } from './memberships.mjs'
import { endSessions } from './sessions.mjs'
import * as shapes from './shapes.mjs'

const CHANGEABLE = ['email', 'email_verified', 'first_name', 'last_name', 'profile_picture_url', 'external_id', 'metadata', 'locale', 'last_sign_in_at']

export function createUser(state, body, how) {
  required(only(body, ['id', 'created_at', 'updated_at', ...CHANGEABLE]), 'email')
  refuseTaken(state, body)
  const at = state.clock.iso()
  const row = {
    id: freshId(state, state.users, 'user', body.id),
    email: body.email,
    email_verified: body.email_verified ?? true,
    first_name: body.first_name ?? null,
    last_name: body.last_name ?? null,
    profile_picture_url: body.profile_picture_url ?? null,
    external_id: body.external_id ?? null,
    metadata: body.metadata,
    locale: body.locale ?? null,
    last_sign_in_at: body.last_sign_in_at ?? null,
    created_at: body.created_at ?? at,
    updated_at: body.updated_at ?? body.created_at ?? at,
  }
  state.users.add(row)
  state.reindexUser(row, null, row)
  state.tell(how, 'user.created', shapes.user(row))
  return row
}

export function updateUser(state, id, body, how) {
  const row = existing(state.users, id, 'User')
  only(body, CHANGEABLE)
  refuseTaken(state, body, row)
  const before = { ...row }
  Object.assign(row, body, { updated_at: state.clock.iso() })
  state.reindexUser(row, before, row)
  state.tell(how, 'user.updated', shapes.user(row))
  return row
}

/** An address belongs to one person at a time, so exchanging two takes three steps, each with its event. */
export function swapEmails(state, body, how) {
  required(only(body, ['a', 'b']), 'a', 'b')
  const [a, b] = [existing(state.users, body.a, 'User'), existing(state.users, body.b, 'User')]
  const [emailA, emailB] = [a.email, b.email]
  updateUser(state, a.id, { email: `swap-${(state.counter += 1)}@example.invalid` }, how)
  updateUser(state, b.id, { email: emailA }, how)
  updateUser(state, a.id, { email: emailB }, how)
  return { a, b }
}

export function deleteUser(state, id, how) {
  const row = existing(state.users, id, 'User')
  for (const membership of [...state.membershipsOfUser(id).rows]) deleteMembership(state, membership.id, { ...how, cascade: true })
  endSessions(state, (session) => session.user_id === id, 'revoked', how)
  state.users.remove(row)
  state.reindexUser(row, row, null)
  state.tell(how, 'user.deleted', shapes.user(row))
  return row
}

function refuseTaken(state, { email, external_id }, self) {
  const [byEmail, byExternalId] = [email && state.userByEmail(email), external_id && state.userByExternalId(external_id)]
  if (byEmail && byEmail !== self) throw conflict(`${email} belongs to ${byEmail.id}.`)
  if (byExternalId && byExternalId !== self) throw conflict(`${external_id} belongs to ${byExternalId.id}.`)
}
