/**
 * A change of where elements stand, worked out on a copy of the scene before anything is written.
 *
 * A group turns about the centre of its children, so whatever changes them moves that centre; the plan moves turned groups
 * against it, so that nothing else jumps.
 */
import {
  atForCentre, ownBox, parentPose, turnedBox, type Placed, type Scene,
} from '../../kernels/frame'
import { centreOf, minus, plus, turn, wrapDegrees } from '../../kernels/plane'
import type { Geometry, Pair } from '../model'
import { DEEPEST_GROUPS } from '../schema'

/** What a plan writes to one element. */
export interface Change extends Partial<Geometry> { readonly parent?: string }

/** Works out a change on a copy. */
export class Plan {
  private readonly changed = new Map<string, Change>()
  private readonly copies = new Map<string, Placed | undefined>()
  private readonly touchedParents = new Set<string>()

  constructor(private readonly before: Scene) {}

  /** The scene as the plan leaves it. */
  readonly scene: Scene = (id) => (this.copies.has(id) ? this.copies.get(id) : this.before(id))

  /** Gives an element another geometry. */
  reshape(id: string, change: Partial<Geometry>): void {
    const element = this.scene(id)
    if (element === undefined) return
    this.touchedParents.add(element.parent)
    this.copies.set(id, { ...element, ...change })
    this.changed.set(id, { ...this.changed.get(id), ...change })
  }

  /** Puts a new element into its parent. */
  add(id: string, element: Placed): void {
    this.copies.set(id, element)
    this.enter(id, element.parent)
  }

  /** Takes an element away. */
  remove(id: string): void {
    const element = this.scene(id)
    if (element === undefined) return
    this.leave(id, element.parent)
    this.copies.set(id, undefined)
    this.changed.delete(id)
  }

  /** Puts an element into another page or group, where it keeps its place and angle on the page. */
  move(id: string, parent: string): void {
    const element = this.scene(id)
    if (element === undefined || element.parent === parent) return
    const { centre, angle } = turnedBox(this.before, id)
    const from = parentPose(this.before, element.parent)
    const to = parentPose(this.before, parent)
    const moved: { -readonly [K in keyof Change]: Change[K] } = { parent }
    if (from.angle !== to.angle || from.at[0] !== to.at[0] || from.at[1] !== to.at[1]) {
      const rotation = fine(wrapDegrees(angle - to.angle))
      if (rotation !== element.rotation) moved.rotation = rotation
      // The scene before still knows the old parent, so the new frame is asked for with the element already in it.
      const inNewParent: Scene = (one) => (one === id ? { ...element, parent } : this.before(one))
      moved.at = finePair(atForCentre(inNewParent, id, centre))
    }
    this.leave(id, element.parent)
    this.copies.set(id, { ...element, ...moved })
    this.changed.set(id, { ...this.changed.get(id), ...moved })
    this.enter(id, parent)
  }

  /** Puts an element into another group of the same frame: its geometry stays as it is. */
  hand(id: string, parent: string): void {
    const element = this.scene(id)
    if (element === undefined) return
    this.leave(id, element.parent)
    this.copies.set(id, { ...element, parent })
    this.changed.set(id, { ...this.changed.get(id), parent })
    this.enter(id, parent)
  }

  /** All changes, those to turned groups included. */
  changes(): ReadonlyMap<string, Change> {
    for (const { id } of this.turnedGroups()) this.steady(id)
    return this.changed
  }

  /** Keeps what stands in a turned group where it was although the group's centre moved. */
  private steady(id: string): void {
    const was = this.before(id)
    const is = this.scene(id)
    const own = this.changed.get(id)
    if (was === undefined || is === undefined || is.children.length === 0) return
    if (own?.at !== undefined || own?.rotation !== undefined) return
    const by = minus(centreOf(ownBox(this.before, id)), centreOf(ownBox(this.scene, id)))
    if (by[0] === 0 && by[1] === 0) return
    this.reshape(id, { at: finePair(plus(is.at, minus(by, turn(by, is.rotation)))) })
  }

  /** Turned groups around what changed, the deepest first. */
  private turnedGroups(): { id: string; depth: number }[] {
    const depths = new Map<string, number>()
    for (const parent of this.touchedParents) {
      const chain: string[] = []
      for (let id = parent; chain.length <= DEEPEST_GROUPS;) {
        const group = this.scene(id)
        if (group === undefined) break
        chain.push(id)
        id = group.parent
      }
      chain.forEach((id, i) => depths.set(id, chain.length - i))
    }
    return [...depths]
      .filter(([id]) => (this.scene(id)?.rotation ?? 0) !== 0)
      .map(([id, depth]) => ({ id, depth }))
      .sort((a, b) => b.depth - a.depth)
  }

  private leave(id: string, parent: string): void {
    this.touchedParents.add(parent)
    const group = this.scene(parent)
    if (group !== undefined) this.copies.set(parent, { ...group, children: group.children.filter((child) => child !== id) })
  }

  private enter(id: string, parent: string): void {
    this.touchedParents.add(parent)
    const group = this.scene(parent)
    if (group !== undefined) this.copies.set(parent, { ...group, children: [...group.children, id] })
  }
}

/** Rounds away what floating point adds: to a ten-thousandth of a millimetre or degree. */
function fine(value: number): number {
  const rounded = Math.round(value * 10_000) / 10_000
  return rounded === 0 ? 0 : rounded
}

function finePair(value: Pair): Pair {
  return [fine(value[0]), fine(value[1])]
}
