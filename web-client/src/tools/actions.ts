/** What keys, menus and buttons do to the selection. Each is one step of undo. */
import { readingOrderOf, pagePlaces, pageOrigin, sceneOf } from '../canvas/scene'
import type { ElementPatch, Pair, UndoOutcome } from '../document/model'
import { align, distribute, type Alignment } from '../kernels/align'
import { boundsOf, outermost } from '../kernels/frame'
import { minus, plus, type Rect } from '../kernels/plane'
import { planMove, planMoves } from '../kernels/transform'
import { centreOn, deskBounds, fitTo, stepZoom, toDesk, toWindow, zoomAt } from '../kernels/viewport'
import { carryOut, step } from './gesture'
import type { ToolContext } from './machine'
import { dropPoint, finishPen } from './pen'
import { beginShaping, endShaping, removePoint } from './shape-path'
import { changeable, scene, siblings } from './where'

/** Pixels kept free around a page that fills the window. */
const FIT_MARGIN = 44
/** How far a copy lies from what it was made of, in millimetres. */
export const COPY_OFFSET: Pair = [4, 4]

const chosen = (ctx: ToolContext): string[] => outermost(scene(ctx), changeable(ctx))

/** Moves the selection by a vector of the page. */
export function nudge(ctx: ToolContext, by: Pair): void {
  if (!ctx.mayEdit()) return
  ctx.draft.commands.set(planMove(scene(ctx), chosen(ctx), by) as ReadonlyMap<string, ElementPatch>)
}

/** Deletes the selection. */
export function remove(ctx: ToolContext): void {
  const { pen, shaping } = ctx.state.get()
  if (pen !== null) dropPoint(ctx)
  // With the points of a path open, nobody means the whole of it.
  if (pen !== null || removePoint(ctx) || shaping !== null) return
  const ids = chosen(ctx)
  if (!ctx.mayEdit() || ids.length === 0) return
  step(ctx, () => ctx.draft.commands.delete(ids))
  ctx.state.set({ selection: [] })
}

/** Puts a copy of the selection a little beside it. */
export function duplicate(ctx: ToolContext): void {
  const ids = chosen(ctx)
  if (!ctx.mayEdit() || ids.length === 0) return
  ctx.state.set({ selection: step(ctx, () => ctx.draft.commands.duplicate(ids, COPY_OFFSET)) })
}

/** Makes one thing of the selection. */
export function group(ctx: ToolContext): void {
  const ids = chosen(ctx)
  if (!ctx.mayEdit() || ids.length < 2) return
  const id = step(ctx, () => ctx.draft.commands.group(ids))
  if (id !== undefined) ctx.state.set({ selection: [id] })
}

/** Takes the chosen groups apart. */
export function ungroup(ctx: ToolContext): void {
  const groups = chosen(ctx).filter((id) => scene(ctx)(id)?.type === 'group')
  if (!ctx.mayEdit() || groups.length === 0) return
  const freed = step(ctx, () => groups.flatMap((id) => ctx.draft.commands.ungroup(id)))
  ctx.state.set({ selection: freed, scope: null })
}

/** Puts the selection in front of its siblings, or behind them. */
export function toFront(ctx: ToolContext): void {
  if (ctx.mayEdit()) step(ctx, () => ctx.draft.commands.bringToFront(chosen(ctx)))
}
export function toBack(ctx: ToolContext): void {
  if (ctx.mayEdit()) step(ctx, () => ctx.draft.commands.sendToBack(chosen(ctx)))
}

/** Sets a value of elements, as one step. */
export function setAll(ctx: ToolContext, ids: readonly string[], patch: ElementPatch): void {
  if (ctx.mayEdit() && ids.length > 0) step(ctx, () => ctx.draft.commands.set(new Map(ids.map((id) => [id, patch]))))
}

/** Locks the selection, or unlocks it when all of it is locked. */
export function toggleLock(ctx: ToolContext): void {
  const { selection } = ctx.state.get()
  const all = selection.every((id) => scene(ctx)(id)?.locked === true)
  setAll(ctx, selection, { locked: !all })
}

