/**
 * Pictures on their way to the server. Each shows its box at once; the document is written, in one step of undo, when the picture is there.
 */
import { ApiError, isPicture, uploadAsset } from '../api'
import { learnPicture } from '../canvas/pictures'
import { Store } from '../canvas/store'
import type { Pair } from '../document/model'
import { round, roundPair } from '../kernels/plane'
import type { AssetWarning } from '../protocol/generated'
import { step } from './gesture'
import type { ToolContext } from './machine'
import { scene } from './where'

/** Files that are taken from one drop or one choice. */
const MOST_FILES = 10
/**
 * Files that are sent at the same time; the others wait their turn. More would only share the same line, and the last ones would
 * stand still so long that they seem lost.
 */
const AT_ONCE = 3
/** How far the next of several files lies from the one before, in millimetres. */
const NEXT_FILE: Pair = [6, 6]
/** A picture takes at most this part of the page's width and height when it comes without a box. */
const PART_OF_PAGE = 0.5
const MILLIMETRES_A_PIXEL = 25.4 / 96
const LONGEST_NAME = 80
/** Proportions of a picture that the browser cannot read; the server will say what it is. */
const UNKNOWN_SIZE: Pair = [400, 300]

/** What an upload is for. */
export type Wanted =
  /** A new image about a point, as large as suits it. */
  | { readonly kind: 'about'; readonly page: string; readonly at: Pair }
  /** A new image in a box. */
  | { readonly kind: 'place'; readonly page: string; readonly at: Pair; readonly size: Pair; readonly drawn: boolean }
  /** An element that shows a picture. */
  | { readonly kind: 'fill'; readonly id: string }

/** A picture on its way. */
export interface Upload {
  readonly id: number
  readonly name: string
  /** The file as the browser has it, for showing. */
  readonly preview: string
  /** Which part has left, 0 to 1. */
  readonly part: number
  readonly target: { readonly kind: 'place'; readonly page: string; readonly at: Pair; readonly size: Pair } | { readonly kind: 'fill'; readonly id: string }
  readonly cancel: () => void
}

/** What is told in passing. */
export interface UploadTellings {
  readonly failed: (name: string, code: string) => void
  readonly leftOut: (warning: AssetWarning) => void
  /** More files than are taken at once. */
  readonly tooMany: (most: number) => void
  readonly noPictures: () => void
}

/** The uploads of one editor. */
export class Uploads {
  readonly state = new Store<{ readonly list: readonly Upload[] }>({ list: [] })
  #next = 1
  #sending = 0
  readonly #waiting: (() => void)[] = []

  constructor(private readonly ctx: ToolContext, private readonly tell: UploadTellings) {}

  /** Uploads files that were dropped, pasted or chosen. Those that are no pictures are passed over. */
  add(files: readonly File[], wanted: Wanted): void {
    if (!this.ctx.mayEdit() || files.length === 0) return
    const pictures = files.filter(isPicture)
    if (pictures.length === 0) this.tell.noPictures()
    if (pictures.length > MOST_FILES) this.tell.tooMany(MOST_FILES)
    pictures.slice(0, wanted.kind === 'about' ? MOST_FILES : 1).forEach((file, index) => {
      const further = wanted.kind === 'about' ? { ...wanted, at: [wanted.at[0] + NEXT_FILE[0] * index, wanted.at[1] + NEXT_FILE[1] * index] as const } : wanted
      void this.#run(file, further)
    })
  }

  /** Takes a picture that the organisation has already. */
  choose(asset: { readonly id: string; readonly name: string; readonly width: number; readonly height: number }, wanted: Wanted): void {
    learnPicture(asset.id, asset.width, asset.height)
    this.#write(asset.id, asset.name, boxFor(this.ctx, wanted, [asset.width, asset.height]))
  }

  close(): void {
    for (const upload of this.state.get().list) upload.cancel()
  }

