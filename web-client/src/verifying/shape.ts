import { isObject, type Json } from './json'

/**
 * What a credential of this program looks like, term by term: everything that may stand in one is signed, and in one way only. A document that says anything else
 * could say it unsigned, or mean by a word something that it is not.
 */
type Shape =
  | { readonly kind: 'text' | 'flag' | 'moment' }
  | { readonly kind: 'same'; readonly value: Json }
  | { readonly kind: 'one of'; readonly words: readonly string[] }
  | { readonly kind: 'list'; readonly of: Shape; readonly fewest: number }
  | { readonly kind: 'object'; readonly fields: Readonly<Record<string, Field>> }

type Field = Shape & { readonly optional?: true }

/** Items of one list at most. */
const ITEMS = 1_000
/** Characters of one value at most; a list of states is one. */
const CHARACTERS = 200_000

const text: Shape = { kind: 'text' }
const moment: Shape = { kind: 'moment' }
const same = (value: Json): Shape => ({ kind: 'same', value })
const oneOf = (...words: string[]): Shape => ({ kind: 'one of', words })
const list = (of: Shape, fewest = 1): Shape => ({ kind: 'list', of, fewest })
const object = (fields: Readonly<Record<string, Field>>): Shape => ({ kind: 'object', fields })
const optional = (shape: Shape): Field => ({ ...shape, optional: true })

export const CONTEXTS = ['https://www.w3.org/ns/credentials/v2', 'https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json'] as const

const PROOF = list(object({
  type: same('DataIntegrityProof'),
  cryptosuite: same('eddsa-rdfc-2022'),
  created: moment,
  verificationMethod: text,
  proofPurpose: same('assertionMethod'),
  proofValue: text,
}))

/** A certificate. */
export const CREDENTIAL: Shape = object({
  '@context': same([...CONTEXTS]),
  id: text,
  type: same(['VerifiableCredential', 'OpenBadgeCredential']),
  name: text,
  issuer: object({ id: text, type: same(['Profile']), name: text, url: optional(text) }),
  validFrom: moment,
  validUntil: optional(moment),
  credentialSubject: object({
    type: same(['AchievementSubject']),
    identifier: list(object({
      type: same('IdentityObject'), hashed: { kind: 'flag' }, identityHash: text, identityType: oneOf('name', 'emailAddress', 'systemId'), salt: optional(text),
    }), 0),
    licenseNumber: optional(text),
    achievement: object({
      id: text,
      type: same(['Achievement']),
      achievementType: optional(oneOf('Certificate', 'Diploma', 'License', 'Membership', 'Award')),
      name: text,
      description: text,
      criteria: object({ narrative: text }),
      inLanguage: text,
      version: text,
      resultDescription: optional(list(object({ id: text, type: same(['ResultDescription']), name: text, resultType: oneOf('Result', 'RawScore') }))),
    }),
    result: optional(list(object({ type: same(['Result']), resultDescription: text, value: text }))),
  }),
  credentialStatus: optional(list(object({
    id: text, type: same('BitstringStatusListEntry'), statusPurpose: oneOf('revocation', 'suspension'), statusListIndex: text, statusListCredential: text,
  }))),
  proof: PROOF,
})

/** A list of states. */
export const STATUS_LIST: Shape = object({
  '@context': same([CONTEXTS[0]]),
  id: text,
  type: same(['VerifiableCredential', 'BitstringStatusListCredential']),
  issuer: text,
  validFrom: moment,
  credentialSubject: object({ id: text, type: same('BitstringStatusList'), statusPurpose: oneOf('revocation', 'suspension'), encodedList: text }),
  proof: PROOF,
})

export interface Proof {
  readonly type: string
  readonly cryptosuite: string
  readonly created: string
  readonly verificationMethod: string
  readonly proofPurpose: string
  readonly proofValue: string
}

/** Somebody, said in one way. */
export interface Identity {
  readonly hashed: boolean
  readonly identityHash: string
  readonly identityType: 'name' | 'emailAddress' | 'systemId'
}