/** Hides the selection, or shows it when all of it is hidden. */
export function toggleHidden(ctx: ToolContext): void {
  const { selection } = ctx.state.get()
  const all = selection.every((id) => scene(ctx)(id)?.hidden === true)
  setAll(ctx, selection, { hidden: !all })
}

/** Lines the selection up. */
export function alignSelection(ctx: ToolContext, how: Alignment): void {
  const { ids, boxes, page } = framed(ctx)
  if (ctx.mayEdit() && ids.length > 0) carryOut(ctx, planMoves(scene(ctx), align(boxes, how, page)))
}

/** Spreads the selection evenly. */
export function distributeSelection(ctx: ToolContext, axis: 'x' | 'y'): void {
  const { boxes } = framed(ctx)
  if (ctx.mayEdit()) carryOut(ctx, planMoves(scene(ctx), distribute(boxes, axis)))
}

function framed(ctx: ToolContext): { ids: string[]; boxes: ReadonlyMap<string, Rect>; page: Rect } {
  const ids = chosen(ctx)
  const look = scene(ctx)
  const boxes = new Map(ids.flatMap((id) => {
    const box = boundsOf(look, [id])
    return box ? [[id, box] as const] : []
  }))
  const layout = ctx.draft.view.layout()
  const size = layout.pages.find((page) => page.id === look(ids[0] ?? '')?.page)?.size ?? [0, 0]
  return { ids, boxes, page: { x: 0, y: 0, width: size[0], height: size[1] } }
}

/** Chooses everything that a click could choose here. */
export function selectAll(ctx: ToolContext): void {
  const look = scene(ctx)
  ctx.state.set({ selection: siblings(ctx).filter((id) => look(id)?.locked === false && look(id)?.hidden === false) })
}

/** Goes one level up: out of a gesture, the text, the selection, the entered group. */
export function escape(ctx: ToolContext): void {
  const { scope, selection, tool, pen, shaping } = ctx.state.get()
  if (pen !== null) finishPen(ctx)
  else if (shaping !== null) endShaping(ctx)
  else if (tool !== 'select') ctx.state.set({ tool: 'select' })
  else if (scope !== null) {
    const outer = scene(ctx)(scope)?.parent
    ctx.state.set({ selection: [scope], scope: outer !== undefined && scene(ctx)(outer) ? outer : null })
  } else if (selection.length > 0) ctx.state.set({ selection: [] })
}

/** Opens what is chosen: a text for typing, a group for its parts. */
export function open(ctx: ToolContext): void {
  const { pen, shaping } = ctx.state.get()
  if (pen !== null) finishPen(ctx)
  else if (shaping !== null) endShaping(ctx)
  if (pen !== null || shaping !== null) return
  const [id, ...more] = ctx.state.get().selection
  const element = id === undefined ? undefined : scene(ctx)(id)
  if (!element || more.length > 0) return
  if (element.type === 'group') ctx.state.set({ scope: element.id, selection: element.children.slice(0, 1) })
  else if (element.type === 'text' && ctx.mayType() && !element.locked) ctx.state.set({ editing: element.id })
  else if (element.type === 'path') beginShaping(ctx, element.id)
}

/** Undoes or redoes one's own last step; says what came of it. */
export function undo(ctx: ToolContext): UndoOutcome {
  if (!ctx.mayType()) return 'nothing'
  if (ctx.state.get().pen === null) return ctx.draft.history.undo()
  dropPoint(ctx)
  return 'done'
}
export const redo = (ctx: ToolContext): UndoOutcome => (ctx.mayType() ? ctx.draft.history.redo() : 'nothing')

/** Shows or hides what marks fields and missing texts: without, the certificate looks as it will be. */
export const toggleMarks = (ctx: ToolContext): void => ctx.state.set({ marks: !ctx.state.get().marks })

