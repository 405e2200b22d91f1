/** Outlines of shapes in millimetres, and paths stretched to their boxes (P4). Pure. */
import type { Pair } from '../document/model'
import type { Ink, PathItem } from './items'

/** How far the handles of a quarter of an ellipse reach, as a part of its radius. */
const QUARTER = 0.5522847498

/** Numbers in a path; one with more cannot be read. */
const MOST_NUMBERS = 20_000

/** Numbers and letters as a path writes them. */
const written = (...parts: readonly (string | number)[]): string => parts.join(' ')

/** A rectangle from its top left corner, clockwise; `radius` rounds its corners. */
export function rectangle([width, height]: Pair, radius = 0, [x, y]: Pair = [0, 0]): string {
  const r = Math.min(radius, width / 2, height / 2)
  const [right, bottom] = [x + width, y + height]
  if (r <= 0) return written('M', x, y, 'L', right, y, 'L', right, bottom, 'L', x, bottom, 'Z')
  const k = r - r * QUARTER
  return written(
    'M', x + r, y, 'L', right - r, y, 'C', right - k, y, right, y + k, right, y + r,
    'L', right, bottom - r, 'C', right, bottom - k, right - k, bottom, right - r, bottom,
    'L', x + r, bottom, 'C', x + k, bottom, x, bottom - k, x, bottom - r,
    'L', x, y + r, 'C', x, y + k, x + k, y, x + r, y, 'Z',
  )
}

/** An ellipse in a box, from the top, clockwise. */
export function ellipse([width, height]: Pair, [left, top]: Pair = [0, 0]): string {
  const [rx, ry] = [width / 2, height / 2]
  const [x, y] = [left + rx, top + ry]
  const [kx, ky] = [rx * QUARTER, ry * QUARTER]
  return written(
    'M', x, y - ry, 'C', x + kx, y - ry, x + rx, y - ky, x + rx, y,
    'C', x + rx, y + ky, x + kx, y + ry, x, y + ry,
    'C', x - kx, y + ry, x - rx, y + ky, x - rx, y,
    'C', x - rx, y - ky, x - kx, y - ry, x, y - ry, 'Z',
  )
}

/** The corners of a polygon, or of a star, in a box: the first at the top, clockwise. */
export function polygonCorners([width, height]: Pair, sides: number, inner?: number): Pair[] {
  const count = inner === undefined ? sides : sides * 2
  return Array.from({ length: count }, (_, index): Pair => {
    const radius = inner !== undefined && index % 2 === 1 ? inner : 1
    const angle = (2 * Math.PI * index) / count - Math.PI / 2
    return [width / 2 + (width / 2) * radius * Math.cos(angle), height / 2 + (height / 2) * radius * Math.sin(angle)]
  })
}

/** A closed line through points. */
export const closed = (points: readonly Pair[]): string => `M ${points.map(([x, y]) => `${x.toString()} ${y.toString()}`).join(' L ')} Z`

/** One command of a path with its numbers. */
export interface PathCommand { readonly letter: 'M' | 'L' | 'C' | 'Q' | 'Z'; readonly numbers: readonly number[] }

const NUMBERS: Readonly<Record<PathCommand['letter'], number>> = { M: 2, L: 2, Q: 4, C: 6, Z: 0 }
const TOKEN = /[ \t\n\r\f,]*(?:([MLCQZ])|([+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?))/y

/** Reads a path's commands, one for each letter that is meant; `undefined` when it cannot be read. */
export function readPath(d: string): PathCommand[] | undefined {
  const commands: PathCommand[] = []
  let letter: PathCommand['letter'] | undefined
  let numbers: number[] = []
  let count = 0
  let fresh = false
  const text = d.replace(/[ \t\n\r\f,]+$/, '')
  TOKEN.lastIndex = 0
  const begin = (next: PathCommand['letter']): boolean => {
    if (numbers.length > 0 || (fresh && letter !== 'Z')) return false
    if ((letter === undefined || letter === 'Z') && next !== 'M') return false
    letter = next
    fresh = true
    if (next === 'Z') commands.push({ letter: 'Z', numbers: [] })
    return true
  }
  while (TOKEN.lastIndex < text.length) {
    const found = TOKEN.exec(text)
    if (!found) return undefined
    const [, named, digits] = found
    if (named !== undefined) {
      if (!begin(named as PathCommand['letter'])) return undefined
      continue
    }
    const value = Number(digits)
    count += 1
    if (letter === undefined || letter === 'Z' || !Number.isFinite(value) || count > MOST_NUMBERS) return undefined
    numbers.push(value)
    if (numbers.length < NUMBERS[letter]) continue
    commands.push({ letter, numbers })
    numbers = []
    fresh = false
    // Further pairs after `M` draw lines.
    if (letter === 'M') letter = 'L'
  }
  return commands.length > 0 && numbers.length === 0 && (!fresh || letter === 'Z') ? commands : undefined
}

/** A path stretched from its own box to a size; `undefined` when it cannot be read. */
export function stretched(d: string, box: Pair | undefined, size: Pair): string | undefined {
  const commands = readPath(d)
  if (!commands) return undefined
  const scale = [0, 1].map((axis) => (box !== undefined && (box[axis] ?? 0) > 0 ? (size[axis] ?? 0) / (box[axis] ?? 1) : 1))
  const parts = commands.map(({ letter, numbers }) => ({ letter, numbers: numbers.map((value, index) => value * (scale[index % 2] ?? 1)) }))
  if (!parts.every(({ numbers }) => numbers.every(Number.isFinite))) return undefined
  return parts.map(({ letter, numbers }) => [letter, ...numbers].join(' ')).join(' ')
}

/** How an outline is drawn. */
export interface Looks { readonly fill: Ink; readonly stroke: Ink; readonly strokeWidth: number; readonly dash?: readonly number[] }

/** An outline as an item; what is no stroke is none altogether (P3). */
export function pathItem(d: string, { fill, stroke, strokeWidth, dash = [] }: Looks, rule: PathItem['rule'] = 'nonzero', join: PathItem['join'] = 'miter'): PathItem {
  const drawn = stroke !== 'none' && strokeWidth > 0
  return {
    kind: 'path', d, fill, stroke: drawn ? stroke : 'none', strokeWidth: drawn ? strokeWidth : 0,
    dash: drawn && dash.some((length) => length > 0) ? dash : [], join, rule,
  }
}
