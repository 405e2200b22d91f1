/**
 * Which element stands where: on which page, in which group, in which order. Chains of parents that end nowhere are left
 * out, and circles of groups are broken.
 */
import { compareSiblings } from '../order'
import { DEEPEST_GROUPS } from '../schema'
import type { OwnElement } from './element'
import type { OwnPage } from './roots'

/** Where the elements of a layout stand. */
export interface Structure {
  /** The page of every element that is part of the layout. */
  readonly pageOf: ReadonlyMap<string, string>
  /** The parent of an element where it is not the one that its map names. */
  readonly moved: ReadonlyMap<string, string>
  /** Ids of what stands in each page and group, back to front. */
  readonly childrenOf: ReadonlyMap<string, readonly string[]>
}

/** Works out where every element stands. */
export function arrange(pages: readonly OwnPage[], elements: ReadonlyMap<string, OwnElement>): Structure {
  const pageIds = new Set(pages.map((page) => page.id))
  const firstPage = pages[0]?.id ?? ''
  const moved = breakCircles(elements, pageIds, firstPage)
  const parentOf = (element: OwnElement): string => moved.get(element.id) ?? element.parent

  const places = new Map<string, Place>()
  for (const element of elements.values()) settle(element, elements, pageIds, parentOf, places)

  const pageOf = new Map<string, string>()
  const byParent = new Map<string, OwnElement[]>()
  for (const element of elements.values()) {
    const place = places.get(element.id)
    // One that has the id of a page would be taken for it by what stands there.
    if (place === undefined || place.page === null || pageIds.has(element.id)) continue
    pageOf.set(element.id, place.page)
    const parent = parentOf(element)
    const siblings = byParent.get(parent)
    if (siblings === undefined) byParent.set(parent, [element])
    else siblings.push(element)
  }
  const childrenOf = new Map<string, readonly string[]>()
  for (const [parent, siblings] of byParent) {
    childrenOf.set(parent, siblings.sort(compareSiblings).map((element) => element.id))
  }
  return { pageOf, moved, childrenOf }
}

/** Whether other elements may stand in it. A type from a later version may be a container. */
function holdsChildren(element: OwnElement): boolean {
  return element.type === 'group' || element.type === 'unknown'
}

/** The page of an element (`null`: it is not part of the layout) and how many groups it stands in. */
interface Place { readonly page: string | null; readonly depth: number }
const NOWHERE: Place = { page: null, depth: 0 }

function settle(
  start: OwnElement,
  elements: ReadonlyMap<string, OwnElement>,
  pageIds: ReadonlySet<string>,
  parentOf: (element: OwnElement) => string,
  places: Map<string, Place>,
): void {
  const chain: OwnElement[] = []
  let above: Place = NOWHERE
  for (let element: OwnElement | undefined = start; element !== undefined;) {
    const known = places.get(element.id)
    if (known !== undefined) {
      above = known
      break
    }
    chain.push(element)
    const parent = parentOf(element)
    if (pageIds.has(parent)) {
      above = { page: parent, depth: -1 }
      break
    }
    const next: OwnElement | undefined = elements.get(parent)
    element = next !== undefined && holdsChildren(next) ? next : undefined
  }
  for (const element of chain.reverse()) {
    const depth = above.depth + 1
    above = above.page === null || depth > DEEPEST_GROUPS ? NOWHERE : { page: above.page, depth }
    places.set(element.id, above)
  }
}

/** For every circle of parents, its smallest id with the first page as its parent. */
function breakCircles(
  elements: ReadonlyMap<string, OwnElement>,
  pageIds: ReadonlySet<string>,
  firstPage: string,
): Map<string, string> {
  const moved = new Map<string, string>()
  const finished = new Set<string>()
  for (const { id: start, parent: above } of elements.values()) {
    // Most elements stand on a page, and nothing can be wrong with that.
    if (pageIds.has(above)) continue
    const walked = new Map<string, number>()
    const chain: string[] = []
    let id: string | undefined = start
    while (id !== undefined && !finished.has(id) && !walked.has(id)) {
      walked.set(id, chain.length)
      chain.push(id)
      const element = elements.get(id)
      const parent: string | undefined = element?.parent
      const above = parent === undefined || pageIds.has(parent) ? undefined : elements.get(parent)
      id = above !== undefined && holdsChildren(above) ? above.id : undefined
    }
    if (id !== undefined && !finished.has(id)) {
      const circle = chain.slice(walked.get(id))
      const smallest = circle.reduce((least, one) => (one < least ? one : least))
      moved.set(smallest, firstPage)
    }
    for (const one of chain) finished.add(one)
  }
  return moved
}
