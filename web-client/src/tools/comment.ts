/** The comment tool: a click says what is meant, an element or a point of the page; pulling over words means those. */
import { inText, placeOf } from '../canvas/writing/place'
import { typeset } from '../canvas/writing/typeset'
import type { Element, Pair } from '../document/model'
import { holdAmong, holdAt, pointAt } from '../kernels/pins'
import type { AnchorBody } from '../protocol/generated'
import { indexAt } from '../text'
import { middleOfView } from './actions'
import { wandered, type PointerInput, type Tool, type ToolContext } from './machine'
import { elementAnchor, pointAnchor } from './anchors'
import { passageAnchor } from './pinning'
import { millimetres, ofPage, onPage, pageAt, scene, TOUCH_REACH, turnToPage } from './where'

/** The element that a click would mean. */
function meant(ctx: ToolContext, pointer: PointerInput): Element | undefined {
  const look = scene(ctx)
  const found = holdAt(look, ofPage(ctx), onPage(ctx, pointer), millimetres(ctx, TOUCH_REACH) / 2)
  return found === undefined ? undefined : look(found)
}

/** Asks for the first words of a discussion; the tool is put down. */
function begin(ctx: ToolContext, anchor: AnchorBody | null): void {
  if (anchor !== null) ctx.state.set({ commenting: anchor, thread: null, tool: 'select' })
}

/** The position in a text that lies under the pointer. */
function indexUnder(ctx: ToolContext, element: Element, pointer: PointerInput): number | undefined {
  const { viewport, language } = ctx.state.get()
  const layout = ctx.draft.view.layout()
  const set = element.type === 'text' ? typeset(element, layout, language) : undefined
  if (set === undefined || set.text === '') return undefined
  const at: Pair = inText(placeOf(ctx.draft.view, layout, element, viewport), pointer.window)
  return indexAt(set, at[0], at[1]).index
}

export const comment: Tool = {
  cursor(ctx, pointer) {
    const found = pageAt(ctx, pointer) === ctx.state.get().page ? meant(ctx, pointer) : undefined
    ctx.state.set({ hovered: found?.id ?? null })
    return 'crosshair'
  },

  down(ctx, pressed) {
    if (!ctx.mayComment()) return null
    turnToPage(ctx, pressed)
    const element = meant(ctx, pressed)
    const first = element && indexUnder(ctx, element, pressed)
    return {
      name: 'commenting',
      move(pointer) {
        if (!element || first === undefined || (ctx.state.get().quoting === null && !wandered(pressed, pointer))) return
        const index = indexUnder(ctx, element, pointer) ?? first
        ctx.state.set({ quoting: { element: element.id, language: ctx.state.get().language, from: Math.min(first, index), to: Math.max(first, index) }, hovered: null })
      },
      up(pointer) {
        const { quoting, page } = ctx.state.get()
        ctx.state.set({ quoting: null })
        const words = quoting && passageAnchor(ctx, quoting.element, quoting.language, quoting.from, quoting.to)
        if (words) begin(ctx, words)
        else begin(ctx, (element && elementAnchor(scene(ctx), element.id, onPage(ctx, pressed))) ?? pointAnchor(page, onPage(ctx, pointer)))
      },
      cancel: () => ctx.state.set({ quoting: null }),
    }
  },
}

/** Says something about the words that are selected in the text being written. Whether there are any. */
export function commentOnWords(ctx: ToolContext): boolean {
  const { writing } = ctx.state.get()
  if (writing === null || !ctx.mayComment()) return false
  const [from, to] = writing.stretch()
  const anchor = passageAnchor(ctx, writing.element, writing.language, from, to)
  if (anchor === null) return false
  writing.end()
  begin(ctx, anchor)
  return true
}

/** Says something about the elements that are chosen. Whether there are any. */
function commentOnElements(ctx: ToolContext): boolean {
  const look = scene(ctx)
  const id = holdAmong(look, ctx.state.get().selection)
  if (id === undefined || !ctx.mayComment()) return false
  begin(ctx, elementAnchor(look, id, pointAt(look, id, [0.5, 0.5])))
  return true
}

/** Says something about what is selected: words of the text being written, else elements. Whether there is anything. */
export const commentOnSelection = (ctx: ToolContext): boolean => (ctx.state.get().editing === null ? commentOnElements(ctx) : commentOnWords(ctx))

/** For whoever comments without a pointer: about what is chosen, or else the middle of what is seen. Whether the tool is in hand. */
export function commentHere(ctx: ToolContext): boolean {
  if (ctx.state.get().tool !== 'comment' || !ctx.mayComment()) return false
  if (commentOnElements(ctx)) return true
  const { page, at } = middleOfView(ctx)
  begin(ctx, pointAnchor(page, at))
  return true
}
