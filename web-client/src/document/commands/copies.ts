/**
 * Copying elements out of a document and making them again, in the same or in another one. Everything that an element holds goes
 * along: the looks of runs, and values that this page does not know.
 */
import * as Y from 'yjs'
import { ownBox, outermost, turnedBox } from '../../kernels/frame'
import { centreOf, minus, plus } from '../../kernels/plane'
import type { Copied, CopiedElement, CopiedValue, Pair } from '../model'
import { ordersBetween } from '../order'
import { ROOT, newId } from '../schema'
import type { Editing, Entry } from './editing'

/** Takes elements with all that stands in them as they are now, and where they stand on their page. */
export function copy(editing: Editing, ids: readonly string[]): Copied {
  const tops = outermost(editing.scene, [...new Set(ids)]).flatMap((id) => {
    const element = take(editing, id)
    if (element === undefined) return []
    const { centre, angle } = turnedBox(editing.scene, id)
    return [{ element, at: minus(centre, centreOf(ownBox(editing.scene, id))), rotation: angle }]
  })
  return { tops, page: editing.element(tops[0]?.element.id ?? '')?.page ?? '' }
}

function take(editing: Editing, id: string): CopiedElement | undefined {
  const entry = editing.entry('elements', id)
  const element = editing.element(id)
  if (entry === undefined || element === undefined) return undefined
  const values = Object.fromEntries([...entry.entries()].map(([key, value]) => [key, takeValue(value)]))
  return { id, values, inside: element.children.flatMap((child) => take(editing, child) ?? []) }
}

function takeValue(value: unknown): CopiedValue {
  if (value instanceof Y.Text) return { text: value.toDelta() as readonly unknown[] }
  if (value instanceof Y.Map) return { map: Object.fromEntries([...value.entries()].map(([key, inner]) => [key, takeValue(inner)])) }
  return { plain: value instanceof Y.AbstractType ? (value.toJSON() as unknown) : value }
}

/** Makes copied elements on a page, in front of what is there. Gives back their ids. */
export function paste(editing: Editing, { tops }: Copied, page: string, offset: Pair): string[] {
  const front = editing.element(editing.childrenOf(page).at(-1) ?? '')?.order ?? null
  const orders = ordersBetween(front, null, tops.length)
  const ids = tops.map(() => newId())
  editing.write(() => {
    editing.materialisePage(page, editing.layout.pages[0]?.size)
    tops.forEach(({ element, at, rotation }, index) => {
      const entry = make(editing, ids[index] ?? newId(), element, page)
      entry.set('at', [...plus(at, offset)])
      if (rotation !== 0 || entry.has('rotation')) entry.set('rotation', rotation)
      const order = orders[index]
      if (order !== undefined) entry.set('order', order)
    })
  })
  return ids.filter((id) => editing.element(id) !== undefined)
}

function make(editing: Editing, id: string, element: CopiedElement, parent: string): Entry {
  const entry: Entry = new Y.Map()
  editing.doc.getMap(ROOT.elements).set(id, entry)
  for (const [key, value] of Object.entries(element.values)) entry.set(key, made(value))
  entry.set('parent', parent)
  for (const inside of element.inside) make(editing, newId(), inside, id)
  return entry
}

function made(value: CopiedValue): unknown {
  if ('plain' in value) return value.plain
  if ('map' in value) return new Y.Map(Object.entries(value.map).map(([key, inner]) => [key, made(inner)]))
  const text = new Y.Text()
  text.applyDelta([...value.text])
  return text
}
