/** What an element is called: for the layers list, for screen readers, for the status line. */
import type { Element, Language, Layout } from '../document/model'
import type { Translate } from '../i18n'
import { labelOf, wordsOf } from './texts'

/** Characters of a text that its name shows. */
const EXCERPT = 40

/** The word for an element's type. */
export function typeWord(element: Element, t: Translate): string {
  return element.type === 'unknown' ? element.typeName || t('type-unknown') : t(`type-${element.type}`)
}

/** In one line. */
const spaced = (words: string): string => words.replaceAll('\u00ad', '').replace(/\s+/g, ' ').trim()

/** The name that was given, or else what the element says or is. */
export function nameOf(element: Element, layout: Layout, language: Language, t: Translate): string {
  if (element.name !== undefined && element.name !== '') return element.name
  if (element.type === 'text') {
    const words = spaced(wordsOf(element, layout, language))
    if (words !== '') return words.length > EXCERPT ? `${words.slice(0, EXCERPT).trimEnd()}…` : words
  }
  if (element.type === 'field') {
    const field = layout.fields.find((it) => it.key === element.field?.key)
    if (field) return labelOf(field, language, layout.languages)
  }
  return typeWord(element, t)
}

/** The whole of what a screen reader says of an element: outlines say nothing, so that all words of a text are in it. */
export function spokenName(element: Element, layout: Layout, language: Language, t: Translate): string {
  const alt = element.alt[language]
  const name = nameOf(element, layout, language, t)
  const type = typeWord(element, t)
  const parts = [name === type ? type : t('element-spoken', { type, name })]
  const words = element.type === 'text' ? spaced(wordsOf(element, layout, language)) : ''
  if (words !== '' && words !== name) {
    // A name that is only the beginning of the words would be said twice.
    if (element.name === undefined || element.name === '') parts[0] = t('element-spoken', { type, name: words })
    else parts.push(words)
  }
  if (alt !== undefined && alt !== '') parts.push(alt)
  if (element.locked) parts.push(t('element-locked'))
  if (element.hidden) parts.push(t('element-hidden'))
  return parts.join(', ')
}
