/** From runs to pieces that stand together on a line (T7 to T13), in font units: nothing here depends on sizes or widths. */
import { breakOpportunities } from './line-breaks'
import { levelsOf } from './levels'
import { faceFor } from './manifest'
import type { Shaper } from './shaping'
import type { Origin, Run, ShapedGlyph, Told } from './types'

/** UTF-16 units of a text that are set (T7). */
export const LONGEST_TEXT = 50_000

const SOFT_HYPHEN = 0xad
const SPACE = 0x20

/** Characters that stand together, with the run that they are of. Positions are those of the filled text. */
export interface Cluster {
  readonly from: number
  readonly to: number
  readonly run: number
  readonly level: number
  /** Counts up with every stretch: clusters of one stretch keep its direction together. */
  readonly stretch: number
  readonly face: number
  readonly glyphs: readonly ShapedGlyph[]
  /** The runs of soft hyphens that stand on its line because it does. */
  readonly soft: readonly number[]
}

/** What stands between two places where a line may break. */
export interface Piece {
  readonly body: readonly Cluster[]
  readonly gap: readonly Cluster[]
  /** The hyphen that it may be broken with, at the place of its soft hyphen. */
  readonly hyphen: Cluster | undefined
  /** Its first position. */
  readonly from: number
  /** The runs of its soft hyphens when it has no cluster to keep them. */
  readonly soft: readonly number[]
}

/** A paragraph. `run`: whose style it has when it has no piece, or -1 for the element's own. */
export interface Paragraph { readonly from: number; readonly to: number; readonly pieces: readonly Piece[]; readonly run: number }

/** A text ready to be laid into lines. */
export interface Prepared {
  readonly waits: boolean
  readonly text: string
  readonly origins: readonly Origin[]
  readonly paragraphs: readonly Paragraph[]
  readonly told: readonly Told[]
}

/** Prepares runs. While faces are not there it `waits`: the words are known, what they are cut into is not. */
export function prepare(shaper: Shaper, runs: readonly Run[]): Prepared {
  const told = new Set<Told>()
  const { text, ends, origins } = filled(runs, told)
  const wanted = runs.map(({ style }, run) => {
    const { face, known } = faceFor(style.family, style.weight, style.italic)
    const begins = run === 0 ? 0 : (ends[run - 1] ?? 0)
    if (!known && (ends[run] ?? 0) > begins) told.add('font_unknown')
    return face
  })
  const work = new Preparation(shaper, runs, wanted, ends, told)
  const paragraphs: Paragraph[] = []
  for (let from = 0; ;) {
    const found = text.indexOf('\n', from)
    const to = found < 0 ? text.length : found
    paragraphs.push(work.paragraph(text, from, to, found < 0))
    if (found < 0) break
    from = found + 1
  }
  return { waits: work.waiting, text, origins, paragraphs, told: [...told] }
}

/** All runs' texts in a row, at most what T7 allows, where each ends, and where each comes from. */
function filled(runs: readonly Run[], told: Set<Told>): { text: string; ends: number[]; origins: Origin[] } {
  let text = ''
  let start = 0
  const ends: number[] = []
  const origins: Origin[] = []
  for (const run of runs) {
    const room = LONGEST_TEXT - text.length
    let own = run.text
    if (own.length > room) {
      told.add('text_too_long')
      own = own.slice(0, isTrail(own.charCodeAt(room)) && isLead(own.charCodeAt(room - 1)) ? room - 1 : room)
    }
    const source = run.source ?? { start, length: run.text.length }
    start = source.start + source.length
    origins.push({ from: text.length, to: text.length + own.length, source, ...(run.field === undefined ? {} : { field: run.field }) })
    text += own.toWellFormed()
    ends.push(text.length)
    // A character that did not fit leaves no room for a shorter one after it.
    if (own.length < run.text.length) {
      while (ends.length < runs.length) ends.push(text.length)
      break
    }
  }
  return { text, ends, origins }
}

const isLead = (unit: number): boolean => unit >= 0xd800 && unit < 0xdc00
const isTrail = (unit: number): boolean => unit >= 0xdc00 && unit < 0xe000

/** A paragraph's characters after T8, with where each stands and whose it is. */
interface Plain { readonly text: string; readonly at: readonly number[]; readonly run: readonly number[] }

class Preparation {
  waiting = false
  readonly #shaper: Shaper
  readonly #runs: readonly Run[]
  readonly #faces: readonly number[]
  readonly #ends: readonly number[]
  readonly #told: Set<Told>
  #stretch = 0
  /** The run of the next character. */
  #run = 0

  constructor(shaper: Shaper, runs: readonly Run[], faces: readonly number[], ends: readonly number[], told: Set<Told>) {
    this.#shaper = shaper
    this.#runs = runs
    this.#faces = faces
    this.#ends = ends
    this.#told = told
  }

