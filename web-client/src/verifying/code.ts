import decodeQR from 'qr/decode.js'
import type { Held } from './file'

/** Longest sides at which a picture is looked at, in pixels: a code that fills it, and one that stands small in a corner. */
const SIDES = [1_200, 2_400, 700] as const
/** Pixels of a side at most, as it says of itself. */
const SIDE_MOST = 20_000

interface Pixels {
  readonly width: number
  readonly height: number
  readonly data: Uint8ClampedArray
}

/** What a code in these pixels says; null: there is none that can be read. */
export function readCode(pixels: Pixels): string | null {
  try { return decodeQR(pixels) } catch { return null }
}

/** The code on a picture. */
export async function codeIn(picture: Blob): Promise<Held> {
  const address = URL.createObjectURL(picture)
  try {
    const image = new Image()
    image.src = address
    // What an SVG holds is not run in an image, and it loads nothing.
    await image.decode()
    const [width, height] = [image.naturalWidth || 1_000, image.naturalHeight || 1_000]
    if (width > SIDE_MOST || height > SIDE_MOST) return { kind: 'nothing', why: 'picture_broken' }
    for (const side of SIDES) {
      const scale = side / Math.max(width, height)
      const pixels = drawn(image, Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale)))
      const text = pixels === null ? null : readCode(pixels)
      if (text !== null) return { kind: 'code', text }
    }
    return { kind: 'nothing', why: 'picture_empty' }
  } catch { return { kind: 'nothing', why: 'picture_broken' } } finally { URL.revokeObjectURL(address) }
}

/** What a picture, or what a camera shows now, looks like at a size. */
export function drawn(source: CanvasImageSource, width: number, height: number): ImageData | null {
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  const context = canvas.getContext('2d', { willReadFrequently: true })
  if (context === null) return null
  // Codes are black on white, also where nothing is behind them.
  context.fillStyle = '#fff'
  context.fillRect(0, 0, width, height)
  context.drawImage(source, 0, 0, width, height)
  return context.getImageData(0, 0, width, height)
}
