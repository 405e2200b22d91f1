/**
 * What a picture is made of: items in millimetres, drawn one after the other. `server/render/PICTURE.md` is the law; the Rust twin
 * `server/render/src/scene` makes the same lists, and whoever draws (the canvas, small pictures) draws these and nothing else.
 */
import type { Pair } from '../document/model'

/** A matrix as SVG writes it: `x' = a x + c y + e`, `y' = b x + d y + f`. */
export type Matrix = readonly [number, number, number, number, number, number]

/** `[x, y, width, height]`. */
export type Box = readonly [number, number, number, number]

/** `#rrggbb`, `#rrggbbaa` or `none`. */
export type Ink = string

/** An element, a group of elements, or a part that is turned on its own. */
export interface GroupItem {
  readonly kind: 'group'
  /** The element's id; parts within an element have none. */
  readonly id?: string
  readonly transform: Matrix
  /** Of the group as a whole: what overlaps inside does not show through. */
  readonly opacity: number
  /** Its alternative text, when it has one. */
  readonly label?: string
  readonly role?: 'img'
  readonly items: readonly Item[]
}

/** An outline; a stroke of width 0 or ink `none` is none. */
export interface PathItem {
  readonly kind: 'path'
  /** Absolute `M L C Q Z`, numbers and letters parted by single spaces. */
  readonly d: string
  readonly fill: Ink
  readonly stroke: Ink
  readonly strokeWidth: number
  readonly dash: readonly number[]
  readonly join: 'miter' | 'round'
  readonly rule: 'nonzero' | 'evenodd'
}

/** A glyph of a face: its number there, and where its origin stands from the box's top left, in micropoints. */
export interface Glyph { readonly id: number; readonly x: number; readonly y: number }

/** Glyphs of one face, size and colour on one line. `x`, `y`: where the run begins on its baseline, in micropoints from the box's top left. */
export interface GlyphRun {
  /** The face's index in `server/render/fonts/fonts.json`. */
  readonly face: number
  /** Millipoints. */
  readonly size_mpt: number
  readonly color: Ink
  readonly x: number
  readonly y: number
  readonly glyphs: readonly Glyph[]
}

/** A line of set text, its runs from left to right. */
export interface GlyphLine { readonly runs: readonly GlyphRun[] }

/** Set text, as `server/render/TEXT.md` has it. */
export interface TextItem { readonly kind: 'text'; readonly lines: readonly GlyphLine[] }

/** A picture drawn into `box`; what lies outside `view` is cut off. */
export interface ImageItem { readonly kind: 'image'; readonly asset: string; readonly box: Box; readonly view: Box }

/** Outlines of glyphs in font units (y upwards), each put where it stands by a matrix of its own: `[id, a, b, c, d, e, f]`. */
export interface GlyphsItem {
  readonly kind: 'glyphs'
  readonly face: number
  readonly fill: Ink
  readonly glyphs: readonly (readonly [number, ...Matrix])[]
}

export type Item = GroupItem | PathItem | TextItem | ImageItem | GlyphsItem

/** A page as it is drawn: its paper, then its elements. */
export interface PagePicture { readonly size: Pair; readonly bleed: number; readonly background: Ink; readonly items: readonly Item[] }
