import type { CertificateState, StateReason, VerificationBody } from '../protocol/generated'
import { differencesOf, type Difference } from './compare'
import { documentPath, keyNamed, keyOf, listedKey, pathOn, type Host } from './issuer'
import { entriesOf, isObject, readJson, Unreadable, type Entry, type Json } from './json'
import { holds } from './proof'
import { CREDENTIAL, onlySigned, problemsOf, STATUS_LIST, type Credential, type StatusList } from './shape'
import { isSet } from './status'

/** What a server said. `away`: nothing, or that it cannot tell now. */
export type Asked = { readonly kind: 'there'; readonly text: string } | { readonly kind: 'nothing' } | { readonly kind: 'refused'; readonly code: string } | { readonly kind: 'away'; readonly code: string }

/** What checking may ask, and of whom: this page's own server, and what this device has seen before. */
export interface Sources {
  readonly host: Host
  readonly ask: (path: string) => Promise<Asked>
  readonly nowMs: () => number
  /** When this device last saw that a key is its issuer's; null: never. */
  readonly seenMs: (method: string) => number | null
  readonly keepSeen: (method: string) => void
  readonly forgetSeen: (method: string) => void
}

/** What the register knows beside the signature. */
export type Registered = Pick<VerificationBody, 'domains' | 'history' | 'superseded_by'>

/**
 * What came of asking for the issuer's signed lists. `away`: one cannot be had or read. `forged`: one is there, and is not what the issuer has signed; whoever
 * puts it there may hide that something was revoked.
 */
export type Lists = 'told' | 'away' | 'forged'

/** What became of checking. */
export type Verdict =
  /** Signed by an issuer of this host, and unchanged. `state`: null, nobody can tell it now, or the register does not have it. `register`: null, it does not answer or does not know it. */
  | {
    readonly kind: 'genuine'
    readonly credential: Credential
    readonly state: CertificateState | null
    /** Why it is revoked or suspended; null beside every other state. */
    readonly reason: StateReason | null
    /** Why, in words of its issuer; never without a reason. */
    readonly reasonNote: string | null
    readonly lists: Lists
    readonly register: Registered | null
    readonly isRegistered: boolean
    /** Whether the register has another one under its number. */
    readonly isOther: boolean
  }
  /**
   * The issuer's keys are away: the signature is of the key that it names. `seenMs`: when this device saw that this is its issuer's. `isTold`: the register
   * says of its state what is told here.
   */
  | { readonly kind: 'offline'; readonly credential: Credential; readonly state: CertificateState; readonly seenMs: number | null; readonly isTold: boolean }
  /** Not what was signed. `differences`: null, what was issued is not known here. */
  | {
    readonly kind: 'altered'
    readonly why: 'shape' | 'unsigned' | 'key' | 'signature'
    readonly document: Json
    readonly unsigned: readonly Entry[]
    readonly differences: readonly Difference[] | null
    /** The certificate that it says it is, where that is one. */
    readonly id: string | null
  }
  /** Somebody issues elsewhere: nobody here knows who. `id`: it is in the register of this page's server all the same, which may be known by another name. */
  | { readonly kind: 'foreign'; readonly issuer: string; readonly document: Json; readonly id: string | null }
  /** What it says of a person was erased; that it was issued stays true. */
  | { readonly kind: 'erased'; readonly id: string; readonly state: CertificateState; readonly reason: StateReason | null; readonly register: Registered }
  /** The register has something else than was issued. */
  | { readonly kind: 'damaged'; readonly id: string }
  /** There is no such certificate here. */
  | { readonly kind: 'unknown'; readonly id: string }
  /** The server does not answer, and there is nothing to check without it. */
  | { readonly kind: 'away'; readonly code: string }
  /** It is no credential. */
  | { readonly kind: 'nothing'; readonly why: 'json' | 'credential' }

/** The id of a certificate of this host, by its address. */
export function certificateAt(address: string, host: Host): string | null {
  return /^\/v\/(crt_[0-9a-f]{32})$/.exec(pathOn(address, host) ?? '')?.[1] ?? null
}

/** Checks what the register has under an id. */
export async function checkId(id: string, sources: Sources): Promise<Verdict> {
  const found = await register(id, sources)
  switch (found.kind) {
    case 'nothing': return { kind: 'unknown', id }
    case 'refused': return { kind: 'damaged', id }
    case 'away': return { kind: 'away', code: found.code }
    case 'there': {
      const { credential, state, reason, domains, history, superseded_by } = found.body
      if (credential === null) return { kind: 'erased', id, state, reason, register: { domains, history, superseded_by } }
      const verdict = await checkDocument(credential as Json, sources, found)
      return verdict.kind === 'foreign' ? { ...verdict, id } : verdict
    }
  }
}

