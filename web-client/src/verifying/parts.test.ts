import { gzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { fromBase58, fromBase64Url, unpacked } from './base'
import { ed25519Verify } from './canonical'
import { documentPath, pathOn } from './issuer'
import { hasSigned, hasSignedWithout } from './proof'
import { isSet } from './status'
import { readTyped } from './typed'

const ID = 'crt_0198abcdef0070008000000000000001'

describe('what is typed, pasted or scanned', () => {
  const host = 'certificates.example'
  const packed = 'A'.repeat(200)
  it.each([
    [ID, { kind: 'id', id: ID }],
    [`  ${ID.toUpperCase().replace('CRT', 'crt')} `, { kind: 'id', id: ID }],
    [`https://${host}/v/${ID}`, { kind: 'id', id: ID }],
    [`${host}/v/${ID}/`, { kind: 'id', id: ID }],
    [`https://Certificates.Example/v/${ID}/certificate.pdf?lang=de`, { kind: 'id', id: ID }],
    [`https://${host}/v/${ID}#${packed}`, { kind: 'packed', packed }],
    [`https://${host}/verify#${packed}`, { kind: 'packed', packed }],
    [`#${packed}`, { kind: 'packed', packed }],
    [` {"a":1}`, { kind: 'text', text: '{"a":1}' }],
    [`https://elsewhere.example/v/${ID}`, { kind: 'elsewhere', host: 'elsewhere.example' }],
    [`https://elsewhere.example/v/${ID}#${packed}`, { kind: 'elsewhere', host: 'elsewhere.example' }],
    // Somebody else's host behind a name that looks like ours.
    [`https://${host}@elsewhere.example/v/${ID}`, { kind: 'nothing' }],
    [`https://${host}.elsewhere.example/v/${ID}`, { kind: 'elsewhere', host: `${host}.elsewhere.example` }],
    [`https://${host}/`, { kind: 'nothing' }],
    [`https://${host}/v/crt_1`, { kind: 'nothing' }],
    ['javascript:alert(1)', { kind: 'nothing' }],
    ['', { kind: 'nothing' }],
    ['a'.repeat(5_000), { kind: 'nothing' }],
  ])('%s', (typed, read) => expect(readTyped(typed, host)).toEqual(read))
  it('knows a host with a port', () => {
    expect(readTyped(`http://127.0.0.1:8080/v/${ID}`, '127.0.0.1:8080')).toEqual({ kind: 'id', id: ID })
    expect(readTyped(`http://localhost:8080/v/${ID}`, 'localhost:8080')).toEqual({ kind: 'id', id: ID })
    expect(readTyped(`http://127.0.0.1:8081/v/${ID}`, '127.0.0.1:8080')).toEqual({ kind: 'elsewhere', host: '127.0.0.1:8081' })
  })
})

describe('issuers', () => {
  it('are asked for at their own host alone', () => {
    expect(documentPath('did:web:a.example:issuers:org_1', 'a.example')).toBe('/issuers/org_1/did.json')
    expect(documentPath('did:web:127.0.0.1%3A8080:issuers:org_1', '127.0.0.1:8080')).toBe('/issuers/org_1/did.json')
    for (const other of ['did:web:a.example', 'did:web:b.example:issuers:org_1', 'did:web:a.example:issuers', 'did:web:a.example:issuers:a:b', 'did:web:a.example:issuers:..', 'did:web:a.example:issuers:a/b', 'did:key:a']) {
      expect(documentPath(other, 'a.example'), other).toBe(null)
    }
    expect(pathOn('https://a.example/status/1/revocation', 'a.example')).toBe('/status/1/revocation')
    for (const other of ['https://a.example@b.example/x', 'https://a.example', 'https://b.example/x', '/x', 'https://a.example/x?y', 'https://a.example/x#y']) expect(pathOn(other, 'a.example'), other).toBe(null)
  })
})

describe('bits and bytes', () => {
  const list = (bytes: Uint8Array): string => `u${gzipSync(bytes).toString('base64url')}`
  it('the first place of a list is the highest bit', async () => {
    const bits = new Uint8Array(16_384)
    bits[0] = 0x80
    bits[1] = 0x40
    expect(await Promise.all(['0', '1', '9', '131071'].map(index => isSet(list(bits), index)))).toEqual([true, false, true, false])
    expect(await Promise.all(['131072', '-1', '01', '1.0', '', '1e1'].map(index => isSet(list(bits), index)))).toEqual([null, null, null, null, null, null])
  })
  it('a list that is shorter, or unpacks for ever, is none', async () => {
    expect(await isSet(list(new Uint8Array(16_383)), '0')).toBe(null)
    expect(await isSet(list(new Uint8Array(64 * 1024 * 1024)), '0')).toBe(null)
    expect(await isSet('uAAAA', '0')).toBe(null)
    expect(await isSet(list(new Uint8Array(16_384)).slice(1), '0')).toBe(null)
    expect(await unpacked(new Uint8Array(gzipSync(new Uint8Array(100))), 'gzip', 99)).toBe(null)
  })
  it('base-58 and base-64 are read', () => {
    expect(Array.from(fromBase58('zCn8eVZg') ?? [])).toEqual([...new TextEncoder().encode('hello')])
    expect(Array.from(fromBase58('z11') ?? [])).toEqual([0, 0])
    for (const bad of ['', 'z', 'z0', 'Cn8eVZg', `z${'1'.repeat(200)}`]) expect(fromBase58(bad), bad).toBe(null)
    expect(Array.from(fromBase64Url('-_8') ?? [])).toEqual([0xfb, 0xff])
    for (const bad of ['A', 'a+b/', 'ä']) expect(fromBase64Url(bad), bad).toBe(null)
  })
  it('a signature is judged alike with and without the browser’s help', async () => {
    // RFC 8032, section 7.1, test 2.
    const bytes = (hex: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(hex, 'hex'))
    const key = bytes('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c')
    const signature = bytes('92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00')
    for (const judge of [hasSigned, hasSignedWithout]) {
      expect(await judge(key, bytes('72'), signature)).toBe(true)
      expect(await judge(key, bytes('73'), signature)).toBe(false)
      expect(await judge(key, bytes('72'), bytes('00'.repeat(64)))).toBe(false)
    }
    expect(ed25519Verify(bytes('00'), bytes('72'), signature)).toBe(false)
  })
})
