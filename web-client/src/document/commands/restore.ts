/**
 * Writing an older layout back: one edit, which others see and its author can undo, of only what differs from what stands.
 *
 * The layout comes as the server's JSON (`crdt/SCHEMA.md`, "The layout's JSON"). What stands in the document and is not in it goes, also
 * what belongs to no page just now: it would come back with its page. Things keep their ids, so comments and selections hold on to them.
 */
import * as Y from 'yjs'
import { LANGUAGES } from '../model'
import { compareOrder, isOrder, ordersBetween } from '../order'
import { plain, same } from '../read/values'
import { ROOT, SHARED_MAPS, TYPES_WITH_TEXTS } from '../schema'
import type { Editing, Entry } from './editing'
import { deltaOf } from './text'
import { writeValue } from './values'

/** An object of JSON. */
export type Json = Readonly<Record<string, unknown>>

/** Whether a value is an object of JSON. */
export const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)

/** The objects of a list; none when it is no list. */
export const objects = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : [])

type Root = 'pages' | 'elements' | 'fields' | 'styles'

/** Something of the layout that is to stand in the document. */
interface Wanted {
  readonly id: string
  readonly values: Json
  /** Of an element. */
  readonly parent?: string
}

/** Keys that say where a thing stands, and not what it is. */
const PLACES = new Set(['parent', 'order'])

/** Makes the document say what a layout says. Whether it said something else. */
export function restore(editing: Editing, layout: Json): boolean {
  const pages = objects(layout['pages']).flatMap((page) => wanted(page, 'id'))
  if (pages.length === 0) return false
  const elements = objects(layout['pages']).flatMap((page) => (typeof page['id'] === 'string' ? inside(page, page['id']) : []))
  const fields = objects(layout['fields']).flatMap((field) => wanted(field, 'key'))
  const styles = objects(layout['styles']).flatMap((style) => wanted(style, 'id'))
  let changed = false
  const changes = (): void => { changed = true }
  editing.doc.on('update', changes)
  editing.write(() => {
    const meta: Y.Map<unknown> = editing.doc.getMap(ROOT.meta)
    if (Array.isArray(layout['languages'])) writeValue(meta, 'languages', layout['languages'])
    writeAll(editing, 'pages', pages)
    writeAll(editing, 'elements', elements)
    writeAll(editing, 'fields', fields)
    writeAll(editing, 'styles', styles)
  })
  editing.doc.off('update', changes)
  return changed
}

/** A thing's values as the document holds them: what the schema does not know stands beside what it does. */
export function valuesOf(thing: Json): Json {
  const { id: _id, key: _key, elements: _elements, order: _order, extra, ...known } = thing
  return isObject(extra) ? { ...extra, ...known } : known
}

/** Of a run: the attributes that the schema does not know stand beside those that it does. */
export function runsOf(delta: unknown): { insert: string | object; attributes?: Record<string, unknown> }[] {
  return objects(delta).flatMap((run) => {
    const { insert, attributes, extra } = run
    if ((typeof insert !== 'string' || insert === '') && !isObject(insert)) return []
    const looks = { ...(isObject(extra) ? extra : {}), ...(isObject(attributes) ? attributes : {}) }
    const put = typeof insert === 'string' ? insert : embed(insert)
    return [{ insert: put, ...(Object.keys(looks).length === 0 ? {} : { attributes: looks }) }]
  })
}

function embed(insert: Json): object {
  const { extra, ...known } = insert
  return isObject(extra) && typeof insert['field'] === 'string' ? { ...extra, ...known } : insert
}

function wanted(thing: Json, name: 'id' | 'key'): Wanted[] {
  const id = thing[name]
  return typeof id === 'string' ? [{ id, values: valuesOf(thing) }] : []
}

function inside(thing: Json, parent: string): Wanted[] {
  return objects(thing['elements']).flatMap((element): Wanted[] => {
    const [one] = wanted(element, 'id')
    return one === undefined ? [] : [{ ...one, parent }, ...inside(element, one.id)]
  })
}

function writeAll(editing: Editing, root: Root, things: readonly Wanted[]): void {
  const map: Y.Map<unknown> = editing.doc.getMap(ROOT[root])
  const keep = new Set(things.map((thing) => thing.id))
  for (const id of [...map.keys()]) if (!keep.has(id)) map.delete(id)
  for (const { id, values, parent } of things) {
    const entry = editing.entry(root, id)
    // An element of another type is another element: nothing of it says the same.
    const stays = entry !== undefined && (root !== 'elements' || entry.get('type') === values['type'])
    const into = stays ? entry : new Y.Map<unknown>()
    if (!stays) map.set(id, into)
    writeThing(into, values, root)
    if (parent !== undefined) writeValue(into, 'parent', parent)
  }
  const siblings = new Map<string, string[]>()
  for (const { id, parent = '' } of things) siblings.set(parent, [...(siblings.get(parent) ?? []), id])
  for (const ids of siblings.values()) writeOrders(map, ids)
}

