/** The built-in seals (P10, S1 to S5): fine lines about the centre, in a circle of radius 50, and words round the edge. */
import type { Pair } from '../document/model'
import { upper } from '../format'
import { millimetres, millipoints, spacingOf, type Run, type SetText, type TextStyle } from '../text'
import type { GlyphsItem, GroupItem, Ink, Item, Matrix, PathItem } from './items'
import type { Typesetter } from './scenery'
import { closed, ellipse, pathItem } from './shapes'

/** The designs, in the order in which they are offered. */
export const SEAL_DESIGNS = ['rosette', 'laurel', 'classic'] as const
export type SealDesign = (typeof SEAL_DESIGNS)[number]

/** Millimetres of a hairline, on a seal of any size. */
const HAIRLINE_MM = 0.12
/** UTF-16 units of a seal's words. */
const LONGEST_WORDS = 120
const WORDS_SIZE = 5.6
const POINTS_A_MILLIMETRE = 72 / 25.4
const TURN = 2 * Math.PI
/** What makes a star of five corners regular: its edges lie in line. */
const FIVE = 0.381966

/** The inks of a seal, and how thick a hairline is in its own units. */
interface Pen { readonly ink: Ink; readonly ground: Ink; readonly hairline: number }

const at = (angle: number, radius: number): Pair => [radius * Math.sin(angle), -radius * Math.cos(angle)]
const text = ([x, y]: Pair): string => `${x.toString()} ${y.toString()}`
const circle = (radius: number, [x, y]: Pair = [0, 0]): string => ellipse([2 * radius, 2 * radius], [x - radius, y - radius])

const disc = ({ ground }: Pen, radius: number): PathItem[] =>
  ground === 'none' ? [] : [pathItem(circle(radius), { fill: ground, stroke: 'none', strokeWidth: 0 })]
const lined = ({ ink, hairline }: Pen, radius: number, hairlines = 1): PathItem =>
  pathItem(circle(radius), { fill: 'none', stroke: ink, strokeWidth: hairlines * hairline })
const drawn = ({ ink, hairline }: Pen, d: string, hairlines = 1): PathItem =>
  pathItem(d, { fill: 'none', stroke: ink, strokeWidth: hairlines * hairline }, 'nonzero', 'round')
const filled = ({ ink }: Pen, d: string): PathItem => pathItem(d, { fill: ink, stroke: 'none', strokeWidth: 0 })

/** A closed line whose distance from the centre swings between two radii; the pen goes round `turns` times. */
function wave(petals: number, turns: number, outer: number, inner: number, steps: number): string {
  const corners = petals * steps
  return closed(Array.from({ length: corners }, (_, i) => {
    const angle = (i / corners) * turns * TURN
    return at(angle, (outer + inner) / 2 + ((outer - inner) / 2) * Math.cos((petals / turns) * angle))
  }))
}

const star = (corners: number, outer: number, inner: number): string =>
  closed(Array.from({ length: 2 * corners }, (_, i) => at((i / (2 * corners)) * TURN, i % 2 === 0 ? outer : inner)))

const ROSETTE = [wave(60, 1, 49.6, 48.2, 16), wave(19, 6, 30.5, 11, 40), wave(24, 1, 31.5, 29.5, 40), wave(7, 3, 10, 2.5, 40)] as const

function rosette(pen: Pen): PathItem[] {
  const [edge, ...inside] = ROSETTE
  return [...disc(pen, 49.6), drawn(pen, edge), lined(pen, 46.6, 2.4), lined(pen, 34), ...inside.map((d) => drawn(pen, d))]
}

const BEADS = Array.from({ length: 96 }, (_, i) => circle(0.55, at((i / 96) * TURN, 44.3))).join(' ')
const RAYS = Array.from({ length: 72 }, (_, i) => `M ${text(at((i / 72) * TURN, 18.6))} L ${text(at((i / 72) * TURN, i % 2 === 0 ? 28.6 : 25.2))}`).join(' ')

function classic(pen: Pen): PathItem[] {
  return [
    ...disc(pen, 49.4), lined(pen, 49, 6), lined(pen, 46.4), filled(pen, BEADS), lined(pen, 42.2), lined(pen, 30.6, 2.4),
    drawn(pen, RAYS), lined(pen, 17), filled(pen, star(5, 14, 14 * FIVE)),
  ]
}

/** A leaf from a point in a direction. */
function leaf([x, y]: Pair, direction: number, length: number, halfWidth: number): string {
  const d = at(direction, 1)
  const n: Pair = [Math.cos(direction), Math.sin(direction)]
  const side = (by: number): Pair => [x + (length / 2) * d[0] + 2 * halfWidth * by * n[0], y + (length / 2) * d[1] + 2 * halfWidth * by * n[1]]
  return `M ${text([x, y])} Q ${text(side(1))} ${text([x + length * d[0], y + length * d[1]])} Q ${text(side(-1))} ${text([x, y])} Z`
}

const SIDES = [1, -1] as const
const BRANCH = 24.5
const LEAVES = SIDES.flatMap((g) => {
  const along = (i: number): number => g * (Math.PI - 0.22 - i * 0.235)
  const pairs = Array.from({ length: 11 }, (_, i) => along(i)).flatMap((t) => [
    leaf(at(t, BRANCH), t - g * (Math.PI / 2 - 0.55), 7, 1.9),
    leaf(at(t, BRANCH), t - g * (Math.PI / 2 + 0.55), 6.2, 1.7),
  ])
  return [...pairs, leaf(at(along(11), BRANCH), along(11) - g * (Math.PI / 2), 7, 1.8)]
}).join(' ')
const STEMS = SIDES.map((g) => {
  const points = Array.from({ length: 41 }, (_, k) => text(at(g * (Math.PI + 0.1 - (k / 40) * 2.9), BRANCH)))
  return `M ${points.join(' L ')}`
}).join(' ')

