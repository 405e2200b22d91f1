/**
 * Making, changing, copying and deleting elements.
 */
import * as Y from 'yjs'
import { outermost, parentPose, type Placed } from '../../kernels/frame'
import { plus, turn } from '../../kernels/plane'
import { LANGUAGES, type Element, type ElementPatch, type NewElement, type Pair } from '../model'
import { compareSiblings, ordersBetween } from '../order'
import { readElement } from '../read/element'
import { ROOT, TYPES_WITH_TEXTS, newId } from '../schema'
import type { Editing, Entry } from './editing'
import { Plan, type Change } from './plan'
import { fillText, showWholly } from './rich-text'
import { writePatch } from './values'

/** Makes an element in front of its siblings. */
export function create(editing: Editing, element: NewElement): string {
  const id = newId()
  const pages = editing.layout.pages
  const known = pages.some((page) => page.id === element.parent) || editing.element(element.parent) !== undefined
  // Whoever deleted the page meanwhile did not mean the new element.
  const parent = known ? element.parent : pages[0]?.id ?? element.parent
  const plan = new Plan(editing.scene)
  plan.add(id, placed(element, parent))
  editing.write(() => {
    editing.materialisePage(parent, pages[0]?.size)
    const entry = new Y.Map<unknown>()
    editing.doc.getMap(ROOT.elements).set(id, entry)
    entry.set('type', element.type)
    entry.set('parent', parent)
    entry.set('order', editing.orderInFront(parent))
    // Read before anything else is written: what a default says already needs no key.
    writePatch(entry, element, bare(id, entry))
    // Shared maps are made with the element: two people who fill one in at once then write into the same.
    entry.set('alt', new Y.Map())
    if (TYPES_WITH_TEXTS.has(element.type)) entry.set('texts', newTexts(element.text))
    if (element.text !== undefined && 'runs' in element.text) fillText(editing, id, element.text.language, element.text.runs)
    if (element.type === 'field') entry.set('fallback', new Y.Map())
    if (element.type === 'signature') for (const key of ['signer', 'role']) entry.set(key, new Y.Map())
    writeChanges(editing, plan)
  })
  return id
}

/** The texts of a new element: all five languages, so that two people who begin one at once write into the same. */
function newTexts(first?: NewElement['text']): Y.Map<Y.Text> {
  const texts = new Y.Map<Y.Text>()
  for (const language of LANGUAGES) {
    texts.set(language, new Y.Text(first?.language === language && 'value' in first ? first.value.toWellFormed() : ''))
  }
  return texts
}

/** An element of which only the required keys are written, as the layout will show it. */
function bare(id: string, entry: Entry): Element | undefined {
  const own = readElement(id, entry, () => undefined)
  return own === undefined ? undefined : { ...own, page: '', children: [] }
}

function placed(element: NewElement, parent: string): Placed {
  return {
    type: element.type, parent, children: [],
    at: element.at ?? [0, 0], size: element.size ?? [0, 0], rotation: element.rotation ?? 0,
  }
}

/** Writes what the patches change. */
export function set(editing: Editing, patches: ReadonlyMap<string, ElementPatch>): void {
  const plan = new Plan(editing.scene)
  for (const [id, { at, size, rotation }] of patches) {
    const change = { ...(at && { at }), ...(size && { size }), ...(rotation !== undefined && { rotation }) }
    if (Object.keys(change).length > 0) plan.reshape(id, change)
  }
  editing.write(() => {
    for (const [id, patch] of patches) {
      const entry = editing.entry('elements', id)
      if (entry === undefined) continue
      writePatch(entry, patch, editing.element(id))
      showWholly(editing, id, patch)
    }
    writeChanges(editing, plan)
  })
}

/** Deletes elements with all that stands in them. */
export function remove(editing: Editing, ids: readonly string[]): void {
  const doomed = withDescendants(editing.doc, ids)
  if (doomed.size === 0) return
  const plan = new Plan(editing.scene)
  for (const id of ids) plan.remove(id)
  editing.write(() => {
    const elements = editing.doc.getMap(ROOT.elements)
    for (const id of doomed) elements.delete(id)
    writeChanges(editing, plan)
  })
}

