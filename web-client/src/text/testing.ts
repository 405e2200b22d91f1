/** Faces for tests, read from where `make` collects them. */
import { readFileSync } from 'node:fs'
import { loadHarfBuzz, HarfBuzzFaces } from './harfbuzz'
import { metricsOf } from './manifest'
import { Shaper } from './shaping'

const FOLDER = new URL('../../../server/render/fonts/files/', import.meta.url)

/** A shaper with every face that is asked for. */
export async function testShaper(): Promise<Shaper> {
  const faces: HarfBuzzFaces = new HarfBuzzFaces(await loadHarfBuzz(), (face) => {
    faces.add(face, readFileSync(new URL(metricsOf(face).file, FOLDER)))
  })
  // Asking puts it in at once: the second question finds it.
  return new Shaper({
    ready: (face) => faces.ready(face) || faces.ready(face),
    has: (face, point) => faces.has(face, point),
    shape: (face, text, rightToLeft, ligatures) => faces.shape(face, text, rightToLeft, ligatures),
    outline: (face, glyph) => faces.outline(face, glyph),
  })
}
