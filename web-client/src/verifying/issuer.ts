import { fromBase58 } from './base'
import { isObject, type Json } from './json'

/** The bytes before an Ed25519 key in a Multikey. */
const ED25519 = [0xed, 0x01]
const KEY_BYTES = 32

/** A host as it stands in an address: `certificates.example`, with a port where it has one. */
export type Host = string

/**
 * Where the document of an issuer stands on a host, when it is one of that host's; null: it issues elsewhere. Only what can be an issuer's path is asked for, so
 * that no file leads to any other address.
 */
export function documentPath(issuer: string, host: Host): string | null {
  const [method, kind, authority, ...path] = issuer.split(':')
  if (method !== 'did' || kind !== 'web' || authority?.replace(/%3a/i, ':').toLowerCase() !== host.toLowerCase()) return null
  return path.length === 2 && path[0] === 'issuers' && /^[\w-]{1,100}$/.test(path[1] ?? '') ? `/issuers/${path[1]}/did.json` : null
}

/** The path of an address on a host; null: it is another host's. Only its own letters count: nothing is put in order, so nothing is mistaken. */
export function pathOn(address: string, host: Host): string | null {
  const found = /^https?:\/\/([^/?#]+)(\/[^?#]*)$/.exec(address)
  return found !== null && found[1]?.toLowerCase() === host.toLowerCase() ? found[2] ?? null : null
}

/** The Ed25519 key that a Multikey is; null: it is none. */
export function keyOf(multikey: string): Uint8Array<ArrayBuffer> | null {
  const bytes = fromBase58(multikey)
  return bytes !== null && bytes.length === KEY_BYTES + 2 && ED25519.every((byte, place) => bytes[place] === byte) ? bytes.slice(2) : null
}

/** The key that the name of a key says it is: its last part. */
export const keyNamed = (method: string): string => method.slice(method.indexOf('#') + 1)

/** The key of that name, by the document of its issuer; null: it has none, or took it back. */
export function listedKey(document: Json, issuer: string, method: string): Uint8Array<ArrayBuffer> | null {
  if (!isObject(document) || document['id'] !== issuer) return null
  const { assertionMethod, verificationMethod } = document
  if (!Array.isArray(assertionMethod) || !assertionMethod.includes(method) || !Array.isArray(verificationMethod)) return null
  const listed = verificationMethod.find((one: Json) => isObject(one) && one['id'] === method && one['controller'] === issuer && one['type'] === 'Multikey')
  const key = isObject(listed) ? listed['publicKeyMultibase'] : undefined
  return typeof key === 'string' ? keyOf(key) : null
}
