/** What of texts and fields is shown, for panels and names. Pure. */
import type { Element, Field, Language, Layout, TextRun, Typography } from '../document/model'
import { resolveColor } from '../document/view'
import { POINTS_A_MILLIMETRE } from '../kernels/viewport'
import { fill, saidBy, shownText } from '../scene/words'
import type { Face } from './measure'
import { textScenery } from './text-scenery'

/** All that an element says in a language, with its merge fields filled in. */
export function wordsOf(element: Element, layout: Layout, language: Language): string {
  const scenery = textScenery(layout, language)
  return shownText(element, language, layout.languages).runs.map((run) => saidBy(run, scenery) ?? '').join('')
}

/** What a field shows while there is no recipient: its sample, written by its type, or else its label in guillemets. */
export function fieldText(key: string, layout: Layout, language: Language, format?: string): string {
  const filling = fill(textScenery(layout, language), { field: key, ...(format === undefined ? {} : { format }) })
  return 'text' in filling ? filling.text : ''
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

/** The faces of runs. */
export function facesOf(runs: readonly TextRun[], typography: Typography, layout: Pick<Layout, 'styles'>): Face[] {
  const base = faceOf(typography, layout)
  return runs.map(({ attributes }) => (attributes === undefined ? base : {
    family: attributes.family ?? base.family,
    weight: attributes.weight ?? base.weight,
    italic: attributes.italic ?? base.italic,
    size: attributes.size === undefined ? base.size : attributes.size / POINTS_A_MILLIMETRE,
    color: attributes.color === undefined ? base.color : resolveColor(layout, attributes.color),
    spacing: attributes.spacing === undefined ? base.spacing : attributes.spacing / POINTS_A_MILLIMETRE,
  }))
}

/** Texts that have nothing in a language while another language has something. */
export function missingIn(layout: Layout, language: Language): string[] {
  const missing: string[] = []
  for (const element of layout.elements.values()) {
    if (element.texts && shownText(element, language, layout.languages).missing) missing.push(element.id)
  }
  return missing
}