function writeThing(entry: Entry, values: Json, root: Root): void {
  for (const key of [...entry.keys()]) {
    if (PLACES.has(key) || key in values) continue
    const standing: unknown = entry.get(key)
    // Shared maps stay, empty: two people who fill one in at once then write into the same.
    if (key === 'texts' && standing instanceof Y.Map) writeTexts(standing, {})
    else if (SHARED_MAPS.has(key) && standing instanceof Y.Map) writeStrings(standing, {})
    else entry.delete(key)
  }
  for (const [key, value] of Object.entries(values)) {
    if (PLACES.has(key) || value === undefined) continue
    if (key === 'texts' && isObject(value)) writeTexts(shared(entry, key), value)
    else if (SHARED_MAPS.has(key) && isObject(value)) writeStrings(shared(entry, key), value)
    else if (!same(plain(entry.get(key)), value)) entry.set(key, value)
  }
  if (root !== 'elements') return
  const type = values['type']
  if (typeof type === 'string' && TYPES_WITH_TEXTS.has(type)) {
    const texts = shared(entry, 'texts')
    for (const language of LANGUAGES) if (!texts.has(language)) texts.set(language, new Y.Text())
  }
}

/** The shared map at a key, made where there is none. */
function shared(entry: Entry, key: string): Y.Map<unknown> {
  const standing: unknown = entry.get(key)
  if (standing instanceof Y.Map) return standing as Y.Map<unknown>
  const map = new Y.Map<unknown>()
  entry.set(key, map)
  return map
}

function writeStrings(map: Y.Map<unknown>, strings: Json): void {
  for (const key of [...map.keys()]) if (!(key in strings)) map.delete(key)
  for (const [key, value] of Object.entries(strings)) if (map.get(key) !== value) map.set(key, value)
}

function writeTexts(map: Y.Map<unknown>, texts: Json): void {
  for (const language of new Set([...map.keys(), ...Object.keys(texts)])) {
    const runs = runsOf(texts[language])
    const standing: unknown = map.get(language)
    if (!(standing instanceof Y.Text)) {
      if (runs.length === 0) continue
      const text = new Y.Text()
      map.set(language, text)
      text.applyDelta(runs)
      continue
    }
    if (same(deltaOf(standing).map(plainRun), runs)) continue
    // Written anew as a whole: what others type meanwhile stays beside it.
    if (standing.length > 0) standing.delete(0, standing.length)
    if (runs.length > 0) standing.applyDelta(runs)
  }
}

const plainRun = ({ insert, attributes }: { readonly insert?: unknown; readonly attributes?: Json }): object => (
  { insert: typeof insert === 'string' ? insert : plain(insert), ...(attributes === undefined ? {} : { attributes }) }
)

/** Gives siblings the order of the list. Most keep their keys: new ones get those that stand in the way of the longest rising part. */
function writeOrders(map: Y.Map<unknown>, ids: readonly string[]): void {
  const entries = ids.map((id) => map.get(id) as Entry)
  const keys = entries.map((entry) => entry.get('order'))
  const kept = new Set(rising(keys.map((key) => (isOrder(key) ? key : undefined))))
  for (let from = 0; from < entries.length;) {
    if (kept.has(from)) {
      from += 1
      continue
    }
    let to = from
    while (to < entries.length && !kept.has(to)) to += 1
    const below = from === 0 ? null : (keys[from - 1] as string)
    const above = to === entries.length ? null : (keys[to] as string)
    ordersBetween(below, above, to - from).forEach((order, index) => entries[from + index]?.set('order', order))
    from = to
  }
}

/** The places of a longest part of the keys that rises. */
function rising(keys: readonly (string | undefined)[]): number[] {
  const ends: number[] = []
  const before: (number | undefined)[] = []
  keys.forEach((key, place) => {
    if (key === undefined) return
    let [low, high] = [0, ends.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if (compareOrder(keys[ends[middle] ?? 0] ?? '', key) < 0) low = middle + 1
      else high = middle
    }
    before[place] = low === 0 ? undefined : ends[low - 1]
    ends[low] = place
  })
  const part: number[] = []
  for (let place = ends.at(-1); place !== undefined; place = before[place]) part.push(place)
  return part.reverse()
}
