/**
 * Messages of `/collab/{draft}`: those of y-protocols, and the server's own from type 100 on (`protocol/SPEC.md` §1, §5).
 *
 * A WebSocket message holds exactly one. Reading is strict: what is cut short, too long or followed by more bytes is an error,
 * because a message that was half understood is worse than none.
 */
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import type { Expiring, GoingAway, Hello, News, Refused, Saved, Unsaved } from './generated'

/** The subprotocol that turns on the server's own messages (C3). */
export const SUBPROTOCOL = 'imprimatur.v1'

/** One message. */
export type Frame =
  | { readonly type: 'sync_step_1'; readonly payload: Uint8Array }
  | { readonly type: 'sync_step_2'; readonly payload: Uint8Array }
  | { readonly type: 'update'; readonly payload: Uint8Array }
  | { readonly type: 'awareness'; readonly payload: Uint8Array }
  | { readonly type: 'query_awareness' }
  | OwnFrame

/** A message that only the server sends. */
export type OwnFrame =
  | { readonly type: 'hello'; readonly body: Hello }
  | { readonly type: 'saved'; readonly body: Saved }
  | { readonly type: 'refused'; readonly body: Refused }
  | { readonly type: 'lagging' }
  | { readonly type: 'going_away'; readonly body: GoingAway }
  | { readonly type: 'unsaved'; readonly body: Unsaved }
  | { readonly type: 'expiring'; readonly body: Expiring }
  | { readonly type: 'news'; readonly body: News }

/** Why a message cannot be read. */
export type FrameFault = 'truncated' | 'trailing_bytes' | 'unknown_type' | 'number_too_large' | 'not_utf8' | 'body_malformed'

/** A message that cannot be read. */
export class FrameError extends Error {
  override readonly name = 'FrameError'
  constructor(readonly fault: FrameFault) { super(`a message of the server cannot be read: ${fault}`) }
}

const SYNC = 0
const AWARENESS = 1
const QUERY_AWARENESS = 3
const KINDS_OF_SYNC = ['sync_step_1', 'sync_step_2', 'update'] as const
const OWN = 100
const OWN_TYPES = ['hello', 'saved', 'refused', 'lagging', 'going_away', 'unsaved', 'expiring', 'news'] as const

/** Reads one message; throws {@link FrameError}. */
export function readFrame(bytes: Uint8Array): Frame {
  const decoder = decoding.createDecoder(bytes)
  const frame = read(decoder)
  if (decoding.hasContent(decoder)) throw new FrameError('trailing_bytes')
  return frame
}

function read(decoder: decoding.Decoder): Frame {
  const type = readVarUint(decoder)
  if (type === SYNC) {
    const kind = KINDS_OF_SYNC[readVarUint(decoder)]
    if (kind === undefined) throw new FrameError('unknown_type')
    return { type: kind, payload: readBytes(decoder) }
  }
  if (type === AWARENESS) return { type: 'awareness', payload: readBytes(decoder) }
  if (type === QUERY_AWARENESS) return { type: 'query_awareness' }
  const own = OWN_TYPES[type - OWN]
  if (own === undefined) throw new FrameError('unknown_type')
  return ownFrame(own, readJson(decoder))
}

function ownFrame(type: (typeof OWN_TYPES)[number], body: Record<string, unknown>): OwnFrame {
  switch (type) {
    case 'hello':
      need(body, { protocol: 'number', session: 'string', person: 'object', access: 'string', head: 'number' })
      return { type, body: body as unknown as Hello }
    case 'saved':
      need(body, { upTo: 'number', head: 'number' })
      return { type, body: body as unknown as Saved }
    case 'refused':
      need(body, { update: 'number', code: 'string', message: 'string' })
      return { type, body: body as unknown as Refused }
    case 'going_away':
      need(body, { reason: 'string', retryAfterMs: 'number' })
      return { type, body: body as unknown as GoingAway }
    case 'unsaved':
      need(body, { code: 'string', message: 'string' })
      return { type, body: body as unknown as Unsaved }
    case 'expiring':
      need(body, { inMs: 'number' })
      return { type, body: body as unknown as Expiring }
    case 'news':
      need(body, { about: 'string', revision: 'number' })
      return { type, body: body as unknown as News }
    case 'lagging':
      return { type }
  }
}

