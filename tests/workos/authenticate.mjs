// `POST /user_management/authenticate`: a code or a refresh token against a pair of tokens.
import { createHash } from 'node:crypto'
import { coded, invalid, oauth } from './refusal.mjs'
import { secret } from './ids.mjs'
import { endSessions, issueRefreshToken, startSession } from './sessions.mjs'
import * as shapes from './shapes.mjs'
import { claimsOf } from './tokens.mjs'

const VERIFIER = /^[A-Za-z0-9._~-]{43,128}$/

export function authenticate(state, body) {
  if (body === null || typeof body !== 'object') throw invalidParameters('grant_type')
  need(body, 'client_id', 'grant_type')
  if (body.client_id !== state.clientId) throw oauth('invalid_client', 'Invalid client ID.')
  if (body.client_secret !== undefined && body.client_secret !== state.apiKey) throw oauth('invalid_client', 'Invalid client secret.')
  if (body.grant_type === 'authorization_code') return byCode(state, body)
  if (body.grant_type === 'refresh_token') return byRefreshToken(state, body)
  throw invalidParameters('grant_type')
}

function byCode(state, body) {
  need(body, 'code')
  const { client_secret, code_verifier } = body
  if (client_secret === undefined && code_verifier === undefined) throw oauth('invalid_client', 'A client secret or a code verifier is needed.')
  const code = state.codes.get(body.code)
  // Used up by the first attempt, whatever comes of it.
  state.codes.delete(body.code)
  const user = code && state.users.get(code.user_id)
  if (!user || code.until < state.clock.now()) throw oauth('invalid_grant', `The code '${body.code}' has expired or is invalid.`)
  if (code_verifier !== undefined) {
    if (!code.challenge) throw coded(400, 'code_challenge_not_found', 'The code was asked for without a code challenge.')
    const challenge = createHash('sha256').update(code_verifier).digest('base64url')
    if (!VERIFIER.test(code_verifier) || challenge !== code.challenge) throw oauth('invalid_grant', 'The code verifier does not match the code challenge.')
  } else if (code.challenge) {
    throw oauth('invalid_grant', 'The code was asked for with a code challenge; its verifier is missing.')
  }
  if (code.refuse) throw refusalOf(state, code.refuse, user)
  const { organization_id, method, impersonator } = code
  if (organization_id && !state.activeMembership(user.id, organization_id)) throw oauth('organization_membership_not_found')
  const { ip_address, user_agent } = body
  return answer(state, startSession(state, { user, organization_id, method, impersonator, ip_address, user_agent, confidential: client_secret !== undefined }))
}

function byRefreshToken(state, body) {
  need(body, 'refresh_token')
  const now = state.clock.now()
  const session = state.refreshTokens.get(body.refresh_token)
  if (session && Date.parse(session.expires_at) <= now) endSessions(state, (row) => row === session, 'expired')
  if (!session || session.status !== 'active') throw invalidToken()
  if (session.confidential && body.client_secret === undefined) throw oauth('invalid_client', 'The session was begun with a client secret.')
  const replayMs = state.settings.replay_seconds * 1_000
  const used = session.used.get(body.refresh_token)
  if (used) {
    // The answer may have been lost on its way: for a moment the same question gets the same answer.
    if (now - used.at <= replayMs) return used.answer
    throw invalidToken()
  }
  const next = body.organization_id
  if (next !== undefined && next !== null) {
    if (!state.organisations.get(next)) throw oauth('organization_not_found')
    if (!state.activeMembership(session.user_id, next)) throw oauth('organization_membership_not_found')
    session.organization_id = next
  }
  session.updated_at = state.clock.iso()
  const given = answer(state, session)
  for (const [token, { at }] of session.used) {
    if (now - at <= replayMs) continue
    session.used.delete(token)
    state.refreshTokens.delete(token)
  }
  session.used.set(body.refresh_token, { at: now, answer: given })
  return given
}

/** The 200 of both grants, with a new pair of tokens. */
export function answer(state, session) {
  return {
    user: shapes.user(state.users.get(session.user_id)),
    ...(session.organization_id && { organization_id: session.organization_id }),
    access_token: state.keys.sign(claimsOf(state, session)),
    refresh_token: issueRefreshToken(state, session),
    authentication_method: session.authentication_method,
    ...(session.impersonator && { impersonator: session.impersonator }),
  }
}

/** What production answers when a sign-in needs another step; with its hosted page these steps happen before the code. */
function refusalOf(state, kind, user) {
  const pending_authentication_token = secret()
  const organizations = state.membershipsOfUser(user.id).rows.map(({ organization_id: id }) => ({ id, name: state.organisations.get(id).name }))
  const shaped = { pending_authentication_token, user: shapes.user(user) }
  const kinds = {
    organization_selection_required: () =>
      coded(403, kind, 'The user must choose an organization to finish their authentication.', { ...shaped, organizations }),
    email_verification_required: () =>
      coded(403, kind, 'Email ownership must be verified before authentication.', {
        ...shaped,
        email: user.email,
        email_verification_id: state.ids.next('email_verification'),
      }),
    mfa_enrollment: () => coded(403, kind, 'The user must enroll in MFA to finish authenticating.', shaped),
    mfa_challenge: () => coded(403, kind, 'The user must complete an MFA challenge to finish authenticating.', { ...shaped, authentication_factors: [] }),
    invalid_credentials: () => coded(400, kind, 'Invalid credentials.'),
    invalid_organization_id: () => coded(400, kind, 'Invalid organization ID.'),
    too_many_requests: () => oauth(kind, undefined, 429),
  }
  for (const required of ['sso_required', 'organization_authentication_methods_required']) {
    kinds[required] = () => {
      const refusal = oauth(required)
      const auth_methods = { apple_oauth: false, github_oauth: false, google_oauth: false, magic_auth: false, microsoft_oauth: false, password: false }
      Object.assign(refusal.body, { email: user.email, sso_connection_ids: [state.ids.next('conn')], auth_methods })
      return refusal
    }
  }
  return kinds[kind]?.() ?? oauth(kind)
}

const invalidToken = () => oauth('invalid_grant', 'Session has already ended or the refresh token is not valid.')

const invalidParameters = (...fields) =>
  invalid(
    fields.map((field) => ({ code: 'invalid', field })),
    { code: 'invalid_request_parameters' },
  )

function need(body, ...names) {
  const missing = names.filter((name) => typeof body[name] !== 'string' || body[name] === '')
  if (missing.length > 0) throw invalidParameters(...missing)
}
