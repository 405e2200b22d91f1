/**
 * Where elements stand on their page, through all their groups.
 *
 * Every frame is rigid (turned and moved, never stretched), because groups have no size of their own. So an element on
 * its page is always an upright box that was turned about its centre.
 */
import type { Geometry, Pair } from '../document/model'
import { centreOf, cornersOf, minus, plus, rectAround, turn, union, wrapDegrees, type Rect } from './plane'

/** What the arithmetic needs to know of an element. */
export interface Placed extends Geometry {
  readonly type: string
  readonly parent: string
  readonly children: readonly string[]
}

/** Looks elements up; a page's id finds nothing. */
export type Scene = (id: string) => Placed | undefined

/** A rigid motion: turn about the origin, then move. */
export interface Pose {
  readonly angle: number
  readonly at: Pair
}

/** A box turned about its centre, in page coordinates. */
export interface TurnedBox {
  readonly centre: Pair
  readonly width: number
  readonly height: number
  readonly angle: number
}

const REST: Pose = { angle: 0, at: [0, 0] }

/** Groups nested deeper than this are not followed: a cycle that the reader has not broken must not hang the page. */
const DEEPEST = 64

/** The outer motion after the inner one. */
export const compose = (outer: Pose, inner: Pose): Pose => ({
  angle: wrapDegrees(outer.angle + inner.angle),
  at: applyPose(outer, inner.at),
})

/** Where a motion takes a point. */
export const applyPose = (pose: Pose, point: Pair): Pair => plus(pose.at, turn(point, pose.angle))

/** Where a point came from. */
export const undoPose = (pose: Pose, point: Pair): Pair => turn(minus(point, pose.at), -pose.angle)

/** The box of an element in its own coordinates: from the origin for a leaf, around its children for a group. */
export function ownBox(scene: Scene, id: string, depth = 0): Rect {
  const element = scene(id)
  if (!element || depth > DEEPEST) return { x: 0, y: 0, width: 0, height: 0 }
  if (element.type !== 'group') {
    const [width, height] = element.size
    return { x: Math.min(0, width), y: Math.min(0, height), width: Math.abs(width), height: Math.abs(height) }
  }
  const boxes = element.children.flatMap((child) => {
    const inside = scene(child)
    if (!inside) return []
    // Once for each child: asked for again at every depth, groups in each other would double the work each time.
    const box = ownBox(scene, child, depth + 1)
    const pose = poseAbout(inside.at, centreOf(box), inside.rotation)
    const around = rectAround(cornersOf(box).map((corner) => applyPose(pose, corner)))
    return around ? [around] : []
  })
  return union(boxes) ?? { x: 0, y: 0, width: 0, height: 0 }
}

/** The motion from an element's own coordinates to its parent's. */
function ownPose(scene: Scene, id: string): Pose {
  const element = scene(id)
  if (!element) return REST
  return poseAbout(element.at, centreOf(ownBox(scene, id)), element.rotation)
}

/** The motion of a box put at `at` and turned about `centre` (in its own coordinates). */
export function poseAbout(at: Pair, centre: Pair, rotation: number): Pose {
  return { angle: wrapDegrees(rotation), at: plus(at, minus(centre, turn(centre, rotation))) }
}

/** The motion from a parent's coordinates (a group, or a page) to the page's. */
export function parentPose(scene: Scene, parent: string): Pose {
  let pose = REST
  let id = parent
  for (let depth = 0; depth < DEEPEST; depth++) {
    const group = scene(id)
    if (!group) return pose
    pose = compose(ownPose(scene, id), pose)
    id = group.parent
  }
  return pose
}

/** The motion from an element's own coordinates to its page's. */
export function pagePose(scene: Scene, id: string): Pose {
  const element = scene(id)
  return element ? compose(parentPose(scene, element.parent), ownPose(scene, id)) : REST
}

/** The box of an element on its page. */
export function turnedBox(scene: Scene, id: string): TurnedBox {
  const box = ownBox(scene, id)
  const pose = pagePose(scene, id)
  return { centre: applyPose(pose, centreOf(box)), width: box.width, height: box.height, angle: pose.angle }
}

/** The corners of a turned box, clockwise from the one that was its top left. */
export function turnedCorners(box: TurnedBox): readonly [Pair, Pair, Pair, Pair] {
  const at = (x: number, y: number): Pair => plus(box.centre, turn([(x * box.width) / 2, (y * box.height) / 2], box.angle))
  return [at(-1, -1), at(1, -1), at(1, 1), at(-1, 1)]
}

/** The upright rectangle around a turned box. */
export function uprightOf(box: TurnedBox): Rect {
  return rectAround(turnedCorners(box)) ?? { x: box.centre[0], y: box.centre[1], width: 0, height: 0 }
}

/** An upright rectangle as a box that is not turned. */
const asTurned = (rect: Rect): TurnedBox => ({
  centre: centreOf(rect),
  width: rect.width,
  height: rect.height,
  angle: 0,
})

/** The upright rectangle around some elements on their page. */
export const boundsOf = (scene: Scene, ids: readonly string[]): Rect | undefined =>
  union(ids.filter((id) => scene(id)).map((id) => uprightOf(turnedBox(scene, id))))

/** The box that a selection is framed with: turned with a single element, upright around several. */
export function selectionBox(scene: Scene, ids: readonly string[]): TurnedBox | undefined {
  const there = ids.filter((id) => scene(id))
  const [only] = there
  if (only === undefined) return undefined
  if (there.length === 1) return turnedBox(scene, only)
  const bounds = boundsOf(scene, there)
  return bounds && asTurned(bounds)
}

/** An element's `at` such that its centre falls on a point of the page. */
export function atForCentre(scene: Scene, id: string, centre: Pair): Pair {
  const element = scene(id)
  if (!element) return [0, 0]
  const inParent = undoPose(parentPose(scene, element.parent), centre)
  return minus(inParent, centreOf(ownBox(scene, id)))
}

/** The selection without elements whose group is selected too: those move along by themselves. */
export function outermost(scene: Scene, ids: readonly string[]): string[] {
  const chosen = new Set(ids)
  return ids.filter((id) => {
    let parent = scene(id)?.parent
    for (let depth = 0; parent !== undefined && depth < DEEPEST; depth++) {
      if (chosen.has(parent)) return false
      parent = scene(parent)?.parent
    }
    return scene(id) !== undefined
  })
}

/** A scene in which some elements stand elsewhere, as while a gesture is in flight. */
export function withGeometry(scene: Scene, changes: ReadonlyMap<string, Partial<Geometry>>): Scene {
  return (id) => {
    const element = scene(id)
    const change = changes.get(id)
    return element && change ? { ...element, ...change } : element
  }
}
