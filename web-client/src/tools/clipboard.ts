/** Copying within the page, also from one draft to another: what was copied is made again from how it was, even when the original is gone. */
import type { Copied } from '../document/model'
import { times } from '../kernels/plane'
import { COPY_OFFSET, remove } from './actions'
import { step } from './gesture'
import type { ToolContext } from './machine'

let copied: Copied | null = null
/** How often it was put onto the page that it came from. */
let pasted = 0

/** Keeps the selection for pasting. Returns how many elements it holds. */
export function copy(ctx: ToolContext): number {
  const { tops, page } = ctx.draft.commands.copy(ctx.state.get().selection)
  if (tops.length === 0) return 0
  copied = { tops, page }
  pasted = 0
  return tops.length
}

/** Keeps the selection for pasting and takes it away. The first paste puts it back where it was. */
export function cut(ctx: ToolContext): void {
  if (!ctx.mayEdit() || copy(ctx) === 0) return
  pasted = -1
  remove(ctx)
}

/** Puts what was copied onto the current page, each time a little further down when it is the page it came from. */
export function paste(ctx: ToolContext): void {
  const what = copied
  if (!what || !ctx.mayEdit()) return
  const { page } = ctx.state.get()
  if (page === what.page) pasted += 1
  const offset = times(COPY_OFFSET, page === what.page ? pasted : 0)
  ctx.state.set({ selection: step(ctx, () => ctx.draft.commands.paste(what, page, offset)), scope: null })
}
