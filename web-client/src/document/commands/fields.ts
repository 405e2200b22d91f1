/**
 * Declared merge fields.
 */
import * as Y from 'yjs'
import { LANGUAGES, type ByLanguage, type Commands, type Field } from '../model'
import { orderBetween } from '../order'
import { ROOT, isFieldKey } from '../schema'
import type { Editing, Entry } from './editing'
import { writeValue } from './values'

/** Declares a field; `false` when the key is taken or is none. */
export function declareField(editing: Editing, field: Parameters<Commands['declareField']>[0]): boolean {
  const fields = editing.doc.getMap(ROOT.fields)
  if (!isFieldKey(field.key) || fields.has(field.key)) return false
  const last = editing.layout.fields.at(-1)?.order
  editing.write(() => {
    const entry = new Y.Map<unknown>()
    fields.set(field.key, entry)
    entry.set('type', field.type)
    entry.set('order', orderBetween(last === undefined || last === '' ? null : last, null))
    entry.set('label', stringsMap(field.label))
    entry.set('sample', stringsMap(field.sample ?? {}))
    if (field.required === true) entry.set('required', true)
  })
  return fields.has(field.key)
}

/** Changes a field; of `label` and `sample` only the languages that are named. */
export function setField(editing: Editing, key: string, patch: Parameters<Commands['setField']>[1]): void {
  const entry = editing.entry('fields', key)
  if (entry === undefined) return
  if (patch.type === undefined && patch.required === undefined && patch.label === undefined) {
    const { sample } = patch
    if (sample !== undefined) editing.writeWords(() => writeStrings(entry, 'sample', sample))
    return
  }
  editing.write(() => {
    if (patch.type !== undefined) writeValue(entry, 'type', patch.type)
    if (patch.required !== undefined && (entry.get('required') === true) !== patch.required) {
      writeValue(entry, 'required', patch.required ? true : undefined)
    }
    if (patch.label !== undefined) writeStrings(entry, 'label', patch.label)
    if (patch.sample !== undefined) writeStrings(entry, 'sample', patch.sample)
  })
}

/** Takes a declaration away; elements that refer to it keep its key. */
export function deleteField(editing: Editing, key: string): void {
  if (!editing.doc.getMap(ROOT.fields).has(key)) return
  editing.write(() => editing.doc.getMap(ROOT.fields).delete(key))
}

type Strings = ByLanguage | Field['sample']

function stringsMap(values: Strings): Y.Map<string> {
  const map = new Y.Map<string>()
  for (const [language, value] of entriesOf(values)) if (value !== undefined && value !== '') map.set(language, value)
  return map
}

function writeStrings(entry: Entry, key: string, values: Strings): void {
  const standing: unknown = entry.get(key)
  if (!(standing instanceof Y.Map)) {
    entry.set(key, stringsMap(values))
    return
  }
  for (const [language, value] of entriesOf(values)) writeValue(standing, language, value === '' ? undefined : value)
}

function entriesOf(values: Strings): [string, string | undefined][] {
  const known = new Set<string>([...LANGUAGES, '*'])
  return Object.entries(values).filter(([language]) => known.has(language))
}
