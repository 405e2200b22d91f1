/** Shaping of stretches, with what the wanted face lacks taken from others (T6, T12). What was shaped lately is remembered. */
import { fallbacksFor } from './manifest'
import type { Faces, ShapedCluster } from './types'

/** A shaped stretch. `missing`: no face has some of it. */
export interface Shaped { readonly clusters: readonly ShapedCluster[]; readonly missing: boolean }

/** Characters that are remembered, over all stretches: some hundred full pages. */
const REMEMBERED_CHARACTERS = 400_000
/** A stretch longer than this is no word, and is not worth a place. */
const REMEMBERED_STRETCH = 200

/** How a stretch is to be shaped. */
export interface Shaping { readonly face: number; readonly weight: number; readonly rightToLeft: boolean; readonly ligatures: boolean }

/** Shapes stretches; one for each set of faces. */
export class Shaper {
  readonly faces: Faces
  readonly #known = new Map<string, Shaped>()
  #characters = 0

  constructor(faces: Faces) {
    this.faces = faces
  }

  /** `null` while a face that it needs is not there. */
  shape(text: string, how: Shaping): Shaped | null {
    if (text.length > REMEMBERED_STRETCH) return this.#anew(text, how)
    const key = `${how.face.toString()} ${how.weight < 600 ? '' : 'b'}${how.rightToLeft ? 'r' : ''}${how.ligatures ? '' : 'n'} ${text}`
    const known = this.#known.get(key)
    if (known) return known
    const made = this.#anew(text, how)
    if (made) this.#remember(key, made)
    return made
  }

  /** What was first remembered is first forgotten. */
  #remember(key: string, made: Shaped): void {
    this.#known.set(key, made)
    this.#characters += key.length
    for (const oldest of this.#known.keys()) {
      if (this.#characters <= REMEMBERED_CHARACTERS) break
      this.#known.delete(oldest)
      this.#characters -= oldest.length
    }
  }

  #anew(text: string, how: Shaping): Shaped | null {
    if (!this.faces.ready(how.face)) return null
    const clusters = this.faces.shape(how.face, text, how.rightToLeft, how.ligatures)
    return clusters.some(lacking) ? this.#filled(text, clusters, how, fallbacksFor(how.weight)) : { clusters, missing: false }
  }

  /** Replaces what a face lacks by what the next ones have. */
  #filled(text: string, clusters: readonly ShapedCluster[], how: Shaping, fallbacks: readonly number[]): Shaped | null {
    const out: ShapedCluster[] = []
    let missing = false
    for (let at = 0; at < clusters.length;) {
      let end = at
      while (end < clusters.length && lacking(clusters[end])) end += 1
      const [first, last] = [clusters[at], clusters[end - 1]]
      if (end === at || !first || !last) {
        if (first) out.push(first)
        at += 1
        continue
      }
      const filled = this.#byNext(text.slice(first.from, last.to), how, fallbacks)
      if (!filled) return null
      missing ||= filled.missing
      for (const it of filled.clusters) out.push({ ...it, from: it.from + first.from, to: it.to + first.from })
      at = end
    }
    return { clusters: out, missing }
  }

  #byNext(text: string, how: Shaping, [next, ...others]: readonly number[]): Shaped | null {
    if (next === undefined) return { clusters: this.faces.shape(how.face, text, how.rightToLeft, how.ligatures), missing: true }
    if (!this.faces.ready(next)) return null
    const clusters = this.faces.shape(next, text, how.rightToLeft, how.ligatures)
    return clusters.some(lacking) ? this.#filled(text, clusters, how, others) : { clusters, missing: false }
  }
}

const lacking = (cluster: ShapedCluster | undefined): boolean => cluster?.glyphs.some((glyph) => glyph.id === 0) ?? false
