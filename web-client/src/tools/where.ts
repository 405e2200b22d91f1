/** Where a pointer is on the page, and what it may snap to there. */
import { pageOrigin, pagePlaces, sceneInFlight, sceneOf } from '../canvas/scene'
import type { Pair } from '../document/model'
import { boundsOf } from '../kernels/frame'
import { minus } from '../kernels/plane'
import { snapLines, type SnapLines } from '../kernels/snap'
import { nearestPage, scaleOf, toDesk } from '../kernels/viewport'
import type { PointerInput, ToolContext } from './machine'

/** Pixels within which things snap, and within which thin things are touched. */
export const SNAP_REACH = 6
export const TOUCH_REACH = 5
/** How near a handle is near enough, in pixels. */
export const GRIP_REACH = 7

/** A length in pixels as millimetres of the page. */
export const millimetres = (ctx: ToolContext, pixels: number): number => pixels / scaleOf(ctx.state.get().viewport)

/** The pointer on a page (the current one unless another is named), in millimetres. */
export function onPage(ctx: ToolContext, pointer: PointerInput, page = ctx.state.get().page): Pair {
  return minus(toDesk(ctx.state.get().viewport, pointer.window), pageOrigin(ctx.draft.view.layout(), page))
}

/** The page under the pointer, or the nearest one. */
export function pageAt(ctx: ToolContext, pointer: PointerInput): string {
  const { viewport, page } = ctx.state.get()
  return nearestPage(pagePlaces(ctx.draft.view.layout()), toDesk(viewport, pointer.window)) ?? page
}

/** Makes the page under the pointer the current one. */
export function turnToPage(ctx: ToolContext, pointer: PointerInput): void {
  const page = pageAt(ctx, pointer)
  if (page !== ctx.state.get().page) ctx.state.set({ page, scope: null })
}

/** The elements that a click chooses among: the entered group's, or the page's. */
export function siblings(ctx: ToolContext): readonly string[] {
  const { scope, page } = ctx.state.get()
  const layout = ctx.draft.view.layout()
  return (scope !== null ? layout.elements.get(scope)?.children : undefined)
    ?? layout.pages.find((it) => it.id === page)?.children ?? []
}

/** The elements of the current page, back to front. */
export const ofPage = (ctx: ToolContext): readonly string[] =>
  ctx.draft.view.layout().pages.find((it) => it.id === ctx.state.get().page)?.children ?? []

/** The elements as the document has them. */
export const scene = (ctx: ToolContext) => sceneOf(ctx.draft.view)

/** The elements as they are drawn. */
export const sceneDrawn = (ctx: ToolContext) => sceneInFlight(ctx.draft.view, ctx.previews)

/** What a gesture may snap to: the page and everything on it that does not take part. */
export function linesFor(ctx: ToolContext, moving: readonly string[]): SnapLines {
  const layout = ctx.draft.view.layout()
  const page = layout.pages.find((it) => it.id === ctx.state.get().page)
  const taking = new Set(moving)
  const look = scene(ctx)
  const others = [...new Set([...ofPage(ctx), ...siblings(ctx)])].filter((id) => {
    const element = look(id)
    return element && !taking.has(id) && !element.hidden && !element.children.some((child) => taking.has(child))
  })
  return snapLines(page?.size ?? [210, 297], others.flatMap((id) => boundsOf(look, [id]) ?? []))
}

/** The chosen elements that a gesture may change: not locked, and without those that move along with their group. */
export function changeable(ctx: ToolContext): string[] {
  const look = scene(ctx)
  return ctx.state.get().selection.filter((id) => {
    const element = look(id)
    return element !== undefined && !element.locked
  })
}
