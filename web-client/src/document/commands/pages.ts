/**
 * Pages, and the languages of the layout.
 */
import * as Y from 'yjs'
import { LANGUAGES, type Commands, type Language, type Pair } from '../model'
import { size as allowedSize } from '../read/values'
import { FALLBACK_PAGE, ROOT, newId } from '../schema'
import { ordersAfter, type Editing } from './editing'
import { withDescendants } from './elements'
import { writeValue } from './values'

/** Adds an empty page behind another (`null`: as the first). */
export function addPage(editing: Editing, after: string | null, size: Pair): string {
  const id = newId()
  const { pages } = editing.layout
  const { orders, rewritten } = ordersAfter(editing.layout.pages, indexOf(editing, after), 1)
  editing.write(() => {
    // Otherwise the page that stood in for none would give way to the new one.
    editing.materialisePage(FALLBACK_PAGE, pages[0]?.size)
    const page = new Y.Map<unknown>()
    editing.doc.getMap(ROOT.pages).set(id, page)
    page.set('size', [...(allowedSize(size) ?? size)])
    page.set('order', orders[0])
    writeOrders(editing, rewritten)
  })
  return id
}

/** Changes a page. */
export function setPage(editing: Editing, id: string, patch: Parameters<Commands['setPage']>[1]): void {
  if (!editing.layout.pages.some((page) => page.id === id)) return
  editing.write(() => {
    editing.materialisePage(id)
    const page = editing.entry('pages', id)
    if (page === undefined) return
    const size = patch.size === undefined ? undefined : allowedSize(patch.size)
    if (size !== undefined && size[0] > 0 && size[1] > 0) writeValue(page, 'size', size)
    if ('name' in patch) writeValue(page, 'name', patch.name)
    if (patch.background !== undefined) writeValue(page, 'background', patch.background)
    if (patch.bleed !== undefined && Number.isFinite(patch.bleed)) writeValue(page, 'bleed', Math.max(0, patch.bleed))
  })
}

/** Puts a page behind another (`null`: first). */
export function movePage(editing: Editing, id: string, after: string | null): void {
  if (after === id) return
  const others = editing.layout.pages.filter((page) => page.id !== id)
  if (others.length === editing.layout.pages.length) return
  const index = after === null ? -1 : others.findIndex((page) => page.id === after)
  if (after !== null && index < 0) return
  const stands = editing.layout.pages.findIndex((page) => page.id === id)
  if (stands === index + 1) return
  const { orders, rewritten } = ordersAfter(others, index, 1)
  editing.write(() => writeOrders(editing, new Map([...rewritten, [id, orders[0] ?? '']])))
}

/** Deletes a page with everything on it. The last page stays. */
export function deletePage(editing: Editing, id: string): void {
  if (editing.layout.pages.length < 2 || editing.entry('pages', id) === undefined) return
  const doomed = withDescendants(editing.doc, [id])
  editing.write(() => {
    editing.doc.getMap(ROOT.pages).delete(id)
    const elements = editing.doc.getMap(ROOT.elements)
    for (const element of doomed) elements.delete(element)
  })
}

/** Sets the languages and the order in which a text falls back. */
export function setLanguages(editing: Editing, languages: readonly Language[]): void {
  const ordered = [...new Set(languages)].filter((language) => LANGUAGES.includes(language))
  if (ordered.length === 0) return
  editing.write(() => writeValue(editing.doc.getMap(ROOT.meta), 'languages', ordered))
}

function indexOf(editing: Editing, after: string | null): number {
  if (after === null) return -1
  const found = editing.layout.pages.findIndex((page) => page.id === after)
  return found < 0 ? editing.layout.pages.length - 1 : found
}

function writeOrders(editing: Editing, orders: ReadonlyMap<string, string>): void {
  for (const [id, order] of orders) {
    const page = editing.entry('pages', id)
    if (page !== undefined) writeValue(page, 'order', order)
  }
}
