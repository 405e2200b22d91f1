/** What a pointer touches: elements, front to back and through groups, and the handles of a selection. */
import type { Pair } from '../document/model'
import { ownBox, pagePose, turnedCorners, undoPose, type Placed, type TurnedBox } from './frame'
import { contains, distance, middle, minus, plus, times, turn } from './plane'

/** What hit-testing needs to know of an element beyond where it stands. */
export interface Touchable extends Placed {
  readonly locked: boolean
  readonly hidden: boolean
  readonly fill: string
  readonly strokeWidth: number
}

/** Looks elements up for hit-testing. */
export type TouchScene = (id: string) => Touchable | undefined

/** Whether a point of the page touches an element; `slack` widens thin things, in millimetres. */
export function touches(scene: TouchScene, id: string, point: Pair, slack: number): boolean {
  const element = scene(id)
  if (!element || element.hidden) return false
  if (element.type === 'group') return element.children.some((child) => touches(scene, child, point, slack))
  const own = undoPose(pagePose(scene, id), point)
  const reach = slack + element.strokeWidth / 2
  if (element.type === 'line') return distanceToSegment(own, [0, 0], element.size) <= reach
  const box = ownBox(scene, id)
  const grown = { x: box.x - slack, y: box.y - slack, width: box.width + 2 * slack, height: box.height + 2 * slack }
  if (!contains(grown, own)) return false
  if (element.type === 'ellipse') {
    const radii: Pair = [box.width / 2 + slack, box.height / 2 + slack]
    const x = (own[0] - box.x - box.width / 2) / radii[0]
    const y = (own[1] - box.y - box.height / 2) / radii[1]
    if (x * x + y * y > 1) return false
  }
  if (element.fill === 'none' && (element.type === 'rectangle' || element.type === 'ellipse')) {
    return onOutline(element.type, box, own, reach)
  }
  return true
}

/** An unfilled frame is touched on its line only, so that what lies inside it stays in reach. */
function onOutline(type: string, box: { x: number; y: number; width: number; height: number }, point: Pair, reach: number): boolean {
  const x = point[0] - box.x
  const y = point[1] - box.y
  if (type === 'rectangle') return Math.min(x, y, box.width - x, box.height - y) <= reach
  const inner: Pair = [Math.max(box.width / 2 - reach, 0), Math.max(box.height / 2 - reach, 0)]
  if (inner[0] === 0 || inner[1] === 0) return true
  return ((x - box.width / 2) / inner[0]) ** 2 + ((y - box.height / 2) / inner[1]) ** 2 >= 1
}

/** The distance from a point to a stretch of line. */
function distanceToSegment(point: Pair, from: Pair, to: Pair): number {
  const along = minus(to, from)
  const length = along[0] ** 2 + along[1] ** 2
  if (length === 0) return distance(point, from)
  const part = ((point[0] - from[0]) * along[0] + (point[1] - from[1]) * along[1]) / length
  return distance(point, plus(from, times(along, Math.min(Math.max(part, 0), 1))))
}

/**
 * The frontmost element under a point, among the children of `scope` (a page, or the group that was entered), or else
 * of the page. Locked elements let the pointer through.
 */
export function hit(
  scene: TouchScene,
  siblings: readonly string[],
  point: Pair,
  slack: number,
): string | undefined {
  return siblings.findLast((id) => {
    const element = scene(id)
    return element !== undefined && !element.locked && touches(scene, id, point, slack)
  })
}

/** The frontmost leaf under a point, however deep it lies in groups. */
export function hitDeep(scene: TouchScene, siblings: readonly string[], point: Pair, slack: number): string | undefined {
  const found = hit(scene, siblings, point, slack)
  const element = found === undefined ? undefined : scene(found)
  if (!element || element.type !== 'group') return found
  return hitDeep(scene, element.children, point, slack) ?? found
}

/** The eight handles of a box, by where they pull: -1 is left or top, 1 right or bottom. */
export type Handle = readonly [-1 | 0 | 1, -1 | 0 | 1]