/** What a {@link CREDENTIAL} holds. */
export interface Credential {
  readonly '@context': readonly string[]
  readonly id: string
  readonly name: string
  readonly issuer: { readonly id: string; readonly name: string }
  readonly validFrom: string
  readonly validUntil?: string
  readonly credentialSubject: {
    readonly identifier: readonly Identity[]
    readonly licenseNumber?: string
    readonly achievement: {
      readonly name: string
      readonly criteria: { readonly narrative: string }
      readonly inLanguage: string
      readonly resultDescription?: readonly { readonly id: string; readonly name: string }[]
    }
    readonly result?: readonly { readonly resultDescription: string; readonly value: string }[]
  }
  readonly credentialStatus?: readonly { readonly statusPurpose: 'revocation' | 'suspension'; readonly statusListIndex: string; readonly statusListCredential: string }[]
  readonly proof: readonly [Proof]
}

/** What a {@link STATUS_LIST} holds. */
export interface StatusList {
  readonly '@context': readonly string[]
  readonly id: string
  readonly issuer: string
  readonly credentialSubject: { readonly statusPurpose: string; readonly encodedList: string }
  readonly proof: readonly [Proof]
}

/** Where a document is not what it should be. `unsigned`: it says something that no proof covers. */
export interface Problem {
  readonly path: string
  readonly what: 'unsigned' | 'missing' | 'wrong'
}

const isMoment = (value: string): boolean => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/.test(value) && !Number.isNaN(Date.parse(value))

/** Everything in which a document is not of a shape. */
export function problemsOf(value: Json | undefined, shape: Field, path = ''): Problem[] {
  if (value === undefined) return shape.optional === true ? [] : [{ path, what: 'missing' }]
  const wrong: Problem[] = [{ path, what: 'wrong' }]
  switch (shape.kind) {
    case 'text': return typeof value === 'string' && value !== '' && value.length <= CHARACTERS && value.isWellFormed() ? [] : wrong
    case 'flag': return typeof value === 'boolean' ? [] : wrong
    case 'moment': return typeof value === 'string' && isMoment(value) ? [] : wrong
    case 'same': return JSON.stringify(value) === JSON.stringify(shape.value) ? [] : wrong
    case 'one of': return typeof value === 'string' && shape.words.includes(value) ? [] : wrong
    case 'list': {
      if (!Array.isArray(value) || value.length > ITEMS || value.length < shape.fewest) return wrong
      // One proof: of several nobody could say which one was meant.
      if (shape === PROOF && value.length !== 1) return wrong
      return value.flatMap((one: Json, place) => problemsOf(one, shape.of, `${path}[${place}]`))
    }
    case 'object': {
      if (!isObject(value)) return wrong
      const at = (name: string): string => (path === '' ? name : `${path}.${name}`)
      const own = (name: string): Json | undefined => (Object.hasOwn(value, name) ? value[name] : undefined)
      const unsigned = Object.keys(value).filter(name => !Object.hasOwn(shape.fields, name))
      return [
        ...unsigned.map((name): Problem => ({ path: at(name), what: 'unsigned' })),
        ...Object.entries(shape.fields).flatMap(([name, field]) => problemsOf(own(name), field, at(name))),
      ]
    }
  }
}

const fieldOf = (fields: Readonly<Record<string, Field>>, name: string): Field => (Object.hasOwn(fields, name) ? fields[name] : undefined) ?? text

/** A document without what its shape does not have. */
export function onlySigned(value: Json, shape: Shape): Json {
  if (shape.kind === 'list' && Array.isArray(value)) return value.map((one: Json) => onlySigned(one, shape.of))
  if (shape.kind !== 'object' || !isObject(value)) return value
  const kept = Object.entries(value).filter(([name]) => Object.hasOwn(shape.fields, name))
  return Object.fromEntries(kept.map(([name, one]) => [name, onlySigned(one, fieldOf(shape.fields, name))]))
}

/** A document with what its shape has alike in every document, where that was left out. */
export function withConstants(value: Json, shape: Shape): Json {
  if (shape.kind === 'list' && Array.isArray(value)) return value.map((one: Json) => withConstants(one, shape.of))
  if (shape.kind !== 'object' || !isObject(value)) return value
  const there = Object.entries(value).map(([name, one]): [string, Json] => [name, withConstants(one, fieldOf(shape.fields, name))])
  const left = Object.entries(shape.fields).flatMap(([name, field]): [string, Json][] => (field.kind === 'same' && !Object.hasOwn(value, name) ? [[name, field.value]] : []))
  return Object.fromEntries([...there, ...left])
}
