import * as ed25519 from '@noble/ed25519'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { hashOf } from './canonical'
import { checkId, checkText, type Asked, type Sources, type Verdict } from './check'
import { entriesOf, isObject, type Json } from './json'
import { unpackCredential } from './offline'

interface Golden {
  readonly issuer: string
  readonly did: Json
  readonly lists: readonly { readonly url: string; readonly json: string }[]
  readonly credentials: readonly { readonly name: string; readonly json: string; readonly packed: string }[]
  readonly forged: string
}

/** What the program in Rust has signed. */
const GOLDEN = JSON.parse(readFileSync(join(import.meta.dirname, '../../../tests/golden/credentials.json'), 'utf8')) as Golden
const HOST = 'certificates.example'
const DID = '/issuers/acme/did.json'

const signed = (name: string): string => GOLDEN.credentials.find(one => one.name === name)?.json ?? ''
const idOf = (text: string): string => (JSON.parse(text) as { id: string }).id.split('/').at(-1) ?? ''

/** A server that has issued all of them. */
function sources(change: Readonly<Record<string, Asked>> = {}): Sources & { readonly asked: string[]; readonly seen: Map<string, number> } {
  const answers = new Map<string, Asked>([[DID, { kind: 'there', text: JSON.stringify(GOLDEN.did) }]])
  for (const { url, json } of GOLDEN.lists) answers.set(new URL(url).pathname, { kind: 'there', text: json })
  for (const { json } of GOLDEN.credentials) {
    answers.set(`/api/verify/${idOf(json)}`, { kind: 'there', text: JSON.stringify({ id: idOf(json), state: 'valid', reason: null, reason_note: null, domains: [], history: [], credential: JSON.parse(json) as Json }) })
  }
  for (const [path, answer] of Object.entries(change)) answers.set(path, answer)
  const [asked, seen] = [[] as string[], new Map<string, number>()]
  return {
    host: HOST, asked, seen,
    ask: async path => { asked.push(path); return answers.get(path) ?? answers.get(path.replace(/\?.*$/, '')) ?? { kind: 'nothing' } },
    nowMs: () => Date.parse('2027-01-01T00:00:00Z'),
    seenMs: method => seen.get(method) ?? null,
    keepSeen: method => { seen.set(method, 7) },
    forgetSeen: method => { seen.delete(method) },
  }
}

const AWAY: Asked = { kind: 'away', code: 'unreachable' }
const away = (): ReturnType<typeof sources> => ({ ...sources(), ask: async () => AWAY })

/** A document with another value at a path; `undefined`: without it. */
function withValue(text: string, path: string, value: Json | undefined): string {
  const document = JSON.parse(text) as Record<string, unknown>
  const names = path.split(/[.[\]]+/).filter(name => name !== '')
  const last = names.pop() ?? ''
  let at: Record<string, unknown> = document
  for (const name of names) at = at[name] as Record<string, unknown>
  if (value !== undefined) at[last] = value
  else if (Array.isArray(at)) at.splice(Number(last), 1)
  else delete at[last]
  return JSON.stringify(document)
}

const DIGITS = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz'
function base58(bytes: Uint8Array): string {
  let [rest, text] = [BigInt(`0x${Buffer.from(bytes).toString('hex')}`), '']
  for (; rest > 0n; rest /= 58n) text = `${DIGITS[Number(rest % 58n)] ?? ''}${text}`
  return `z${text}`
}
const key58 = (key: Uint8Array): string => base58(new Uint8Array([0xed, 0x01, ...key]))

/** A document as somebody signs it who has another key. */
async function signedAnew(text: string, secret: Uint8Array): Promise<string> {
  const { proof: [{ proofValue: _, ...options }], ...unsecured } = JSON.parse(text) as { '@context': Json; proof: [Record<string, Json>] }
  const [first, second] = [await hashOf({ '@context': unsecured['@context'], ...options }), await hashOf(unsecured)]
  const proofValue = base58(ed25519.sign(new Uint8Array([...first ?? [], ...second ?? []]), secret))
  return JSON.stringify({ ...unsecured, proof: [{ ...options, proofValue }] })
}

const differencesOf = (verdict: Verdict): string[] => (verdict.kind === 'altered' ? (verdict.differences ?? []).map(({ path }) => path) : [])

