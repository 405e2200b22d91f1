/** The hand: pulls the desk along under the window. */
import { minus } from '../kernels/plane'
import { panBy } from '../kernels/viewport'
import type { Tool } from './machine'

export const hand: Tool = {
  cursor: () => 'grab',
  down(ctx, pressed) {
    const before = ctx.state.get().viewport
    return {
      name: 'panning',
      move: (pointer) => ctx.state.set({ viewport: panBy(before, minus(pointer.window, pressed.window)), fitted: false, following: null }),
      cancel: () => ctx.state.set({ viewport: before }),
    }
  },
}