/** Later servers may say more; what this page relies on must be there. */
function need(body: Record<string, unknown>, shape: Readonly<Record<string, 'number' | 'string' | 'object'>>): void {
  for (const [key, type] of Object.entries(shape)) {
    if (typeof body[key] !== type || body[key] === null) throw new FrameError('body_malformed')
  }
}

/** "This is what I hold": a state vector. */
export function syncStep1(stateVector: Uint8Array): Uint8Array {
  return write(SYNC, 0, stateVector)
}

/** "This is what you lack": an update, the answer to a SyncStep1. */
export function syncStep2(update: Uint8Array): Uint8Array {
  return write(SYNC, 1, update)
}

/** An edit that was just made. */
export function updateFrame(update: Uint8Array): Uint8Array {
  return write(SYNC, 2, update)
}

/** States of presence. */
export function awarenessFrame(payload: Uint8Array): Uint8Array {
  return write(AWARENESS, undefined, payload)
}

function write(type: number, kind: number | undefined, payload: Uint8Array): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, type)
    if (kind !== undefined) encoding.writeVarUint(encoder, kind)
    encoding.writeVarUint8Array(encoder, payload)
  })
}

/** One client id's state of presence; `state: null` withdraws it. */
export interface PresenceEntry {
  readonly client: number
  readonly clock: number
  readonly state: Readonly<Record<string, unknown>> | null
}

/** Reads the payload of an awareness message; a state that is no JSON object counts as withdrawn. */
export function readPresence(payload: Uint8Array): PresenceEntry[] {
  const decoder = decoding.createDecoder(payload)
  const entries: PresenceEntry[] = []
  for (let left = readVarUint(decoder); left > 0; left--) {
    const client = readVarUint(decoder)
    const clock = readVarUint(decoder)
    entries.push({ client, clock, state: jsonObject(readText(decoder)) ?? null })
  }
  if (decoding.hasContent(decoder)) throw new FrameError('trailing_bytes')
  return entries
}

/** Writes the payload of an awareness message. */
export function writePresence(entries: readonly PresenceEntry[]): Uint8Array {
  return encoding.encode((encoder) => {
    encoding.writeVarUint(encoder, entries.length)
    for (const entry of entries) {
      encoding.writeVarUint(encoder, entry.client)
      encoding.writeVarUint(encoder, entry.clock)
      encoding.writeVarString(encoder, JSON.stringify(entry.state))
    }
  })
}

/** Seven bits a byte, least first; eight bytes at most, 53 bits at most. */
function readVarUint(decoder: decoding.Decoder): number {
  let number = 0
  for (let place = 1; place <= 2 ** 49; place *= 128) {
    if (!decoding.hasContent(decoder)) throw new FrameError('truncated')
    const byte = decoding.readUint8(decoder)
    number += (byte & 0x7f) * place
    if (byte < 0x80) {
      if (number > Number.MAX_SAFE_INTEGER) break
      return number
    }
  }
  throw new FrameError('number_too_large')
}

function readBytes(decoder: decoding.Decoder): Uint8Array {
  const length = readVarUint(decoder)
  if (length > decoder.arr.length - decoder.pos) throw new FrameError('truncated')
  return decoding.readUint8Array(decoder, length).slice()
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

function readText(decoder: decoding.Decoder): string {
  const bytes = readBytes(decoder)
  try {
    return utf8.decode(bytes)
  } catch {
    throw new FrameError('not_utf8')
  }
}

function readJson(decoder: decoding.Decoder): Record<string, unknown> {
  const body = jsonObject(readText(decoder))
  if (body === undefined) throw new FrameError('body_malformed')
  return body
}

function jsonObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : undefined
  } catch {
    return undefined
  }
}