  async #run(file: File, wanted: Wanted): Promise<void> {
    const name = (file.name === '' ? 'image' : file.name).slice(0, LONGEST_NAME)
    const preview = URL.createObjectURL(file)
    const ending = new AbortController()
    const id = this.#next++
    const change = (patch: Partial<Upload> | null): void => {
      const { list } = this.state.get()
      this.state.set({ list: list.flatMap((one) => (one.id !== id ? [one] : patch ? [{ ...one, ...patch }] : [])) })
    }
    let hasTurn = false
    try {
      const target = boxFor(this.ctx, wanted, await pixelsOf(preview))
      this.state.set({ list: [...this.state.get().list, { id, name, preview, part: 0, target, cancel: () => ending.abort(new Cancelled()) }] })
      await this.#turn(ending.signal)
      hasTurn = true
      const { asset, warnings } = await uploadAsset(file, name, (part) => change({ part }), ending.signal)
      learnPicture(asset.id, asset.width, asset.height)
      for (const warning of warnings) this.tell.leftOut(warning)
      this.#write(asset.id, name, target)
    } catch (cause) {
      if (cause instanceof ApiError) this.tell.failed(name, cause.code)
      else if (!(cause instanceof Cancelled)) throw cause
    } finally {
      if (hasTurn) this.#endTurn()
      change(null)
      URL.revokeObjectURL(preview)
    }
  }

  /** Waits until fewer than {@link AT_ONCE} are being sent; who gives up before that has no turn. */
  async #turn(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    if (this.#sending < AT_ONCE) {
      this.#sending += 1
      return
    }
    await new Promise<void>((resolve, reject) => {
      const give = (): void => {
        signal.removeEventListener('abort', stop)
        resolve()
      }
      const stop = (): void => {
        this.#waiting.splice(this.#waiting.indexOf(give), 1)
        reject(signal.reason as Error)
      }
      this.#waiting.push(give)
      signal.addEventListener('abort', stop, { once: true })
    })
  }

  /** Hands the turn on. */
  #endTurn(): void {
    const next = this.#waiting.shift()
    if (next) next()
    else this.#sending -= 1
  }

  #write(asset: string, file: string, target: Upload['target']): void {
    const { ctx } = this
    if (!ctx.mayEdit()) return
    if (target.kind === 'fill') {
      if (scene(ctx)(target.id)) step(ctx, () => ctx.draft.commands.set(new Map([[target.id, { asset }]])))
      return
    }
    const name = file.replace(/\.[A-Za-z0-9]{1,5}$/, '').trim()
    const { page, at, size } = target
    const made = step(ctx, () => ctx.draft.commands.create({ type: 'image', parent: page, at, size, asset, ...(name === '' ? {} : { name }) }))
    ctx.state.set({ selection: [made], scope: null })
  }
}

/** A person took an upload back. */
class Cancelled extends Error { override readonly name = 'Cancelled' }

/** Where a picture comes, with its own proportions. */
function boxFor(ctx: ToolContext, wanted: Wanted, [width, height]: Pair): Upload['target'] {
  if (wanted.kind === 'fill' || (wanted.kind === 'place' && wanted.drawn)) return wanted
  const middle: Pair = wanted.kind === 'about' ? wanted.at : [wanted.at[0] + wanted.size[0] / 2, wanted.at[1] + wanted.size[1] / 2]
  const paper = ctx.draft.view.layout().pages.find((page) => page.id === wanted.page)?.size ?? [210, 297]
  const most: Pair = wanted.kind === 'about' ? [paper[0] * PART_OF_PAGE, paper[1] * PART_OF_PAGE] : wanted.size
  const natural: Pair = [width * MILLIMETRES_A_PIXEL, height * MILLIMETRES_A_PIXEL]
  // A box that was clicked is filled; what comes without one keeps its own size when there is room.
  const scale = Math.min(most[0] / natural[0], most[1] / natural[1], wanted.kind === 'about' ? 1 : Infinity)
  const size: Pair = [Math.max(round(natural[0] * scale), 1), Math.max(round(natural[1] * scale), 1)]
  return { kind: 'place', page: wanted.page, at: roundPair([middle[0] - size[0] / 2, middle[1] - size[1] / 2]), size }
}

/** The pixels of a picture, as the browser reads them. */
async function pixelsOf(address: string): Promise<Pair> {
  const image = new Image()
  image.src = address
  try {
    await image.decode()
  } catch {
    // The browser says only that it cannot: the server will say why.
    return UNKNOWN_SIZE
  }
  return image.naturalWidth > 0 && image.naturalHeight > 0 ? [image.naturalWidth, image.naturalHeight] : UNKNOWN_SIZE
}
