/** Turning: about the middle of the frame; Shift falls on steps of 15 degrees. */
import { outermost, selectionBox } from '../kernels/frame'
import { wrapDegrees } from '../kernels/plane'
import { planTurn, turnBetween, type Plan } from '../kernels/transform'
import { carryOut, clear, show } from './gesture'
import type { PointerInput, ToolContext, ToolState } from './machine'
import { changeable, onPage, scene } from './where'

/** Degrees from a right angle within which a free turn falls on it. */
const NEARLY_RIGHT = 1.5

/** Begins to turn the selection. */
export function rotating(ctx: ToolContext, pressed: PointerInput): ToolState {
  const look = scene(ctx)
  const ids = outermost(look, changeable(ctx))
  const box = selectionBox(look, ids)
  const from = onPage(ctx, pressed)
  let plan: Plan = new Map()

  return {
    name: 'rotating',
    move(pointer) {
      if (!box) return
      let by = turnBetween(box.centre, from, onPage(ctx, pointer), box.angle, pointer.shift)
      const angle = box.angle + by
      const right = Math.round(angle / 90) * 90
      if (!pointer.mod && Math.abs(angle - right) < NEARLY_RIGHT) by = right - box.angle
      plan = planTurn(look, ids, by)
      show(ctx, 'rotate', plan)
      ctx.state.set({ measure: `${(Math.round(wrapDegrees(box.angle + by) * 10) / 10).toString()}°` })
    },
    up() {
      carryOut(ctx, plan)
      clear(ctx, 'rotate')
    },
    cancel: () => clear(ctx, 'rotate'),
  }
}
