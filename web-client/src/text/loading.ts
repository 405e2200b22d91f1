/** The page's faces: got from the page's own origin when a text first needs them, once each. */
import { useSyncExternalStore } from 'react'
import { HarfBuzzFaces, loadHarfBuzz } from './harfbuzz'
import { FACES, faceUrl, metricsOf } from './manifest'
import { setText } from './set-text'
import { Shaper } from './shaping'
import type { Faces, Frame, Run, SetText } from './types'

/** How often a face is asked for again, and how long the first wait is; each further one is twice as long. */
const TRIES = 8
const FIRST_WAIT_MS = 500

/** What gets a face's bytes. */
export type FetchFace = (face: number) => Promise<Uint8Array>

/** Faces that come when they are asked for, and say so. */
export class LoadedFaces {
  #faces: HarfBuzzFaces | null = null
  #version = 0
  readonly #asked = new Set<number>()
  readonly #listeners = new Set<() => void>()
  readonly #fetch: FetchFace
  /** What sets text with them. */
  readonly shaper: Shaper

  constructor(fetch: FetchFace) {
    this.#fetch = fetch
    const faces = (): HarfBuzzFaces => {
      if (!this.#faces) throw new RangeError('no face is there yet')
      return this.#faces
    }
    const given: Faces = {
      ready: (face) => this.#ready(face),
      has: (face, point) => faces().has(face, point),
      shape: (face, text, rightToLeft, ligatures) => faces().shape(face, text, rightToLeft, ligatures),
      outline: (face, glyph) => faces().outline(face, glyph),
    }
    this.shaper = new Shaper(given)
  }

  /** Counts up whenever a face arrived. */
  version = (): number => this.#version

  /** Hears of every face that arrives. Returns the end of it. */
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }

  /** Gets a face that will be needed soon. */
  expect(face: number): void {
    this.#ready(face)
  }

  #ready(face: number): boolean {
    if (this.#faces?.ready(face) === true) return true
    this.#ask(face)
    return false
  }

  #ask(face: number): void {
    if (!FACES[face] || this.#asked.has(face)) return
    this.#asked.add(face)
    void this.#get(face)
  }

  async #get(face: number): Promise<void> {
    for (let tried = 0; tried < TRIES; tried++) {
      try {
        const [faces, bytes] = await Promise.all([this.#start(), this.#fetch(face)])
        faces.add(face, bytes)
        this.#version += 1
        for (const listener of [...this.#listeners]) listener()
        return
      } catch (reason) {
        console.warn(`face ${face.toString()} did not come`, reason)
        await new Promise((resolve) => setTimeout(resolve, FIRST_WAIT_MS * 2 ** tried))
      }
    }
    // Whoever needs it next asks anew.
    this.#asked.delete(face)
  }

  async #start(): Promise<HarfBuzzFaces> {
    const harfbuzz = await loadHarfBuzz()
    this.#faces ??= new HarfBuzzFaces(harfbuzz, () => undefined)
    return this.#faces
  }
}

async function fetchFace(face: number): Promise<Uint8Array> {
  const answer = await fetch(faceUrl(face), { credentials: 'same-origin' })
  if (!answer.ok) throw new Error(`${answer.status.toString()} for ${faceUrl(face)}`)
  return new Uint8Array(await answer.arrayBuffer())
}

/** The faces of this page. */
export const pageFaces = new LoadedFaces(fetchFace)

/** Sets texts with this page's faces. */
export const typesetter = {
  set: (runs: readonly Run[], frame: Frame): SetText => setText(pageFaces.shaper, runs, frame),
  unitsAnEm: (face: number): number => metricsOf(face).units,
}

/** Draws a component again whenever a face arrives; what it says counts up then. */
export const useFaces = (): number => useSyncExternalStore(pageFaces.subscribe, pageFaces.version)
