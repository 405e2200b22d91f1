/** Widths of text by the browser's own fonts, remembered until a font arrives. */
import { useSyncExternalStore } from 'react'

/** How a stretch of text looks. Sizes in millimetres. */
export interface Face {
  readonly family: string
  readonly weight: number
  readonly italic: boolean
  readonly size: number
  readonly color: string
  readonly spacing: number
}

/** Measured large and scaled down, so that no hinting of small sizes gets in. */
const MEASURED_AT = 100
/** Words remembered; a layout has some hundreds. */
const REMEMBERED = 20_000

const widths = new Map<string, number>()
let context: CanvasRenderingContext2D | null | undefined
let font = ''
let version = 0
const listeners = new Set<() => void>()

function surface(): CanvasRenderingContext2D | null {
  if (context === undefined) {
    context = document.createElement('canvas').getContext('2d')
    document.fonts.addEventListener('loadingdone', () => {
      widths.clear()
      version += 1
      font = ''
      for (const listener of [...listeners]) listener()
    })
  }
  return context
}

/** The CSS font of a face at a size in pixels. */
const cssFont = (face: Face, pixels: number): string =>
  `${face.italic ? 'italic ' : ''}${face.weight.toString()} ${pixels.toString()}px "${face.family.replaceAll('"', '')}", Inter, sans-serif`

/** The width of a text in millimetres, letter spacing included. */
export function measure(text: string, face: Face): number {
  const wanted = cssFont(face, MEASURED_AT)
  const key = `${wanted}|${text}`
  let width = widths.get(key)
  if (width === undefined) {
    const drawn = surface()
    if (!drawn) return text.length * face.size * 0.5
    if (font !== wanted) {
      drawn.font = wanted
      font = wanted
    }
    width = drawn.measureText(text).width
    if (widths.size > REMEMBERED) widths.clear()
    widths.set(key, width)
  }
  return (width * face.size) / MEASURED_AT + text.length * face.spacing
}

/** Counts up whenever a font arrived and texts must be set anew. */
export function useFontVersion(): number {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => {
        listeners.delete(listener)
      }
    },
    () => version,
  )
}
