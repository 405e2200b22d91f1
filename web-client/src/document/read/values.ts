/**
 * Reading single values tolerantly: what has the wrong type or is out of range counts as absent.
 */
import * as Y from 'yjs'
import { LANGUAGES, type ByLanguage, type Language, type Pair } from '../model'
import { LARGEST_POSITION_MM, LARGEST_SIZE_MM } from '../schema'

/** Looks a key of one entry up. */
export type Lookup = (key: string) => unknown

/** A string, or `undefined`. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}

/** A boolean, or `undefined`. */
export function flag(value: unknown): boolean | undefined {
  return typeof value === 'boolean' ? value : undefined
}

/** A finite number between two bounds, or `undefined`. */
export function number(value: unknown, least = -Infinity, most = Infinity): number | undefined {
  return typeof value === 'number' && Number.isFinite(value) && value >= least && value <= most ? value : undefined
}

/** One of a list of words, or `undefined`. */
export function word<T extends string>(value: unknown, words: readonly T[]): T | undefined {
  return words.find((one) => one === value)
}

/** A pair of finite numbers, or `undefined`. */
export function pair(value: unknown): Pair | undefined {
  if (!Array.isArray(value) || value.length !== 2) return undefined
  const first = number(value[0])
  const second = number(value[1])
  return first === undefined || second === undefined ? undefined : [first, second]
}

/** A position; too far away counts as absent. */
export function position(value: unknown): Pair | undefined {
  const at = pair(value)
  return at !== undefined && at.every((part) => Math.abs(part) <= LARGEST_POSITION_MM) ? at : undefined
}

/** A size, clamped; `signed` for a line, whose height may be negative. */
export function size(value: unknown, signed = false): Pair | undefined {
  const read = pair(value)
  if (read === undefined) return undefined
  const least = signed ? -LARGEST_SIZE_MM : 0
  return [clamp(read[0], least, LARGEST_SIZE_MM), clamp(read[1], least, LARGEST_SIZE_MM)]
}

/** A number kept between two bounds. */
export function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most)
}

const COLOR = /^#(?:[0-9a-fA-F]{6}|[0-9a-fA-F]{8})$/
const SHARED_COLOR = /^style:[A-Za-z0-9_-]{1,40}$/

/** `#rrggbb`, `#rrggbbaa` or `style:<id>`, or `undefined`. */
export function color(value: unknown): string | undefined {
  return typeof value === 'string' && (COLOR.test(value) || SHARED_COLOR.test(value)) ? value : undefined
}

/** A colour or `none`, or `undefined`. */
export function paint(value: unknown): string | undefined {
  return value === 'none' ? value : color(value)
}

/** A shared map's entries that are strings under one of the page's languages. */
export function byLanguage(value: unknown): ByLanguage {
  return strings(value, LANGUAGES) as Partial<Record<Language, string>>
}

/** A map's entries that are strings under one of some keys. */
export function strings(value: unknown, keys: readonly string[]): Readonly<Record<string, string>> {
  const found: Record<string, string> = {}
  const get = lookup(value)
  if (get === undefined) return found
  for (const key of keys) {
    const entry = get(key)
    if (typeof entry === 'string') found[key] = entry
  }
  return found
}

/** Looks into a shared map. A plain object counts as one, so that a careless writer loses nothing. */
export function lookup(value: unknown): Lookup | undefined {
  if (value instanceof Y.Map) return (key) => value.get(key) as unknown
  if (!isPlainObject(value)) return undefined
  return (key) => (Object.hasOwn(value, key) ? value[key] : undefined)
}

/** The keys of a shared map or of a plain object in its place. */
export function keysOf(value: unknown): string[] {
  if (value instanceof Y.Map) return [...value.keys()]
  return isPlainObject(value) ? Object.keys(value) : []
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value)
    && !(value instanceof Y.AbstractType)
}

/** A shared or plain value as plain JSON. */
export function plain(value: unknown): unknown {
  if (value instanceof Y.Text) return value.toDelta()
  if (value instanceof Y.Map) return Object.fromEntries([...value.entries()].map(([key, entry]) => [key, plain(entry)]))
  if (value instanceof Y.Array) return value.toArray().map(plain)
  if (value instanceof Y.AbstractType) return value.toJSON()
  return value
}

/** Whether two plain values are the same, key by key. */
export function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  if (a instanceof Uint8Array || b instanceof Uint8Array) {
    return a instanceof Uint8Array && b instanceof Uint8Array && a.length === b.length && a.every((byte, i) => byte === b[i])
  }
  if (Array.isArray(a) !== Array.isArray(b)) return false
  const keysOfA = definedKeys(a)
  const keysOfB = definedKeys(b)
  if (keysOfA.length !== keysOfB.length) return false
  return keysOfA.every((key) => same(Reflect.get(a, key), Reflect.get(b, key)))
}

/** A key that holds `undefined` says the same as a key that is not there. */
function definedKeys(value: object): string[] {
  return Object.keys(value).filter((key) => Reflect.get(value, key) !== undefined)
}

/** Freezes a value and everything in it. */
export function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value) || ArrayBuffer.isView(value)) return value
  for (const key of Object.keys(value)) freeze(Reflect.get(value, key))
  return Object.freeze(value)
}
