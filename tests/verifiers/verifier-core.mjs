// The engine of the Digital Credentials Consortium, as its wallet and its verifier page use it. It loads what it needs by itself; here it gets it from
// the documents at hand.
import { CachedResolver } from '@digitalcredentials/did-io'
import { verifyCredential } from '@digitalcredentials/verifier-core'
import { textOf } from './refusal.mjs'

let shelf = new Map()

// Its HTTP client asks the global `fetch` each time. A document that is missing is a 404 and not an exception, which the client would try twice more,
// seconds later.
globalThis.fetch = async (request) => {
  const text = shelf.get(request.url ?? `${request}`)
  const headers = { 'content-type': 'application/json' }
  return text === undefined ? new Response('{}', { status: 404, headers }) : new Response(text, { headers })
}

// It keeps a DID document for five seconds and offers no way to forget it: the next credential would be held against the keys of the one before.
CachedResolver.prototype.get = function ({ did, url, ...options }) {
  return this._methodForDid(did ?? url).get({ did: did ?? url, ...options })
}

// It also asks for the JSON schema of Open Badges, takes even our 404 for one that allows everything, and refuses nothing because of it; so the schema is
// not judged here. What goes wrong there it says on the console, which is our way out.
console.log = console.error = () => {}

export async function judge(text, documents) {
  shelf = documents
  const { log = [], error, errors = [] } = await verifyCredential({ credential: JSON.parse(text), knownDIDRegistries: [] })
  // `undefined` where a step was not taken, or not to its end.
  const passed = (id) => {
    const results = log.filter((step) => step.id === id).map((step) => step.valid)
    return results.length === 0 || results.includes(undefined) ? undefined : results.every(Boolean)
  }
  const isSet = (purpose) => (passed(`${purpose}_status`) === undefined ? null : !passed(`${purpose}_status`))
  const refused = [...errors, error, ...log.map((step) => step.error)].find(Boolean)
  return {
    // Of the signature only: when the credential has expired or a list of it is missing this stays true, and `error` tells.
    // `registered_issuer` is left out, as nobody is in no registry. That a list is by the issuer of the credential, this engine does not ask.
    verified: passed('valid_signature') === true,
    revoked: isSet('revocation'),
    suspended: isSet('suspension'),
    error: passed('expiration') === false ? 'expired' : textOf(refused),
  }
}
