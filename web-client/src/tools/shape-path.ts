/** Editing the points of a path: points and handles are pulled, a click on the line adds a point, a double click rounds a corner. */
import type { Shaping } from '../canvas/state'
import type { Element, Pair } from '../document/model'
import { mapped, nearestOn, partAt, strandsOf, withInserted, withMoved, without, withToggled, type PathPart, type Strand } from '../kernels/bezier'
import { pagePose, poseAbout, undoPose } from '../kernels/frame'
import { minus, plus, roundPair, turn } from '../kernels/plane'
import { readPath } from '../scene/shapes'
import { step } from './gesture'
import { wandered, type PointerInput, type ToolContext, type ToolState } from './machine'
import { pathGeometry } from './pen'
import { GRIP_REACH, millimetres, onPage, scene, TOUCH_REACH } from './where'

/** A path's strands in its own millimetres, as they are drawn. */
export function strandsIn(element: Element): Strand[] {
  const { d = '', box } = element.path ?? {}
  const scale = (axis: 0 | 1): number => (box !== undefined && box[axis] > 0 ? element.size[axis] / box[axis] : 1)
  return mapped(strandsOf(readPath(d) ?? []), ([x, y]) => [x * scale(0), y * scale(1)])
}

/** The path that is being shaped, with its strands as they are shown. */
export function shaped(ctx: ToolContext): { readonly element: Element; readonly strands: readonly Strand[]; readonly shaping: Shaping } | undefined {
  const { shaping } = ctx.state.get()
  const element = shaping ? scene(ctx)(shaping.id) : undefined
  return shaping && element?.type === 'path' ? { element, shaping, strands: shaping.strands ?? strandsIn(element) } : undefined
}

/** Begins to edit the points of a path that can be read. */
export function beginShaping(ctx: ToolContext, id: string): void {
  const element = scene(ctx)(id)
  if (element?.type !== 'path' || element.locked || !ctx.mayEdit() || strandsIn(element).length === 0) return
  ctx.state.set({ selection: [id], shaping: { id, strands: null, chosen: null } })
}

/** Leaves the points. */
export const endShaping = (ctx: ToolContext): void => ctx.state.set({ shaping: null })

/**
 * Writes strands as one step of undo. The box follows the outline, and the centre that the element turns about with it; what was not moved
 * stays where it is on the page.
 */
function write(ctx: ToolContext, element: Element, strands: readonly Strand[]): void {
  if (strands.length === 0) {
    step(ctx, () => ctx.draft.commands.delete([element.id]))
    ctx.state.set({ selection: [], shaping: null })
    return
  }
  const { at: corner, ...values } = pathGeometry(strands)
  const middle = (size: Pair): Pair => [size[0] / 2, size[1] / 2]
  // The same point before and after: where the old motion takes the new corner, less where the new one would from zero.
  const before = poseAbout(element.at, middle(element.size), element.rotation)
  const after = poseAbout([0, 0], middle(values.size), element.rotation)
  const at = roundPair(minus(plus(before.at, turn(corner, before.angle)), after.at))
  step(ctx, () => ctx.draft.commands.set(new Map([[element.id, { at, ...values }]])))
}

const ownPlace = (ctx: ToolContext, element: Element, pointer: PointerInput): Pair =>
  undoPose(pagePose(scene(ctx), element.id), onPage(ctx, pointer, element.page))
const reachOf = (ctx: ToolContext, pointer: PointerInput): number => millimetres(ctx, pointer.touch ? 2 * GRIP_REACH : GRIP_REACH)

/** A press while points are edited; `undefined` when it meant something else. */
export function shapingDown(ctx: ToolContext, pressed: PointerInput): ToolState | null | undefined {
  const now = shaped(ctx)
  if (!now || !ctx.mayEdit()) return undefined
  const { element, strands, shaping } = now
  const place = ownPlace(ctx, element, pressed)
  const part = partAt(strands, place, reachOf(ctx, pressed), shaping.chosen)
  if (part) {
    ctx.state.set({ shaping: { ...shaping, chosen: { strand: part.strand, point: part.point } } })
    return pulling(ctx, pressed, element, strands, part)
  }
  const on = nearestOn(strands, place, millimetres(ctx, TOUCH_REACH))
  if (!on) return undefined
  const added = withInserted(strands, on)
  ctx.state.set({ shaping: { ...shaping, strands: added.strands, chosen: { strand: on.strand, point: added.point } } })
  return pulling(ctx, pressed, element, added.strands, { strand: on.strand, point: added.point, part: 'at' }, true)
}

function pulling(ctx: ToolContext, pressed: PointerInput, element: Element, from: readonly Strand[], part: PathPart, changed = false): ToolState {
  let strands = from
  let moved = changed
  const show = (shown: readonly Strand[] | null): void => {
    const { shaping } = ctx.state.get()
    if (shaping) ctx.state.set({ shaping: { ...shaping, strands: shown } })
  }
  return {
    name: 'shaping',
    move(pointer) {
      if (strands === from && !wandered(pressed, pointer)) return
      strands = withMoved(from, part, ownPlace(ctx, element, pointer), pointer.alt)
      moved = true
      show(strands)
    },
    up() {
      show(null)
      if (moved) write(ctx, element, strands)
    },
    cancel: () => show(null),
  }
}

/** A double click while points are edited: on a point it rounds or sharpens it. Whether it meant the points. */
export function shapingDoubleClick(ctx: ToolContext, pointer: PointerInput): boolean {
  const now = shaped(ctx)
  if (!now) return false
  const part = partAt(now.strands, ownPlace(ctx, now.element, pointer), reachOf(ctx, pointer), null)
  if (part) write(ctx, now.element, withToggled(now.strands, part.strand, part.point))
  return part !== undefined
}

/** Takes the chosen point away. Whether there was one. */
export function removePoint(ctx: ToolContext): boolean {
  const now = shaped(ctx)
  const chosen = now?.shaping.chosen
  if (!now || !chosen || !ctx.mayEdit()) return false
  ctx.state.set({ shaping: { ...now.shaping, chosen: null } })
  write(ctx, now.element, without(now.strands, chosen.strand, chosen.point))
  return true
}
