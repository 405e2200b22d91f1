/** Words pasted where nothing is being written: they come as a new text in the middle of what is seen. */
import { pageOrigin } from '../canvas/scene'
import { setWords } from '../canvas/text-scenery'
import { FAMILIES } from '../canvas/writing/families'
import { atHome, pastedText, type ClipboardText } from '../clipboard/pasted'
import { inert } from '../clipboard/from-html'
import type { InsertedRun, Pair, TextRun, Typography } from '../document/model'
import { DEFAULT_TYPOGRAPHY, LARGEST_SIZE_MM } from '../document/schema'
import { clamp, minus, round } from '../kernels/plane'
import { toDesk } from '../kernels/viewport'
import { millimetres, type SetText } from '../text'
import { step } from './gesture'
import type { ToolContext } from './machine'

/** The size of words that bring none, as the text tool makes them. */
const SIZE_PT = 14
/** A new text takes at most this part of the page's width; longer paragraphs are broken. */
const PART_OF_PAGE = 0.6
/** Wider than any page: every paragraph on a line of its own. */
const UNBROKEN_MM = 4_000
const SMALLEST_MM = 8
/** How wide a letter is in parts of its size, on the average of the families that there are. */
const LETTER_EM = 0.5
const MILLIMETRES_A_POINT = 25.4 / 72

/** Puts the words of a clipboard onto the page; `false` when it holds none. */
export function pasteText(ctx: ToolContext, clipboard: ClipboardText | null): boolean {
  const pasted = clipboard && ctx.mayEdit() ? pastedText(clipboard, false, { families: FAMILIES, parse: inert }) : null
  if (pasted === null) return false
  const layout = ctx.draft.view.layout()
  const { page: id, language, viewport, window } = ctx.state.get()
  const page = layout.pages.find((it) => it.id === id) ?? layout.pages[0]
  if (!page) return false
  const runs = atHome(pasted.runs, layout.styles)
  const [width, height] = boxOf(runs, page.size[0] * PART_OF_PAGE, ctx)
  const middle = minus(toDesk(viewport, [window[0] / 2, window[1] / 2]), pageOrigin(layout, page.id))
  const at: Pair = [round(clamp(middle[0] - width / 2, 0, page.size[0] - width)), round(clamp(middle[1] - height / 2, 0, Math.max(page.size[1] - height, 0)))]
  const made = step(ctx, () => ctx.draft.commands.create({ type: 'text', parent: page.id, at, size: [width, height], textSize: SIZE_PT, text: { language, runs } }))
  ctx.state.set({ selection: [made], scope: null, tool: 'select' })
  return true
}

/** The box of a new text: as wide as its longest paragraph while there is room, and as high as it takes. */
function boxOf(runs: readonly InsertedRun[], widest: number, ctx: ToolContext): Pair {
  const layout = ctx.draft.view.layout()
  const typography: Typography = { ...DEFAULT_TYPOGRAPHY, textSize: SIZE_PT }
  const dressed = runs.map(({ insert, attributes }) => ({ insert, attributes: { ...layout.styles.find(({ id }) => id === attributes?.style)?.look, ...attributes } }))
  const set = (width: number): SetText => setWords(dressed, typography, [width, SMALLEST_MM], layout, ctx.state.get().language)
  const high = (height: number): number => round(clamp(height, SMALLEST_MM, LARGEST_SIZE_MM))
  const unbroken = set(UNBROKEN_MM)
  // Without its faces a text has no lines yet, and its box stays as it is when they come.
  if (unbroken.waiting) return [round(widest), high(guessedHeight(dressed, widest, typography))]
  const natural = millimetres(Math.max(0, ...unbroken.lines.map((line) => line.width)))
  const width = round(clamp(natural + 1, SMALLEST_MM, widest))
  return [width, high(millimetres(set(width).height))]
}

/** About how high runs are set, from their letters and sizes alone. */
function guessedHeight(runs: readonly TextRun[], width: number, { textSize, lineHeight }: Typography): number {
  let [height, length, largest] = [0, 0, 0]
  const end = (): void => {
    height += Math.max(Math.ceil(length / width), 1) * (largest > 0 ? largest : textSize * MILLIMETRES_A_POINT) * lineHeight
    ;[length, largest] = [0, 0]
  }
  for (const { insert, attributes } of runs) {
    const size = (attributes?.size ?? textSize) * MILLIMETRES_A_POINT
    const said = typeof insert === 'string' ? insert : insert.field
    for (const [index, line] of said.split('\n').entries()) {
      if (index > 0) end()
      length += line.length * size * LETTER_EM
      if (line !== '') largest = Math.max(largest, size)
    }
  }
  end()
  return height
}
