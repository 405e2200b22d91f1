/**
 * What stands in what, and in front of what.
 */
import * as Y from 'yjs'
import { outermost } from '../../kernels/frame'
import type { Element } from '../model'
import { compareSiblings, ordersBetween } from '../order'
import { DEEPEST_GROUPS, ROOT, newId } from '../schema'
import { ordersAfter, type Editing } from './editing'
import { byParent, writeChanges } from './elements'
import { Plan } from './plan'

/**
 * Puts elements into a new group, where the foremost of them stood. The group stands at [0, 0], so that elements of one parent
 * keep their `at`: a move that somebody makes meanwhile then still says the right place.
 */
export function group(editing: Editing, ids: readonly string[]): string | undefined {
  const members = chosen(editing, ids)
  const [first] = members
  if (first === undefined) return undefined
  const together = members.every((element) => element.parent === first.parent)
  const parent = together ? first.parent : first.page
  const id = newId()
  const siblings = editing.childrenOf(parent).flatMap((one) => editing.element(one) ?? [])
  const front = Math.max(-1, ...members.map((element) => siblings.indexOf(element)))
  const { orders, rewritten } = ordersAfter(siblings, front < 0 ? siblings.length - 1 : front, 1)
  const plan = new Plan(editing.scene)
  plan.add(id, { type: 'group', parent, children: [], at: [0, 0], size: [0, 0], rotation: 0 })
  for (const element of members) {
    plan.move(element.id, parent)
    plan.hand(element.id, id)
  }
  // Elements from several parents have keys that say nothing of each other.
  const sorted = together ? [] : byDrawing(editing, members)
  const inside = ordersBetween(null, null, sorted.length)
  editing.write(() => {
    editing.materialisePage(parent)
    const entry = new Y.Map<unknown>()
    editing.doc.getMap(ROOT.elements).set(id, entry)
    entry.set('type', 'group')
    entry.set('parent', parent)
    entry.set('order', orders[0])
    entry.set('alt', new Y.Map())
    writeOrders(editing, rewritten)
    writeChanges(editing, plan)
    writeOrders(editing, new Map(sorted.map((element, i) => [element.id, inside[i] ?? element.order])))
  })
  return id
}

/** Takes a group away; its children stand where they stood, in its place among its siblings. */
export function ungroup(editing: Editing, id: string): string[] {
  const element = editing.element(id)
  if (element === undefined || element.type !== 'group') return []
  const siblings = editing.childrenOf(element.parent).flatMap((one) => editing.element(one) ?? [])
  const children = [...element.children]
  const { orders, rewritten } = ordersAfter(siblings, siblings.indexOf(element), children.length)
  const plan = new Plan(editing.scene)
  for (const child of children) plan.move(child, element.parent)
  plan.remove(id)
  editing.write(() => {
    writeOrders(editing, rewritten)
    writeChanges(editing, plan)
    writeOrders(editing, new Map(children.map((child, i) => [child, orders[i] ?? ''])))
    editing.doc.getMap(ROOT.elements).delete(id)
  })
  return children
}

/** Puts elements in front of all their siblings; among each other they keep their order. */
export function bringToFront(editing: Editing, ids: readonly string[]): void {
  toTheEnd(editing, ids, 'front')
}

/** Puts elements behind all their siblings; among each other they keep their order. */
export function sendToBack(editing: Editing, ids: readonly string[]): void {
  toTheEnd(editing, ids, 'back')
}

function toTheEnd(editing: Editing, ids: readonly string[], end: 'front' | 'back'): void {
  const orders = new Map<string, string>()
  const there = [...new Set(ids)].flatMap((id) => editing.element(id) ?? [])
  for (const [parent, elements] of byParent(there)) {
    const moving = [...elements].sort(compareSiblings)
    const siblings = editing.childrenOf(parent)
    const standing = end === 'front' ? siblings.slice(-moving.length) : siblings.slice(0, moving.length)
    if (moving.every((element, i) => element.id === standing[i])) continue
    const others = siblings.filter((id) => !moving.some((element) => element.id === id))
    const neighbour = editing.element((end === 'front' ? others.at(-1) : others[0]) ?? '')?.order ?? null
    const keys = end === 'front'
      ? ordersBetween(neighbour, null, moving.length)
      : ordersBetween(null, neighbour, moving.length)
    moving.forEach((element, i) => orders.set(element.id, keys[i] ?? element.order))
  }
  if (orders.size > 0) editing.write(() => writeOrders(editing, orders))
}

/** Puts elements into `parent` in front of `below` (`null`: at the very back); they keep their place on the page. */
export function place(editing: Editing, ids: readonly string[], parent: string, below: string | null): void {
  const target = editing.element(parent)
  const isPage = editing.layout.pages.some((page) => page.id === parent)
  if (!isPage && (target === undefined || (target.type !== 'group' && target.type !== 'unknown'))) return
  const moving = byDrawing(editing, chosen(editing, ids).filter((element) => !standsIn(editing, parent, element.id)))
  if (moving.length === 0) return
  const siblings = editing.childrenOf(parent)
    .filter((id) => !moving.some((element) => element.id === id))
    .flatMap((id) => editing.element(id) ?? [])
  // `below` may be one of those that move: then the next one behind it that stays counts.
  const index = below === null ? -1 : lastStaying(editing, parent, below, siblings)
  const { orders, rewritten } = ordersAfter(siblings, index, moving.length)
  const plan = new Plan(editing.scene)
  for (const element of moving) plan.move(element.id, parent)
  editing.write(() => {
    editing.materialisePage(parent)
    writeOrders(editing, rewritten)
    writeChanges(editing, plan)
    writeOrders(editing, new Map(moving.map((element, i) => [element.id, orders[i] ?? element.order])))
  })
}

function lastStaying(editing: Editing, parent: string, below: string, siblings: readonly Element[]): number {
  const all = editing.childrenOf(parent)
  const from = all.indexOf(below)
  if (from < 0) return siblings.length - 1
  for (let i = from; i >= 0; i--) {
    const found = siblings.findIndex((element) => element.id === all[i])
    if (found >= 0) return found
  }
  return -1
}

/** Whether a page or group is an element or stands in it. */
function standsIn(editing: Editing, parent: string, id: string): boolean {
  let at: string | undefined = parent
  for (let depth = 0; at !== undefined && depth <= DEEPEST_GROUPS + 1; depth++) {
    if (at === id) return true
    at = editing.element(at)?.parent
  }
  return false
}

/** The elements of a selection that exist and whose groups are not selected too. */
function chosen(editing: Editing, ids: readonly string[]): Element[] {
  return outermost(editing.scene, [...new Set(ids)]).flatMap((id) => editing.element(id) ?? [])
}

/** Elements in the order in which they are drawn, pages one after the other. */
function byDrawing(editing: Editing, elements: readonly Element[]): Element[] {
  const drawn = new Map<string, number>()
  const walk = (ids: readonly string[]): void => {
    for (const id of ids) {
      drawn.set(id, drawn.size)
      walk(editing.element(id)?.children ?? [])
    }
  }
  for (const page of editing.layout.pages) walk(page.children)
  return [...elements].sort((a, b) => (drawn.get(a.id) ?? 0) - (drawn.get(b.id) ?? 0))
}

function writeOrders(editing: Editing, orders: ReadonlyMap<string, string>): void {
  for (const [id, order] of orders) {
    const entry = editing.entry('elements', id)
    if (entry !== undefined && entry.get('order') !== order) entry.set('order', order)
  }
}
