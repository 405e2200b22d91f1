/**
 * Shared colours and text styles: changing one changes everything that names it.
 */
import * as Y from 'yjs'
import { LANGUAGES, type NewStyle, type TextLook, type Wearer } from '../model'
import { ownRunStyle } from '../read/texts'
import { color, number } from '../read/values'
import { orderBetween } from '../order'
import { ROOT, newId } from '../schema'
import type { Editing, Entry } from './editing'
import { formatText, showWholly } from './rich-text'
import { deltaOf, sharedText } from './text'
import { writeValue } from './values'

const LOOK_KEYS = ['family', 'weight', 'italic', 'size', 'color', 'spacing', 'lineHeight'] as const

/** Makes a shared style behind the others; gives back its id. */
export function createStyle(editing: Editing, style: NewStyle, wearers: readonly Wearer[] = []): string {
  const id = newId()
  const last = editing.layout.styles.at(-1)?.order
  editing.write(() => {
    const entry: Entry = new Y.Map()
    editing.doc.getMap(ROOT.styles).set(id, entry)
    entry.set('kind', style.kind)
    entry.set('name', style.name.toWellFormed())
    entry.set('order', orderBetween(last === undefined || last === '' ? null : last, null))
    if (style.kind === 'color') writeColor(entry, style.value)
    else writeLook(entry, style.look)
    if (style.kind === 'text') wear(editing, id, wearers)
  })
  return id
}

/** Changes a shared style; of `look` all values, those that are left out go away. */
export function setStyle(editing: Editing, id: string, patch: { name?: string; value?: string; look?: TextLook }, wearers: readonly Wearer[] = []): void {
  const entry = editing.entry('styles', id)
  if (entry === undefined) return
  editing.write(() => {
    if (patch.name !== undefined) writeValue(entry, 'name', patch.name.toWellFormed())
    if (patch.value !== undefined && entry.get('kind') === 'color') writeColor(entry, patch.value)
    if (patch.look !== undefined && entry.get('kind') === 'text') writeLook(entry, patch.look)
    if (entry.get('kind') === 'text') wear(editing, id, wearers)
  })
}

/** Elements and stretches of text take a text style, and keep nothing of their own beside it. Call inside `write`: it is one step with the style. */
function wear(editing: Editing, style: string, wearers: readonly Wearer[]): void {
  for (const wearer of wearers) {
    if (typeof wearer !== 'string') {
      formatText(editing, wearer.id, wearer.language, wearer.from, wearer.to, { style })
      continue
    }
    const entry = editing.entry('elements', wearer)
    if (entry === undefined || editing.element(wearer)?.typography === undefined) continue
    writeValue(entry, 'style', style)
    showWholly(editing, wearer, { style })
  }
}

/** Takes a shared style away; what named it is given what the style said. */
export function deleteStyle(editing: Editing, id: string): void {
  const style = editing.layout.styles.find((one) => one.id === id)
  if (style === undefined) return
  editing.write(() => {
    if (style.kind === 'color') unfoldColor(editing, id, style.value ?? '#1b1d22')
    else unfoldLook(editing, id, style.look ?? {})
    editing.doc.getMap(ROOT.styles).delete(id)
  })
}

function writeColor(entry: Entry, value: string): void {
  const read = color(value)
  if (read !== undefined && read.startsWith('#')) writeValue(entry, 'value', read)
}

function writeLook(entry: Entry, look: TextLook): void {
  const lineHeight = number(look.lineHeight, 0.1, 10)
  const allowed: TextLook = { ...ownRunStyle((key) => look[key as keyof TextLook], 'size'), ...(lineHeight === undefined ? {} : { lineHeight }) }
  for (const key of LOOK_KEYS) writeValue(entry, key, allowed[key])
  // An older way to write the size, which would win over it.
  writeValue(entry, 'textSize', undefined)
}

function unfoldColor(editing: Editing, id: string, value: string): void {
  const named = `style:${id}`
  const replace = (entry: Entry, keys: readonly string[]): void => {
    for (const key of keys) if (entry.get(key) === named) entry.set(key, value)
  }
  for (const root of ['elements', 'pages', 'styles'] as const) {
    for (const key of editing.doc.getMap(ROOT[root]).keys()) {
      const entry = editing.entry(root, key)
      if (entry !== undefined) replace(entry, ['fill', 'stroke', 'color', 'background'])
    }
  }
  eachRun(editing, (text, at, length, attributes) => {
    if (attributes['color'] === named) text.format(at, length, { color: value })
  })
}

function unfoldLook(editing: Editing, id: string, look: TextLook): void {
  for (const key of editing.doc.getMap(ROOT.elements).keys()) {
    const entry = editing.entry('elements', key)
    if (entry?.get('style') !== id) continue
    entry.delete('style')
    for (const name of LOOK_KEYS) {
      const own = name === 'size' ? 'textSize' : name
      if (look[name] !== undefined && entry.get(own) === undefined) entry.set(own, look[name])
    }
  }
  eachRun(editing, (text, at, length, attributes) => {
    if (attributes['style'] !== id) return
    const { lineHeight: _ofTheElement, ...run } = look
    text.format(at, length, { ...Object.fromEntries(Object.entries(run).filter(([key]) => attributes[key] === undefined)), style: null })
  })
}

/** Visits every run of every text. Formatting does not move what follows. */
function eachRun(editing: Editing, visit: (text: Y.Text, at: number, length: number, attributes: Readonly<Record<string, unknown>>) => void): void {
  for (const id of editing.doc.getMap(ROOT.elements).keys()) {
    for (const language of LANGUAGES) {
      const text = sharedText(editing, id, language)
      if (text === undefined) continue
      let at = 0
      for (const { insert, attributes } of deltaOf(text)) {
        const length = typeof insert === 'string' ? insert.length : 1
        if (attributes !== undefined) visit(text, at, length, attributes)
        at += length
      }
    }
  }
}
