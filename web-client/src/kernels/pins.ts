/**
 * Where the pins of discussions stand.
 *
 * A pin that hangs on an element is kept as a part of that element's own frame, before it is turned: so it goes along when the element, or a
 * group around it, is moved, turned or resized. What is no longer there leaves its pin at the last place that is known of it.
 */
import type { Pair } from '../document/model'
import { applyPose, boundsOf, outermost, ownBox, pagePose, turnedBox, undoPose, type Scene } from './frame'
import { touches, type TouchScene } from './hit'
import { centreOf, clamp, distance } from './plane'

/** A place on a page, in millimetres. */
export interface PagePlace {
  readonly page: string
  readonly at: Pair
}

/** What a pin hangs on, as far as its place is concerned. */
export type Hold =
  | { readonly kind: 'point'; readonly place: PagePlace }
  | { readonly kind: 'element'; readonly element: string; /** Parts of the element's own frame, 0 to 1. */ readonly offset: Pair; /** Where it last stood. */ readonly last: PagePlace }

/** Where a pin stands: at what it hangs on, where that was until it went, or nowhere since its page is gone too. */
export type Stand =
  | { readonly state: 'there' | 'gone'; readonly place: PagePlace }
  | { readonly state: 'pageless' }

/** Looks up elements with the page that each stands on. */
export type PinScene = (id: string) => (ReturnType<Scene> & { readonly page: string }) | undefined

/** Sides shorter than this have no parts that could be told apart, in millimetres. */
const NO_SIDE = 0.01

/**
 * An element's frame in its own coordinates: its first corner, and the way to the opposite one. Of a line that runs to the left the way is
 * negative: its pins stay with the end they are near to when it is turned over.
 */
function frameOf(scene: Scene, id: string): { readonly from: Pair; readonly way: Pair } {
  const element = scene(id)
  if (element && element.type !== 'group') return { from: [0, 0], way: element.size }
  const box = ownBox(scene, id)
  return { from: [box.x, box.y], way: [box.width, box.height] }
}

/** A point of the page as a part of an element's frame; the nearest one where it lies outside. */
export function offsetIn(scene: Scene, id: string, point: Pair): Pair {
  const own = undoPose(pagePose(scene, id), point)
  const { from, way } = frameOf(scene, id)
  const part = (axis: 0 | 1): number => (Math.abs(way[axis]) < NO_SIDE ? 0.5 : clamp((own[axis] - from[axis]) / way[axis], 0, 1))
  return [part(0), part(1)]
}

/** The point of the page that a part of an element's frame falls on. */
export function pointAt(scene: Scene, id: string, offset: Pair): Pair {
  const { from, way } = frameOf(scene, id)
  return applyPose(pagePose(scene, id), [from[0] + way[0] * offset[0], from[1] + way[1] * offset[1]])
}

/**
 * Where a pin stands. `seen` is where this page itself saw it last: fresher than what was written down when it was put there.
 */
export function standOf(scene: PinScene, pages: ReadonlySet<string>, hold: Hold, seen?: PagePlace): Stand {
  if (hold.kind === 'point') return pages.has(hold.place.page) ? { state: 'there', place: hold.place } : { state: 'pageless' }
  const element = scene(hold.element)
  if (element && pages.has(element.page)) return { state: 'there', place: { page: element.page, at: pointAt(scene, hold.element, hold.offset) } }
  const last = seen ?? hold.last
  return pages.has(last.page) ? { state: 'gone', place: last } : { state: 'pageless' }
}

/**
 * The frontmost element under a point that a pin can hang on. Locked ones count: they can be spoken about. Of a group it is the part
 * that was meant, so that the pin stays with it when the group is taken apart.
 */
export function holdAt(scene: TouchScene, siblings: readonly string[], point: Pair, slack: number): string | undefined {
  const found = siblings.findLast((id) => touches(scene, id, point, slack))
  const element = found === undefined ? undefined : scene(found)
  return element?.type === 'group' ? holdAt(scene, element.children, point, slack) ?? found : found
}

/** Of several elements the one that a pin about all of them hangs on: the nearest to their middle, of equals the first. A pin stays with one. */
export function holdAmong(scene: Scene, ids: readonly string[]): string | undefined {
  const there = outermost(scene, ids)
  const bounds = boundsOf(scene, there)
  const away = (id: string): number => (bounds ? distance(turnedBox(scene, id).centre, centreOf(bounds)) : 0)
  return there.reduce<string | undefined>((nearest, id) => (nearest === undefined || away(id) < away(nearest) ? id : nearest), undefined)
}

/** Pins at one place, the first of them where they are drawn. */
export interface Cluster {
  readonly at: Pair
  readonly ids: readonly string[]
}

/**
 * Puts pins together that would cover one another. `reach` is in the unit of the places, so that zooming in takes clusters apart. Each pin
 * goes to the first cluster that is near enough, in the order given: what one person sees together does not depend on what moved before.
 */
export function clustersOf(pins: readonly { readonly id: string; readonly at: Pair }[], reach: number): Cluster[] {
  const clusters: { at: Pair; ids: string[] }[] = []
  for (const { id, at } of pins) {
    const near = clusters.find((cluster) => distance(cluster.at, at) <= reach)
    if (near) near.ids.push(id)
    else clusters.push({ at, ids: [id] })
  }
  return clusters
}
