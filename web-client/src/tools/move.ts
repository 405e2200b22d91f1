/** Moving: the selection follows the pointer, snaps, and leaves a copy behind when Alt is held at the end. */
import { outermost, boundsOf } from '../kernels/frame'
import { minus, plus, round } from '../kernels/plane'
import { snapMove } from '../kernels/snap'
import { alongAxis, planMove } from '../kernels/transform'
import type { Pair } from '../document/model'
import { carryOut, clear, show } from './gesture'
import type { PointerInput, ToolContext, ToolState } from './machine'
import { changeable, linesFor, millimetres, onPage, scene, SNAP_REACH } from './where'

/** Begins to move the selection from where the pointer was pressed. */
export function moving(ctx: ToolContext, pressed: PointerInput): ToolState {
  const look = scene(ctx)
  const ids = outermost(look, changeable(ctx))
  const from = onPage(ctx, pressed)
  const start = boundsOf(look, ids)
  const lines = linesFor(ctx, ids)
  let by: Pair = [0, 0]

  return {
    name: 'moving',
    move(pointer) {
      by = minus(onPage(ctx, pointer), from)
      if (pointer.shift) by = alongAxis(by)
      const snap = start && !pointer.mod
        ? snapMove({ ...start, x: start.x + by[0], y: start.y + by[1] }, lines, millimetres(ctx, SNAP_REACH))
        : { by: [0, 0] as Pair, guides: [] }
      const held: Pair = pointer.shift ? [by[0] === 0 ? 0 : snap.by[0], by[1] === 0 ? 0 : snap.by[1]] : snap.by
      by = plus(by, held)
      if (!pointer.mod && snap.guides.length === 0) by = [round(by[0]), round(by[1])]
      show(ctx, 'move', planMove(look, ids, by))
      ctx.state.set({ guides: snap.guides })
    },
    up(pointer) {
      const plan = planMove(scene(ctx), ids, by)
      if (by[0] !== 0 || by[1] !== 0) {
        if (pointer.alt) {
          ctx.draft.history.close()
          ctx.state.set({ selection: ctx.draft.commands.duplicate(ids, by) })
          ctx.draft.history.close()
        } else carryOut(ctx, plan)
      }
      clear(ctx, 'move')
    },
    cancel: () => clear(ctx, 'move'),
  }
}
