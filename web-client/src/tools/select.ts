/** The select tool: chooses, and hands over to moving, resizing, turning or a marquee. */
import { outermost, selectionBox } from '../kernels/frame'
import { gripAt, hit, hitDeep, type Grip } from '../kernels/hit'
import { distance } from '../kernels/plane'
import { lineEnds } from '../kernels/transform'
import { pullingLineEnd } from './line-end'
import { wandered, type PointerInput, type Tool, type ToolContext, type ToolState } from './machine'
import { marqueeing } from './marquee'
import { moving } from './move'
import { resizing } from './resize'
import { rotating } from './rotate'
import { beginShaping, endShaping, shapingDoubleClick, shapingDown } from './shape-path'
import { changeable, GRIP_REACH, millimetres, ofPage, onPage, pageAt, scene, sceneDrawn, siblings, TOUCH_REACH, turnToPage } from './where'

/** A grip of the selection: of its frame, or an end of a single line. */
type Taken = Grip | { readonly kind: 'line-end'; readonly id: string; readonly end: 0 | 1 }

function takenAt(ctx: ToolContext, pointer: PointerInput): Taken {
  if (!ctx.mayEdit()) return undefined
  const look = sceneDrawn(ctx)
  const ids = outermost(look, changeable(ctx))
  const [only] = ids
  const page = only === undefined ? undefined : look(only)?.page
  if (only === undefined || page === undefined) return undefined
  const point = onPage(ctx, pointer, page)
  const reach = millimetres(ctx, pointer.touch ? 2 * GRIP_REACH : GRIP_REACH)
  if (ids.length === 1 && look(only)?.type === 'line') {
    const ends = lineEnds(look, only)
    if (distance(ends[1], point) <= reach) return { kind: 'line-end', id: only, end: 1 }
    if (distance(ends[0], point) <= reach) return { kind: 'line-end', id: only, end: 0 }
    return undefined
  }
  const box = selectionBox(look, ids)
  return box && gripAt(box, point, reach)
}

/** What lies under the pointer: a sibling, or else (leaving the entered group) something of the page. */
function under(ctx: ToolContext, pointer: PointerInput, deep: boolean): { id: string; inScope: boolean } | undefined {
  const look = scene(ctx)
  const point = onPage(ctx, pointer)
  const slack = millimetres(ctx, TOUCH_REACH) / 2
  const find = deep ? hitDeep : hit
  const near = find(look, siblings(ctx), point, slack)
  if (near !== undefined) return { id: near, inScope: true }
  const far = find(look, ofPage(ctx), point, slack)
  return far === undefined ? undefined : { id: far, inScope: false }
}

/** Pressed on an element: a click when it goes no further, a move when it does. */
function pointing(ctx: ToolContext, pressed: PointerInput, id: string, wasChosen: boolean): ToolState {
  return {
    name: 'pointing',
    move(pointer) {
      if (!wandered(pressed, pointer) || !ctx.mayEdit() || changeable(ctx).length === 0) return
      const next = moving(ctx, pressed)
      ctx.goto(next)
      next.move?.(pointer)
    },
    up(pointer) {
      if (!wasChosen) return
      const { selection } = ctx.state.get()
      ctx.state.set({ selection: pointer.shift ? selection.filter((it) => it !== id) : [id] })
    },
  }
}

/** Pressed on the bare page: lets go of the selection, or draws a marquee. */
function pointingAtPage(ctx: ToolContext, pressed: PointerInput): ToolState {
  return {
    name: 'pointing-at-page',
    move(pointer) {
      if (!wandered(pressed, pointer)) return
      const next = marqueeing(ctx, pressed)
      ctx.goto(next)
      next.move?.(pointer)
    },
    up() {
      if (!pressed.shift) ctx.state.set({ selection: [], scope: null })
    },
  }
}

const RESIZE_CURSORS = ['ew-resize', 'nwse-resize', 'ns-resize', 'nesw-resize'] as const

function gripCursor(ctx: ToolContext, grip: Exclude<Taken, undefined>): string {
  if (grip.kind === 'rotate') return 'crosshair'
  if (grip.kind === 'line-end') return 'move'
  const box = selectionBox(sceneDrawn(ctx), outermost(sceneDrawn(ctx), changeable(ctx)))
  const direction = (Math.atan2(grip.handle[1], grip.handle[0]) * 180) / Math.PI + (box?.angle ?? 0)
  return RESIZE_CURSORS[((Math.round(direction / 45) % 4) + 4) % 4] ?? 'move'
}

export const select: Tool = {
  cursor(ctx, pointer) {
    const grip = takenAt(ctx, pointer)
    const found = grip ? undefined : under(ctx, pointer, false)
    const hovered = found && pageAt(ctx, pointer) === ctx.state.get().page ? found.id : null
    ctx.state.set({ hovered })
    if (grip) return gripCursor(ctx, grip)
    return hovered !== null && ctx.mayEdit() ? 'move' : 'default'
  },

  down(ctx, pointer) {
    const shaping = shapingDown(ctx, pointer)
    if (shaping !== undefined) return shaping
    endShaping(ctx)
    const grip = takenAt(ctx, pointer)
    if (grip?.kind === 'resize') return resizing(ctx, pointer, grip.handle)
    if (grip?.kind === 'rotate') return rotating(ctx, pointer)
    if (grip?.kind === 'line-end') return pullingLineEnd(ctx, grip.id, grip.end)
    turnToPage(ctx, pointer)
    const found = under(ctx, pointer, pointer.mod)
    if (!found) return pointingAtPage(ctx, pointer)
    const { selection } = ctx.state.get()
    const wasChosen = selection.includes(found.id)
    if (!found.inScope) ctx.state.set({ scope: null })
    if (pointer.mod) ctx.state.set({ scope: scopeOf(ctx, found.id) })
    if (!wasChosen) ctx.state.set({ selection: pointer.shift ? [...selection, found.id] : [found.id] })
    return pointing(ctx, pointer, found.id, wasChosen)
  },

  doubleClick(ctx, pointer) {
    if (shapingDoubleClick(ctx, pointer)) return
    const found = under(ctx, pointer, false)
    const element = found && scene(ctx)(found.id)
    if (!found || !element) return
    if (element.type === 'group') {
      const inside = hit(scene(ctx), element.children, onPage(ctx, pointer), millimetres(ctx, TOUCH_REACH) / 2)
      ctx.state.set({ scope: found.id, selection: inside === undefined ? [found.id] : [inside] })
    } else if (element.type === 'text' && ctx.mayType() && !element.locked) {
      ctx.state.set({ selection: [found.id], editing: found.id })
    } else if (element.type === 'path') beginShaping(ctx, found.id)
  },
}

/** The group that an element stands in, `null` for one that stands on its page. */
export function scopeOf(ctx: ToolContext, id: string): string | null {
  const look = scene(ctx)
  const parent = look(id)?.parent
  return parent !== undefined && look(parent) ? parent : null
}
