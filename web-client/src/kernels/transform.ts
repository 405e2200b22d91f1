/**
 * Plans of moving, resizing and turning a selection.
 *
 * A plan says which geometry values change and to what; it writes nothing. Values that do not change are left out, so that
 * a move and somebody else's resize of the same element both survive.
 */
import type { Geometry, Pair } from '../document/model'
import {
  applyPose, atForCentre, ownBox, parentPose, poseAbout, selectionBox, turnedBox, undoPose,
  type Scene, type TurnedBox,
} from './frame'
import type { Handle } from './hit'
import { centreOf, direction, minus, plus, round, roundPair, times, turn, turnAbout, wrapDegrees } from './plane'

/** What becomes of elements, by id. */
export type Plan = ReadonlyMap<string, Partial<Geometry>>

/** Nothing gets smaller than this in either direction, in millimetres: it could not be taken hold of again. */
export const SMALLEST_SIZE = 0.5

/** Turning with the steady key held falls on multiples of this. */
const TURN_STEP = 15

/** Moves elements by a vector of the page. */
export function planMove(scene: Scene, ids: readonly string[], by: Pair): Plan {
  const plan = new Map<string, Partial<Geometry>>()
  for (const id of ids) {
    const element = scene(id)
    if (!element) continue
    plan.set(id, { at: roundPair(plus(element.at, turn(by, -parentPose(scene, element.parent).angle))) })
  }
  return plan
}

/** Moves each element by a vector of its own, as aligning does. */
export function planMoves(scene: Scene, moves: ReadonlyMap<string, Pair>): Plan {
  const plan = new Map<string, Partial<Geometry>>()
  for (const [id, by] of moves) {
    if (by[0] === 0 && by[1] === 0) continue
    for (const [moved, change] of planMove(scene, [id], by)) plan.set(moved, change)
  }
  return plan
}

/** A vector held to the nearer of the two axes. */
export const alongAxis = (by: Pair): Pair => (Math.abs(by[0]) >= Math.abs(by[1]) ? [by[0], 0] : [0, by[1]])

/** How a resize is meant. */
export interface ResizeHow {
  readonly keepRatio: boolean
  /** Both sides move, the centre stays. */
  readonly fromCentre: boolean
}

/** The frame after its handle was pulled by a vector of the page. */
export function resizedBox(box: TurnedBox, handle: Handle, by: Pair, how: ResizeHow): TurnedBox {
  const own = turn(by, -box.angle)
  const reach = how.fromCentre ? 2 : 1
  let width = handle[0] === 0 ? box.width : Math.max(box.width + own[0] * handle[0] * reach, SMALLEST_SIZE)
  let height = handle[1] === 0 ? box.height : Math.max(box.height + own[1] * handle[1] * reach, SMALLEST_SIZE)
  if (how.keepRatio && box.width > 0 && box.height > 0) {
    const ratios = [handle[0] === 0 ? 0 : width / box.width, handle[1] === 0 ? 0 : height / box.height]
    const factor = Math.max(...ratios, SMALLEST_SIZE / box.width, SMALLEST_SIZE / box.height)
    width = box.width * factor
    height = box.height * factor
  }
  if (how.fromCentre) return { centre: box.centre, width, height, angle: box.angle }
  const shift: Pair = [((width - box.width) * handle[0]) / 2, ((height - box.height) * handle[1]) / 2]
  return { centre: plus(box.centre, turn(shift, box.angle)), width, height, angle: box.angle }
}

/** Fits a selection whose frame was `from` into the frame `to` (turned alike). */
export function planFrame(scene: Scene, ids: readonly string[], from: TurnedBox, to: TurnedBox): Plan {
  const plan = new Map<string, Partial<Geometry>>()
  const factor: Pair = [from.width > 0 ? to.width / from.width : 1, from.height > 0 ? to.height / from.height : 1]
  const [only] = ids
  const element = ids.length === 1 && only !== undefined ? scene(only) : undefined
  if (only !== undefined && element && element.type !== 'group') {
    const size = roundPair([
      to.width * (element.size[0] < 0 ? -1 : 1),
      to.height * (element.size[1] < 0 ? -1 : 1),
    ])
    const at = roundPair(minus(undoPose(parentPose(scene, element.parent), to.centre), times(size, 0.5)))
    put(plan, only, element, { at, size })
    return plan
  }
  for (const id of ids) {
    const box = turnedBox(scene, id)
    const away = turn(minus(box.centre, from.centre), -from.angle)
    const centre = plus(to.centre, turn([away[0] * factor[0], away[1] * factor[1]], from.angle))
    scaleAbout(scene, id, factor, box.angle - from.angle, centre, plan)
  }
  return plan
}

/**
 * Scales an element and all it holds and puts its centre on a point of the page. A turned element takes of each factor
 * what its sides lie along, for nothing can be skewed.
 */
