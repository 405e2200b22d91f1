import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'

const ORIGIN = 'https://certificates.example'
const CERTIFICATE = '/v/crt_0198abcdef0070008000000000000001'

interface Asked { readonly url: string; readonly method: string; readonly mode: string }
interface FetchEvent { readonly request: Asked; respondWith: (answer: Promise<unknown>) => void }

/** What the worker answers; `untouched`: the browser asks the server itself. */
async function answer(path: string, network: () => Promise<unknown>, mode = 'navigate', method = 'GET'): Promise<unknown> {
  const source = readFileSync(join(import.meta.dirname, 'worker.js'), 'utf8').replace('__VERSION__', '1').replace('__FILES__', JSON.stringify(['/verify', '/assets/page.js']))
  const listeners = new Map<string, (event: FetchEvent) => void>()
  runInNewContext(source, {
    URL,
    self: { location: { origin: ORIGIN }, addEventListener: (name: string, listener: (event: FetchEvent) => void) => { listeners.set(name, listener) } },
    caches: { match: async (kept: string) => `kept ${kept}` },
    fetch: network,
  })
  let said: Promise<unknown> | string = 'untouched'
  listeners.get('fetch')?.({ request: { url: `${ORIGIN}${path}`, method, mode }, respondWith: promise => { said = promise } })
  return said
}

/** By the server, unless a proxy says it. */
const answered = (status: number, isOurs = true) => async () => ({ status, headers: { has: (name: string) => isOurs && name === 'x-request-id' } })
const away = () => Promise.reject(new TypeError('Failed to fetch'))

describe('the page that is kept', () => {
  it('stands at its own address, and at that of a certificate, while the server is away', async () => {
    expect(await answer('/verify', away)).toBe('kept /verify')
    expect(await answer(CERTIFICATE, away)).toBe('kept /verify')
    expect(await answer(`${CERTIFICATE}?lang=de`, away)).toBe('kept /verify')
  })
  it('gives way to whatever the server says of a certificate', async () => {
    for (const status of [200, 404, 409, 429, 503]) expect(await answer(CERTIFICATE, answered(status))).toMatchObject({ status })
    expect(await answer('/verify', answered(200))).toMatchObject({ status: 200 })
    expect(await answer('/verify', answered(503))).toBe('kept /verify')
    // What a proxy says that finds no server.
    for (const status of [502, 503, 504, 521]) expect(await answer(CERTIFICATE, answered(status, false))).toBe('kept /verify')
    expect(await answer(CERTIFICATE, answered(404, false))).toMatchObject({ status: 404 })
  })
  it('stands nowhere else', async () => {
    for (const path of ['/v', '/v/', '/v/crt_1', `${CERTIFICATE}/`, `${CERTIFICATE}/certificate.pdf`, `${CERTIFICATE}/credential.json`, '/s/shr_1', '/verifying', '/templates']) expect.soft(await answer(path, away), path).toBe('untouched')
    for (const path of [CERTIFICATE, '/verify', '/api/verify/crt_1', '/status/lst_1/revocation']) expect.soft(await answer(path, away, 'cors'), path).toBe('untouched')
    expect(await answer(CERTIFICATE, away, 'navigate', 'POST')).toBe('untouched')
    expect(await answer('/assets/page.js', away, 'cors')).toBe('kept /assets/page.js')
  })
})
