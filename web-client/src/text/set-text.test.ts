import { beforeAll, describe, expect, it } from 'vitest'
import { micropoints, millipoints, type Frame, type Run, type SetText, type TextStyle } from '.'
import { setText } from './set-text'
import type { Shaper } from './shaping'
import { testShaper } from './testing'

let shaper: Shaper
beforeAll(async () => {
  shaper = await testShaper()
})

const style = (changes: Partial<TextStyle> = {}): TextStyle =>
  ({ family: 'Inter', weight: 400, italic: false, size: millipoints(12), color: '#1b1d22', spacing: 0, ...changes })
const frame = (width: number, changes: Partial<Frame> = {}): Frame =>
  ({ width, height: 100, lineHeight: 1.3, align: 'start', valign: 'top', own: style(), ...changes })
const set = (runs: string | readonly Run[], to: Frame): SetText =>
  setText(shaper, typeof runs === 'string' ? [{ text: runs, style: style() }] : runs, to)
const lines = (it: SetText): string[] => it.lines.map((line) => it.text.slice(line.from, line.to))

describe('lines', () => {
  it('are filled greedily, spaces hang at their ends (T14)', () => {
    expect(lines(set('one two three four', frame(20)))).toEqual(['one two ', 'three four'])
    expect(lines(set('a\n\nb', frame(20)))).toEqual(['a', '', 'b'])
    expect(set('', frame(20)).lines).toHaveLength(1)
  })
  it('show a hyphen where a soft one breaks, and nothing inside (T10, T15)', () => {
    const broken = set('Weiter\u00adbildung', frame(20))
    expect(lines(broken)).toEqual(['Weiter\u00ad', 'bildung'])
    const plain = set('Weiterbildung', frame(50)).lines[0]
    const whole = set('Weiter\u00adbildung', frame(50)).lines[0]
    expect(whole?.runs[0]?.glyphs).toHaveLength(plain?.runs[0]?.glyphs.length ?? -1)
    expect(broken.lines[0]?.runs.at(-1)?.glyphs.at(-1)?.cluster).toBe(6)
  })
  it('break a word that is too wide, and never forget a character (T16)', () => {
    const broken = set('Donaudampfschiff', frame(10))
    expect(broken.lines.length).toBeGreaterThan(2)
    expect(lines(broken).join('')).toBe('Donaudampfschiff')
    expect(broken.overflows).toBe(false)
    expect(set('abc', frame(0)).lines).toHaveLength(3)
  })
  it('are justified to the last unit, but for the last one of a paragraph (T18)', () => {
    const just = set('one two three four five six', frame(30, { align: 'justify' }))
    const first = just.lines[0]
    const last = first?.runs.at(-1)
    const end = first?.clusters.filter((it) => just.text[it.from] !== ' ').map((it) => it.x + it.width)
    expect(Math.max(...(end ?? []))).toBe(micropoints(30))
    expect(last).toBeDefined()
    expect(just.lines.at(-1)?.x).toBe(0)
  })
  it('keep what was given apart and take what a face lacks from others (T6)', () => {
    const mixed = set('Zoë שלום ⛄', frame(80))
    expect(new Set(mixed.lines[0]?.runs.map((run) => run.face)).size).toBeGreaterThan(2)
    expect(mixed.told).toEqual([])
    expect(set('a\u{f0000}', frame(80)).told).toEqual(['glyph_missing'])
    expect(set([{ text: 'a', style: style({ family: 'Comic' }) }], frame(80)).told).toEqual(['font_unknown'])
  })
  it('run from right to left where their script does (T11, T17)', () => {
    const hebrew = set('abc שלום עולם def', frame(80)).lines[0]
    const xs = hebrew?.clusters.filter((it) => it.from >= 4 && it.from < 13).map((it) => it.x) ?? []
    expect(xs).toEqual([...xs].sort((a, b) => b - a))
  })
})

describe('sizes', () => {
  it('are the largest that fit (T22)', () => {
    const fitted = set('Als gross wie passt', frame(60, { height: 30, fit: [6, 60] }))
    expect(fitted.overflows).toBe(false)
    expect(fitted.size).toBeGreaterThan(12_000)
    const larger = setText(shaper, [{ text: 'Als gross wie passt', style: style({ size: fitted.size + 100 }) }], frame(60, { height: 30, own: style({ size: fitted.size + 100 }) }))
    expect(larger.overflows).toBe(true)
  })
})

describe('hostile texts', () => {
  it('end in time', { timeout: 120_000 }, () => {
    for (const text of ['a'.repeat(60_000), ' '.repeat(60_000), 'a\u00ad'.repeat(30_000), 'א'.repeat(50_000), '\u00ad '.repeat(25_000), '\u{1f469}\u200d'.repeat(10_000)]) {
      for (const width of [0, 100]) {
        const started = performance.now()
        const it = set(text, frame(width, { align: 'justify' }))
        expect(it.lines.at(-1)?.to).toBe(it.text.length)
        expect(performance.now() - started).toBeLessThan(8_000)
      }
    }
  })
})
