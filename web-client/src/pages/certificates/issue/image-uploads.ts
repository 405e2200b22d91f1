/** Images on their way into the form: one for each field, the last that was chosen. */
import { isPicture, uploadCertificateImage } from '../../../api'
import type { AssetWarning } from '../../../protocol/generated'
import { codeOf } from '../../failure'

/** How far what was chosen last for a field is. */
export type ImageUpload =
  | { readonly kind: 'none' }
  /** `preview`: the file as the browser has it, for showing. `part`: which part has left, 0 to 1. */
  | { readonly kind: 'sending'; readonly name: string; readonly preview: string; readonly part: number }
  /** `warnings`: what was not taken over. */
  | { readonly kind: 'there'; readonly name: string; readonly warnings: readonly AssetWarning[] }
  /** Several files at once: nothing was sent. */
  | { readonly kind: 'several' }
  | { readonly kind: 'failed'; readonly name: string; readonly code: string }

/** The form, as far as uploads have to know it. */
export interface ImageTellings {
  readonly changed: (field: string, upload: ImageUpload) => void
  /** The image is there, and this is what a certificate names it by. */
  readonly given: (field: string, id: string) => void
  /** Whether the session has ended by it. */
  readonly ended: (error: unknown) => boolean
}

/** The uploads of one form. */
export class ImageUploads {
  readonly #ways = new Map<string, AbortController>()

  constructor(private readonly tell: ImageTellings) {}

  /** Uploads a file that was chosen, dropped or pasted for a field. What is on its way for it is given up. */
  take(field: string, files: readonly File[]): void {
    const [file] = files
    if (file === undefined) return
    this.#stop(field)
    if (files.length > 1) this.tell.changed(field, { kind: 'several' })
    else if (!isPicture(file)) this.tell.changed(field, { kind: 'failed', name: file.name, code: 'asset_type_unknown' })
    else void this.#send(field, file)
  }

  /** Gives up what is on its way for a field, and forgets how the last one went. */
  drop(field: string): void {
    this.#stop(field)
    this.tell.changed(field, { kind: 'none' })
  }

  /** Gives all up: the form is left. */
  close(): void {
    for (const field of [...this.#ways.keys()]) this.#stop(field)
  }

  #stop(field: string): void {
    this.#ways.get(field)?.abort()
    this.#ways.delete(field)
  }

  async #send(field: string, file: File): Promise<void> {
    const { signal } = this.#begin(field)
    const { name } = file
    const preview = URL.createObjectURL(file)
    const sending = (part: number): void => { if (!signal.aborted) this.tell.changed(field, { kind: 'sending', name, preview, part }) }
    sending(0)
    try {
      const { id, warnings } = await uploadCertificateImage(file, sending, signal)
      if (signal.aborted) return
      this.tell.given(field, id)
      this.tell.changed(field, { kind: 'there', name, warnings })
    } catch (error) {
      if (!signal.aborted) this.tell.changed(field, this.tell.ended(error) ? { kind: 'none' } : { kind: 'failed', name, code: codeOf(error) })
    } finally {
      URL.revokeObjectURL(preview)
    }
  }

  #begin(field: string): AbortController {
    const way = new AbortController()
    this.#ways.set(field, way)
    return way
  }
}
