/** The cases that the server's engine and this one both hold to: `tests/golden/text/vectors.json`. */
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { setText } from './set-text'
import type { Shaper } from './shaping'
import { testShaper } from './testing'
import type { Frame, Run, SetLine, SetText, TextStyle } from './types'
import { millipoints, spacingOf } from './units'

type Style = readonly [family: string, weight: number, italic: boolean, size: number, spacing: number]
type Line = readonly [baseline: number, start: number, end: number, x: number, width: number, hardEnd: number, hash: string]
interface Case {
  readonly name: string
  readonly runs: readonly (readonly [string, number])[]
  readonly frame: readonly [number, number, number, Frame['align'], Frame['valign'], readonly [number, number] | null, number]
  readonly out: {
    readonly height: number; readonly width: number; readonly overflows: boolean; readonly fitted: number | null
    readonly told: readonly string[]; readonly lines: readonly Line[]; readonly glyphs?: readonly (readonly number[])[][]
  }
}
interface Vectors { readonly styles: readonly Style[]; readonly cases: readonly Case[] }

const FILE = new URL('../../../tests/golden/text/vectors.json', import.meta.url)
const vectors = JSON.parse(readFileSync(FILE, 'utf8')) as Vectors
/** Cases in one test; that many are told when they fail. */
const TOGETHER = 100

let shaper: Shaper
beforeAll(async () => {
  shaper = await testShaper()
})

function styleOf(index: number): TextStyle {
  const [family, weight, italic, size, spacing] = vectors.styles[index] ?? ['', 0, false, 0, 0]
  return { family, weight, italic, size: millipoints(size), color: '#1b1d22', spacing: spacingOf(spacing) }
}

function run({ runs, frame: [width, height, lineHeight, align, valign, fit, own] }: Case): SetText {
  const given = runs.map(([text, style]): Run => ({ text, style: styleOf(style) }))
  return setText(shaper, given, { width, height, lineHeight, align, valign, own: styleOf(own), ...(fit ? { fit } : {}) })
}

const glyphsOf = (line: SetLine): number[][] =>
  line.runs.flatMap(({ face, size, glyphs }) => glyphs.map(({ id, x, y, cluster }) => [face, size, id, x, y, cluster]))

const hashOf = (line: SetLine): string =>
  createHash('sha256').update(glyphsOf(line).map((glyph) => `${glyph.join(',')}\n`).join('')).digest('hex').slice(0, 16)

function said(set: SetText, { frame, out }: Case): Case['out'] {
  return {
    height: set.height, width: Math.max(0, ...set.lines.map((line) => line.width)), overflows: set.overflows,
    fitted: frame[5] ? set.size : null, told: [...set.told].sort(),
    lines: set.lines.map((line) => [line.baseline, line.from, line.to, line.x, line.width, line.last ? 1 : 0, hashOf(line)]),
    ...(out.glyphs ? { glyphs: set.lines.map(glyphsOf) } : {}),
  }
}

describe('texts are set as the server sets them', () => {
  for (let from = 0; from < vectors.cases.length; from += TOGETHER) {
    it(`cases from ${from.toString()}`, () => {
      for (const one of vectors.cases.slice(from, from + TOGETHER)) expect.soft(said(run(one), one), one.name).toEqual(one.out)
    })
  }
  it('has cases', () => {
    expect(vectors.cases.length).toBeGreaterThan(2_000)
  })
})
