/** What an element is called: for the layers list, for screen readers, for the status line. */
import type { Element, Language, Layout } from '../document/model'
import type { Translate } from '../i18n'
import { CHIP_CHARACTER, textValue } from '../document/read/texts'
import { labelOf, sampleOf, shownText } from './texts'

/** Characters of a text that its name shows. */
const EXCERPT = 40

/** The word for an element's type. */
export function typeWord(element: Element, t: Translate): string {
  return element.type === 'unknown' ? element.typeName || t('type-unknown') : t(`type-${element.type}`)
}

/** The name that was given, or else what the element says or is. */
export function nameOf(element: Element, layout: Layout, language: Language, t: Translate): string {
  if (element.name !== undefined && element.name !== '') return element.name
  if (element.type === 'text') {
    const { runs } = shownText(element, language, layout.languages)
    const keys = runs.flatMap((run) => (typeof run.insert === 'string' ? [] : [run.insert.field]))
    const words = textValue(runs).replaceAll(CHIP_CHARACTER, () => sampleOf(keys.shift() ?? '', layout.fields, language, layout.languages)).replace(/\s+/g, ' ').trim()
    if (words !== '') return words.length > EXCERPT ? `${words.slice(0, EXCERPT).trimEnd()}…` : words
  }
  if (element.type === 'field') {
    const field = layout.fields.find((it) => it.key === element.field?.key)
    if (field) return labelOf(field, language, layout.languages)
  }
  return typeWord(element, t)
}

/** The whole of what a screen reader says of an element. */
export function spokenName(element: Element, layout: Layout, language: Language, t: Translate): string {
  const alt = element.alt[language]
  const name = nameOf(element, layout, language, t)
  const type = typeWord(element, t)
  const parts = [name === type ? type : t('element-spoken', { type, name })]
  if (alt !== undefined && alt !== '') parts.push(alt)
  if (element.locked) parts.push(t('element-locked'))
  if (element.hidden) parts.push(t('element-hidden'))
  return parts.join(', ')
}
