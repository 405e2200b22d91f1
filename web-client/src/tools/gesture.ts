/** How every gesture on elements ends: shown while it lasts, written once when it is done. */
import type { ElementPatch } from '../document/model'
import type { Plan } from '../kernels/transform'
import type { ToolContext } from './machine'

/** Runs a write as one step of undo. */
export function step<T>(ctx: ToolContext, write: () => T): T {
  ctx.draft.history.close()
  const result = write()
  ctx.draft.history.close()
  return result
}

/** Writes a plan as one update and one step of undo. */
export function carryOut(ctx: ToolContext, plan: Plan): void {
  if (plan.size === 0) return
  step(ctx, () => ctx.draft.commands.set(plan as ReadonlyMap<string, ElementPatch>))
}

/** Shows a plan here and to others. */
export function show(ctx: ToolContext, kind: string, plan: Plan): void {
  ctx.previews.show(kind, plan)
}

/** Takes away what a gesture showed, its guides and its measure. */
export function clear(ctx: ToolContext, kind: string): void {
  ctx.previews.show(kind, null)
  ctx.state.set({ guides: [], measure: null, marquee: null, drawing: null })
}

/** A length as it stands beside a frame. */
export const inMillimetres = (value: number): string => value.toFixed(1)
