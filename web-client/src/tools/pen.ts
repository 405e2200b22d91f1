/** The pen: a click puts a corner, a drag a curve; the first point closes, Enter or Escape ends. Nothing is written before the end. */
import { boundsOfPath, mapped, pathOf, type PathPoint, type Strand } from '../kernels/bezier'
import type { Penning } from '../canvas/state'
import type { Pair } from '../document/model'
import { distance, minus, plus, round, roundPair } from '../kernels/plane'
import { snapPoint } from '../kernels/snap'
import { steadyLine } from '../kernels/transform'
import { step } from './gesture'
import { wandered, type PointerInput, type Tool, type ToolContext } from './machine'
import { GRIP_REACH, linesFor, millimetres, onPage, SNAP_REACH, turnToPage } from './where'

/** How a new path looks. */
const LOOKS = { stroke: '#1b1d22', strokeWidth: 0.35 } as const
/** Points that one path may be drawn with. */
const MOST_POINTS = 1_000

/** Where the next point comes: snapped to what is there, or with Shift in steps of 15 degrees from the last. */
function nextPlace(ctx: ToolContext, pointer: PointerInput, points: readonly PathPoint[]): Pair {
  const at = onPage(ctx, pointer)
  const last = points.at(-1)
  if (pointer.shift && last) return roundPair(steadyLine(last.at, at))
  if (pointer.mod) return roundPair(at)
  return roundPair(plus(at, snapPoint(at, linesFor(ctx, []), millimetres(ctx, SNAP_REACH)).by))
}

/** Whether the pointer is on the first point of a path that can be closed. */
function closes(ctx: ToolContext, pointer: PointerInput, { points }: Penning): boolean {
  const [first] = points
  return first !== undefined && points.length > 1 && distance(first.at, onPage(ctx, pointer)) <= millimetres(ctx, pointer.touch ? 2 * GRIP_REACH : GRIP_REACH)
}

export const pen: Tool = {
  cursor(ctx, pointer) {
    const { pen: drawn } = ctx.state.get()
    const closing = drawn !== null && closes(ctx, pointer, drawn)
    const [first] = drawn?.points ?? []
    ctx.state.set({ hovered: null, ...(drawn ? { pen: { ...drawn, to: closing && first ? first.at : nextPlace(ctx, pointer, drawn.points) } } : {}) })
    return closing ? 'pointer' : 'crosshair'
  },

  down(ctx, pressed) {
    if (!ctx.mayEdit()) return null
    const before = ctx.state.get().pen
    if (before === null) turnToPage(ctx, pressed)
    const points = before?.points ?? []
    const closing = before !== null && closes(ctx, pressed, before)
    const [first] = points
    if (!closing && points.length >= MOST_POINTS) return null
    const at = closing && first ? first.at : nextPlace(ctx, pressed, points)
    let pulled: Pair | null = null
    const show = (): void => {
      // What is pulled out is the handle ahead; the one behind lies opposite.
      const behind: Pair | null = pulled ? minus(at, minus(pulled, at)) : null
      if (closing && first) ctx.state.set({ pen: { points: [{ ...first, ...(behind ? { before: behind } : {}) }, ...points.slice(1)], to: null } })
      else ctx.state.set({ pen: { points: [...points, { at, ...(behind && pulled ? { before: behind, after: pulled } : {}) }], to: null } })
    }
    show()
    return {
      name: 'penning',
      move(pointer) {
        if (pulled === null && !wandered(pressed, pointer)) return
        const to = onPage(ctx, pointer)
        pulled = roundPair(pointer.shift ? steadyLine(at, to) : to)
        show()
      },
      up() {
        if (closing) finishPen(ctx, true)
      },
      cancel: () => ctx.state.set({ pen: before }),
    }
  },

  doubleClick: (ctx) => {
    // The second press of it has put a point onto the last one.
    dropPoint(ctx)
    finishPen(ctx)
  },
}

/** Takes the last point back; the path is given up with its last one. */
export function dropPoint(ctx: ToolContext): void {
  const { pen: drawn } = ctx.state.get()
  if (drawn) ctx.state.set({ pen: drawn.points.length > 1 ? { ...drawn, points: drawn.points.slice(0, -1) } : null })
}

/** Makes an element of what was drawn; a single point is none. */
export function finishPen(ctx: ToolContext, closed = false): void {
  const { pen: drawn, page } = ctx.state.get()
  ctx.state.set({ pen: null })
  if (!drawn || drawn.points.length < 2 || !ctx.mayEdit()) return
  const id = step(ctx, () => ctx.draft.commands.create({ type: 'path', parent: page, ...LOOKS, ...pathGeometry([{ points: drawn.points, closed }]) }))
  ctx.state.set({ tool: 'select', selection: [id], scope: null })
}

/** Strands as an element holds them: its box, and its outline from the box's corner. */
export function pathGeometry(strands: readonly Strand[]): { readonly at: Pair; readonly size: Pair; readonly d: string; readonly box: Pair } {
  const around = boundsOfPath(strands) ?? { x: 0, y: 0, width: 0, height: 0 }
  const corner: Pair = [round(around.x), round(around.y)]
  const size: Pair = [round(around.width), round(around.height)]
  return { at: corner, size, d: pathOf(mapped(strands, (point) => minus(point, corner))), box: size }
}
