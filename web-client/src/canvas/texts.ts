/** Which text of an element is shown in a language, and with what in place of its merge fields. Pure. */
import type { Element, Field, Language, Layout, TextRun, Typography } from '../document/model'
import { resolveColor } from '../document/view'
import { POINTS_A_MILLIMETRE } from '../kernels/viewport'
import type { Face, Stretch } from '../kernels/wrap'

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

/** The runs to show in a language: its own, or those of the next language of the layout that has some. */
export function shownText(element: Element, language: Language, languages: readonly Language[]): ShownText {
  const texts = element.texts
  const own = texts?.[language] ?? []
  if (!texts || !isEmpty(own)) return { runs: own, language, missing: false }
  const other = languages.find((it) => !isEmpty(texts[it])) ?? (Object.keys(texts) as Language[]).find((it) => !isEmpty(texts[it]))
  return other === undefined ? { runs: [], language, missing: false } : { runs: texts[other], language: other, missing: true }
}

/** What a field shows while there is no recipient: its sample, or else its label in guillemets. */
export function sampleOf(key: string, fields: readonly Field[], language: Language, languages: readonly Language[]): string {
  const field = fields.find((it) => it.key === key)
  const sample = field?.sample[language] ?? field?.sample['*'] ?? languages.map((it) => field?.sample[it]).find((it) => it !== undefined)
  return sample !== undefined && sample !== '' ? sample : `«${field ? labelOf(field, language, languages) : key}»`
}

/** A field's label in a language, or in the next one that has it, or its key. */
export const labelOf = (field: Field, language: Language, languages: readonly Language[]): string =>
  field.label[language] ?? languages.map((it) => field.label[it]).find((it) => it !== undefined) ?? field.key

/** The face that a whole element is set in. */
export const faceOf = (typography: Typography, layout: Pick<Layout, 'styles'>): Face => ({
  family: typography.family,
  weight: typography.weight,
  italic: typography.italic,
  size: typography.textSize / POINTS_A_MILLIMETRE,
  color: resolveColor(layout, typography.color),
  spacing: typography.spacing / POINTS_A_MILLIMETRE,
})

/** Runs as stretches to be set, fields as their samples. */
export function stretchesOf(runs: readonly TextRun[], typography: Typography, layout: Layout, language: Language): Stretch[] {
  const base = faceOf(typography, layout)
  return runs.map(({ insert, attributes }) => {
    const face: Face = attributes === undefined ? base : {
      family: attributes.family ?? base.family,
      weight: attributes.weight ?? base.weight,
      italic: attributes.italic ?? base.italic,
      size: attributes.size === undefined ? base.size : attributes.size / POINTS_A_MILLIMETRE,
      color: attributes.color === undefined ? base.color : resolveColor(layout, attributes.color),
      spacing: attributes.spacing === undefined ? base.spacing : attributes.spacing / POINTS_A_MILLIMETRE,
    }
    return typeof insert === 'string'
      ? { text: insert, face }
      : { text: sampleOf(insert.field, layout.fields, language, layout.languages), face, field: insert.field }
  })
}

/** Texts that have nothing in a language while another language has something. */
export function missingIn(layout: Layout, language: Language): string[] {
  const missing: string[] = []
  for (const element of layout.elements.values()) {
    if (element.texts && shownText(element, language, layout.languages).missing) missing.push(element.id)
  }
  return missing
}
