/** The faces in HarfBuzz's memory. */
import type * as HarfBuzz from 'harfbuzzjs'
import { outlineOf } from './outline'
import type { Faces, Outline, ShapedCluster, ShapedGlyph } from './types'

/** HarfBuzz, which brings its own program in WebAssembly. */
export const loadHarfBuzz = (): Promise<typeof HarfBuzz> => import('harfbuzzjs')

/** Shapes with HarfBuzz. Faces are put in as bytes; one that is not there is asked for. */
export class HarfBuzzFaces implements Faces {
  readonly #harfbuzz: typeof HarfBuzz
  readonly #buffer: HarfBuzz.Buffer
  readonly #withoutLigatures: HarfBuzz.Feature[]
  readonly #fonts = new Map<number, { readonly font: HarfBuzz.Font; readonly outlines: Map<number, Outline> }>()
  readonly #ask: (face: number) => void

  constructor(harfbuzz: typeof HarfBuzz, ask: (face: number) => void) {
    this.#harfbuzz = harfbuzz
    this.#buffer = new harfbuzz.Buffer()
    this.#withoutLigatures = [new harfbuzz.Feature('liga', 0), new harfbuzz.Feature('clig', 0)]
    this.#ask = ask
  }

  add(face: number, bytes: Uint8Array): void {
    const { Blob, Face, Font } = this.#harfbuzz
    this.#fonts.set(face, { font: new Font(new Face(new Blob(bytes))), outlines: new Map() })
  }

  ready(face: number): boolean {
    const there = this.#fonts.has(face)
    if (!there) this.#ask(face)
    return there
  }

  has(face: number, point: number): boolean {
    return (this.#of(face).font.nominalGlyph(point) ?? 0) !== 0
  }

  shape(face: number, text: string, rightToLeft: boolean, ligatures: boolean): readonly ShapedCluster[] {
    const { Direction, shape } = this.#harfbuzz
    const buffer = this.#buffer
    buffer.reset()
    buffer.addText(text)
    buffer.setDirection(rightToLeft ? Direction.RTL : Direction.LTR)
    buffer.guessSegmentProperties()
    // The guess takes the language of the machine as well; T12 wants none.
    buffer.setLanguage('')
    shape(this.#of(face).font, buffer, ligatures ? [] : this.#withoutLigatures)
    return clustersOf(face, text.length, buffer.getGlyphInfos(), buffer.getGlyphPositions(), rightToLeft)
  }

  outline(face: number, glyph: number): Outline {
    const { font, outlines } = this.#of(face)
    let outline = outlines.get(glyph)
    if (!outline) {
      outline = outlineOf(font.glyphToPath(glyph))
      outlines.set(glyph, outline)
    }
    return outline
  }

  #of(face: number): { readonly font: HarfBuzz.Font; readonly outlines: Map<number, Outline> } {
    const found = this.#fonts.get(face)
    if (!found) throw new RangeError(`face ${face.toString()} is not there`)
    return found
  }
}

/** Neighbouring glyphs of one cluster together, in the order of the text. */
function clustersOf(
  face: number, length: number, infos: readonly HarfBuzz.GlyphInfo[], positions: readonly HarfBuzz.GlyphPosition[], rightToLeft: boolean,
): ShapedCluster[] {
  const groups: { from: number; glyphs: ShapedGlyph[] }[] = []
  infos.forEach(({ codepoint, cluster }, index) => {
    const { xAdvance = 0, xOffset = 0, yOffset = 0 } = positions[index] ?? {}
    const glyph = { id: codepoint, advance: xAdvance, dx: xOffset, dy: yOffset }
    const last = groups.at(-1)
    if (last && last.from === cluster) last.glyphs.push(glyph)
    else groups.push({ from: cluster, glyphs: [glyph] })
  })
  if (rightToLeft) groups.reverse()
  return groups.map(({ from, glyphs }, index) => ({ from, to: groups[index + 1]?.from ?? length, face, glyphs }))
}