describe('what was signed', () => {
  it.each([['holds', 'valid'], ['bare', 'valid'], ['odd', 'valid'], ['revoked', 'revoked'], ['suspended', 'suspended'], ['soon', 'not_yet'], ['over', 'expired']])('%s is %s', async (name, state) => {
    const verdict = await checkText(signed(name), sources())
    expect(verdict).toMatchObject({ kind: 'genuine', state, isRegistered: true })
  })
  it('is believed when its spelling is another one', async () => {
    const text = JSON.stringify(JSON.parse(signed('holds')), null, 3)
    expect(await checkText(`\uFEFF${text}`, sources())).toMatchObject({ kind: 'genuine', state: 'valid' })
  })
  it('is found by its id', async () => {
    expect(await checkId(idOf(signed('revoked')), sources())).toMatchObject({ kind: 'genuine', state: 'revoked' })
    expect(await checkId('crt_00000000000000000000000000000099', sources())).toEqual({ kind: 'unknown', id: 'crt_00000000000000000000000000000099' })
    expect(await checkId(idOf(signed('holds')), away())).toEqual({ kind: 'away', code: 'unreachable' })
  })
  it('asks nobody but the server of its page, and for nothing but what it needs', async () => {
    const one = sources()
    await checkText(signed('holds'), one)
    expect(one.asked.sort()).toEqual([`/api/verify/${idOf(signed('holds'))}`, DID, '/status/lst_1/revocation', '/status/lst_1/suspension'])
  })
  it('is not called valid when a list cannot be had, or is not its issuer’s', async () => {
    const [revocation, suspension] = GOLDEN.lists.map(({ json }) => json)
    const path = '/status/lst_1/revocation'
    const of = async (answer: Asked): Promise<unknown> => {
      const verdict = await checkText(signed('holds'), sources({ [path]: answer }))
      return verdict.kind === 'genuine' && [verdict.state, verdict.lists]
    }
    expect(await of({ kind: 'there', text: revocation ?? '' })).toEqual(['valid', 'told'])
    expect(await of({ kind: 'nothing' })).toEqual([null, 'away'])
    expect(await of(AWAY)).toEqual([null, 'away'])
    expect(await of({ kind: 'there', text: '{' })).toEqual([null, 'away'])
    expect(await of({ kind: 'there', text: '{"error":"sign in first"}' })).toEqual([null, 'away'])
    expect(await of({ kind: 'there', text: suspension ?? '' })).toEqual([null, 'forged'])
    expect(await of({ kind: 'there', text: withValue(revocation ?? '', 'validFrom', '2026-11-29T08:00:01Z') })).toEqual([null, 'forged'])
    expect(await of({ kind: 'there', text: withValue(revocation ?? '', 'proof', undefined) })).toEqual([null, 'forged'])
    // What is revoked is so, whatever the other list says.
    expect(await checkText(signed('revoked'), sources({ '/status/lst_1/suspension': AWAY }))).toMatchObject({ state: 'revoked', lists: 'away' })
    expect(await checkText(signed('revoked'), sources({ '/status/lst_1/suspension': { kind: 'there', text: revocation ?? '' } }))).toMatchObject({ state: 'revoked', lists: 'forged' })
  })
  it('is not called valid by a list of which somebody has changed the bits', async () => {
    const [revocation = '', suspension = ''] = GOLDEN.lists.map(({ json }) => json)
    const bits = (text: string): string => (JSON.parse(text) as { credentialSubject: { encodedList: string } }).credentialSubject.encodedList
    // Whoever hides that something was revoked takes it off the list.
    const empty = `u${gzipSync(new Uint8Array(131_072 / 8)).toString('base64url')}`
    expect(empty).not.toBe(bits(revocation))
    const changed = { kind: 'there', text: withValue(revocation, 'credentialSubject.encodedList', empty) } as const
    expect(await checkText(signed('revoked'), sources({ '/status/lst_1/revocation': changed }))).toMatchObject({ kind: 'genuine', state: null, lists: 'forged' })
    expect(await checkText(signed('holds'), sources({ '/status/lst_1/revocation': changed }))).toMatchObject({ kind: 'genuine', state: null, lists: 'forged' })
    // The other list's bits are no better.
    const others = { kind: 'there', text: withValue(revocation, 'credentialSubject.encodedList', bits(suspension)) } as const
    expect(await checkText(signed('revoked'), sources({ '/status/lst_1/revocation': others }))).toMatchObject({ state: null, lists: 'forged' })
  })
  it('is not called valid by a list that another key has signed', async () => {
    const revocation = GOLDEN.lists[0]?.json ?? ''
    const secret = new Uint8Array(32).fill(7)
    const named = (key: Uint8Array): string => `${GOLDEN.issuer}#${key58(key)}`
    const foreign = named(ed25519.getPublicKey(secret))
    const own = (JSON.parse(revocation) as { proof: { verificationMethod: string }[] }).proof[0]?.verificationMethod ?? ''
    const of = async (method: string, change: Readonly<Record<string, Asked>> = {}): Promise<Verdict> => {
      const text = await signedAnew(withValue(revocation, 'proof[0].verificationMethod', method), secret)
      return checkText(signed('holds'), sources({ '/status/lst_1/revocation': { kind: 'there', text }, ...change }))
    }
    for (const method of [foreign, own, foreign.replace('acme', 'other')]) expect(await of(method), method).toMatchObject({ kind: 'genuine', state: null, lists: 'forged' })
    // It is signed well: as soon as its issuer has that key, it counts.
    const did = JSON.parse(JSON.stringify(GOLDEN.did)) as { assertionMethod: string[]; verificationMethod: Json[] }
    did.assertionMethod.push(foreign)
    did.verificationMethod.push({ id: foreign, controller: GOLDEN.issuer, type: 'Multikey', publicKeyMultibase: foreign.slice(foreign.indexOf('#') + 1) })
    const told = { kind: 'there', text: JSON.stringify(did) } as const
    expect(await of(foreign, { [DID]: told })).toMatchObject({ state: 'valid', lists: 'told' })
    // What was kept of its keys may be older than that.
    const fresh = `${DID}?at=${String(sources().nowMs())}`
    expect(await of(foreign, { [fresh]: told })).toMatchObject({ state: 'valid', lists: 'told' })
    expect(await of(foreign, { [fresh]: AWAY })).toMatchObject({ state: null, lists: 'away' })
    expect(await of(foreign, { [fresh]: { kind: 'there', text: '{"error":"sign in first"}' } })).toMatchObject({ state: null, lists: 'away' })
  })
  it('is what the register says, where that says that it does not hold', async () => {
    const id = idOf(signed('holds'))
    const body = { id, state: 'revoked', reason: 'deceit', reason_note: null, domains: [], history: [], credential: JSON.parse(signed('holds')) as Json }
    const register = { [`/api/verify/${id}`]: { kind: 'there', text: JSON.stringify(body) } as const }
    expect(await checkText(signed('holds'), sources(register))).toMatchObject({ kind: 'genuine', state: 'revoked', reason: 'deceit' })
    expect(await checkText(signed('holds'), sources({ [`/api/verify/${id}`]: { kind: 'nothing' } }))).toMatchObject({ kind: 'genuine', state: null, isRegistered: false, isOther: false })
    expect(await checkText(signed('holds'), sources({ [`/api/verify/${id}`]: AWAY }))).toMatchObject({ kind: 'genuine', state: 'valid', register: null })
    expect(await checkId(id, sources({ [`/api/verify/${id}`]: { kind: 'there', text: JSON.stringify({ ...body, credential: null }) } }))).toMatchObject({ kind: 'erased', state: 'revoked' })
    const damaged = { [`/api/verify/${id}`]: { kind: 'refused', code: 'certificate_damaged' } as const }
    expect(await checkId(id, sources(damaged))).toEqual({ kind: 'damaged', id })
    expect(await checkText(signed('holds'), sources(damaged))).toEqual({ kind: 'damaged', id })
    expect(await checkText(signed('holds'), sources({ ...damaged, [DID]: AWAY }))).toEqual({ kind: 'damaged', id })
    // Its issuer's keys alone are away.
    expect(await checkText(signed('holds'), sources({ ...register, [DID]: AWAY }))).toMatchObject({ kind: 'offline', state: 'revoked', isTold: true })
    expect(await checkId(id, sources({ ...register, [DID]: AWAY }))).toMatchObject({ kind: 'offline', state: 'revoked', isTold: true })
    // Somebody has signed another one under the same id.
    const other = { ...body, state: 'valid', credential: JSON.parse(withValue(signed('holds'), 'name', 'Other')) as Json }
    expect(await checkText(signed('holds'), sources({ [`/api/verify/${id}`]: { kind: 'there', text: JSON.stringify(other) } }))).toMatchObject({ kind: 'genuine', state: null, isRegistered: false })
  })
})

