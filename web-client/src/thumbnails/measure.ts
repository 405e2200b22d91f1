import type { Face } from '../kernels/wrap'
import type { Sketch, SketchElement } from './sketch'

/** Measured large, so that hinting plays no part; widths are proportional. */
const MEASURED_AT = 100
/** A gallery measures the same few hundred stretches over and over; more than that is another session. */
const REMEMBERED = 4_000

let context: CanvasRenderingContext2D | null = null
const widths = new Map<string, number>()

const fontOf = (face: Pick<Face, 'family' | 'weight' | 'italic'>) => `${face.italic ? 'italic ' : ''}${face.weight} ${MEASURED_AT}px "${face.family}"`

/** The width of a text in a face, in millimetres. */
export function measure(text: string, face: Face): number {
  const font = fontOf(face)
  const key = `${font}|${text}`
  let width = widths.get(key)
  if (width === undefined) {
    context ??= document.createElement('canvas').getContext('2d')
    if (context === null) return text.length * face.size * 0.5
    context.font = font
    width = context.measureText(text).width / MEASURED_AT
    if (widths.size >= REMEMBERED) widths.clear()
    widths.set(key, width)
  }
  return width * face.size + face.spacing * text.length
}

/** The fonts of a layout that the page still has to fetch; resolves when texts can be measured, with whether any was new. */
export async function fontsOf(sketch: Sketch): Promise<boolean> {
  const wanted = new Set<string>()
  const collect = (element: SketchElement) => {
    if (element.type === 'text' || element.type === 'field') wanted.add(fontOf(element.typography))
    if (element.type === 'seal') wanted.add(fontOf({ family: 'Inter', weight: 600, italic: false }))
    for (const runs of Object.values(element.texts)) {
      for (const { attributes } of runs) {
        if (attributes) wanted.add(fontOf({ ...element.typography, ...attributes }))
      }
    }
    element.elements.forEach(collect)
  }
  for (const page of sketch.pages) page.elements.forEach(collect)
  const missing = [...wanted].filter(font => !document.fonts.check(font))
  if (missing.length === 0) return false
  await Promise.allSettled(missing.map(font => document.fonts.load(font)))
  widths.clear()
  return true
}