/** Checks a credential that somebody has. */
export async function checkText(text: string, sources: Sources): Promise<Verdict> {
  let document: Json
  try { document = readJson(text.replace(/^\uFEFF/, '')) } catch (error) {
    if (error instanceof Unreadable) return { kind: 'nothing', why: 'json' }
    throw error
  }
  return checkDocument(document, sources, null)
}

type Found = Exclude<Asked, { kind: 'there' }> | { readonly kind: 'there'; readonly body: VerificationBody }

async function register(id: string, sources: Sources): Promise<Found> {
  const asked = await sources.ask(`/api/verify/${id}`)
  if (asked.kind !== 'there') return asked
  let body: unknown = null
  try { body = JSON.parse(asked.text) } catch { /* as below */ }
  // Whatever else answers in its place says nothing of it.
  return isObject(body) && body['id'] === id ? { kind: 'there', body: body as unknown as VerificationBody } : { kind: 'away', code: 'unreadable' }
}

async function checkDocument(document: Json, sources: Sources, known: Found | null): Promise<Verdict> {
  const types = isObject(document) ? document['type'] : undefined
  if (!isObject(document) || !Array.isArray(types) || !types.includes('VerifiableCredential')) return { kind: 'nothing', why: 'credential' }
  const named = document['issuer']
  const issuer = isObject(named) ? named['id'] : named
  const path = typeof issuer === 'string' ? documentPath(issuer, sources.host) : null
  if (typeof issuer === 'string' && path === null) return { kind: 'foreign', issuer, document, id: null }

  const id = typeof document['id'] === 'string' ? certificateAt(document['id'], sources.host) : null
  const problems = problemsOf(document, CREDENTIAL)
  const unsigned = problems.filter(({ what }) => what === 'unsigned').flatMap(({ path }) => entriesAt(document, path))
  const altered = async (why: 'shape' | 'unsigned' | 'key' | 'signature'): Promise<Verdict> => {
    const found = known ?? (id === null ? null : await register(id, sources))
    const issued = found?.kind === 'there' ? found.body.credential as Json : null
    return { kind: 'altered', why, document, unsigned, differences: issued === null ? null : differencesOf(document, issued), id }
  }
  if (path === null || problems.some(({ what }) => what !== 'unsigned')) return altered('shape')

  const credential = onlySigned(document, CREDENTIAL) as unknown as Credential
  const method = credential.proof[0].verificationMethod
  if (!method.startsWith(`${credential.issuer.id}#`)) return altered('key')
  const asked = await sources.ask(path)
  const keys = asked.kind === 'there' ? parsed(asked.text) : null
  // What a proxy or a network's sign-in page answers in its place says nothing of the keys, and takes none back.
  if (asked.kind === 'away' || asked.kind === 'refused' || (asked.kind === 'there' && !isSomebody(keys))) {
    const key = keyOf(keyNamed(method))
    if (key === null) return altered('key')
    if (!await holds(credential, key)) return altered('signature')
    if (unsigned.length > 0) return altered('unsigned')
    // The keys alone may be away: what the register says of it counts all the same.
    const found = known ?? (id === null ? null : await register(id, sources))
    if (id !== null && isDamaged(found)) return { kind: 'damaged', id }
    const told = found?.kind === 'there' && found.body.state !== 'valid' ? found.body.state : null
    return { kind: 'offline', credential, state: told ?? stateByDates(credential, sources.nowMs()), seenMs: sources.seenMs(method), isTold: told !== null }
  }
  const key = keys === null ? null : listedKey(keys, credential.issuer.id, method)
  if (keys === null || key === null) {
    // Whoever takes a key back takes it back here as well.
    sources.forgetSeen(method)
    return altered('key')
  }
  sources.keepSeen(method)
  if (!await holds(credential, key)) return altered('signature')
  if (unsigned.length > 0) return altered('unsigned')

  const found = known ?? (id === null ? { kind: 'nothing' } as const : await register(id, sources))
  if (id !== null && isDamaged(found)) return { kind: 'damaged', id }
  // One that the register does not have, or has with other words, is not the one that was issued, whoever has signed it.
  const isIts = found.kind !== 'there' || found.body.credential === null || differencesOf(document, found.body.credential as Json).length === 0
  const isRegistered = found.kind !== 'nothing' && isIts
  const body = found.kind === 'there' && isIts ? found.body : null
  const listed = await listedState(credential, { path, keys }, sources)
  const state = worst(stateByDates(credential, sources.nowMs()), listed.state, body?.state ?? null)
  return {
    kind: 'genuine', credential, state: state === 'valid' && !isRegistered ? null : state,
    ...whyOf(body, state), lists: listed.lists,
    register: body === null ? null : { domains: body.domains, history: body.history, superseded_by: body.superseded_by },
    isRegistered, isOther: !isIts,
  }
}

/**
 * Whether an answer says who somebody is (did:web). One of another name counts: only a server of issuers has such, and whoever signs in a name that it spells
 * otherwise must not pass for somebody whose keys are away.
 */
