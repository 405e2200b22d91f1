// `GET /user_management/authorize`: a browser comes with a request for sign-in and goes back with a code or an error.
import { secret } from './ids.mjs'
import { organisationsPage, peoplePage } from './page.mjs'
import { uriAllowed } from './redirects.mjs'
import { oauth } from './refusal.mjs'

const SELECTORS = ['provider', 'organization_id', 'connection_id']
const CHALLENGE = /^[A-Za-z0-9_-]{43}$/
const SHOWN = 50

/** The page, or at once the way back when control or `--auto-sign-in` has chosen already. */
export function authorize(state, query) {
  const request = read(state, query)
  if (request.error) return back(request, request.error)
  const planned = state.nextSignIn
  if (planned?.error) {
    state.nextSignIn = null
    return back(request, { error: planned.error, error_description: planned.error_description ?? `The request failed due to: ${planned.error}.` })
  }
  const hinted = query.get('login_hint') ? state.userByEmail(query.get('login_hint')) : undefined
  if (planned?.user_id) return signIn(state, request, state.users.get(planned.user_id), { automatic: true })
  if (state.settings.auto_sign_in && hinted) return signIn(state, request, hinted, { automatic: true })
  return { html: peoplePage(query, candidates(state, request), { hinted, organisation: request.organisation }) }
}

/** `GET /user_management/authorize/continue`: what the buttons of the page send. */
export function continueSignIn(state, query) {
  const request = read(state, query)
  if (request.error) return back(request, request.error)
  if (query.has('cancel')) return back(request, { error: 'access_denied', error_description: 'The user cancelled the sign-in.' })
  const user = query.get('user_id') ? state.users.get(query.get('user_id')) : state.userByEmail(query.get('email') ?? '')
  if (!user) return { html: peoplePage(query, candidates(state, request), { organisation: request.organisation, problem: 'Nobody has this address.' }) }
  return signIn(state, request, user, { chosen: query.get('chosen_organization_id') })
}

/** Checks what a client sends. A wrong client or address is refused here; any other error is told to the address. */
function read(state, query) {
  const redirect = query.get('redirect_uri') ?? ''
  if (query.get('client_id') !== state.clientId) throw oauth('invalid_client', 'Invalid client ID.')
  if (!uriAllowed(redirect, state.settings.redirect_uris)) throw oauth('invalid_redirect_uri', `The redirect URI '${redirect}' is not registered.`)
  const request = { redirect, query, organisation: null, method: 'Password' }
  const fail = (error, error_description) => ({ ...request, error: { error, error_description } })
  if (query.get('response_type') !== 'code') return fail('unsupported_response_type', 'response_type must be code.')
  const selectors = SELECTORS.filter((name) => query.has(name))
  if (selectors.length !== 1) return fail('invalid_request', `Exactly one of ${SELECTORS.join(', ')} is needed.`)
  const provider = query.get('provider')
  if (provider !== null && provider !== 'authkit' && !/^[A-Za-z]+OAuth$/.test(provider)) return fail('invalid_request', `Unknown provider ${provider}.`)
  if (provider !== 'authkit' && (query.has('screen_hint') || query.has('max_age')))
    return fail('invalid_request', 'screen_hint and max_age are for provider=authkit.')
  if (query.has('screen_hint') && !['sign-in', 'sign-up'].includes(query.get('screen_hint')))
    return fail('invalid_request', 'screen_hint is sign-in or sign-up.')
  if (query.has('max_age') && !/^\d+$/.test(query.get('max_age'))) return fail('invalid_request', 'max_age is a number of seconds.')
  const challenge = query.get('code_challenge')
  if (query.has('code_challenge') !== query.has('code_challenge_method'))
    return fail('invalid_request', 'code_challenge and code_challenge_method go together.')
  if (challenge !== null && query.get('code_challenge_method') !== 'S256') return fail('invalid_request', 'code_challenge_method must be S256.')
  if (challenge !== null && !CHALLENGE.test(challenge)) return fail('invalid_request', 'code_challenge is not a SHA-256 in base64url.')
  const connection = query.get('connection_id')
  if (connection !== null && !(connection in state.settings.connections)) return fail('invalid_connection', `Unknown connection ${connection}.`)
  request.organisation = query.get('organization_id') ?? (connection === null ? null : state.settings.connections[connection])
  if (request.organisation !== null && !state.organisations.get(request.organisation))
    return fail('organization_invalid', `Unknown organization ${request.organisation}.`)
  if (connection !== null) request.method = 'SSO'
  if (provider?.endsWith('OAuth')) request.method = provider
  return request
}

/** Finds the organisation the session will be in, and sends the browser back with a code. */
function signIn(state, request, user, { chosen, automatic = false }) {
  const active = state.membershipsOfUser(user.id).rows.filter((row) => row.status === 'active')
  const { impersonator = null, organization_id, refuse, method = request.method } = state.nextSignIn ?? {}
  const wanted = request.organisation ?? chosen ?? organization_id
  if (wanted && !active.some((row) => row.organization_id === wanted)) {
    state.nextSignIn = null
    return back(request, { error: 'access_denied', error_description: 'The user is not an active member of the organization.' })
  }
  // Nobody is there to choose when the sign-in is automatic: it takes the oldest membership.
  if (!wanted && active.length > 1 && !automatic) {
    return {
      html: organisationsPage(
        request.query,
        user,
        active.map((row) => state.organisations.get(row.organization_id)),
      ),
    }
  }
  state.nextSignIn = null
  const now = state.clock.now()
  for (const [old, { until }] of state.codes) if (until < now) state.codes.delete(old)
  const code = secret()
  state.codes.set(code, {
    user_id: user.id,
    organization_id: wanted ?? active[0]?.organization_id ?? null,
    challenge: request.query.get('code_challenge'),
    until: now + state.settings.code_seconds * 1_000,
    method,
    impersonator,
    refuse,
  })
  return back(request, { code })
}

function back({ redirect, query }, answer) {
  const url = new URL(redirect)
  for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value)
  if (query.has('state')) url.searchParams.set('state', query.get('state'))
  return { status: 302, headers: { location: url.href } }
}

/** The people the page offers: the oldest ones, or those of the organisation that is asked for. */
function candidates(state, { organisation }) {
  if (!organisation) return state.users.rows.slice(0, SHOWN)
  const found = []
  for (const { status, user_id } of state.membershipsIn(organisation).rows) {
    if (status === 'active') found.push(state.users.get(user_id))
    if (found.length === SHOWN) break
  }
  return found
}
