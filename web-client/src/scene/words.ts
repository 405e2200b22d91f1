/** What texts say and what they are set in (P5, P6). Pure. */
import type { ByLanguage, Element, Field, FieldChip, Language, Layout, RunStyle, TextRun, Typography } from '../document/model'
import { millipoints, spacingOf, type Frame, type Run, type TextStyle } from '../text'
import { inkOf } from './ink'
import type { Scenery } from './scenery'

/** What fills merge fields. */
export type Values = Pick<Scenery, 'layout' | 'language' | 'values' | 'write'>

/** A text as it is shown. */
export interface ShownText {
  readonly runs: readonly TextRun[]
  readonly language: Language
  /** The wanted language has no text of its own, and another's is shown. */
  readonly missing: boolean
}

/** Whether runs hold anything at all. */
export const isEmpty = (runs: readonly TextRun[] | undefined): boolean =>
  runs === undefined || runs.every((run) => run.insert === '')

/** The runs to show in a language: its own, or those of the first of the layout's that has some. */
export function shownText(element: Pick<Element, 'texts'>, language: Language, languages: readonly Language[]): ShownText {
  const texts = element.texts
  const own = texts?.[language] ?? []
  if (!texts || !isEmpty(own)) return { runs: own, language, missing: false }
  const other = languages.find((it) => !isEmpty(texts[it]))
  return other === undefined ? { runs: [], language, missing: false } : { runs: texts[other], language: other, missing: true }
}

/** The words in a language, or in the first of the layout's that has some. */
export const inLanguage = (by: ByLanguage, { language, layout }: { readonly language: Language; readonly layout: Pick<Layout, 'languages'> }): string | undefined =>
  [language, ...layout.languages].map((it) => by[it]).find((words) => words !== undefined && words !== '')

/** What stands in place of a merge field: words, or the picture that a field of type image names. */
export type Filling = { readonly text: string } | { readonly image: string | undefined }

/** Fills a merge field. */
export function fill(scenery: Values, { field: key, format, fallback }: FieldChip): Filling {
  const field = scenery.layout.fields.find((it) => it.key === key)
  const value = valueOf(scenery, key, field)
  if (field?.type === 'image') return { image: value === '' ? undefined : value }
  if (value !== undefined) return { text: scenery.write(value, field?.type ?? 'text', format, scenery.language) }
  if (fallback !== undefined && fallback !== '') return { text: fallback }
  return { text: `«${(field && inLanguage(field.label, scenery)) ?? key}»` }
}

/** The value that was given, or the sample where none were given at all. */
function valueOf({ layout, language, values }: Values, key: string, field: Field | undefined): string | undefined {
  if (values) return Object.hasOwn(values, key) ? values[key] : undefined
  return field && sampleFor(field, language, layout.languages)
}

/** The sample of a field: in the language, for all of them, or in the first of the layout's that has one. */
export const sampleFor = (field: Field, language: Language, languages: readonly Language[]): string | undefined =>
  [language, '*' as const, ...languages].map((it) => field.sample[it]).find((words) => words !== undefined && words !== '')

/** What a run says, its field filled in; `undefined` for what is no text. */
export function saidBy({ insert }: TextRun, scenery: Values): string | undefined {
  if (typeof insert === 'string') return insert
  // An embed that this page does not know has no key.
  if (insert.field === '') return undefined
  const filling = fill(scenery, insert)
  return 'text' in filling ? filling.text : undefined
}

/** The style of a whole element. */
export const ownStyle = (typography: Typography, layout: Pick<Layout, 'styles'>): TextStyle => styleOver({ ...typography, size: typography.textSize }, undefined, layout)

function styleOver(style: RunStyle, own: TextStyle | undefined, layout: Pick<Layout, 'styles'>): TextStyle {
  return {
    family: style.family ?? own?.family ?? 'Inter',
    weight: style.weight === undefined ? own?.weight ?? 400 : Math.floor(style.weight + 0.5),
    italic: style.italic ?? own?.italic ?? false,
    size: style.size === undefined ? own?.size ?? 12_000 : millipoints(style.size),
    color: style.color === undefined ? own?.color ?? '#1b1d22' : inkOf(layout, style.color),
    spacing: style.spacing === undefined ? own?.spacing ?? 0 : spacingOf(style.spacing),
  }
}

/** Runs as they are set: fields filled in, with where each comes from. */
export function runsToSet(runs: readonly TextRun[], typography: Typography, scenery: Values): Run[] {
  const own = ownStyle(typography, scenery.layout)
  const set: Run[] = []
  let start = 0
  for (const run of runs) {
    const length = typeof run.insert === 'string' ? run.insert.length : 1
    const source = { start, length }
    start += length
    const text = saidBy(run, scenery)
    if (text === undefined) continue
    const style = run.attributes === undefined ? own : styleOver(run.attributes, own, scenery.layout)
    const last = set.at(-1)
    if (typeof run.insert !== 'string') set.push({ text, style, source, field: run.insert.field })
    else if (last?.source && last.field === undefined && last.source.start + last.source.length === source.start && sameStyle(last.style, style)) {
      set[set.length - 1] = { text: last.text + text, style, source: { start: last.source.start, length: last.source.length + length } }
    } else set.push({ text, style, source })
  }
  return set
}

const sameStyle = (a: TextStyle, b: TextStyle): boolean =>
  a === b || (a.family === b.family && a.weight === b.weight && a.italic === b.italic && a.size === b.size && a.color === b.color && a.spacing === b.spacing)

/** The box that an element's text is set into. */
export const frameOf = (typography: Typography, [width, height]: readonly [number, number], layout: Pick<Layout, 'styles'>): Frame => ({
  width, height, lineHeight: typography.lineHeight, align: typography.align, valign: typography.valign,
  own: ownStyle(typography, layout), ...(typography.fit ? { fit: typography.fit } : {}),
})
