/** What a picture of a layout is made with, beside the layout itself. */
import type { FieldType, Language, Layout, Pair } from '../document/model'
import type { Frame, Run, SetText } from '../text'

/** Sets text by `server/render/TEXT.md`, with the faces that are there. */
export interface Typesetter {
  set(runs: readonly Run[], frame: Frame): SetText
  /** Units an em of a face. */
  unitsAnEm(face: number): number
}

/** A layout in a language, with what its picture needs from outside. */
export interface Scenery {
  readonly layout: Pick<Layout, 'languages' | 'fields' | 'styles'>
  readonly language: Language
  /** The values of the merge fields; absent: their samples are shown. */
  readonly values?: Readonly<Record<string, string>>
  /** Writes a value by `server/render/FORMAT.md`. */
  readonly write: (value: string, type: FieldType, format: string | undefined, language: Language) => string
  /** Where a certificate is verified: what its QR code says. */
  readonly verification: string
  readonly typesetter: Typesetter
  /** Width and height of an uploaded picture in its own units; `undefined` while it is not there. */
  readonly pictureSize: (asset: string) => Pair | undefined
}
