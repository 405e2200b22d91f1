/** Outlines of glyphs as SVG draws them, and of whole runs. */
import { metricsOf } from './manifest'
import type { Faces, Outline } from './types'

const COMMAND = /([MLQCZ])([^MLQCZ]*)/g
/** Places within a run are rounded to this part of a font unit: a few nanometres. */
const PRECISION = 100

/** Takes a path with absolute `M L Q C Z` apart, so that it can be put anywhere without being written anew. */
export function outlineOf(path: string): Outline {
  let from: readonly [number, number] | undefined
  let [x, y] = [0, 0]
  let start: readonly [number, number] = [0, 0]
  let rest = ''
  for (const [, command = '', given = ''] of path.matchAll(COMMAND)) {
    if (command === 'Z') {
      rest += 'z'
      ;[x, y] = start
      continue
    }
    const numbers = (given.match(/-?[\d.]+(?:e-?\d+)?/g) ?? []).map(Number)
    const [endX, endY] = [numbers.at(-2) ?? x, numbers.at(-1) ?? y]
    if (command === 'M') {
      start = [endX, endY]
      if (from) rest += `m${written(endX - x)} ${written(endY - y)}`
      else from = start
    } else rest += command.toLowerCase() + numbers.map((it, index) => written(it - (index % 2 === 0 ? x : y))).join(' ')
    ;[x, y] = [endX, endY]
  }
  return { from: from ?? [0, 0], rest }
}

const written = (value: number): string => (Math.round(value * PRECISION) / PRECISION).toString()

/** What is drawn of a run, in micropoints; its size in millipoints. */
export interface DrawnRun {
  readonly face: number
  readonly size_mpt: number
  readonly x: number
  readonly y: number
  readonly glyphs: readonly { readonly id: number; readonly x: number; readonly y: number }[]
}

/** Characters of paths that are remembered: those of some full pages. */
const REMEMBERED_PATHS = 8_000_000

const paths = new WeakMap<Faces, { readonly known: Map<string, string>; characters: number }>()

/**
 * A run as one path in font units, y upwards, from where the run begins. Runs of the same glyphs at the same distances are the very same string, so
 * that a line that did not change is not drawn again.
 */
export function runPath(faces: Faces, run: DrawnRun): string {
  const { units } = metricsOf(run.face)
  const unit = units / (run.size_mpt * 1000)
  let key = run.face.toString()
  for (const glyph of run.glyphs) key += ` ${glyph.id.toString()} ${Math.round((glyph.x - run.x) * unit * PRECISION).toString()} ${Math.round((run.y - glyph.y) * unit * PRECISION).toString()}`
  let memory = paths.get(faces)
  if (!memory) paths.set(faces, (memory = { known: new Map(), characters: 0 }))
  const known = memory.known.get(key)
  if (known !== undefined) return known
  let path = ''
  for (const glyph of run.glyphs) {
    const { from, rest } = faces.outline(run.face, glyph.id)
    if (rest !== '') path += `M${written((glyph.x - run.x) * unit + from[0])} ${written((run.y - glyph.y) * unit + from[1])}${rest}`
  }
  memory.known.set(key, path)
  memory.characters += path.length + key.length
  for (const [oldest, forgotten] of memory.known) {
    if (memory.characters <= REMEMBERED_PATHS || oldest === key) break
    memory.known.delete(oldest)
    memory.characters -= forgotten.length + oldest.length
  }
  return path
}

/** One glyph as a path in font units, y upwards. */
export function glyphPath(faces: Faces, face: number, glyph: number): string {
  const { from, rest } = faces.outline(face, glyph)
  return rest === '' ? '' : `M${written(from[0])} ${written(from[1])}${rest}`
}

/** What takes a run's path to its place, in millimetres. */
export function runTransform(run: DrawnRun): string {
  const { units } = metricsOf(run.face)
  const scale = (run.size_mpt * 25.4) / 72_000 / units
  return `translate(${millimetresText(run.x)} ${millimetresText(run.y)}) scale(${scale.toString()} ${(-scale).toString()})`
}

const millimetresText = (micropoints: number): string => ((micropoints * 25.4) / 72_000_000).toFixed(5)
