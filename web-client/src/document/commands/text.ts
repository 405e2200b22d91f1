/**
 * Writing into shared texts and alternative texts.
 */
import * as Y from 'yjs'
import { LANGUAGES, type FieldChip, type Language } from '../model'
import { CHIP_CHARACTER } from '../read/texts'
import { TYPES_WITH_TEXTS } from '../schema'
import type { Editing } from './editing'
import { diffText, graphemeStart, type Replacement } from './text-diff'

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
  editing.write(() => {
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
  if (insert !== '') {
    const attributes = attributesFor(text, at, remove)
    if (attributes === undefined) text.insert(at, insert)
    else text.insert(at, insert, attributes)
  }
  if (remove > 0) text.delete(at + insert.length, remove)
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
  editing.write(() => {
    const map = words ?? new Y.Map<unknown>()
    if (words === undefined) entry.set(key, map)
    if (wanted === '') map.delete(language)
    else map.set(language, wanted)
  }, `${id}/${key}/${language}`)
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
