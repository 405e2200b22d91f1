/** How every gesture on elements ends: shown while it lasts, written once when it is done. */
import type { ElementPatch } from '../document/model'
import type { Plan } from '../kernels/transform'
import type { ToolContext } from './machine'

/** Writes a plan as one update and one step of undo. */
export function carryOut(ctx: ToolContext, plan: Plan): void {
  if (plan.size === 0) return
  const { commands, history } = ctx.draft
  history.close()
  commands.set(plan as ReadonlyMap<string, ElementPatch>)
  history.close()
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
