/** Words pasted where nothing is being written: they come as a new text in the middle of what is seen. */
import { pageOrigin } from '../canvas/scene'
import { typeset } from '../canvas/writing/typeset'
import { FAMILIES } from '../canvas/writing/families'
import { atHome, pastedText, type ClipboardText } from '../clipboard/pasted'
import { inert } from '../clipboard/from-html'
import type { Element, InsertedRun, Pair, TextRun } from '../document/model'
import { DEFAULT_TYPOGRAPHY } from '../document/schema'
import { clamp, minus, round } from '../kernels/plane'
import { toDesk } from '../kernels/viewport'
import { millimetres } from '../text'
import { step } from './gesture'
import type { ToolContext } from './machine'

/** The size of words that bring none, as the text tool makes them. */
const SIZE_PT = 14
/** A new text takes at most this part of the page's width; longer paragraphs are broken. */
const PART_OF_PAGE = 0.6
/** Wider than any page: every paragraph on a line of its own. */
const UNBROKEN_MM = 4_000
const SMALLEST_MM = 8

/** Puts the words of a clipboard onto the page; `false` when it holds none. */
export function pasteText(ctx: ToolContext, clipboard: ClipboardText | null): boolean {
  const pasted = clipboard && ctx.mayEdit() ? pastedText(clipboard, false, { families: FAMILIES, parse: inert }) : null
  if (pasted === null) return false
  const layout = ctx.draft.view.layout()
  const { page: id, language, viewport, window } = ctx.state.get()
  const page = layout.pages.find((it) => it.id === id) ?? layout.pages[0]
  if (!page) return false
  const runs = atHome(pasted.runs, layout.styles)
  const heightAt = (width: number): Pair => measured(runs, width, ctx)
  const [natural] = heightAt(UNBROKEN_MM)
  const width = round(clamp(natural + 1, SMALLEST_MM, page.size[0] * PART_OF_PAGE))
  const height = round(Math.max(heightAt(width)[1], SMALLEST_MM))
  const middle = minus(toDesk(viewport, [window[0] / 2, window[1] / 2]), pageOrigin(layout, page.id))
  const at: Pair = [round(clamp(middle[0] - width / 2, 0, page.size[0] - width)), round(clamp(middle[1] - height / 2, 0, Math.max(page.size[1] - height, 0)))]
  const made = step(ctx, () => ctx.draft.commands.create({ type: 'text', parent: page.id, at, size: [width, height], textSize: SIZE_PT, text: { language, runs } }))
  ctx.state.set({ selection: [made], scope: null, tool: 'select' })
  return true
}

/** How wide and high runs are set. */
function measured(runs: readonly InsertedRun[], width: number, ctx: ToolContext): Pair {
  const { language } = ctx.state.get()
  const texts: Readonly<Record<string, readonly TextRun[]>> = { de: [], fr: [], it: [], rm: [], en: [], [language]: runs }
  const element = { id: '', type: 'text', size: [width, 10] as Pair, texts, typography: { ...DEFAULT_TYPOGRAPHY, textSize: SIZE_PT } } as unknown as Element
  const set = typeset(element, ctx.draft.view.layout(), language)
  return set === undefined ? [0, 0] : [millimetres(Math.max(0, ...set.lines.map((line) => line.width))), millimetres(set.height)]
}
