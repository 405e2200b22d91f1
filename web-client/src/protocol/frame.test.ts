import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import {
  FrameError, awarenessFrame, readFrame, readPresence, syncStep1, syncStep2, updateFrame, writePresence, type Frame,
} from './frame'

/** The same bytes that the server's tests read and write. */
const golden = <T>(name: string): T[] =>
  JSON.parse(readFileSync(new URL(`../../../tests/golden/frames/${name}.json`, import.meta.url), 'utf8')) as T[]

interface Case { readonly name: string; readonly hex: string; readonly meaning: { readonly type: string; readonly payload?: string; readonly body?: object; readonly entries?: readonly { client: number; clock: number; state: string | null }[] } }
interface Fault { readonly name: string; readonly hex: string; readonly error: string }

const fromHex = (hex: string): Uint8Array => Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16))
const toHex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')

/** A message as the golden files write it. */
function meaning(frame: Frame): object {
  if ('payload' in frame) return { type: frame.type, payload: toHex(frame.payload) }
  return frame.type === 'query_awareness' ? { type: frame.type } : { type: frame.type, body: 'body' in frame ? frame.body : {} }
}

describe('golden frames', () => {
  test.each(golden<Case>('y-protocols'))('$name', ({ hex, meaning: meant }) => {
    const frame = readFrame(fromHex(hex))
    expect(meaning(frame)).toMatchObject({ type: meant.type, ...(meant.payload === undefined ? {} : { payload: meant.payload }) })
    if (!('payload' in frame)) return
    const write = { sync_step_1: syncStep1, sync_step_2: syncStep2, update: updateFrame, awareness: awarenessFrame }
    expect(toHex(write[frame.type](frame.payload))).toBe(hex)
    if (meant.entries === undefined) return
    const entries = meant.entries.map((entry) => ({ ...entry, state: entry.state === null ? null : JSON.parse(entry.state) as Record<string, unknown> }))
    expect(readPresence(frame.payload)).toEqual(entries)
    expect(toHex(writePresence(entries))).toBe(toHex(frame.payload))
  })

  test.each(golden<Case>('own'))('$name', ({ hex, meaning: meant }) => {
    expect(meaning(readFrame(fromHex(hex)))).toMatchObject(meant.body === undefined ? { type: meant.type } : meant)
  })

  // What only a server sends is well formed for this side.
  const forUs = golden<Fault>('malformed').filter(({ hex }) => !hex.startsWith('65'))
  test.each(forUs)('refused: $name', ({ hex, error }) => {
    let fault = 'none'
    try {
      readFrame(fromHex(hex))
    } catch (thrown) {
      fault = thrown instanceof FrameError ? thrown.fault : String(thrown)
    }
    expect(fault).toBe(error)
  })
})

describe('presence on the wire', () => {
  test('is read as it was written', () => {
    const entries = [
      { client: 4_294_967_295, clock: 7, state: { cursor: null, tool: 'Grösse 🖋' } },
      { client: 16, clock: 95_000_000_000, state: null },
    ]
    expect(readPresence(writePresence(entries))).toEqual(entries)
  })

  test('cut short is an error, not a wait', () => {
    const whole = writePresence([{ client: 99, clock: 1, state: { tool: 'move' } }])
    for (let length = 0; length < whole.length; length++) {
      expect(() => readPresence(whole.slice(0, length))).toThrow(FrameError)
    }
  })
})

test('our own messages without what the page relies on are refused', () => {
  const json = new TextEncoder().encode('{"upTo":"1"}')
  expect(() => readFrame(Uint8Array.from([101, json.length, ...json]))).toThrow(FrameError)
})
