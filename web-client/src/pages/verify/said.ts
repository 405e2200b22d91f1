import { isObject, type Json } from '../../verifying/json'

/** Whether a signed value stands for an image: of one its checksum is signed, as a page would name it to a browser. */
export const isImage = (value: string): boolean => /^sha256-[A-Za-z0-9+/]{43}=$/.test(value)

/** What a path in a credential is called. `field`: by the certificate itself. */
export type Label = { readonly kind: 'word'; readonly id: string } | { readonly kind: 'field'; readonly name: string } | { readonly kind: 'path' }

const WORDS: Readonly<Record<string, string>> = {
  'name': 'verify-title-of',
  'issuer.name': 'verify-issuer',
  'issuer.id': 'verify-issuer-id',
  'validFrom': 'verify-valid-from',
  'validUntil': 'verify-valid-until',
  'credentialSubject.licenseNumber': 'verify-number',
  'credentialSubject.identifier[name].identityHash': 'verify-recipient',
  'credentialSubject.identifier[emailAddress].identityHash': 'verify-email',
  'credentialSubject.identifier[systemId].identityHash': 'verify-system-id',
  'credentialSubject.achievement.name': 'verify-title-of',
  'credentialSubject.achievement.criteria.narrative': 'verify-criteria',
  'proof[0].created': 'verify-signed-at',
  'proof[0].proofValue': 'verify-signature',
}

/** What a path of two documents is called; the first that names a field says how that is called. */
export function labelOf(path: string, ...documents: readonly Json[]): Label {
  const id = Object.hasOwn(WORDS, path) ? WORDS[path] : undefined
  if (id !== undefined) return { kind: 'word', id }
  const field = /^credentialSubject\.result\[(.+)\]\.value$/.exec(path)?.[1]
  const name = field === undefined ? undefined : documents.map(document => fieldName(document, field)).find(found => found !== null)
  return name == null ? { kind: 'path' } : { kind: 'field', name }
}

function fieldName(document: Json, id: string): string | null {
  const at = (value: Json | undefined, name: string): Json | undefined => (isObject(value) ? value[name] : undefined)
  const fields = at(at(at(document, 'credentialSubject'), 'achievement'), 'resultDescription')
  const found = Array.isArray(fields) ? fields.find((one: Json) => at(one, 'id') === id) : undefined
  const name = at(found, 'name')
  return typeof name === 'string' ? name : null
}
