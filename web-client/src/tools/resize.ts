/** Resizing: one of eight handles is pulled; Shift keeps the ratio, Alt the centre. */
import { outermost, selectionBox, turnedBox, uprightOf, withGeometry } from '../kernels/frame'
import type { Handle } from '../kernels/hit'
import { minus, plus } from '../kernels/plane'
import { snapEdges } from '../kernels/snap'
import { planFrame, resizedBox, type Plan, type ResizeHow } from '../kernels/transform'
import { carryOut, clear, inMillimetres, show } from './gesture'
import type { PointerInput, ToolContext, ToolState } from './machine'
import { changeable, linesFor, millimetres, onPage, scene, SNAP_REACH } from './where'

/** Types whose shape is their meaning: they keep it unless Shift lets them go. */
const KEEPS_SHAPE = new Set(['qr', 'seal', 'image', 'signature'])

/** Begins to pull a handle of the selection's frame. */
export function resizing(ctx: ToolContext, pressed: PointerInput, handle: Handle): ToolState {
  const look = scene(ctx)
  const ids = outermost(look, changeable(ctx))
  const from = onPage(ctx, pressed)
  const box = selectionBox(look, ids)
  const lines = linesFor(ctx, ids)
  const corner = handle[0] !== 0 && handle[1] !== 0
  const turned = ids.some((id) => turnedBox(look, id).angle % 90 !== (box?.angle ?? 0) % 90)
  const shaped = corner && ids.length === 1 && ids.some((id) => KEEPS_SHAPE.has(look(id)?.type ?? ''))
  let plan: Plan = new Map()

  return {
    name: 'resizing',
    move(pointer) {
      if (!box) return
      const how: ResizeHow = {
        keepRatio: turned || (shaped ? !pointer.shift : pointer.shift),
        fromCentre: pointer.alt,
      }
      let by = minus(onPage(ctx, pointer), from)
      let guides: ReturnType<typeof snapEdges>['guides'] = []
      if (box.angle === 0 && !pointer.mod && !how.keepRatio) {
        const snap = snapEdges(uprightOf(resizedBox(box, handle, by, how)), handle, lines, millimetres(ctx, SNAP_REACH))
        by = plus(by, snap.by)
        guides = snap.guides
      }
      const next = resizedBox(box, handle, by, how)
      plan = planFrame(look, ids, box, next)
      show(ctx, 'resize', plan)
      const after = selectionBox(withGeometry(look, plan), ids) ?? next
      ctx.state.set({ guides, measure: `${inMillimetres(after.width)} × ${inMillimetres(after.height)}` })
    },
    up() {
      carryOut(ctx, plan)
      clear(ctx, 'resize')
    },
    cancel: () => clear(ctx, 'resize'),
  }
}
