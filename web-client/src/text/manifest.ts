/** The faces that certificates are set in: `server/render/fonts/fonts.json`, named everywhere by their index there (T4). */
import manifest from '../../../server/render/fonts/fonts.json'

/** A face of the manifest. */
export interface FaceEntry {
  readonly family: string
  readonly category: string
  readonly weight: number
  readonly italic: boolean
  readonly file: string
  readonly sha256: string
  /** Font units an em; ascent and descent, both positive, in font units. */
  readonly units: number
  readonly ascent: number
  readonly descent: number
}

/** All faces, in the manifest's order. */
export const FACES: readonly FaceEntry[] = manifest.faces

/** What an unknown family counts as (T5). */
export const DEFAULT_FAMILY = 'Inter'

/** From this weight on a text wants a bold fallback (T6). */
const BOLD = 600

/** Where the page gets a face from. The address says what it holds: it never changes. */
export const faceUrl = (face: number): string => {
  const entry = FACES[face]
  return entry ? `/fonts/${entry.sha256.slice(0, 16)}/${entry.file}` : ''
}

/** The face's metrics. */
export function metricsOf(face: number): FaceEntry {
  const entry = FACES[face]
  if (!entry) throw new RangeError(`no face ${face.toString()}`)
  return entry
}

const byFamily = new Map<string, number[]>()
for (const [index, { family }] of FACES.entries()) byFamily.set(family, [...(byFamily.get(family) ?? []), index])

/** The face for a style, and whether its family is known (T5). */
export function faceFor(family: string, weight: number, italic: boolean): { readonly face: number; readonly known: boolean } {
  const own = byFamily.get(family)
  const all = own ?? byFamily.get(DEFAULT_FAMILY) ?? [0]
  const slanted = all.filter((face) => metricsOf(face).italic === italic)
  let best: number | undefined
  for (const face of slanted.length > 0 ? slanted : all) {
    if (best === undefined) best = face
    else {
      const [one, other] = [metricsOf(face).weight, metricsOf(best).weight]
      const [off, least] = [Math.abs(one - weight), Math.abs(other - weight)]
      if (off < least || (off === least && one > other)) best = face
    }
  }
  return { face: best ?? 0, known: own !== undefined }
}

/** The fallback faces for a wanted weight, in order (T6). */
export const fallbacksFor = (weight: number): readonly number[] => (weight >= BOLD ? BOLD_FALLBACKS : FALLBACKS)

const fallbacks = (bold: boolean): readonly number[] => manifest.fallback.flatMap((family) => {
  const faces = byFamily.get(family) ?? []
  return [faces.find((face) => metricsOf(face).weight >= BOLD === bold) ?? faces[0]].filter((face) => face !== undefined)
})
const FALLBACKS = fallbacks(false)
const BOLD_FALLBACKS = fallbacks(true)

/** A family of the font picker, with the weights that it has. */
export interface Family { readonly name: string; readonly category: string; readonly weights: readonly number[]; readonly italics: readonly number[]; readonly face: number }

/** All families that a person may choose, in the manifest's order. */
export const FAMILIES: readonly Family[] = [...byFamily].flatMap(([name, faces]) => {
  const [first] = faces
  if (first === undefined || manifest.fallback.includes(name)) return []
  const weights = (italic: boolean): number[] =>
    [...new Set(faces.filter((face) => metricsOf(face).italic === italic).map((face) => metricsOf(face).weight))].sort((a, b) => a - b)
  return [{ name, category: metricsOf(first).category, weights: weights(false), italics: weights(true), face: faceFor(name, 400, false).face }]
})
