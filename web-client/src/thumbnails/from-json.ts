/**
 * A layout's JSON, as `GET /api/drafts/{id}/layout` gives it, read by the very reader of the live document: the JSON is written
 * into a document of its own first. So a thumbnail never disagrees with the editor about a default or an oddity.
 */
import * as Y from 'yjs'
import type { Layout } from '../document/model'
import { ordersBetween } from '../document/order'
import { ROOT } from '../document/schema'
import { DocumentView } from '../document/view'

type Json = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value)
const objects = (value: unknown): Json[] => (Array.isArray(value) ? value.filter(isObject) : [])

/** Entries that the document holds as shared maps; every other value is written whole. */
const SHARED_MAPS = new Set(['alt', 'fallback', 'signer', 'role', 'label', 'sample'])

const known = new WeakMap<object, Layout>()

/** Never fails: what can't be read is left out, and nothing readable is one empty A4 page. */
export function layoutFromJson(json: unknown): Layout {
  if (!isObject(json)) return read({})
  const before = known.get(json)
  if (before !== undefined) return before
  const layout = read(json)
  known.set(json, layout)
  return layout
}

function read(json: Json): Layout {
  const doc = new Y.Doc()
  doc.transact(() => {
    const meta = doc.getMap(ROOT.meta)
    meta.set('schema', 1)
    if (Array.isArray(json['languages'])) meta.set('languages', json['languages'])
    const pages = doc.getMap(ROOT.pages)
    const elements = doc.getMap(ROOT.elements)
    for (const { entry, order } of ordered(json['pages'])) {
      const { id, elements: children, ...rest } = entry
      if (typeof id !== 'string') continue
      pages.set(id, shared({ order, ...rest }))
      putElements(elements, children, id)
    }
    for (const { entry, order } of ordered(json['fields'])) {
      const { key, ...rest } = entry
      if (typeof key === 'string') doc.getMap(ROOT.fields).set(key, shared({ order, ...rest }))
    }
    for (const { entry, order } of ordered(json['styles'])) {
      const { id, ...rest } = entry
      if (typeof id === 'string') doc.getMap(ROOT.styles).set(id, shared({ order, ...rest }))
    }
  })
  return new DocumentView(doc).layout()
}

/** Entries with the keys that stand for their place in the list, for those that bring none. */
function ordered(value: unknown): { entry: Json; order: string }[] {
  const list = objects(value)
  const orders = ordersBetween(null, null, list.length)
  return list.map((entry, index) => ({ entry, order: orders[index] ?? 'V' }))
}

/** A group's `elements` are written as elements of their own, below it. */
function putElements(into: Y.Map<unknown>, value: unknown, parent: string): void {
  for (const { entry, order } of ordered(value)) {
    const { id, elements: children, ...rest } = entry
    if (typeof id !== 'string' || into.has(id)) continue
    into.set(id, shared({ order, ...rest, parent }))
    putElements(into, children, id)
  }
}

function shared(values: Json): Y.Map<unknown> {
  return new Y.Map(Object.entries(values).flatMap(([key, value]): [string, unknown][] => {
    if (value === undefined) return []
    if (key === 'texts' && isObject(value)) return [[key, new Y.Map(Object.entries(value).map(([language, delta]) => [language, text(delta)]))]]
    return [[key, SHARED_MAPS.has(key) && isObject(value) ? new Y.Map(Object.entries(value)) : value]]
  }))
}

function text(delta: unknown): Y.Text {
  const made = new Y.Text()
  made.applyDelta(objects(delta).flatMap(run => {
    const insert = run['insert']
    if ((typeof insert !== 'string' || insert === '') && !isObject(insert)) return []
    return [{ insert, ...(isObject(run['attributes']) && { attributes: run['attributes'] }) }]
  }))
  return made
}
