/**
 * What goes into the text engine and what comes out. `server/render/TEXT.md` is the law, its rules are named T1 to T22 throughout this
 * folder; the Rust twin is `server/render/src/text`.
 *
 * Lengths along and across the line are whole micropoints (µpt), sizes of type whole millipoints (mpt).
 */

/** How a stretch of text looks. */
export interface TextStyle {
  readonly family: string
  readonly weight: number
  readonly italic: boolean
  /** Millipoints. */
  readonly size: number
  /** `#rrggbb` or `#rrggbbaa`; carried through, never read. */
  readonly color: string
  /** Letter spacing in micropoints. */
  readonly spacing: number
}

/** Where a run comes from: the text's own position and length, in which a merge field is one unit long. */
export interface Source { readonly start: number; readonly length: number }

/** A stretch of text in one style, merge fields filled in. */
export interface Run {
  readonly text: string
  readonly style: TextStyle
  /** The key of the merge field that it stands for. */
  readonly field?: string
  /** Absent: the run stands where it stands in the filled text. */
  readonly source?: Source
}

/** The box that a text is set into. */
export interface Frame {
  /** Millimetres. */
  readonly width: number
  readonly height: number
  /** Times the size. */
  readonly lineHeight: number
  readonly align: 'start' | 'center' | 'end' | 'justify'
  readonly valign: 'top' | 'middle' | 'bottom'
  /** `[smallest, largest]` points, when the text is set as large as fits. */
  readonly fit?: readonly [number, number]
  /** The element's own style. */
  readonly own: TextStyle
}

/** What was odd about a text. */
export type Told = 'font_unknown' | 'glyph_missing' | 'text_too_long'

/** A glyph as a face gives it, in font units. */
export interface ShapedGlyph { readonly id: number; readonly advance: number; readonly dx: number; readonly dy: number }

/** Characters that were shaped into one, or into several that belong together. */
export interface ShapedCluster {
  /** UTF-16 positions in the text that was shaped. */
  readonly from: number
  readonly to: number
  readonly face: number
  /** From left to right. */
  readonly glyphs: readonly ShapedGlyph[]
}

/** A glyph's outline in font units, y upwards, written so that it can be put anywhere: it begins at `from`, `rest` is relative. */
export interface Outline { readonly from: readonly [number, number]; readonly rest: string }

/** The faces as they are in memory. Everything here answers at once; what is not there yet is asked for and comes later. */
export interface Faces {
  /** Whether a face is there. If it is not, it is asked for. */
  ready(face: number): boolean
  /** Whether a face has a character. It must be ready. */
  has(face: number, point: number): boolean
  /** Clusters in the order of the text. The face must be ready. */
  shape(face: number, text: string, rightToLeft: boolean, ligatures: boolean): readonly ShapedCluster[]
  /** A glyph's outline. The face must be ready. */
  outline(face: number, glyph: number): Outline
}

/** A glyph at its place: its origin in micropoints from the box's top left, and the first position that it stands for. */
export interface SetGlyph { readonly id: number; readonly x: number; readonly y: number; readonly cluster: number }

/** Characters that belong together, with where they stand; between their characters a caret stands at even parts. */
export interface SetCluster {
  /** Positions in the filled text. */
  readonly from: number
  readonly to: number
  /** The left edge, from the box's left. */
  readonly x: number
  readonly width: number
  readonly rightToLeft: boolean
}

/** Glyphs of one face, size and colour, from left to right. */
export interface SetRun {
  readonly face: number
  /** Millipoints. */
  readonly size: number
  readonly color: string
  readonly x: number
  /** The baseline. */
  readonly y: number
  readonly width: number
  /** Which of the runs that were given. */
  readonly run: number
  /** Bidirectional level; odd: right to left. */
  readonly level: number
  readonly glyphs: readonly SetGlyph[]
}

/** A line. */
export interface SetLine {
  /** Positions in the filled text; the spaces that hang at the end are within, the `\n` that ends a paragraph is not. */
  readonly from: number
  readonly to: number
  /** Whether its paragraph ends with it. */
  readonly last: boolean
  readonly x: number
  readonly width: number
  readonly top: number
  readonly baseline: number
  readonly bottom: number
  readonly runs: readonly SetRun[]
  /** In the order of the text, the hanging spaces included. */
  readonly clusters: readonly SetCluster[]
}

/** A part of the filled text and where it comes from. */
export interface Origin { readonly from: number; readonly to: number; readonly source: Source; readonly field?: string }

/** A text as it is drawn. */
export interface SetText {
  /** Faces that it needs are still on their way, and there are no lines yet. */
  readonly waiting: boolean
  readonly lines: readonly SetLine[]
  /** Of all lines, in micropoints. */
  readonly height: number
  /** The frame's width in micropoints. */
  readonly limit: number
  /** The element's own size as it was set, in millipoints: another than its own where the text is set as large as fits. */
  readonly size: number
  readonly overflows: boolean
  readonly told: readonly Told[]
  /** The filled text. */
  readonly text: string
  /** In order, without gaps. */
  readonly origins: readonly Origin[]
}
