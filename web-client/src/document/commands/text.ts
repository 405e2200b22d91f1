/**
 * Writing into shared texts and alternative texts.
 */
import * as Y from 'yjs'
import { LANGUAGES, type FieldChip, type Language } from '../model'
import { CHIP_CHARACTER } from '../read/texts'
import { TYPES_WITH_TEXTS } from '../schema'
import type { Editing } from './editing'
import { diffText, graphemeStart } from './text-diff'

/**
 * Writes the difference between the text that stands there and `value`. Merge fields are {@link CHIP_CHARACTER} in it; they
 * can be taken away by leaving it out and are put in by `insertField` only.
 */
export function setText(editing: Editing, id: string, language: Language, value: string): void {
  if (!hasTexts(editing, id)) return
  const wanted = value.toWellFormed().replaceAll(/\r\n?/g, '\n')
  const standing = sharedText(editing, id, language)
  const difference = diffText(standing === undefined ? '' : valueOf(standing), wanted)
  if (difference === undefined) return
  const insert = difference.insert.replaceAll(CHIP_CHARACTER, '')
  if (insert === '' && difference.remove === 0) return
  editing.write(() => {
    const text = standing ?? makeText(editing, id, language)
    if (text === undefined) return
    if (insert !== '') {
      const attributes = attributesFor(text, difference.at, difference.remove)
      if (attributes === undefined) text.insert(difference.at, insert)
      else text.insert(difference.at, insert, attributes)
    }
    if (difference.remove > 0) text.delete(difference.at + insert.length, difference.remove)
  }, `${id}/${language}`)
}

/** Puts a merge field into a text at a position of its string. */
export function insertField(editing: Editing, id: string, language: Language, index: number, chip: FieldChip): void {
  if (!hasTexts(editing, id)) return
  editing.write(() => {
    const text = sharedText(editing, id, language) ?? makeText(editing, id, language)
    if (text === undefined) return
    const { field, format, fallback } = chip
    const embed = { field, ...(format === undefined ? {} : { format }), ...(fallback === undefined ? {} : { fallback }) }
    text.insertEmbed(graphemeStart(valueOf(text), index), embed)
  })
}

/** Writes the alternative text in one language; an empty one is taken away. */
export function setAlt(editing: Editing, id: string, language: Language, value: string): void {
  const entry = editing.entry('elements', id)
  if (entry === undefined) return
  const wanted = value.toWellFormed()
  const standing: unknown = entry.get('alt')
  const alt: Y.Map<unknown> | undefined = standing instanceof Y.Map ? standing : undefined
  if ((alt?.get(language) ?? '') === wanted) return
  editing.write(() => {
    const map = alt ?? new Y.Map<unknown>()
    if (alt === undefined) entry.set('alt', map)
    if (wanted === '') map.delete(language)
    else map.set(language, wanted)
  }, `${id}/alt/${language}`)
}

function hasTexts(editing: Editing, id: string): boolean {
  const type: unknown = editing.entry('elements', id)?.get('type')
  return typeof type === 'string' && TYPES_WITH_TEXTS.has(type)
}

function sharedText(editing: Editing, id: string, language: Language): Y.Text | undefined {
  const texts: unknown = editing.entry('elements', id)?.get('texts')
  const text: unknown = texts instanceof Y.Map ? texts.get(language) : undefined
  return text instanceof Y.Text ? text : undefined
}

/** The text of a language in an element that came without; the other languages are made along with it. */
function makeText(editing: Editing, id: string, language: Language): Y.Text | undefined {
  const entry = editing.entry('elements', id)
  if (entry === undefined) return undefined
  const standing: unknown = entry.get('texts')
  const texts: Y.Map<unknown> = standing instanceof Y.Map ? standing : new Y.Map<unknown>()
  if (texts !== standing) entry.set('texts', texts)
  for (const one of LANGUAGES) if (!(texts.get(one) instanceof Y.Text)) texts.set(one, new Y.Text())
  const made: unknown = texts.get(language)
  return made instanceof Y.Text ? made : undefined
}

interface Insert { readonly insert?: unknown; readonly attributes?: Record<string, unknown> }

/** A shared text as a string; whatever is no string takes one unit. */
function valueOf(text: Y.Text): string {
  return (text.toDelta() as Insert[]).map(({ insert }) => (typeof insert === 'string' ? insert : CHIP_CHARACTER)).join('')
}

/**
 * The look of what is typed: of what it replaces, and at the very start of what follows. Elsewhere Yjs continues what stands
 * before it.
 */
function attributesFor(text: Y.Text, at: number, remove: number): Record<string, unknown> | undefined {
  if (at > 0 && remove === 0) return undefined
  let passed = 0
  for (const { insert, attributes } of text.toDelta() as Insert[]) {
    passed += typeof insert === 'string' ? insert.length : 1
    if (passed > at) return attributes ?? {}
  }
  return undefined
}