  paragraph(text: string, from: number, to: number, last: boolean): Paragraph {
    const plain = this.#plain(text, from, to)
    const pieces = this.#pieces(plain)
    // The `\n` itself, which belongs to a run too.
    return { from, to, pieces, run: this.#runAt(last ? Math.max(to - 1, 0) : to) }
  }

  /** The run of a position; positions are asked for in order. -1: there is none. */
  #runAt(at: number): number {
    while (this.#run > 0 && at < (this.#ends[this.#run - 1] ?? 0)) this.#run -= 1
    while (this.#run < this.#ends.length && at >= (this.#ends[this.#run] ?? 0)) this.#run += 1
    return this.#run < this.#ends.length ? this.#run : -1
  }

  #plain(text: string, from: number, to: number): Plain {
    const at: number[] = []
    const run: number[] = []
    let out = ''
    for (let index = from; index < to; index++) {
      const unit = text.charCodeAt(index)
      const written = unit === 0x09 ? '    ' : isSpace(unit) ? ' ' : isDropped(unit) ? '' : (text[index] ?? '')
      const own = this.#runAt(index)
      for (let n = 0; n < written.length; n++) {
        at.push(index)
        run.push(own)
      }
      out += written
    }
    return { text: out, at, run }
  }

  #pieces(plain: Plain): Piece[] {
    const { text } = plain
    if (text === '') return []
    const levels = levelsOf(text)
    const pieces: Piece[] = []
    let from = 0
    for (const to of [...breakOpportunities(text), text.length]) {
      let end = to
      while (end > from && text.charCodeAt(end - 1) === SPACE) end -= 1
      const hyphen = end === to && end > from && text.charCodeAt(end - 1) === SOFT_HYPHEN ? this.#hyphen(plain, end - 1) : undefined
      const body: Cluster[] = []
      for (let at = from; at < end;) at = this.#stretchFrom(plain, at, end, levels, body)
      const gap: Cluster[] = []
      for (let at = end; at < to; at++) this.#shape(plain, at, at + 1, plain.run[at] ?? 0, 0, gap)
      pieces.push({ body, gap, hyphen, from: plain.at[from] ?? 0, soft: keepSoft(plain, from, end, body) })
      from = to
    }
    return pieces
  }

  /** Shapes the longest stretch of one run and level, and says where it ends. Soft hyphens belong to what is before them. */
  #stretchFrom(plain: Plain, from: number, end: number, levels: Uint8Array | null, into: Cluster[]): number {
    const isSoft = (at: number): boolean => plain.text.charCodeAt(at) === SOFT_HYPHEN
    let first = from
    while (first < end && isSoft(first)) first += 1
    if (first === end) return end
    let stop = first + 1
    while (stop < end && (isSoft(stop) || (plain.run[stop] === plain.run[first] && levels?.[stop] === levels?.[first]))) stop += 1
    this.#shape(plain, from, stop, plain.run[first] ?? 0, levels?.[first] ?? 0, into)
    return stop
  }

  /** Shapes a stretch of a paragraph, without its soft hyphens. */
  #shape(plain: Plain, from: number, to: number, run: number, level: number, into: Cluster[]): void {
    let text = plain.text.slice(from, to)
    let places: number[] | undefined
    if (text.includes('\u00ad')) {
      places = []
      for (let at = from; at < to; at++) if (plain.text.charCodeAt(at) !== SOFT_HYPHEN) places.push(at)
      text = text.replaceAll('\u00ad', '')
    }
    const shaped = this.#shaped(text, run, level)
    if (!shaped) return
    this.#stretch += 1
    const place = (index: number): number => plain.at[places ? (places[index] ?? to - 1) : from + index] ?? 0
    for (const { from: first, to: end, face, glyphs } of shaped) {
      into.push({ from: place(first), to: place(end - 1) + 1, run, level, stretch: this.#stretch, face, glyphs, soft: NONE })
    }
  }

  #shaped(text: string, run: number, level: number): ReturnType<Shaper['faces']['shape']> | null {
    const style = this.#runs[run]?.style
    const face = this.#faces[run]
    if (style === undefined || face === undefined) return null
    const shaped = this.#shaper.shape(text, { face, weight: style.weight, rightToLeft: level % 2 === 1, ligatures: style.spacing === 0 })
    if (!shaped) {
      this.waiting = true
      return null
    }
    if (shaped.missing) this.#told.add('glyph_missing')
    return shaped.clusters
  }

  /** U+2010, or where the face has none U+002D, in the run of a soft hyphen (T15). */
  #hyphen(plain: Plain, index: number): Cluster | undefined {
    const run = plain.run[index] ?? 0
    const at = plain.at[index] ?? 0
    const face = this.#faces[run]
    if (face === undefined) return undefined
    if (!this.#shaper.faces.ready(face)) {
      this.waiting = true
      return undefined
    }
    const [found] = this.#shaped(this.#shaper.faces.has(face, 0x2010) ? '\u2010' : '-', run, 0) ?? []
    this.#stretch += 1
    return found && { from: at, to: at, run, level: 0, stretch: this.#stretch, face: found.face, glyphs: found.glyphs, soft: NONE }
  }
}

const NONE: readonly number[] = []

/** Soft hyphens count for the line of the cluster before them, else of the one after; without any they are returned. */
function keepSoft(plain: Plain, from: number, to: number, body: Cluster[]): readonly number[] {
  const loose: number[] = []
  for (let index = from; index < to; index++) {
    if (plain.text.charCodeAt(index) !== SOFT_HYPHEN) continue
    const run = plain.run[index] ?? 0
    const at = plain.at[index] ?? 0
    const keeper = Math.max(body.findLastIndex((cluster) => cluster.from < at), 0)
    const cluster = body[keeper]
    if (!cluster) loose.push(run)
    else if (cluster.run !== run) body[keeper] = { ...cluster, soft: [...cluster.soft, run] }
  }
  return loose
}

const isSpace = (unit: number): boolean =>
  unit === 0x0b || unit === 0x0c || unit === 0x0d || unit === 0x85 || unit === 0x2028 || unit === 0x2029

const isDropped = (unit: number): boolean =>
  unit < 0x20 || (unit >= 0x7f && unit < 0xa0) || unit === 0xfeff || unit === 0x061c || unit === 0x200e || unit === 0x200f
  || (unit >= 0x202a && unit <= 0x202e) || (unit >= 0x2066 && unit <= 0x2069)