describe('why it does not hold', () => {
  const id = idOf(signed('holds'))
  /** What is told of one of which the register says this, and the lists that. */
  const told = async (name: string, says: Readonly<Record<string, Json>>): Promise<unknown> => {
    const body = { id: idOf(signed(name)), state: 'valid', reason: null, reason_note: null, domains: [], history: [], credential: JSON.parse(signed(name)) as Json, ...says }
    const verdict = await checkText(signed(name), sources({ [`/api/verify/${idOf(signed(name))}`]: { kind: 'there', text: JSON.stringify(body) } }))
    return verdict.kind === 'genuine' && [verdict.state, verdict.reason, verdict.reasonNote]
  }
  it('is told in the words of its issuer', async () => {
    const words = 'Two pages were\nmissing.'
    expect(await told('holds', { state: 'revoked', reason: 'mistake', reason_note: words })).toEqual(['revoked', 'mistake', words])
    expect(await told('holds', { state: 'suspended', reason: 'other', reason_note: words })).toEqual(['suspended', 'other', words])
    expect(await told('holds', { state: 'revoked', reason: 'mistake' })).toEqual(['revoked', 'mistake', null])
    const found = { id, state: 'revoked', reason: 'mistake', reason_note: words, domains: [], history: [], credential: JSON.parse(signed('holds')) as Json }
    expect(await checkId(id, sources({ [`/api/verify/${id}`]: { kind: 'there', text: JSON.stringify(found) } }))).toMatchObject({ reasonNote: words })
  })
  it('is told beside no other state', async () => {
    for (const state of ['valid', 'superseded', 'expired']) expect(await told('holds', { state, reason: 'mistake', reason_note: 'Words' }), state).toEqual([state, null, null])
    expect(await told('holds', { state: 'revoked', reason: null, reason_note: 'Words' })).toEqual(['revoked', null, null])
    // The list is ahead of the register: why it was suspended is not why it was revoked.
    expect(await told('revoked', { state: 'suspended', reason: 'asked', reason_note: 'Words' })).toEqual(['revoked', null, null])
  })
})

