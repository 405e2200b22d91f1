// Access tokens with the claims of production, the keys that sign them, and forged ones for tests that must refuse them.
import { createHmac, generateKeyPair, sign } from 'node:crypto'
import { promisify } from 'node:util'
import { Refusal } from './refusal.mjs'

const generate = promisify(generateKeyPair)
const encode = (value) => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')

export class Keys {
  #ids
  #keys = []

  /** With the first key already made. */
  static async make(ids) {
    const keys = new Keys()
    keys.#ids = ids
    keys.#keys.push(await keys.#fresh())
    return keys
  }

  get current() {
    return this.#keys.at(-1)
  }

  /** Signs with a new key from now on; either key can be kept out of the published set. */
  async rotate({ publish_old = true, publish_new = true } = {}) {
    const next = await this.#fresh()
    for (const key of this.#keys) key.published &&= publish_old
    this.#keys.push({ ...next, published: publish_new })
    return { kid: this.current.kid, published: this.jwks().keys.map(({ kid }) => kid) }
  }

  /** `GET /sso/jwks/{client id}` */
  jwks() {
    return { keys: this.#keys.filter((key) => key.published).map((key) => key.jwk) }
  }

  sign(claims, key = this.current) {
    return signed({ alg: 'RS256', kid: key.kid }, claims, (text) => sign('RSA-SHA256', text, key.privateKey))
  }

  /**
   * A token that is wrong in a chosen way: `alg` `none`, or `HS256` with the public key as its secret; `key: "unknown"`
   * signs with a key that is never published; `kid` names another one.
   */
  async forge(claims, { alg = 'RS256', key = 'current', kid } = {}) {
    const chosen = key === 'unknown' ? await this.#fresh() : this.current
    const header = { alg, kid: kid ?? chosen.kid }
    if (alg === 'none') return signed(header, claims, () => Buffer.alloc(0))
    if (alg === 'HS256') {
      const pem = chosen.publicKey.export({ type: 'spki', format: 'pem' })
      return signed(header, claims, (text) => createHmac('sha256', pem).update(text).digest())
    }
    if (alg !== 'RS256') throw new Refusal(422, { message: `No such alg: ${alg}` })
    return signed(header, claims, (text) => sign('RSA-SHA256', text, chosen.privateKey))
  }

  async #fresh() {
    const { privateKey, publicKey } = await generate('rsa', { modulusLength: 2_048 })
    const kid = this.#ids.next('sso_oidc_key_pair')
    const { n, e } = publicKey.export({ format: 'jwk' })
    return { kid, privateKey, publicKey, published: true, jwk: { alg: 'RS256', kty: 'RSA', use: 'sig', kid, n, e } }
  }
}

function signed(header, claims, signer) {
  const text = `${encode(header)}.${encode(claims)}`
  return `${text}.${signer(Buffer.from(text)).toString('base64url')}`
}

/** The claims of a session now; roles and permissions are those of this moment, the rest is of the sign-in. */
export function claimsOf(state, session) {
  const now = Math.floor(state.clock.now() / 1_000)
  return {
    iss: state.settings.issuer,
    sub: session.user_id,
    sid: session.id,
    jti: state.ids.ulid(),
    ...(session.organization_id && organisationClaims(state, session)),
    client_id: state.clientId,
    auth_time: session.authenticated_at,
    ...(session.impersonator && { act: { sub: session.impersonator.email } }),
    iat: now,
    exp: now + state.settings.token_seconds,
    ...state.settings.extra_claims,
  }
}

function organisationClaims(state, { user_id, organization_id }) {
  const membership = state.activeMembership(user_id, organization_id)
  const roles = membership ? state.rolesOf(membership) : []
  const permissions = new Set(roles.flatMap((slug) => state.roleBySlug(slug, organization_id)?.permissions ?? []))
  const { entitlements = [], feature_flags = [] } = state.organisations.get(organization_id) ?? {}
  return {
    org_id: organization_id,
    ...(roles.length > 0 && { role: roles[0], roles, permissions: [...permissions] }),
    ...(entitlements.length > 0 && { entitlements }),
    ...(feature_flags.length > 0 && { feature_flags }),
  }
}
