/** The layout as the kernels see it, with what is in flight. */
import type { Element, Layout, LayoutView, Pair } from '../document/model'
import { turnedBox, uprightOf, type Placed } from '../kernels/frame'
import { readingOrder } from '../kernels/align'
import { layPages } from '../kernels/viewport'
import type { Rect } from '../kernels/plane'
import type { Previews } from './previews'

/** Looks elements up as the document has them. */
export const sceneOf = (view: LayoutView) => (id: string): Element | undefined => view.element(id)

/** Looks elements up as they are drawn. */
export const sceneInFlight = (view: LayoutView, previews: Previews) => (id: string): Element | undefined => {
  const element = view.element(id)
  const change = element && previews.get(id)
  return element && change ? { ...element, ...change } : element
}

/** Where the pages of a layout lie on the desk. */
const places = new WeakMap<Layout['pages'], ReadonlyMap<string, Rect>>()
export function pagePlaces(layout: Layout): ReadonlyMap<string, Rect> {
  const known = places.get(layout.pages)
  if (known) return known
  const made = layPages(layout.pages)
  places.set(layout.pages, made)
  return made
}

/** The top left corner of a page on the desk. */
export function pageOrigin(layout: Layout, page: string): Pair {
  const place = pagePlaces(layout).get(page)
  return place ? [place.x, place.y] : [0, 0]
}

/** A page's leaves and groups in the order in which they are read; a group's children follow it. */
export function readingOrderOf(layout: Layout, parent: readonly string[]): string[] {
  const scene = (id: string): Placed | undefined => layout.elements.get(id)
  const boxes = parent.flatMap((id) => {
    const element = layout.elements.get(id)
    return element && !element.hidden ? [{ id, box: uprightOf(turnedBox(scene, id)) }] : []
  })
  return readingOrder(boxes).flatMap((id) => {
    const children = layout.elements.get(id)?.children ?? []
    return children.length > 0 ? [id, ...readingOrderOf(layout, children)] : [id]
  })
}
