/** Sets text: runs in a box become glyphs at places. `server/render/TEXT.md` is the law. */
import { fillLines, lineWidth, type Filled, type Sizes } from './lines'
import { placeLine } from './place'
import { metricsOf, faceFor } from './manifest'
import { prepare, type Paragraph, type Prepared } from './pieces'
import type { Shaper } from './shaping'
import type { Frame, Run, SetLine, SetText, TextStyle } from './types'
import { div, micropoints, scaled, LARGEST_SIZE, SMALLEST_SIZE } from './units'

/** Sets runs into a frame. While faces are not there, the result waits: it has its words but no lines, and the faces are on their way. */
export function setText(shaper: Shaper, runs: readonly Run[], frame: Frame): SetText {
  const prepared = prepare(shaper, runs)
  const limit = micropoints(frame.width)
  const { text, origins, told } = prepared
  if (prepared.waits) return { waiting: true, lines: [], height: 0, limit, size: frame.own.size, overflows: false, told: [], text, origins }
  const laid = frame.fit ? fitted(prepared, runs, frame, frame.fit) : lay(prepared, runs, frame, frame.own.size)
  return {
    waiting: false, lines: placed(laid, runs, frame), height: laid.height, limit, size: laid.size, overflows: laid.overflows,
    told, text, origins,
  }
}

/** As large as fits (T22). */
function fitted(prepared: Prepared, runs: readonly Run[], frame: Frame, [smallest, largest]: readonly [number, number]): Laid {
  const tried = (tenths: number): Laid => lay(prepared, runs, frame, tenths * 100)
  let [low, high] = [Math.ceil(smallest * 10), Math.floor(largest * 10)]
  if (high < low) low = high = Math.floor(smallest * 10 + 0.5)
  low = Math.min(Math.max(low, SMALLEST_SIZE / 100), LARGEST_SIZE / 100)
  high = Math.min(Math.max(high, SMALLEST_SIZE / 100), LARGEST_SIZE / 100)
  const most = tried(high)
  if (most.fits || high === low) return most
  let best = tried(low)
  if (!best.fits) return best
  while (high - low > 1) {
    const middle = div(low + high, 2)
    const next = tried(middle)
    if (next.fits) {
      low = middle
      best = next
    } else high = middle
  }
  return best
}

/** Lines with their heights and widths, before anything has a place. */
interface Laid {
  readonly size: number
  readonly sizes: Sizes
  readonly lines: readonly { readonly filled: Filled; readonly width: number; readonly reach: Reach }[]
  readonly height: number
  readonly overflows: boolean
  readonly fits: boolean
}

/** Fills lines with the element's own size as `size`. */
function lay(prepared: Prepared, runs: readonly Run[], frame: Frame, size: number): Laid {
  const own = frame.own.size
  const at = ({ size: was, spacing }: TextStyle): Sizes[number] =>
    ({ size: Math.min(Math.max(div(was * size, own), SMALLEST_SIZE), LARGEST_SIZE), spacing: div(spacing * size, own) })
  const sizes = runs.map((run) => at(run.style))
  const limit = micropoints(frame.width)
  const { lines, broken } = fillLines(prepared, sizes, limit)
  const reaches = runs.map(({ style }, run) => reachOf(style, sizes[run]?.size ?? own, frame.lineHeight))
  const ownReach = reachOf(frame.own, at(frame.own).size, frame.lineHeight)
  const measured = lines.map(({ filled, paragraph }) => ({
    filled, width: lineWidth(filled.placed, filled.hyphen), reach: lineReach(filled, paragraph, reaches, ownReach),
  }))
  const height = measured.reduce((sum, { reach }) => sum + reach.above + reach.below, 0)
  const overflows = height > micropoints(frame.height) || measured.some(({ width }) => width > limit)
  return { size, sizes, lines: measured, height, overflows, fits: !overflows && !broken }
}

/** Lines one below the other, in the box's height (T20). */
function placed({ lines, sizes, height }: Laid, runs: readonly Run[], frame: Frame): SetLine[] {
  const spare = micropoints(frame.height) - height
  let top = frame.valign === 'middle' ? div(spare, 2) : frame.valign === 'bottom' ? spare : 0
  return lines.map(({ filled, width, reach: { above, below } }) => {
    const room = { limit: micropoints(frame.width), width, top, baseline: top + above, bottom: top + above + below, align: frame.align }
    top = room.bottom
    return placeLine(filled, room, sizes, runs)
  })
}

/** How far a run reaches above and below the baseline (T19). */
interface Reach { readonly above: number; readonly below: number }

function reachOf(style: TextStyle, size: number, lineHeight: number): Reach {
  const { units, ascent, descent } = metricsOf(faceFor(style.family, style.weight, style.italic).face)
  const [a, d] = [scaled(ascent, size, units), scaled(descent, size, units)]
  const height = Math.floor(size * 1000 * lineHeight)
  const above = a + div(height - a - d, 2)
  return { above, below: height - above }
}

function lineReach({ placed, hyphen }: Filled, paragraph: Paragraph, reaches: readonly Reach[], own: Reach): Reach {
  let found: Reach | undefined
  let seen = -1
  const take = (run: number): void => {
    const reach = reaches[run]
    if (run === seen || !reach) return
    seen = run
    found = found ? { above: Math.max(found.above, reach.above), below: Math.max(found.below, reach.below) } : reach
  }
  for (const { body, gap, soft } of placed) {
    for (const it of body) {
      take(it.run)
      for (const run of it.soft) take(run)
    }
    for (const it of gap) take(it.run)
    for (const run of soft) take(run)
  }
  if (hyphen) take(hyphen.run)
  return found ?? reaches[paragraph.run] ?? own
}
