/** The marquee: a rectangle drawn over the page chooses what it touches; Shift adds to what is chosen. */
import { inMarquee } from '../kernels/hit'
import { rectBetween } from '../kernels/plane'
import { clear } from './gesture'
import type { PointerInput, ToolContext, ToolState } from './machine'
import { onPage, scene, siblings } from './where'

/** Begins a marquee where the pointer was pressed. */
export function marqueeing(ctx: ToolContext, pressed: PointerInput): ToolState {
  const from = onPage(ctx, pressed)
  const before = ctx.state.get().selection
  const kept = pressed.shift ? before : []

  return {
    name: 'marqueeing',
    move(pointer) {
      const marquee = rectBetween(from, onPage(ctx, pointer))
      const touched = inMarquee(scene(ctx), siblings(ctx), marquee)
      ctx.state.set({ marquee, selection: [...new Set([...kept, ...touched])] })
    },
    up: () => clear(ctx, 'marquee'),
    cancel() {
      clear(ctx, 'marquee')
      ctx.state.set({ selection: before })
    },
  }
}