/** Those of the ids that exist and everything below them, in the layout or not; a page's id stands for what is on it. */
export function withDescendants(doc: Y.Doc, ids: readonly string[]): Set<string> {
  const elements = doc.getMap(ROOT.elements)
  const childrenOf = new Map<string, string[]>()
  for (const [id, entry] of elements.entries()) {
    const parent: unknown = entry instanceof Y.Map ? entry.get('parent') : undefined
    if (typeof parent !== 'string') continue
    const children = childrenOf.get(parent)
    if (children === undefined) childrenOf.set(parent, [id])
    else children.push(id)
  }
  const found = new Set<string>()
  const waiting = [...ids]
  for (let id = waiting.pop(); id !== undefined; id = waiting.pop()) {
    if (elements.has(id)) {
      if (found.has(id)) continue
      found.add(id)
    }
    for (const child of childrenOf.get(id) ?? []) if (!found.has(child)) waiting.push(child)
  }
  return found
}

/** Copies elements with all that stands in them, in front of the originals. Gives back the copies' ids. */
export function duplicate(editing: Editing, ids: readonly string[], offset: Pair): string[] {
  const tops = outermost(editing.scene, [...new Set(ids)]).flatMap((id) => editing.element(id) ?? [])
  const copies: { from: Element; to: string; parent: string; at?: Pair; order?: string }[] = []
  const plan = new Plan(editing.scene)
  const made = new Map<string, string>()
  for (const [parent, elements] of byParent(tops)) {
    const sorted = [...elements].sort(compareSiblings)
    const siblings = editing.childrenOf(parent)
    const front = siblings.indexOf(sorted.at(-1)?.id ?? '')
    const orderOf = (index: number): string | null => editing.element(siblings[index] ?? '')?.order ?? null
    const orders = ordersBetween(orderOf(front), orderOf(front + 1), sorted.length)
    const turned = turn(offset, -parentPose(editing.scene, parent).angle)
    sorted.forEach((element, i) => {
      const to = newId()
      made.set(element.id, to)
      const at = plus(element.at, turned)
      copies.push({ from: element, to, parent, at, order: orders[i] ?? element.order })
      copyChildren(editing, element, to, copies)
      plan.add(to, { ...element, parent, at })
    })
  }
  editing.write(() => {
    const elements = editing.doc.getMap(ROOT.elements)
    for (const copy of copies) {
      const original = editing.entry('elements', copy.from.id)
      if (original === undefined) continue
      const entry: Entry = original.clone()
      elements.set(copy.to, entry)
      entry.set('parent', copy.parent)
      if (copy.at !== undefined) entry.set('at', [...copy.at])
      if (copy.order !== undefined) entry.set('order', copy.order)
    }
    writeChanges(editing, plan)
  })
  return tops.flatMap((element) => made.get(element.id) ?? [])
}

function copyChildren(editing: Editing, element: Element, to: string, copies: { from: Element; to: string; parent: string }[]): void {
  for (const id of element.children) {
    const child = editing.element(id)
    if (child === undefined) continue
    const copy = newId()
    copies.push({ from: child, to: copy, parent: to })
    copyChildren(editing, child, copy, copies)
  }
}

/** Elements by the page or group that they stand in. */
export function byParent(elements: readonly Element[]): Map<string, Element[]> {
  const parents = new Map<string, Element[]>()
  for (const element of elements) {
    const siblings = parents.get(element.parent)
    if (siblings === undefined) parents.set(element.parent, [element])
    else siblings.push(element)
  }
  return parents
}

/** Writes what a plan changes and no patch has written. Call inside `write`. */
export function writeChanges(editing: Editing, plan: Plan): void {
  for (const [id, change] of plan.changes()) {
    const entry = editing.entry('elements', id)
    if (entry === undefined) continue
    const { parent, ...geometry }: Change = change
    if (parent !== undefined && entry.get('parent') !== parent) entry.set('parent', parent)
    writePatch(entry, geometry, editing.element(id))
  }
}
