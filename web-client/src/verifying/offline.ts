import { fromBase64Url, unpacked } from './base'
import { DOCUMENT_CHARACTERS, isObject, readJson, type Json } from './json'
import { CREDENTIAL, withConstants } from './shape'

/** What the largest code holds. */
const PACKED = 2_953

/** Whether something may be a packed credential. */
export const isPacked = (text: string): boolean => /^[\w-]{100,2953}$/.test(text)

/**
 * The credential that stands behind the `#` of a code's address, as JSON: deflated, without what every credential says alike. Whether it is what was signed is
 * for its proof to say. Null: it is none.
 */
export async function unpackCredential(packed: string): Promise<string | null> {
  const zipped = packed.length <= PACKED ? fromBase64Url(packed) : null
  const bytes = zipped === null ? null : await unpacked(zipped, 'deflate-raw', DOCUMENT_CHARACTERS)
  if (bytes === null) return null
  try {
    const trimmed = readJson(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
    return JSON.stringify(withEntryIds(withConstants(trimmed, CREDENTIAL)))
  } catch { return null }
}

/** The name of an entry is that of its list and its place. */
function withEntryIds(credential: Json): Json {
  if (!isObject(credential) || !Array.isArray(credential['credentialStatus'])) return credential
  const entries = credential['credentialStatus'].map((entry: Json) => (
    isObject(entry) && !Object.hasOwn(entry, 'id') ? { ...entry, id: `${String(entry['statusListCredential'])}#${String(entry['statusListIndex'])}` } : entry
  ))
  return { ...credential, credentialStatus: entries }
}
