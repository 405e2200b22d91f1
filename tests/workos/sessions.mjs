// Sessions: begun by a sign-in, kept by refresh tokens, ended by sign-out, by revocation, or with the membership.
import { invalid, Refusal } from './refusal.mjs'
import { uriAllowed } from './redirects.mjs'
import { secret } from './ids.mjs'
import * as shapes from './shapes.mjs'

/** What a session's event calls the method that the authentication answer names. */
const AUTH_METHODS = { Impersonation: 'impersonation', MagicAuth: 'magic_code', Passkey: 'passkey', Password: 'password', SSO: 'sso' }

/** `confidential` sessions were begun with the client's secret, and are refreshed only with it. */
export function startSession(
  state,
  { user, organization_id = null, method = 'Password', impersonator = null, ip_address = null, user_agent = null, confidential = true },
) {
  const now = state.clock.now()
  const at = state.clock.iso(now)
  const authentication_method = impersonator ? 'Impersonation' : method
  const row = {
    id: state.ids.next('session'),
    user_id: user.id,
    organization_id,
    auth_method: AUTH_METHODS[authentication_method] ?? (authentication_method.endsWith('OAuth') ? 'oauth' : 'unknown'),
    status: 'active',
    expires_at: state.clock.iso(now + state.settings.session_seconds * 1_000),
    ended_at: null,
    ip_address,
    user_agent,
    impersonator,
    created_at: at,
    updated_at: at,
    authentication_method,
    authenticated_at: Math.floor(now / 1_000),
    confidential,
    // Tokens that were used, with when and what they were answered with, for as long as a replay is let through.
    used: new Map(),
  }
  state.sessions.add(row)
  if (!impersonator) user.last_sign_in_at = at
  state.tell({}, 'session.created', shapes.session(row))
  return row
}

/** A fresh refresh token; the one before is no longer current. */
export function issueRefreshToken(state, row) {
  const token = secret()
  row.current = token
  state.refreshTokens.set(token, row)
  return token
}

/** Ends the active sessions that `match`; production tells of those that are revoked, not of those that expire. */
export function endSessions(state, match, status, how) {
  const ended = state.sessions.rows.filter((row) => row.status === 'active' && match(row))
  for (const row of ended) {
    const at = state.clock.iso()
    Object.assign(row, { status, ended_at: at, updated_at: at })
    for (const token of [row.current, ...row.used.keys()]) state.refreshTokens.delete(token)
    row.used.clear()
    if (status === 'revoked') state.tell(how, 'session.revoked', shapes.session(row))
  }
  return ended
}

/** `POST /user_management/sessions/revoke` */
export function revokeSession(state, body) {
  if (typeof body?.session_id !== 'string') throw invalid([{ code: 'required', field: 'session_id' }])
  if (!state.sessions.get(body.session_id)) throw new Refusal(400, { message: `Session not found: '${body.session_id}'.` })
  endSessions(state, (row) => row.id === body.session_id, 'revoked')
  return { status: 200, body: null }
}

/** `GET /user_management/sessions/logout`: a browser comes here; a session that is already over must not strand it. */
export function logOut(state, query) {
  const [id, target] = [query.get('session_id'), query.get('return_to')]
  if (!id) throw invalid([{ code: 'required', field: 'session_id' }])
  if (target !== null && !uriAllowed(target, state.settings.logout_uris)) throw invalid([{ code: 'invalid', field: 'return_to' }])
  endSessions(state, (row) => row.id === id, 'revoked')
  const location = target ?? state.settings.logout_uris[0]
  if (location) return { status: 302, headers: { location } }
  return { status: 200, html: '<!doctype html><title>Signed out</title><main><h1>Signed out</h1></main>' }
}