describe('what was changed', () => {
  const original = signed('holds')
  const paths = entriesOf(JSON.parse(original) as Json).map(({ path }) => path)
  const named = (path: string): string => path
    .replace('identifier[0]', 'identifier[name]').replace('identifier[1]', 'identifier[emailAddress]')
    .replace('credentialStatus[0]', 'credentialStatus[revocation]').replace('credentialStatus[1]', 'credentialStatus[suspension]')
    .replace(/(resultDescription|result)\[0\]/, '$1[https://certificates.example/templates/t1#mark]')

  it('has enough to change', () => expect(paths.length).toBeGreaterThan(50))
  it.each(paths)('%s: another value, none, and one more are refused, and named', async path => {
    const value = entriesOf(JSON.parse(original) as Json).find(entry => entry.path === path)?.value ?? ''
    const other: Json = value === 'true' ? false : value === 'false' ? true : `${value.slice(0, -2)}${value.at(-2) === '3' ? '4' : '3'}${value.slice(-1)}`
    const changed = await checkText(withValue(original, path, other), sources())
    expect(changed.kind).not.toBe('genuine')
    const isKnown = changed.kind === 'altered' && changed.id === idOf(original)
    // The names by which things are told apart are named as one gone and one new.
    if (isKnown) expect(differencesOf(changed).some(found => found === named(path) || found.startsWith(named(path).slice(0, 20)))).toBe(true)
    if (isKnown && /(identityHash|name|value|validUntil|validFrom|licenseNumber|narrative)$/.test(path)) expect(differencesOf(changed)).toEqual([named(path)])
    expect((await checkText(withValue(original, path, undefined), sources())).kind).not.toBe('genuine')
    const parent = path.replace(/(\.?[^.[]+|\[\d+\])$/, '')
    if (!path.endsWith(']')) {
      const more = await checkText(withValue(original, parent === '' ? 'comment' : `${parent}.comment`, 'added'), sources())
      expect(more).toMatchObject({ kind: 'altered', why: 'unsigned', unsigned: [{ path: parent === '' ? 'comment' : `${parent}.comment`, value: 'added' }] })
    }
  })
  it('is named against what was issued', async () => {
    const verdict = await checkText(withValue(original, 'credentialSubject.result[0].value', '6.0'), sources())
    expect(verdict).toMatchObject({
      kind: 'altered', why: 'signature',
      differences: [{ path: named('credentialSubject.result[0].value'), here: '6.0', issued: '5.5' }],
    })
  })
  it('cannot be named where what was issued is not known', async () => {
    const verdict = await checkText(withValue(original, 'name', 'Doctor'), sources({ [`/api/verify/${idOf(original)}`]: { kind: 'nothing' } }))
    expect(verdict).toMatchObject({ kind: 'altered', differences: null })
  })
  it('may be what a word means: then the word is not signed', async () => {
    const attack = JSON.parse(original) as { credentialSubject: Record<string, unknown> }
    attack.credentialSubject['@context'] = { identityHash: null, x: 'https://purl.imsglobal.org/spec/vc/ob/vocab.html#identityHash' }
    expect(await checkText(JSON.stringify(attack), sources())).toMatchObject({ kind: 'altered', why: 'unsigned' })
    expect(await checkText(withValue(original, '@context', ['https://www.w3.org/ns/credentials/v2', { name: 'https://schema.org/description' }]), sources())).toMatchObject({ kind: 'altered', why: 'shape' })
    expect(await checkText(withValue(original, '__proto__x', 'a').replace('__proto__x', '__proto__'), sources())).toMatchObject({ kind: 'altered', why: 'unsigned' })
  })
  it('may be the key', async () => {
    expect(await checkText(GOLDEN.forged, sources())).toMatchObject({ kind: 'altered', why: 'key' })
    expect(await checkText(original, sources({ [DID]: { kind: 'nothing' } }))).toMatchObject({ kind: 'altered', why: 'key' })
    const document = GOLDEN.did
    const without = isObject(document) ? { ...document, assertionMethod: [] } : {}
    const one = sources({ [DID]: { kind: 'there', text: JSON.stringify(without) } })
    one.keepSeen((JSON.parse(original) as { proof: { verificationMethod: string }[] }).proof[0]?.verificationMethod ?? '')
    expect(await checkText(original, one)).toMatchObject({ kind: 'altered', why: 'key' })
    // What was taken back is not remembered any more.
    expect(one.seen.size).toBe(0)
  })
  it('may be of another issuer, whom nobody here knows', async () => {
    const one = sources()
    for (const issuer of ['did:web:elsewhere.example:issuers:acme', 'did:web:certificates.example', 'did:web:certificates.example:issuers:..%2F', 'did:key:z6Mk', 'did:web:certificates.example:a:b:c']) {
      expect(await checkText(withValue(original, 'issuer.id', issuer), one)).toMatchObject({ kind: 'foreign', issuer })
    }
    expect(one.asked).toEqual([])
  })
})

describe('what is none', () => {
  it.each(['', '{', 'null', '[]', '"a"', '{"a":1}', '{"type":"VerifiableCredential"}', '{"type":["A"]}', '{"a":1,"a":2}', `{"a":${'['.repeat(100)}${']'.repeat(100)}}`, ' '.repeat(300_000)])('%#', async text => {
    expect((await checkText(text, sources())).kind).toBe('nothing')
  })
  it('says nothing twice', async () => {
    const twice = signed('holds').replace('"name":', '"name":"Doctor","name":')
    expect(await checkText(twice, sources())).toEqual({ kind: 'nothing', why: 'json' })
    expect(await checkText(signed('holds').replace('"name":', '"n\\u0061me":"Doctor","name":'), sources())).toEqual({ kind: 'nothing', why: 'json' })
  })
})

/** What a network that wants somebody to sign in first answers, with a status that says that all is well. */
const STAND_INS: readonly string[] = ['<!doctype html><title>Sign in</title>', '{"error":"sign in first"}', '{"id":"portal"}', '[]', 'null', '']

describe('where another one answers in its place', () => {
  const method = (JSON.parse(signed('holds')) as { proof: { verificationMethod: string }[] }).proof[0]?.verificationMethod ?? ''
  const id = idOf(signed('holds'))

  it.each(STAND_INS)('for the keys alone: nothing is called altered, and no key is forgotten: %j', async text => {
    const one = sources({ [DID]: { kind: 'there', text } })
    expect(await checkText(signed('holds'), one)).toMatchObject({ kind: 'offline', state: 'valid', seenMs: null, isTold: false })
    expect(one.seen.size).toBe(0)
    one.keepSeen(method)
    expect(await checkText(signed('holds'), one)).toMatchObject({ kind: 'offline', state: 'valid', seenMs: 7, isTold: false })
    expect(await checkId(id, one)).toMatchObject({ kind: 'offline', state: 'valid', seenMs: 7 })
    expect([...one.seen.keys()]).toEqual([method])
    expect(await checkText(signed('holds'), { ...one, ask: async () => AWAY })).toMatchObject({ kind: 'offline', state: 'valid', seenMs: 7 })
  })
  it.each(STAND_INS)('for everything: %j', async text => {
    const one: ReturnType<typeof sources> = { ...sources(), ask: async () => ({ kind: 'there', text }) }
    // The register has said nothing.
    expect(await checkText(signed('holds'), one)).toMatchObject({ kind: 'offline', state: 'valid', seenMs: null, isTold: false })
    one.keepSeen(method)
    expect(await checkText(signed('holds'), one)).toMatchObject({ kind: 'offline', state: 'valid', seenMs: 7, isTold: false })
    expect(await checkId(id, one)).toEqual({ kind: 'away', code: 'unreadable' })
    expect([...one.seen.keys()]).toEqual([method])
  })
  it.each(STAND_INS.filter(text => /^[{[n]/.test(text)))('for the register alone: it is away, and has no other one: %j', async text => {
    const one = sources({ [`/api/verify/${id}`]: { kind: 'there', text } })
    expect(await checkText(signed('holds'), one)).toMatchObject({ kind: 'genuine', state: 'valid', register: null, isRegistered: true, isOther: false })
    expect(await checkText(withValue(signed('holds'), 'name', 'Doctor'), one)).toMatchObject({ kind: 'altered', why: 'signature', differences: null })
  })
  it('what was changed is refused all the same', async () => {
    for (const text of STAND_INS) {
      const one = sources({ [DID]: { kind: 'there', text } })
      expect(await checkText(withValue(signed('holds'), 'name', 'Doctor'), one), text).toMatchObject({ kind: 'altered', why: 'signature' })
      expect(await checkText(withValue(signed('holds'), 'comment', 'x'), one), text).toMatchObject({ kind: 'altered', why: 'unsigned' })
    }
  })
  it('nobody passes for an issuer whose keys are away by spelling its name otherwise', async () => {
    const secret = new Uint8Array(32).fill(7)
    const issuer = GOLDEN.issuer.replace('certificates', 'CERTIFICATES')
    const named = withValue(withValue(signed('holds'), 'issuer.id', issuer), 'proof[0].verificationMethod', `${issuer}#${key58(ed25519.getPublicKey(secret))}`)
    const text = await signedAnew(named, secret)
    // It is signed well.
    expect(await checkText(text, away())).toMatchObject({ kind: 'offline', seenMs: null })
    expect(await checkText(text, sources())).toMatchObject({ kind: 'altered', why: 'key' })
  })
})

describe('without a server', () => {
  it.each(GOLDEN.credentials.map(({ name }) => name))('%s is what its code carries', async name => {
    const { packed = '', json = '' } = GOLDEN.credentials.find(one => one.name === name) ?? {}
    const text = await unpackCredential(packed)
    expect(JSON.parse(text ?? '')).toEqual(JSON.parse(json))
    expect(await checkText(text ?? '', away())).toMatchObject({ kind: 'offline', seenMs: null, state: name === 'soon' ? 'not_yet' : name === 'over' ? 'expired' : 'valid' })
  })
  it('a key that was seen is known', async () => {
    const one = sources()
    await checkText(signed('holds'), one)
    expect(await checkText(signed('bare'), { ...one, ask: async () => AWAY })).toMatchObject({ kind: 'offline', seenMs: 7 })
    // Anybody may sign in that name: the key that they name is not one that was seen.
    expect(await checkText(GOLDEN.forged, { ...one, ask: async () => AWAY })).toMatchObject({ kind: 'offline', seenMs: null })
  })
  it('what was changed is refused', async () => {
    for (const path of ['name', 'credentialSubject.result[0].value', 'validUntil', 'credentialSubject.identifier[0].identityHash']) {
      expect((await checkText(withValue(signed('holds'), path, path === 'validUntil' ? '2999-01-01T00:00:00Z' : 'x'), away())).kind).toBe('altered')
    }
    expect(await checkText(withValue(signed('holds'), 'comment', 'x'), away())).toMatchObject({ kind: 'altered', why: 'unsigned', differences: null })
  })
  it.each(['', 'AAAA', '=', 'ä'.repeat(200), 'A'.repeat(3_000), 'ewo'])('what is no code of ours is none: %#', async packed => {
    expect(await unpackCredential(packed)).toBe(null)
  })
})