function scaleAbout(
  scene: Scene, id: string, factor: Pair, angle: number, centre: Pair, plan: Map<string, Partial<Geometry>>,
): void {
  const element = scene(id)
  if (!element) return
  const parent = parentPose(scene, element.parent)
  const centreInParent = undoPose(parent, centre)
  const own = ownFactor(factor, angle)
  if (element.type !== 'group') {
    const size: Pair = roundPair([element.size[0] * own[0], element.size[1] * own[1]])
    put(plan, id, element, { at: roundPair(minus(centreInParent, times(size, 0.5))), size })
    return
  }
  for (const child of element.children) scaleWithin(scene, child, own, plan)
  const box = ownBox(scene, id)
  const scaled: Pair = [centreOf(box)[0] * own[0], centreOf(box)[1] * own[1]]
  put(plan, id, element, { at: roundPair(minus(centreInParent, scaled)) })
}

/** Scales what a group holds, in the group's own coordinates. */
function scaleWithin(scene: Scene, id: string, factor: Pair, plan: Map<string, Partial<Geometry>>): void {
  const element = scene(id)
  if (!element) return
  const box = ownBox(scene, id)
  const centre = plus(element.at, centreOf(box))
  const target: Pair = [centre[0] * factor[0], centre[1] * factor[1]]
  const own = ownFactor(factor, element.rotation)
  if (element.type !== 'group') {
    const size = roundPair([element.size[0] * own[0], element.size[1] * own[1]])
    put(plan, id, element, { at: roundPair(minus(target, times(size, 0.5))), size })
    return
  }
  for (const child of element.children) scaleWithin(scene, child, own, plan)
  put(plan, id, element, { at: roundPair(minus(target, [centreOf(box)[0] * own[0], centreOf(box)[1] * own[1]])) })
}

function ownFactor(factor: Pair, angle: number): Pair {
  const [cos, sin] = turn([1, 0], angle)
  return [Math.hypot(factor[0] * cos, factor[1] * sin), Math.hypot(factor[0] * sin, factor[1] * cos)]
}

function put(plan: Map<string, Partial<Geometry>>, id: string, was: Geometry, change: { at?: Pair; size?: Pair }): void {
  const kept: { at?: Pair; size?: Pair } = {}
  if (change.at && !same(change.at, was.at)) kept.at = change.at
  if (change.size && !same(change.size, was.size)) kept.size = change.size
  if (kept.at || kept.size) plan.set(id, kept)
}

const same = (a: Pair, b: Pair): boolean => a[0] === b[0] && a[1] === b[1]

/** The angle that a turn from one pointer place to another makes about a centre; in steps when steady. */
export function turnBetween(centre: Pair, from: Pair, to: Pair, start: number, steady: boolean): number {
  const by = direction(centre, to) - direction(centre, from)
  if (!steady) return by
  return Math.round((start + by) / TURN_STEP) * TURN_STEP - start
}

/** Turns a selection about the centre of its frame. */
export function planTurn(scene: Scene, ids: readonly string[], by: number): Plan {
  const plan = new Map<string, Partial<Geometry>>()
  const frame = selectionBox(scene, ids)
  if (!frame) return plan
  for (const id of ids) {
    const element = scene(id)
    if (!element) continue
    const rotation = round(wrapDegrees(element.rotation + by))
    if (ids.length === 1) {
      plan.set(id, { rotation })
      continue
    }
    const centre = turnAbout(turnedBox(scene, id).centre, frame.centre, by)
    plan.set(id, { rotation, at: roundPair(atForCentre(scene, id, centre)) })
  }
  return plan
}

/** Moves one end of a line to a point of the page; the other end stays. */
export function planLineEnd(scene: Scene, id: string, end: 0 | 1, to: Pair, steady: boolean): Plan {
  const element = scene(id)
  if (!element) return new Map()
  const ends = lineEnds(scene, id)
  const fixed = ends[1 - end] ?? to
  const target = steady ? steadyLine(fixed, to) : to
  const parent = parentPose(scene, element.parent)
  const [from, until] = (end === 0 ? [target, fixed] : [fixed, target]).map((point) => undoPose(parent, point))
  if (!from || !until) return new Map()
  return new Map([[id, lineBetween(from, until, element.rotation)]])
}

/** The two ends of a line on its page. */
export function lineEnds(scene: Scene, id: string): readonly [Pair, Pair] {
  const element = scene(id)
  if (!element) return [[0, 0], [0, 0]]
  const pose = parentPose(scene, element.parent)
  const own = poseAbout(element.at, times(element.size, 0.5), element.rotation)
  return [applyPose(pose, applyPose(own, [0, 0])), applyPose(pose, applyPose(own, element.size))]
}

/**
 * A line's geometry between two points of its parent. It runs from its box's top left to its bottom right, and a negative
 * height runs upwards; the width is never negative, so the ends may change places.
 */
export function lineBetween(from: Pair, to: Pair, wasTurned = 0): Partial<Geometry> {
  const [a, b] = to[0] < from[0] ? [to, from] : [from, to]
  const geometry = { at: roundPair(a), size: roundPair(minus(b, a)) }
  return wasTurned === 0 ? geometry : { ...geometry, rotation: 0 }
}

/** The end of a line from `from` towards `to` at the nearest multiple of 15 degrees. */
export function steadyLine(from: Pair, to: Pair): Pair {
  const angle = Math.round(direction(from, to) / TURN_STEP) * TURN_STEP
  const along = turn([1, 0], angle)
  const by = minus(to, from)
  return plus(from, times(along, by[0] * along[0] + by[1] * along[1]))
}
