/**
 * Writing into texts with looks and merge fields: each call is one transaction, at grapheme bounds.
 */
import type * as Y from 'yjs'
import type { FieldChip, InsertedRun, Language, RunPatch, RunStyle } from '../model'
import { same } from '../read/values'
import { isFieldKey } from '../schema'
import type { Editing } from './editing'
import { allowedLook, allowedPatch, neighbourOf } from './looks'
import { graphemeEnd, graphemeStart } from './text-diff'
import { attributesAt, deltaOf, hasTexts, makeText, sharedText, valueOf, type Insert } from './text'

/** As much as is set and printed of one text; more is not put in (`server/render/TEXT.md`, T7). */
export const MOST_TEXT_UNITS = 50_000
/** As many runs as a layout may hold in one text. */
const MOST_RUNS = 2_000
/** A name or a format of a field is short; a fallback is a line. */
const MOST_CHIP_UNITS = 500

/** Puts runs in the place of a stretch; gives back where they end. */
export function replaceText(
  editing: Editing, id: string, language: Language, from: number, to: number, runs: readonly InsertedRun[], as: 'typing' | 'step' = 'step',
): number {
  if (!hasTexts(editing, id)) return from
  const standing = sharedText(editing, id, language)
  const value = standing === undefined ? '' : valueOf(standing)
  const [start, end] = stretchOf(value, from, to)
  const put = fitting(runs, MOST_TEXT_UNITS - (value.length - (end - start)))
  const length = lengthOf(put)
  if (length === 0 && end === start) return start
  editing.write(() => {
    const text = standing ?? makeText(editing, id, language)
    if (text === undefined) return
    const look = attributesAt(text, neighbourOf(value, start, end))
    let at = start
    for (const { insert, attributes } of put) {
      const looks = attributes === undefined ? look : { ...allowedLook(attributes as Readonly<Record<string, unknown>>) }
      if (typeof insert === 'string') text.insert(at, insert, looks)
      else text.insertEmbed(at, { ...insert }, looks)
      at += typeof insert === 'string' ? insert.length : 1
    }
    if (end > start) text.delete(at, end - start)
  }, as === 'typing' ? `${id}/${language}` : null)
  return start + length
}

/** Changes how a stretch looks. */
export function formatText(editing: Editing, id: string, language: Language, from: number, to: number, patch: RunPatch): void {
  const text = sharedText(editing, id, language)
  if (text === undefined) return
  const value = valueOf(text)
  const [start, end] = stretchOf(value, from, to)
  const allowed = allowedPatch(patch)
  if (end === start || Object.keys(allowed).length === 0) return
  if (!changes(text, start, end, allowed)) return
  editing.write(() => text.format(start, end - start, allowed))
}

/** Takes a stretch as it is written. */
export function copyText(editing: Editing, id: string, language: Language, from: number, to: number): readonly InsertedRun[] {
  const text = sharedText(editing, id, language)
  if (text === undefined) return []
  const [start, end] = stretchOf(valueOf(text), from, to)
  return stretches(text, start, end).flatMap(({ insert, attributes }): InsertedRun[] => {
    const looks = allowedLook(attributes ?? {})
    if (typeof insert === 'string') return [{ insert, attributes: looks }]
    const chip = chipOf(insert)
    return chip === undefined ? [] : [{ insert: chip, attributes: looks }]
  })
}

/** Puts a merge field into a text at a position of its string; it looks like its neighbour. */
export function insertField(editing: Editing, id: string, language: Language, index: number, chip: FieldChip): void {
  replaceText(editing, id, language, index, index, [{ insert: chip }])
}

/** Changes how the field at a position is written. Embeds are values: the field is put in anew, with its look. */
export function setChip(
  editing: Editing, id: string, language: Language, index: number, patch: { format?: string | undefined; fallback?: string | undefined },
): void {
  const text = sharedText(editing, id, language)
  const [found] = text === undefined ? [] : stretches(text, index, index + 1)
  if (text === undefined || found === undefined || typeof found.insert === 'string') return
  const standing = chipOf(found.insert)
  if (standing === undefined) return
  const next = chipOf({ ...standing, ...patch })
  if (next === undefined || same(next, standing)) return
  editing.write(() => {
    text.insertEmbed(index, { ...next }, { ...found.attributes })
    text.delete(index + 1, 1)
  })
}

