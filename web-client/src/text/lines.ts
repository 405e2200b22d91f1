/** Pieces become lines: the greedy first fit (T14 to T16). Sizes come in here. */
import { metricsOf } from './manifest'
import type { Cluster, Paragraph, Piece, Prepared } from './pieces'
import type { TextStyle } from './types'
import { scaled } from './units'

/** A run's size and spacing as they are tried, which T22 may make others than the run's own. */
export type Sizes = readonly Pick<TextStyle, 'size' | 'spacing'>[]

/** A cluster with its width at a size, without letter spacing, and the spacing after it. */
export interface Measured extends Cluster { readonly width: number; readonly spacing: number }

interface MeasuredPiece { readonly body: readonly Measured[]; readonly gap: readonly Measured[]; readonly piece: Piece; readonly bodyWidth: number; readonly gapWidth: number }

/** A piece, or a part of a broken one, on a line. */
export interface Placed { readonly body: readonly Measured[]; readonly gap: readonly Measured[]; readonly soft: readonly number[] }

/** What stands on a line, before it has a place. */
export interface Filled {
  readonly placed: readonly Placed[]
  readonly hyphen: Measured | undefined
  /** Whether the paragraph ends with it. */
  readonly last: boolean
  readonly from: number
  readonly to: number
}

/** All lines of a text. `broken`: a body was too wide for a line of its own. */
export interface Lines { readonly lines: readonly { readonly filled: Filled; readonly paragraph: Paragraph }[]; readonly broken: boolean }

/** Lays paragraphs into lines of at most `limit` micropoints. */
export function fillLines(prepared: Prepared, sizes: Sizes, limit: number): Lines {
  const lines: { filled: Filled; paragraph: Paragraph }[] = []
  let broken = false
  for (const paragraph of prepared.paragraphs) {
    if (paragraph.pieces.length === 0) {
      lines.push({ filled: { placed: [], hyphen: undefined, last: true, from: paragraph.from, to: paragraph.to }, paragraph })
      continue
    }
    const filling = new Filling(paragraph, sizes, limit)
    for (let filled = filling.next(); filled; filled = filling.next()) lines.push({ filled, paragraph })
    broken ||= filling.broken
  }
  return { lines, broken }
}

/** A cluster's width at its run's size (T3): every advance is rounded by itself. */
export function measured(cluster: Cluster, sizes: Sizes): Measured {
  const { size, spacing } = sizes[cluster.run] ?? { size: 0, spacing: 0 }
  const { units } = metricsOf(cluster.face)
  let width = 0
  for (const glyph of cluster.glyphs) width += scaled(glyph.advance, size, units)
  const { from, to, run, level, stretch, face, glyphs, soft } = cluster
  return { from, to, run, level, stretch, face, glyphs, soft, width, spacing }
}

const widthOf = (clusters: readonly Measured[]): number => clusters.reduce((sum, it) => sum + it.width + it.spacing, 0)

/** The width of a line: with its hyphen, or without the spaces that hang and the spacing after its last cluster (T18). */
export function lineWidth(placed: readonly Placed[], hyphen: Measured | undefined): number {
  let width = 0
  let gaps = 0
  let spacing = 0
  for (const { body, gap } of placed) {
    if (body.length > 0) {
      width += gaps + widthOf(body)
      gaps = 0
      spacing = body.at(-1)?.spacing ?? 0
    }
    gaps += widthOf(gap)
  }
  return hyphen ? width + gaps + hyphen.width : width - spacing
}

/** A paragraph while its lines are filled. */
class Filling {
  broken = false
  readonly #paragraph: Paragraph
  readonly #sizes: Sizes
  readonly #limit: number
  readonly #pieces: readonly MeasuredPiece[]
  /** The next piece, and how many of its clusters stand on lines already, and how wide those are. */
  #piece = 0
  #taken = 0
  #takenWidth = 0

  constructor(paragraph: Paragraph, sizes: Sizes, limit: number) {
    this.#paragraph = paragraph
    this.#sizes = sizes
    this.#limit = limit
    this.#pieces = paragraph.pieces.map((piece) => measuredPiece(piece, sizes))
  }

  next(): Filled | null {
    if (this.#piece >= this.#pieces.length) return null
    const from = this.#at()
    const first = this.#piece
    const placed: Placed[] = []
    let used = 0
    while (this.#piece < this.#pieces.length) {
      const piece = this.#pieces[this.#piece]
      if (!piece) break
      const width = piece.bodyWidth - this.#takenWidth
      const fits = used + width - (piece.body.at(-1)?.spacing ?? 0) <= this.#limit
      // A soft hyphen by itself takes no place: what follows it is first on the line all the same.
      if (!fits && placed.some((it) => it.body.length > 0 || it.gap.length > 0)) break
      if (!fits && this.#breakBody(piece, placed)) return { placed, hyphen: undefined, last: false, from, to: this.#at() }
      placed.push({ body: this.#taken === 0 ? piece.body : piece.body.slice(this.#taken), gap: piece.gap, soft: piece.piece.soft })
      used += width + piece.gapWidth
      this.#piece += 1
      this.#taken = 0
      this.#takenWidth = 0
    }
    const last = this.#piece >= this.#pieces.length
    const hyphen = last ? undefined : this.#hyphenate(placed, first)
    return { placed, hyphen, last, from, to: last ? this.#paragraph.to : this.#at() }
  }

  /** Takes of a body that is first on its line what fits (T16); `false` when that is all of it. */
  #breakBody(piece: MeasuredPiece, placed: Placed[]): boolean {
    let width = 0
    let end = this.#taken
    for (; end < piece.body.length; end++) {
      const cluster = piece.body[end]
      if (!cluster || (end > this.#taken && width + cluster.width > this.#limit)) break
      width += cluster.width + cluster.spacing
    }
    if (end >= piece.body.length) return false
    placed.push({ body: piece.body.slice(this.#taken, end), gap: [], soft: [] })
    this.#taken = end
    this.#takenWidth += width
    this.broken = true
    return true
  }

  /** The hyphen at the end of a line (T15); where it does not fit, the line may lose pieces to the next one. */
  #hyphenate(placed: Placed[], first: number): Measured | undefined {
    const hyphenAt = (count: number): Measured | undefined => {
      const hyphen = this.#pieces[first + count - 1]?.piece.hyphen
      if (!hyphen) return undefined
      const before = placed.slice(0, count).findLast((it) => it.body.length > 0)?.body.at(-1)
      return { ...measured({ ...hyphen, level: before?.level ?? 0 }, this.#sizes), spacing: 0 }
    }
    const greedy = hyphenAt(placed.length)
    for (let count = placed.length; count > 0; count--) {
      const hyphen = hyphenAt(count)
      if (hyphen && lineWidth(placed.slice(0, count), hyphen) > this.#limit) continue
      if (count < placed.length) {
        placed.length = count
        this.#piece = first + count
      }
      return hyphen
    }
    return greedy
  }

  /** The position of what comes next. */
  #at(): number {
    if (this.#piece === 0 && this.#taken === 0) return this.#paragraph.from
    const piece = this.#pieces[this.#piece]
    return (this.#taken === 0 ? piece?.piece.from : piece?.body[this.#taken]?.from) ?? this.#paragraph.to
  }
}

function measuredPiece(piece: Piece, sizes: Sizes): MeasuredPiece {
  const wide = piece.body.map((it) => measured(it, sizes))
  const spaces = piece.gap.map((it) => measured(it, sizes))
  return { body: wide, gap: spaces, piece, bodyWidth: widthOf(wide), gapWidth: widthOf(spaces) }
}
