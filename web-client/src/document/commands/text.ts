/**
 * Writing into shared texts and alternative texts.
 */
import * as Y from 'yjs'
import { LANGUAGES, type Language } from '../model'
import { CHIP_CHARACTER } from '../read/texts'
import { TYPES_WITH_TEXTS } from '../schema'
import type { Editing } from './editing'
import { neighbourOf } from './looks'
import { diffText, type Replacement } from './text-diff'

/**
 * Writes the difference between the text that stands there and `value`. Merge fields are {@link CHIP_CHARACTER} in it; they
 * can be taken away by leaving it out and are put in by `insertField` only.
 */
export function setText(editing: Editing, id: string, language: Language, value: string): void {
  if (!hasTexts(editing, id)) return
  const wanted = value.toWellFormed().replaceAll(/\r\n?/g, '\n')
  const standing = sharedText(editing, id, language)
  const replacements = differences(standing === undefined ? '' : valueOf(standing), wanted)
  if (replacements.length === 0) return
  editing.writeWords(() => {
    const text = standing ?? makeText(editing, id, language)
    if (text === undefined) return
    // From the end, so that the positions before stay right.
    for (const replacement of replacements.reverse()) replace(text, replacement)
  }, `${id}/${language}`)
}

/** What changed: between the merge fields when none came or went, otherwise in one piece. */
function differences(before: string, after: string): Replacement[] {
  const [parts, wanted] = [before.split(CHIP_CHARACTER), after.split(CHIP_CHARACTER)]
  const found: Replacement[] = []
  if (parts.length !== wanted.length) {
    const whole = diffText(before, after)
    if (whole !== undefined) found.push({ ...whole, insert: whole.insert.replaceAll(CHIP_CHARACTER, '') })
  } else {
    let start = 0
    parts.forEach((part, i) => {
      const difference = diffText(part, wanted[i] ?? part)
      if (difference !== undefined) found.push({ ...difference, at: start + difference.at })
      start += part.length + 1
    })
  }
  return found.filter(({ insert, remove }) => insert !== '' || remove > 0)
}

function replace(text: Y.Text, { at, remove, insert }: Replacement): void {
  if (insert !== '') text.insert(at, insert, attributesAt(text, neighbourOf(valueOf(text), at, at + remove)))
  if (remove > 0) text.delete(at + insert.length, remove)
}

/** Writes the alternative text in one language; an empty one is taken away. */
export function setAlt(editing: Editing, id: string, language: Language, value: string): void {
  setWords(editing, id, 'alt', language, value)
}

/** Writes who signs, or as what, in one language; an empty one is taken away. */
export function setSigner(editing: Editing, id: string, key: 'signer' | 'role', language: Language, value: string): void {
  if (editing.element(id)?.type === 'signature') setWords(editing, id, key, language, value)
}

/** Writes one language of a shared map of words. */
function setWords(editing: Editing, id: string, key: 'alt' | 'signer' | 'role', language: Language, value: string): void {
  const entry = editing.entry('elements', id)
  if (entry === undefined) return
  const wanted = value.toWellFormed()
  const standing: unknown = entry.get(key)
  const words: Y.Map<unknown> | undefined = standing instanceof Y.Map ? standing : undefined
  if ((words?.get(language) ?? '') === wanted) return
  editing.writeWords(() => {
    const map = words ?? new Y.Map<unknown>()
    if (words === undefined) entry.set(key, map)
    if (wanted === '') map.delete(language)
    else map.set(language, wanted)
  }, `${id}/${key}/${language}`)
}

/** Whether an element holds texts in languages. */
export function hasTexts(editing: Editing, id: string): boolean {
  const type: unknown = editing.entry('elements', id)?.get('type')
  return typeof type === 'string' && TYPES_WITH_TEXTS.has(type)
}

/** The shared text of an element in a language. */
export function sharedText(editing: Editing, id: string, language: Language): Y.Text | undefined {
  const texts: unknown = editing.entry('elements', id)?.get('texts')
  const text: unknown = texts instanceof Y.Map ? texts.get(language) : undefined
  return text instanceof Y.Text ? text : undefined
}

/** The text of a language in an element that came without; the other languages are made along with it. */
export function makeText(editing: Editing, id: string, language: Language): Y.Text | undefined {
  const entry = editing.entry('elements', id)
  if (entry === undefined) return undefined
  const standing: unknown = entry.get('texts')
  const texts: Y.Map<unknown> = standing instanceof Y.Map ? standing : new Y.Map<unknown>()
  if (texts !== standing) entry.set('texts', texts)
  for (const one of LANGUAGES) if (!(texts.get(one) instanceof Y.Text)) texts.set(one, new Y.Text())
  const made: unknown = texts.get(language)
  return made instanceof Y.Text ? made : undefined
}

/** One insert of a Yjs delta. */
export interface Insert { readonly insert?: unknown; readonly attributes?: Readonly<Record<string, unknown>> }

/** A shared text as Yjs writes it out. */
export const deltaOf = (text: Y.Text): readonly Insert[] => text.toDelta() as Insert[]

/** A shared text as a string; whatever is no string takes one unit. */
export function valueOf(text: Y.Text): string {
  return deltaOf(text).map(({ insert }) => (typeof insert === 'string' ? insert : CHIP_CHARACTER)).join('')
}

/** The attributes of the character at a place; none at -1. */
export function attributesAt(text: Y.Text, place: number): Record<string, unknown> {
  let passed = 0
  for (const { insert, attributes } of place < 0 ? [] : deltaOf(text)) {
    passed += typeof insert === 'string' ? insert.length : 1
    if (passed > place) return { ...attributes }
  }
  return {}
}