/** A stretch of a text, between graphemes. */
function stretchOf(value: string, from: number, to: number): readonly [number, number] {
  const [low, high] = from <= to ? [from, to] : [to, from]
  const start = graphemeStart(value, low)
  return [start, high <= low ? start : graphemeEnd(value, high)]
}

/** The inserts of a stretch, cut at its ends. */
function stretches(text: Y.Text, from: number, to: number): Insert[] {
  const found: Insert[] = []
  let passed = 0
  for (const { insert, attributes } of deltaOf(text)) {
    const length = typeof insert === 'string' ? insert.length : 1
    const [start, end] = [Math.max(from - passed, 0), Math.min(to - passed, length)]
    if (start < end) found.push({ insert: typeof insert === 'string' ? insert.slice(start, end) : insert, ...(attributes === undefined ? {} : { attributes }) })
    passed += length
    if (passed >= to) break
  }
  return found
}

function changes(text: Y.Text, from: number, to: number, allowed: Record<string, unknown>): boolean {
  return stretches(text, from, to).some(({ attributes }) => Object.entries(allowed).some(([key, value]) => !same(attributes?.[key] ?? null, value)))
}

/** Runs as they may be put in: well-formed, neighbours that look alike joined, and no more than there is room for. */
function fitting(runs: readonly InsertedRun[], room: number): InsertedRun[] {
  const put: InsertedRun[] = []
  let left = room
  for (const { insert, attributes } of runs) {
    if (left <= 0 || put.length >= MOST_RUNS) break
    const looks = attributes === undefined ? {} : { attributes }
    if (typeof insert !== 'string') {
      const chip = chipOf(insert)
      if (chip !== undefined) put.push({ insert: chip, ...looks })
      left -= chip === undefined ? 0 : 1
      continue
    }
    const words = cleaned(insert)
    const cut = words.length > left ? words.slice(0, graphemeStart(words, left)) : words
    if (cut === '') continue
    left -= cut.length
    const last = put.at(-1)
    if (last !== undefined && typeof last.insert === 'string' && same(last.attributes, attributes)) put[put.length - 1] = { ...last, insert: last.insert + cut }
    else put.push({ insert: cut, ...looks })
  }
  return put
}

/** Words as a text holds them: paragraphs end in `\n`, and nothing in them stands for a field. */
const cleaned = (words: string): string => words.toWellFormed().replaceAll(/\r\n?/g, '\n').replaceAll('\uFFFC', '')

const lengthOf = (runs: readonly InsertedRun[]): number => runs.reduce((sum, { insert }) => sum + (typeof insert === 'string' ? insert.length : 1), 0)

/** A field as it is written; `undefined` when it is none. */
function chipOf(value: unknown): FieldChip | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { field, format, fallback } = value as Readonly<Record<string, unknown>>
  if (!isFieldKey(field)) return undefined
  return {
    field,
    ...(typeof format === 'string' && format !== '' ? { format: format.slice(0, MOST_CHIP_UNITS) } : {}),
    ...(typeof fallback === 'string' && fallback !== '' ? { fallback: fallback.toWellFormed().slice(0, MOST_CHIP_UNITS).toWellFormed() } : {}),
  }
}

/** Takes attributes away from all runs of all languages of an element: what was just set for the whole of it shows everywhere. Call inside `write`. */
export function clearRuns(editing: Editing, id: string, languages: readonly Language[], keys: readonly (keyof RunStyle)[]): void {
  for (const language of languages) {
    const text = sharedText(editing, id, language)
    if (text === undefined) continue
    const present = keys.filter((key) => deltaOf(text).some(({ attributes }) => attributes?.[key] !== undefined))
    if (present.length > 0) text.format(0, text.length, Object.fromEntries(present.map((key) => [key, null])))
  }
}
