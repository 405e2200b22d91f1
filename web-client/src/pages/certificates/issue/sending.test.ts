import { describe, expect, it } from 'vitest'
import { ApiError } from '../../../api'
import type { BatchBody, BatchState } from '../../../protocol/generated'
import { followed, isUnsure, Keys, freshKey, sent, type Told } from './sending'

const error = (code: ApiError['code'], status: number) => new ApiError(code, '', status)
const LOST = error('unreachable', 0)
const batch = (state: BatchState, part: Partial<BatchBody> = {}): BatchBody => ({
  id: 'b', template_id: 't', title: 'Kurs', version_id: 'v', state, all: 1, issued: state === 'done' ? 1 : 0, waits: false, asked_by: { id: 'p', name: 'P' }, asked_at: '', ended_at: null, supersedes: null, certificates: ['c'], ...part,
})

/** Answers in this order; the last one again and again. */
function answers<T>(...all: (T | ApiError)[]) {
  let asked = 0
  const answer = async (): Promise<T> => {
    const next = all[Math.min(asked++, all.length - 1)]
    if (next instanceof ApiError) throw next
    return next as T
  }
  return { answer, count: () => asked }
}

/** Waits for nothing, and remembers how long it would have. */
function clock() {
  const waited: number[] = []
  return { waited, wait: async (ms: number) => { waited.push(ms) } }
}

describe('a key', () => {
  it('is the same for the same, and another for another', () => {
    let made = 0
    const keys = new Keys(() => `key-${(++made).toString()}`)
    const what = (name: string) => ({ template_id: 't', certificates: [{ recipient: { name }, values: {} }], deliver: false })
    expect(['A', 'A', 'B', 'A'].map(name => keys.keyed(what(name)).key)).toEqual(['key-1', 'key-1', 'key-2', 'key-3'])
    keys.forget()
    expect(keys.keyed(what('A')).key).toBe('key-4')
  })

  it('is one that the server takes', () => {
    expect(freshKey()).toMatch(/^[0-9a-f]{32}$/)
    expect(freshKey()).not.toBe(freshKey())
  })
})

describe('sending', () => {
  it('knows what may have been done without an answer', () => {
    const codes = [['unreachable', 0], ['internal', 500], ['unavailable', 503], ['unreadable', 200], ['registry_unavailable', 503], ['certificate_invalid', 422], ['too_many_requests', 429], ['key_reused', 409]] as const
    expect(codes.map(([code, status]) => isUnsure(error(code, status)))).toEqual([true, true, true, true, false, false, false, false])
    expect(isUnsure(new TypeError('a fault of the page'))).toBe(false)
  })

  it('sends again after a lost answer, later each time', async () => {
    const { answer, count } = answers<string>(LOST, LOST, 'taken')
    const { wait, waited } = clock()
    let again = 0
    expect(await sent(answer, wait, () => { again++ })).toBe('taken')
    expect([count(), again, waited]).toEqual([3, 2, [500, 1_000]])
  })

  it('does not go on for ever, nor after a refusal', async () => {
    const lost = answers<string>(LOST)
    const { wait, waited } = clock()
    await expect(sent(lost.answer, wait, () => undefined)).rejects.toBe(LOST)
    expect([lost.count(), waited.length]).toEqual([6, 5])
    const refused = answers<string>(error('certificate_invalid', 422))
    await expect(sent(refused.answer, wait, () => undefined)).rejects.toMatchObject({ code: 'certificate_invalid' })
    expect(refused.count()).toBe(1)
  })
})

describe('following', () => {
  it('tells how it stands until it is done', async () => {
    const { answer, count } = answers<BatchBody>(batch('open', { waits: true }), LOST, error('too_many_requests', 429), batch('done'))
    const { wait, waited } = clock()
    const told: Told[] = []
    expect((await followed(batch('open'), answer, wait, one => { told.push(one) })).state).toBe('done')
    expect(told.map(one => `${one.batch.state} ${one.batch.waits ? 'waits ' : ''}${one.isLost ? 'lost' : ''}`.trim())).toEqual(['open', 'open waits', 'open waits lost', 'open waits lost', 'done'])
    expect([count(), waited]).toEqual([4, [250, 400, 640, 1_024]])
  })

  it('looks no further at what has ended', async () => {
    for (const state of ['done', 'cancelled', 'failed'] as const) {
      const { answer, count } = answers<BatchBody>(batch('open'))
      expect.soft((await followed(batch(state), answer, clock().wait, () => undefined)).state).toBe(state)
      expect.soft(count()).toBe(0)
    }
  })

  it('stops after a while, and gives back how it stood', async () => {
    const { answer } = answers<BatchBody>(batch('open', { waits: true }))
    const { wait, waited } = clock()
    expect(await followed(batch('open'), answer, wait, () => undefined)).toMatchObject({ state: 'open', waits: true })
    const all = waited.reduce((sum, ms) => sum + ms, 0)
    expect(all).toBeGreaterThanOrEqual(10 * 60_000)
    expect(all).toBeLessThan(10 * 60_000 + 5_001)
    expect(Math.max(...waited)).toBe(5_000)
  })

  it('ends with what cannot be mended by looking again', async () => {
    await expect(followed(batch('open'), answers<BatchBody>(error('not_found', 404)).answer, clock().wait, () => undefined)).rejects.toMatchObject({ code: 'not_found' })
  })
})
