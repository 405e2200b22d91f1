/** What of texts and fields is shown, for panels and names. Pure. */
import type { Element, Field, FieldChip, Language, Layout } from '../document/model'
import { saidBy, shownText } from '../scene/words'
import { textScenery } from './text-scenery'

/** All that an element says in a language, with its merge fields filled in. */
export function wordsOf(element: Element, layout: Layout, language: Language): string {
  const scenery = textScenery(layout, language)
  return shownText(element, language, layout.languages).runs.map((run) => saidBy(run, scenery) ?? '').join('')
}

/** A field's label in a language, or in the next one that has it, or its key. */
export const labelOf = (field: Field, language: Language, languages: readonly Language[]): string =>
  field.label[language] ?? languages.map((it) => field.label[it]).find((it) => it !== undefined) ?? field.key

/** A field as it stands in a text that is written: by its label, in guillemets. */
export function chipLabel({ field: key }: FieldChip, fields: readonly Field[], language: Language, languages: readonly Language[]): string {
  const field = fields.find((it) => it.key === key)
  return `«${field === undefined ? key : labelOf(field, language, languages)}»`
}

/** Texts that have nothing in a language while another language has something. */
export function missingIn(layout: Layout, language: Language): string[] {
  const missing: string[] = []
  for (const element of layout.elements.values()) {
    if (element.texts && shownText(element, language, layout.languages).missing) missing.push(element.id)
  }
  return missing
}