function laurel(pen: Pen): PathItem[] {
  return [
    ...disc(pen, 49.6), lined(pen, 49, 5), lined(pen, 47.2), lined(pen, 34.4), filled(pen, LEAVES), drawn(pen, STEMS, 3),
    filled(pen, star(5, 11, 11 * FIVE)),
  ]
}

const DESIGNS: Readonly<Record<SealDesign, { readonly draw: (pen: Pen) => PathItem[]; readonly wordsRadius: number }>> = {
  rosette: { draw: rosette, wordsRadius: 37.2 },
  classic: { draw: classic, wordsRadius: 34.2 },
  laurel: { draw: laurel, wordsRadius: 37.4 },
}

/** What a seal is drawn with. */
export interface SealLooks { readonly design: string | undefined; readonly ink: Ink; readonly ground: Ink; readonly words: string }

/** A built-in seal in a box; an unknown design is drawn as a rosette. */
export function sealItems([width, height]: Pair, { design, ink, ground, words }: SealLooks, typesetter: Typesetter): GroupItem[] {
  const scale = Math.min(width, height) / 100
  if (!(scale > 0)) return []
  const pen: Pen = { ink: ink === 'none' ? '#9e2b25' : ink, ground, hairline: HAIRLINE_MM / scale }
  const { draw, wordsRadius } = DESIGNS[SEAL_DESIGNS.find((it) => it === design) ?? 'rosette']
  const items: Item[] = [...draw(pen), ...ring(words, wordsRadius, pen.ink, typesetter)]
  return [{ kind: 'group', transform: [scale, 0, 0, scale, width / 2, height / 2], opacity: 1, items }]
}

/** A design without its words, in a box about the origin of radius 50: for choosing among them. */
export const sealDrawing = (design: SealDesign, ink: Ink, hairline: number): PathItem[] => DESIGNS[design].draw({ ink, ground: 'none', hairline })

/** White space of a seal's words keeps its place: the words go round in one line. */
const WHITE = /\p{White_Space}/gu

/** The words round the edge, as often as they fit well, with their letters spread so that they close the ring (S5). */
function ring(words: string, radius: number, ink: Ink, typesetter: Typesetter): GlyphsItem[] {
  const style = (spacing: number): TextStyle => ({ family: 'Inter', weight: 600, italic: false, size: millipoints(WORDS_SIZE * POINTS_A_MILLIMETRE), color: '#000000', spacing: spacingOf(spacing * POINTS_A_MILLIMETRE) })
  const set = (said: string, spacing: number): SetText => {
    const own = style(spacing)
    const run: Run = { text: said, style: own }
    return typesetter.set([run], { width: 4_900, height: 100, lineHeight: 1, align: 'start', valign: 'top', own })
  }
  const widthOf = (text: SetText): number => millimetres(text.lines[0]?.width ?? 0)
  const plain = upper(cut(words.replace(WHITE, '\u00a0'), LONGEST_WORDS))
  const once = `${plain === '' ? 'IMPRIMATUR' : plain}\u00a0\u00b7\u00a0`
  const round = TURN * radius
  const width = widthOf(set(once, 0))
  const times = Math.max(1, Math.floor(round / (width + 0.7 * once.length)))
  const gap = Math.max(-1, (round - width * times) / (once.length * times))
  const line = set(once.repeat(times), gap).lines[0]
  if (!line) return []
  return glyphsRound(line, millimetres(line.width) + gap, radius, ink, typesetter)
}

function glyphsRound(line: SetText['lines'][number], whole: number, radius: number, ink: Ink, typesetter: Typesetter): GlyphsItem[] {
  const glyphs = line.runs.flatMap((run) => run.glyphs.map((glyph) => ({
    face: run.face, size: run.size, id: glyph.id, x: millimetres(glyph.x), y: millimetres(run.y - glyph.y),
  })))
  const items: { face: number; glyphs: [number, ...Matrix][] }[] = []
  // From the last to the first: the next place to the right is known when a glyph is put down.
  const nexts: number[] = []
  let ahead = whole
  let last = Infinity
  for (let i = glyphs.length - 1; i >= 0; i--) {
    const { x = 0 } = glyphs[i] ?? {}
    if (x < last) {
      ahead = last === Infinity ? whole : last
      last = x
    }
    nexts[i] = ahead
  }
  glyphs.forEach(({ face, size, id, x, y }, i) => {
    const m = (x + (nexts[i] ?? whole)) / 2
    const angle = (TURN * m) / whole
    const [sin, cos] = [Math.sin(angle), Math.cos(angle)]
    const k = ((size / 1000) * 25.4) / 72 / typesetter.unitsAnEm(face)
    const u: Pair = [-cos, -sin]
    const v: Pair = [-sin, cos]
    const matrix: Matrix = [
      k * u[0], k * u[1], k * v[0], k * v[1],
      -radius * sin - (m - x) * u[0] + y * v[0], radius * cos - (m - x) * u[1] + y * v[1],
    ]
    const open = items.at(-1)
    if (open?.face === face) open.glyphs.push([id, ...matrix])
    else items.push({ face, glyphs: [[id, ...matrix]] })
  })
  return items.map(({ face, glyphs: placed }) => ({ kind: 'glyphs', face, fill: ink, glyphs: placed }))
}

/** At most so many UTF-16 units, cut at a character. */
function cut(words: string, most: number): string {
  if (words.length <= most) return words
  const code = words.charCodeAt(most - 1)
  return words.slice(0, code >= 0xd800 && code < 0xdc00 ? most - 1 : most)
}
