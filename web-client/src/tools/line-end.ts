/** Pulling one end of a line; Shift holds it to steps of 15 degrees. */
import { distance, plus } from '../kernels/plane'
import { snapPoint } from '../kernels/snap'
import { lineEnds, planLineEnd, type Plan } from '../kernels/transform'
import { carryOut, clear, inMillimetres, show } from './gesture'
import type { ToolContext, ToolState } from './machine'
import { linesFor, millimetres, onPage, scene, SNAP_REACH } from './where'

/** Begins to pull an end of a line. */
export function pullingLineEnd(ctx: ToolContext, id: string, end: 0 | 1): ToolState {
  const look = scene(ctx)
  const lines = linesFor(ctx, [id])
  const fixed = lineEnds(look, id)[end === 0 ? 1 : 0]
  let plan: Plan = new Map()

  return {
    name: 'pulling-line-end',
    move(pointer) {
      const at = onPage(ctx, pointer)
      const snap = pointer.shift || pointer.mod ? { by: [0, 0] as const, guides: [] } : snapPoint(at, lines, millimetres(ctx, SNAP_REACH))
      const to = plus(at, snap.by)
      plan = planLineEnd(look, id, end, to, pointer.shift)
      show(ctx, 'resize', plan)
      ctx.state.set({ guides: snap.guides, measure: inMillimetres(distance(fixed, to)) })
    },
    up() {
      carryOut(ctx, plan)
      clear(ctx, 'resize')
    },
    cancel: () => clear(ctx, 'resize'),
  }
}