export const HANDLES: readonly Handle[] = [[-1, -1], [0, -1], [1, -1], [1, 0], [1, 1], [0, 1], [-1, 1], [-1, 0]]

/** Where a handle of a box stands. */
export const handleAt = (box: TurnedBox, handle: Handle): Pair =>
  plus(box.centre, turn([(handle[0] * box.width) / 2, (handle[1] * box.height) / 2], box.angle))

/** What of a selection's frame a pointer takes hold of. */
export type Grip = { readonly kind: 'resize'; readonly handle: Handle } | { readonly kind: 'rotate' } | undefined

/**
 * The grip of a frame under a point. All lengths in one unit; `reach` is how near is near enough. Corners win over
 * sides; just outside a corner turns. Sides shorter than four reaches have no handle of their own.
 */
export function gripAt(box: TurnedBox, point: Pair, reach: number): Grip {
  for (const handle of HANDLES) {
    if (handle[0] !== 0 && handle[1] !== 0 && distance(handleAt(box, handle), point) <= reach) return { kind: 'resize', handle }
  }
  const corners = turnedCorners(box)
  const sides: readonly (readonly [Handle, number])[] = [[[0, -1], 0], [[1, 0], 1], [[0, 1], 2], [[-1, 0], 3]]
  for (const [handle, index] of sides) {
    const from = corners[index]
    const to = corners[(index + 1) % 4]
    if (!from || !to || distance(from, to) < 4 * reach) continue
    if (distanceToSegment(point, from, to) <= reach * 0.6 || distance(middle(from, to), point) <= reach) {
      return { kind: 'resize', handle }
    }
  }
  const own = turn(minus(point, box.centre), -box.angle)
  const outside = Math.abs(own[0]) > box.width / 2 || Math.abs(own[1]) > box.height / 2
  if (outside && corners.some((corner) => distance(corner, point) <= reach * 2.6)) return { kind: 'rotate' }
  return undefined
}

/** The elements that a marquee (an upright rectangle on the page) touches. */
export function inMarquee(
  scene: TouchScene,
  siblings: readonly string[],
  marquee: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
): string[] {
  return siblings.filter((id) => {
    const element = scene(id)
    if (!element || element.locked || element.hidden) return false
    return leavesOf(scene, id).some((leaf) => {
      const inside = scene(leaf)
      if (!inside) return false
      const pose = pagePose(scene, leaf)
      const box = ownBox(scene, leaf)
      const outline: readonly Pair[] = inside.type === 'line'
        ? [plus(pose.at, turn([0, 0], pose.angle)), plus(pose.at, turn(inside.size, pose.angle))]
        : turnedCorners({ centre: plus(pose.at, turn([box.x + box.width / 2, box.y + box.height / 2], pose.angle)), width: box.width, height: box.height, angle: pose.angle })
      return overlaps(outline, [[marquee.x, marquee.y], [marquee.x + marquee.width, marquee.y], [marquee.x + marquee.width, marquee.y + marquee.height], [marquee.x, marquee.y + marquee.height]])
    })
  })
}

/** The elements below one that hold no others. */
function leavesOf(scene: (id: string) => Placed | undefined, id: string): string[] {
  const element = scene(id)
  if (!element) return []
  return element.type === 'group' ? element.children.flatMap((child) => leavesOf(scene, child)) : [id]
}

/** Whether two convex outlines overlap: no side of either separates them. */
function overlaps(a: readonly Pair[], b: readonly Pair[]): boolean {
  const sides = [...normals(a), ...normals(b)]
  return sides.every((normal) => {
    const [leastA, mostA] = shadow(a, normal)
    const [leastB, mostB] = shadow(b, normal)
    return mostA >= leastB && mostB >= leastA
  })
}

const normals = (outline: readonly Pair[]): Pair[] =>
  outline.map((point, index) => {
    const next = outline[(index + 1) % outline.length] ?? point
    return [point[1] - next[1], next[0] - point[0]]
  })

function shadow(outline: readonly Pair[], axis: Pair): Pair {
  const along = outline.map((point) => point[0] * axis[0] + point[1] * axis[1])
  return [Math.min(...along), Math.max(...along)]
}