/** Shows the current page whole. */
export function fitPage(ctx: ToolContext): void {
  const { page, window } = ctx.state.get()
  const places = pagePlaces(ctx.draft.view.layout())
  ctx.state.set({ viewport: fitTo(places.get(page) ?? deskBounds(places), window, FIT_MARGIN), fitted: true })
}

/** Zooms about the middle of the window. */
export function zoomTo(ctx: ToolContext, zoom: number): void {
  const { viewport, window } = ctx.state.get()
  ctx.state.set({ viewport: zoomAt(viewport, [window[0] / 2, window[1] / 2], zoom), fitted: false })
}
export const zoomStep = (ctx: ToolContext, way: 1 | -1): void => zoomTo(ctx, stepZoom(ctx.state.get().viewport.zoom, way))

/** Shows the selection as large as is useful. */
export function zoomToSelection(ctx: ToolContext): void {
  const { selection, window } = ctx.state.get()
  const look = scene(ctx)
  const first = look(selection[0] ?? '')
  const bounds = boundsOf(look, selection)
  if (!first || !bounds) return
  const [x, y] = plus(pageOrigin(ctx.draft.view.layout(), first.page), [bounds.x, bounds.y])
  ctx.state.set({ viewport: fitTo({ ...bounds, x, y }, window, 120), fitted: false })
}

/** The middle of what is seen of the current page: where something comes that was pointed nowhere. */
export function middleOfView(ctx: ToolContext): { readonly page: string; readonly at: Pair } {
  const { page, viewport, window } = ctx.state.get()
  const layout = ctx.draft.view.layout()
  const size = layout.pages.find((it) => it.id === page)?.size ?? [210, 297]
  const seen = minus(toDesk(viewport, [window[0] / 2, window[1] / 2]), pageOrigin(layout, page))
  const onPaper = seen.every((value, axis) => value >= 0 && value <= (size[axis] ?? 0))
  return { page, at: onPaper ? seen : [size[0] / 2, size[1] / 2] }
}

/** Goes to a page, at the present zoom unless the whole page was shown. */
export function goToPage(ctx: ToolContext, page: string): void {
  const { viewport, window, fitted, selection } = ctx.state.get()
  const place = pagePlaces(ctx.draft.view.layout()).get(page)
  if (!place) return
  const look = scene(ctx)
  ctx.state.set({ page, scope: null, selection: selection.filter((id) => look(id)?.page === page) })
  if (fitted) fitPage(ctx)
  else ctx.state.set({ viewport: centreOn(place, window, viewport.zoom) })
}

/** Moves the window so that an element can be seen, when it cannot. */
export function bringIntoView(ctx: ToolContext, id: string): void {
  const { viewport, window } = ctx.state.get()
  const element = scene(ctx)(id)
  const bounds = boundsOf(sceneOf(ctx.draft.view), [id])
  if (!element || !bounds) return
  const origin = pageOrigin(ctx.draft.view.layout(), element.page)
  const [x, y] = plus(origin, [bounds.x, bounds.y])
  const from = toWindow(viewport, [x, y])
  const to = toWindow(viewport, [x + bounds.width, y + bounds.height])
  const seen = to[0] > 0 && to[1] > 0 && from[0] < window[0] && from[1] < window[1]
  if (!seen) ctx.state.set({ viewport: centreOn({ ...bounds, x, y }, window, viewport.zoom), fitted: false })
  if (element.page !== ctx.state.get().page) ctx.state.set({ page: element.page, scope: null })
}

/** The element that is read after (or before) another on the current page; `undefined` at the end. */
export function neighbour(ctx: ToolContext, id: string | null, way: 1 | -1): string | undefined {
  const layout = ctx.draft.view.layout()
  const order = layout.pages.flatMap((page) => readingOrderOf(layout, page.children))
  const at = id === null ? -1 : order.indexOf(id)
  if (id === null) return way === 1 ? order[0] : order.at(-1)
  return at < 0 ? undefined : order[at + way]
}
