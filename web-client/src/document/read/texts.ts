/**
 * Reading shared texts as runs, and runs as the string that an input field shows.
 */
import * as Y from 'yjs'
import { LANGUAGES, type FieldChip, type Language, type RunStyle, type TextLook, type TextRun } from '../model'
import { isId } from '../schema'
import { color, flag, lookup, number, same, text } from './values'

/** Stands for a merge field in the string of a text: U+FFFC, one UTF-16 unit, like the embed in the document. */
export const CHIP_CHARACTER = '\uFFFC'

/** Looks a shared text style up by its id. */
export type TextStyles = (id: string) => TextLook | undefined

/**
 * The runs of every language of an element; a language without a shared text has none. `styled`: some run names a shared style.
 */
export function readTexts(value: unknown, styles: TextStyles): { texts: Record<Language, readonly TextRun[]>; styled: boolean } {
  const texts = { de: [], fr: [], it: [], rm: [], en: [] } as Record<Language, readonly TextRun[]>
  const get = lookup(value)
  let styled = false
  for (const language of get === undefined ? [] : LANGUAGES) {
    const delta = deltaOf(get?.(language))
    if (delta.length > 0) texts[language] = readRuns(delta, styles)
    styled ||= delta.some((run) => run.attributes?.['style'] !== undefined)
  }
  return { texts, styled }
}

interface Insert { readonly insert?: unknown; readonly attributes?: Readonly<Record<string, unknown>> }

/** A shared text as Yjs writes it out; the same written plainly counts too. */
function deltaOf(value: unknown): readonly Insert[] {
  if (value instanceof Y.Text) return value.toDelta() as Insert[]
  if (!Array.isArray(value)) return []
  return value.filter((run): run is Insert => typeof run === 'object' && run !== null && 'insert' in run)
}

/** The runs of one text; neighbours that look alike are one run. */
function readRuns(delta: readonly Insert[], styles: TextStyles): TextRun[] {
  const runs: TextRun[] = []
  for (const { insert, attributes } of delta) {
    const style = lookup(attributes) === undefined ? undefined : readRunStyle(attributes ?? {}, styles)
    const run = typeof insert === 'string' ? insert : readChip(insert)
    if (run === '') continue
    const last = runs[runs.length - 1]
    if (last !== undefined && typeof run === 'string' && typeof last.insert === 'string' && same(last.attributes, style)) {
      runs[runs.length - 1] = { ...last, insert: last.insert + run }
    } else {
      runs.push(style === undefined ? { insert: run } : { insert: run, attributes: style })
    }
  }
  return runs
}

/** The attributes of a run that this page knows, over those of the shared style that it names. */
function readRunStyle(attributes: Readonly<Record<string, unknown>>, styles: TextStyles): RunStyle | undefined {
  const named = attributes['style']
  const shared = isId(named) ? styles(named) : undefined
  const { lineHeight: _ofTheElement, ...beneath } = shared ?? {}
  const style = { ...beneath, ...ownRunStyle((key) => attributes[key], 'size'), ...(shared === undefined ? {} : { style: named as string }) }
  return Object.keys(style).length === 0 ? undefined : style
}

/** The six typography keys that runs, elements and shared styles have alike; only the size is named differently. */
export function ownRunStyle(get: (key: string) => unknown, sizeKey: 'size' | 'textSize'): Omit<RunStyle, 'style'> {
  const style: { -readonly [K in keyof RunStyle]: RunStyle[K] } = {}
  const family = text(get('family'))
  const weight = number(get('weight'), 100, 900)
  const italic = flag(get('italic'))
  const size = number(get(sizeKey), 0.1, 2000)
  const ink = color(get('color'))
  const spacing = number(get('spacing'), -1000, 1000)
  if (family !== undefined && family !== '' && family.length <= 100) style.family = family
  if (weight !== undefined) style.weight = weight
  if (italic !== undefined) style.italic = italic
  if (size !== undefined) style.size = size
  if (ink !== undefined) style.color = ink
  if (spacing !== undefined) style.spacing = spacing
  return style
}

/** An embed as a merge field. One that is something else has no key; it still takes its place, so that positions hold. */
function readChip(insert: unknown): FieldChip {
  if (typeof insert !== 'object' || insert === null || insert instanceof Y.AbstractType) return { field: '' }
  const field = text(Reflect.get(insert, 'field'))
  if (field === undefined) return { field: '' }
  const format = text(Reflect.get(insert, 'format'))
  const fallback = text(Reflect.get(insert, 'fallback'))
  return { field, ...(format === undefined ? {} : { format }), ...(fallback === undefined ? {} : { fallback }) }
}

/**
 * The string of a text, as `Commands.setText` takes it back: every merge field is one {@link CHIP_CHARACTER}, so that
 * positions in the string are positions in the document.
 */
export function textValue(runs: readonly TextRun[]): string {
  return runs.map((run) => (typeof run.insert === 'string' ? run.insert : CHIP_CHARACTER)).join('')
}
