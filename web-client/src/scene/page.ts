/** A whole page as items (P1, P2). */
import type { Element, Layout, Page, Pair } from '../document/model'
import { ownBox } from '../kernels/frame'
import { centreOf, turn } from '../kernels/plane'
import { elementItems } from './element'
import { inkOf } from './ink'
import type { GroupItem, Matrix, PagePicture } from './items'
import type { Scenery } from './scenery'
import { inLanguage } from './words'

/** Moved to `at`, then turned about a point of the element's own coordinates. */
export function placing(at: Pair, rotation: number, [x, y]: Pair): Matrix {
  const across = turn([1, 0], rotation)
  const down = turn([0, 1], rotation)
  return [across[0], across[1], down[0], down[1], at[0] + x - across[0] * x - down[0] * y, at[1] + y - across[1] * x - down[1] * y]
}

/** The picture of a page. */
export function pagePicture(page: Page, layout: Layout, scenery: Scenery): PagePicture {
  return {
    size: page.size, bleed: page.bleed, background: inkOf(layout, page.background, '#ffffff'),
    items: childItems(page.children, layout, scenery),
  }
}

function childItems(ids: readonly string[], layout: Layout, scenery: Scenery): GroupItem[] {
  return ids.flatMap((id) => {
    const element = layout.elements.get(id)
    return element && !element.hidden ? [elementGroup(element, layout, scenery)] : []
  })
}

function elementGroup(element: Element, layout: Layout, scenery: Scenery): GroupItem {
  const { id, type, at, size, rotation, opacity, children } = element
  const label = inLanguage(element.alt, scenery)
  return {
    kind: 'group', id, transform: placing(at, rotation, centreOf(ownBox((one) => layout.elements.get(one), id))), opacity,
    ...(label === undefined ? {} : { label, role: 'img' as const }),
    items: type === 'group' ? childItems(children, layout, scenery) : elementItems(element, size, scenery),
  }
}
