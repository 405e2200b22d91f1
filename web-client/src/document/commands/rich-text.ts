/**
 * Writing into texts with looks and merge fields: each call is one transaction, at grapheme bounds.
 */
import type * as Y from 'yjs'
import { LANGUAGES, type ElementPatch, type FieldChip, type InsertedRun, type Language, type RunPatch, type RunStyle } from '../model'
import { same } from '../read/values'
import { isFieldKey, MOST_TEXT_RUNS, MOST_TEXT_UNITS } from '../schema'
import type { Editing } from './editing'
import { RUN_KEYS, allowedLook, allowedPatch, neighbourOf } from './looks'
import { graphemeEnd, graphemeStart } from './text-diff'
import { attributesAt, deltaOf, hasTexts, makeText, sharedText, valueOf, type Insert } from './text'

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
  const put = fitting(editing.mayDesign() ? runs : words(editing, id, runs), MOST_TEXT_UNITS - (value.length - (end - start)))
  const length = lengthOf(put)
  if (length === 0 && end === start) return start
  editing.writeWords(() => {
    const text = standing ?? makeText(editing, id, language)
    if (text === undefined) return
    putRuns(text, start, put, attributesAt(text, neighbourOf(value, start, end)))
    if (end > start) text.delete(start + length, end - start)
  }, as === 'typing' ? `${id}/${language}` : null)
  return start + length
}

/** Runs as a content editor may put them in: in the look of the place, with fields that are declared and formats that the element's texts know. */
function words(editing: Editing, id: string, runs: readonly InsertedRun[]): InsertedRun[] {
  const known = Object.values(editing.element(id)?.texts ?? {}).flatMap((texts) => texts.flatMap(({ insert }) => (typeof insert === 'string' ? [] : [insert])))
  return runs.flatMap(({ insert }): InsertedRun[] => {
    if (typeof insert === 'string') return [{ insert }]
    const { format, ...plain } = insert
    if (known.some((it) => it.field === insert.field && it.format === format)) return [{ insert }]
    return editing.layout.fields.some(({ key }) => key === insert.field) ? [{ insert: plain }] : []
  })
}

/** Writes the first words of a text that was just made; call inside `write`. */
export function fillText(editing: Editing, id: string, language: Language, runs: readonly InsertedRun[]): void {
  const text = sharedText(editing, id, language)
  if (text !== undefined) putRuns(text, 0, fitting(runs, MOST_TEXT_UNITS), {})
}

/** Puts runs in at a place; those without looks have `look`. */
function putRuns(text: Y.Text, start: number, runs: readonly InsertedRun[], look: Record<string, unknown>): void {
  let at = start
  for (const { insert, attributes } of runs) {
    const looks = attributes === undefined ? look : { ...allowedLook(attributes as Readonly<Record<string, unknown>>) }
    if (typeof insert === 'string') text.insert(at, insert, looks)
    else text.insertEmbed(at, { ...insert }, looks)
    at += typeof insert === 'string' ? insert.length : 1
  }
}

/** Changes how a stretch looks: all of it alike, or each run by how it looks now. */
export function formatText(
  editing: Editing, id: string, language: Language, from: number, to: number, patch: RunPatch | ((look: RunStyle) => RunPatch),
): void {
  const text = sharedText(editing, id, language)
  if (text === undefined) return
  const [start, end] = stretchOf(valueOf(text), from, to)
  let at = start
  const changes = stretches(text, start, end).flatMap(({ insert, attributes }) => {
    const length = typeof insert === 'string' ? insert.length : 1
    const allowed = allowedPatch(typeof patch === 'function' ? patch(allowedLook(attributes ?? {})) : patch)
    const changed = Object.entries(allowed).some(([key, value]) => !same(attributes?.[key] ?? null, value))
    at += length
    return changed ? [{ at: at - length, length, allowed }] : []
  })
  const [first] = changes
  if (first === undefined) return
  editing.write(() => {
    // What looks alike is written as one, so that it merges as one.
    if (typeof patch !== 'function') text.format(start, end - start, first.allowed)
    else for (const change of changes) text.format(change.at, change.length, change.allowed)
  })
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
  if (next === undefined || same(next, standing) || (next.format !== standing.format && !editing.mayDesign())) return
  editing.writeWords(() => {
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

/** Runs as they may be put in: well-formed, neighbours that look alike joined, and no more than there is room for. */
function fitting(runs: readonly InsertedRun[], room: number): InsertedRun[] {
  const put: InsertedRun[] = []
  let left = room
  for (const { insert, attributes } of runs) {
    if (left <= 0 || put.length >= MOST_TEXT_RUNS) break
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

/** The element's own keys that a shared text style gives. */
const STYLED_KEYS = ['family', 'weight', 'italic', 'textSize', 'color', 'spacing', 'lineHeight'] as const

/** What is set for a whole element shows in all of it: runs that look otherwise, and keys that hide a style, make way. Call inside `write`. */
export function showWholly(editing: Editing, id: string, patch: ElementPatch): void {
  const keys = RUN_KEYS.filter((key) => (key === 'size' ? 'textSize' : key) in patch)
  const entry = editing.entry('elements', id)
  if (patch.style !== undefined) {
    for (const key of STYLED_KEYS) if (!(key in patch) && entry?.has(key) === true) entry.delete(key)
    clearRuns(editing, id, RUN_KEYS)
  } else if (keys.length > 0) clearRuns(editing, id, keys)
}

function clearRuns(editing: Editing, id: string, keys: readonly (keyof RunStyle)[]): void {
  for (const language of LANGUAGES) {
    const text = sharedText(editing, id, language)
    if (text === undefined) continue
    const present = keys.filter((key) => deltaOf(text).some(({ attributes }) => attributes?.[key] !== undefined))
    if (present.length > 0) text.format(0, text.length, Object.fromEntries(present.map((key) => [key, null])))
  }
}
