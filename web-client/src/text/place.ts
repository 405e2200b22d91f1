/** A filled line gets its places: the visual order (T17), the alignment and the widening of gaps (T18). */
import { visualOrder } from './levels'
import type { Filled, Measured, Sizes } from './lines'
import { metricsOf } from './manifest'
import type { Frame, Run, SetCluster, SetGlyph, SetLine, SetRun } from './types'
import { div, scaled } from './units'

/** Where a line may stand. */
export interface Room { readonly limit: number; readonly width: number; readonly top: number; readonly baseline: number; readonly bottom: number; readonly align: Frame['align'] }

/** Clusters that keep together in the visual order: a stretch, or a space of a gap. */
interface Part { readonly clusters: readonly Measured[]; readonly level: number; extra: number }

/** Puts a line at its place. */
export function placeLine(filled: Filled, room: Room, sizes: Sizes, runs: readonly Run[]): SetLine {
  const { parts, gaps, hanging } = partsOf(filled)
  const spare = room.limit - room.width
  const widened = room.align === 'justify' && !filled.last && spare > 0
  if (widened) {
    gaps.forEach((part, index) => {
      part.extra = div(spare * (index + 1), gaps.length) - div(spare * index, gaps.length)
    })
  }
  const begin = room.align === 'center' ? div(spare, 2) : room.align === 'end' ? spare : 0
  const writer = new Writer(room.baseline, begin, sizes, runs)
  for (const index of visualOrder(parts.map((part) => part.level))) {
    const part = parts[index]
    if (part) writer.write(part)
  }
  for (const space of hanging) writer.write({ clusters: [space], level: 0, extra: 0 })
  return {
    from: filled.from, to: filled.to, last: filled.last, x: begin, width: room.width, top: room.top, baseline: room.baseline, bottom: room.bottom,
    runs: writer.runs, clusters: writer.sorted(),
  }
}

/** A line in the order of the text. `gaps`: the last space of every gap that may be widened. */
function partsOf({ placed, hyphen }: Filled): { parts: Part[]; gaps: Part[]; hanging: readonly Measured[] } {
  const parts: Part[] = []
  const gaps: Part[] = []
  let open: Measured[] = []
  let lastCluster: Measured | undefined
  for (const { body } of placed) lastCluster = body.at(-1) ?? lastCluster
  /** Spaces that something stands behind are an inner gap. */
  const close = (next: number): void => {
    if (open.length === 0) return
    const level = Math.min(parts.at(-1)?.level ?? 0, next)
    const spaces = open.map((space): Part => ({ clusters: [space], level, extra: 0 }))
    parts.push(...spaces)
    gaps.push(...spaces.slice(-1))
    open = []
  }
  for (const { body, gap } of placed) {
    if (body[0]) close(body[0].level)
    for (let from = 0; from < body.length;) {
      let to = from + 1
      while (to < body.length && body[to]?.stretch === body[from]?.stretch) to += 1
      const clusters = body.slice(from, to)
      // Nothing stands after the last cluster of a line for it to be apart from.
      const own = !hyphen && lastCluster && clusters.at(-1) === lastCluster ? [...clusters.slice(0, -1), { ...lastCluster, spacing: 0 }] : clusters
      parts.push({ clusters: own, level: body[from]?.level ?? 0, extra: 0 })
      from = to
    }
    open = [...open, ...gap]
  }
  if (hyphen) {
    close(hyphen.level)
    parts.push({ clusters: [hyphen], level: hyphen.level, extra: 0 })
  }
  return { parts, gaps, hanging: open }
}

/** A run that grows. */
type Writing = Omit<SetRun, 'width'> & { width: number }

/** Writes parts from left to right. */
class Writer {
  readonly runs: Writing[] = []
  readonly #clusters: SetCluster[] = []
  readonly #baseline: number
  readonly #sizes: Sizes
  readonly #given: readonly Run[]
  #glyphs: SetGlyph[] = []
  #pen: number

  constructor(baseline: number, begin: number, sizes: Sizes, given: readonly Run[]) {
    this.#baseline = baseline
    this.#pen = begin
    this.#sizes = sizes
    this.#given = given
  }

  write({ clusters, level, extra }: Part): void {
    const rightToLeft = level % 2 === 1
    for (const cluster of rightToLeft ? clusters.toReversed() : clusters) this.#cluster(cluster, level, extra)
  }

  #cluster(cluster: Measured, level: number, extra: number): void {
    const { run, face } = cluster
    const size = this.#sizes[run]?.size ?? 0
    const { units } = metricsOf(face)
    const begin = this.#pen
    const apart = cluster.spacing + extra
    this.#open(face, size, run, level)
    // Spacing stands behind a cluster in the direction of its writing.
    if (level % 2 === 1) this.#pen += apart
    for (const glyph of cluster.glyphs) {
      this.#glyphs.push({
        id: glyph.id, x: this.#pen + scaled(glyph.dx, size, units), y: this.#baseline - scaled(glyph.dy, size, units), cluster: cluster.from,
      })
      this.#pen += scaled(glyph.advance, size, units)
    }
    if (level % 2 === 0) this.#pen += apart
    const last = this.runs.at(-1)
    if (last) last.width = this.#pen - last.x
    // A hyphen stands for no character.
    if (cluster.to > cluster.from) this.#clusters.push({ from: cluster.from, to: cluster.to, x: begin, width: this.#pen - begin, rightToLeft: level % 2 === 1 })
  }

  /** Goes on with the run before when nothing tells the two apart. */
  #open(face: number, size: number, run: number, level: number): void {
    const last = this.runs.at(-1)
    if (last && last.face === face && last.size === size && last.run === run && last.level === level) return
    this.#glyphs = []
    this.runs.push({ face, size, color: this.#given[run]?.style.color ?? '', x: this.#pen, y: this.#baseline, width: 0, run, level, glyphs: this.#glyphs })
  }

  /** In the order of the text; several that stand for one character, as the spaces of a tab, are one. */
  sorted(): SetCluster[] {
    const out: SetCluster[] = []
    for (const cluster of this.#clusters.sort((a, b) => a.from - b.from || a.x - b.x)) {
      const last = out.at(-1)
      if (last && last.from === cluster.from) out[out.length - 1] = { ...last, width: cluster.x + cluster.width - last.x }
      else out.push(cluster)
    }
    return out
  }
}
