import { fromBase58 } from './base'
import type { Json } from './json'
import type { Proof } from './shape'

/** A document with one proof, of a shape that is known. */
interface Secured {
  readonly '@context': readonly string[]
  readonly proof: readonly [Proof]
}

const SIGNATURE_BYTES = 64

/**
 * Whether a key has signed a document (Data Integrity EdDSA Cryptosuites 1.0, section 3.2: `eddsa-rdfc-2022`). It has to be of a known shape: what is signed is
 * what the document says, and words without a meaning say nothing.
 */
export async function holds(document: Secured, key: Uint8Array<ArrayBuffer>): Promise<boolean> {
  const { proof: [{ proofValue, ...options }], ...unsecured } = document
  const signature = fromBase58(proofValue)
  if (signature === null || signature.length !== SIGNATURE_BYTES) return false
  const { hashOf } = await import('./canonical')
  const hashes = [await hashOf({ '@context': document['@context'], ...options }), await hashOf(unsecured as unknown as Json)]
  if (hashes.some(hash => hash === null)) return false
  const said = new Uint8Array(64)
  hashes.forEach((hash, place) => said.set(hash ?? [], place * 32))
  return hasSigned(key, said, signature)
}

/** By the browser where it can; some cannot yet, and none on a page that did not come over HTTPS. */
export async function hasSigned(key: Uint8Array<ArrayBuffer>, said: Uint8Array<ArrayBuffer>, signature: Uint8Array<ArrayBuffer>): Promise<boolean> {
  const subtle = (globalThis.crypto as Crypto | undefined)?.subtle as SubtleCrypto | undefined
  try {
    const imported = await subtle?.importKey('raw', key, 'Ed25519', false, ['verify'])
    if (subtle !== undefined && imported !== undefined) return await subtle.verify('Ed25519', imported, signature, said)
  } catch { /* It does not know the curve. */ }
  return hasSignedWithout(key, said, signature)
}

/** Without the browser's help. */
export async function hasSignedWithout(key: Uint8Array<ArrayBuffer>, said: Uint8Array<ArrayBuffer>, signature: Uint8Array<ArrayBuffer>): Promise<boolean> {
  const { ed25519Verify } = await import('./canonical')
  return ed25519Verify(key, said, signature)
}