const isSomebody = (document: Json | null): boolean => isObject(document) && typeof document['id'] === 'string' && document['id'].startsWith('did:')

/** Whether the register has something else than was issued. */
const isDamaged = (found: Found | { readonly kind: 'nothing' } | null): boolean => found?.kind === 'refused' && found.code === 'certificate_damaged'

/** Why it does not hold, of the register: that speaks of its own state, and is no reason for another one. */
function whyOf(body: VerificationBody | null, state: CertificateState | null): { readonly reason: StateReason | null; readonly reasonNote: string | null } {
  const isIts = body !== null && body.state === state && (state === 'revoked' || state === 'suspended') && body.reason !== null
  return isIts ? { reason: body.reason, reasonNote: body.reason_note } : { reason: null, reasonNote: null }
}

function parsed(text: string): Json | null {
  try { return readJson(text) } catch { return null }
}

/** What stands at a path: the whole of it, where that is more than a value. */
function entriesAt(document: Json, path: string): Entry[] {
  const all = entriesOf(document).filter(entry => entry.path === path || entry.path.startsWith(`${path}.`) || entry.path.startsWith(`${path}[`))
  return all.length > 0 ? all : [{ path, value: '' }]
}

function stateByDates({ validFrom, validUntil }: Credential, nowMs: number): 'valid' | 'not_yet' | 'expired' {
  // Its last second belongs to it.
  if (validUntil !== undefined && nowMs > Date.parse(validUntil) + 999) return 'expired'
  return nowMs < Date.parse(validFrom) ? 'not_yet' : 'valid'
}

/** What the issuer's signed lists say. `state` null: one of them says nothing, and no other that it does not hold. */
async function listedState(credential: Credential, { path: keysAt, keys }: { readonly path: string; readonly keys: Json }, sources: Sources): Promise<{ readonly state: 'valid' | 'suspended' | 'revoked' | null; readonly lists: Lists }> {
  const said = await Promise.all((credential.credentialStatus ?? []).map(async ({ statusPurpose, statusListIndex, statusListCredential }) => {
    const path = pathOn(statusListCredential, sources.host)
    const asked = path !== null && /^\/status\/[\w-]{1,100}\/(revocation|suspension)$/.test(path) ? await sources.ask(path) : null
    const document = asked?.kind === 'there' ? parsed(asked.text) : null
    // Whatever else answers in its place says nothing of it.
    if (document === null || !isList(document)) return 'away'
    if (problemsOf(document, STATUS_LIST).length > 0) return 'forged'
    const list = document as unknown as StatusList
    const method = list.proof[0].verificationMethod
    const isIts = list.id === statusListCredential && list.issuer === credential.issuer.id && list.credentialSubject.statusPurpose === statusPurpose
    if (!isIts || !method.startsWith(`${list.issuer}#`)) return 'forged'
    const known = listedKey(keys, credential.issuer.id, method)
    // Its issuer may have a key since the keys were asked for, or kept by whatever stands in between: nothing has kept an answer to this.
    const fresh = known === null ? await sources.ask(`${keysAt}?at=${String(sources.nowMs())}`) : null
    if (fresh !== null && fresh.kind !== 'there') return 'away'
    const newer = fresh === null ? null : parsed(fresh.text)
    if (fresh !== null && (!isObject(newer) || newer['id'] !== credential.issuer.id)) return 'away'
    const key = known ?? (newer === null ? null : listedKey(newer, credential.issuer.id, method))
    if (key === null || !await holds(list, key)) return 'forged'
    switch (await isSet(list.credentialSubject.encodedList, statusListIndex)) {
      // Its issuer has signed a list without such a place.
      case null: return 'away'
      case false: return 'valid'
      case true: return statusPurpose === 'revocation' ? 'revoked' : 'suspended'
    }
  }))
  const lists = (['forged', 'away'] as const).find(one => said.includes(one)) ?? 'told'
  return { state: (['revoked', 'suspended'] as const).find(state => said.includes(state)) ?? (lists === 'told' ? 'valid' : null), lists }
}

function isList(document: Json): boolean {
  const types = isObject(document) ? document['type'] : undefined
  return Array.isArray(types) && types.includes('BitstringStatusListCredential')
}

/**
 * Of what dates, lists and register say, what is worst; the register has the word for why. Nobody says that it holds while the lists cannot be had.
 */
function worst(dates: 'valid' | 'not_yet' | 'expired', listed: 'valid' | 'suspended' | 'revoked' | null, register: CertificateState | null): CertificateState | null {
  const isPassing = register === null || ['valid', 'not_yet', 'expired', 'suspended'].includes(register)
  if (!isPassing) return register
  if (listed === 'revoked' || listed === 'suspended') return listed
  if (register !== null && register !== 'valid') return register
  return listed === null ? null : dates
}
