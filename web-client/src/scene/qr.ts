/** QR codes (P8), by Nayuki's generator, which the server uses too. */
import qrcodegen from 'nayuki-qr-code-generator'
import type { Pair, QrLevel } from '../document/model'
import { QR_OFFLINE, QR_TEXT, QR_VERIFICATION } from '../document/schema'
import type { Ink, Item } from './items'
import { pathItem, rectangle } from './shapes'

/** Modules that stay light around a code, on every side. */
const QUIET_ZONE = 4
/** Codes remembered; a layout has a few, and each is drawn over and over while it is moved. */
const REMEMBERED = 64

const { QrCode, QrSegment } = qrcodegen
const LEVELS = { L: QrCode.Ecc.LOW, M: QrCode.Ecc.MEDIUM, Q: QrCode.Ecc.QUARTILE, H: QrCode.Ecc.HIGH } as const

/** A code: how many modules it has on a side, and its dark stretches `[x, y, length]`, row by row. */
export interface Modules { readonly count: number; readonly dark: readonly (readonly [number, number, number])[] }

const known = new Map<string, Modules | undefined>()

/** The code of a text; `undefined` when there is nothing to say or too much. */
export function modulesOf(text: string, level: QrLevel): Modules | undefined {
  const key = `${level} ${text}`
  if (known.has(key)) return known.get(key)
  if (known.size >= REMEMBERED) known.clear()
  const made = encode(text.toWellFormed(), level)
  known.set(key, made)
  return made
}

function encode(text: string, level: QrLevel): Modules | undefined {
  if (text === '') return undefined
  let code
  try {
    code = QrCode.encodeSegments(QrSegment.makeSegments(text), LEVELS[level], QrCode.MIN_VERSION, QrCode.MAX_VERSION, -1, false)
  } catch (cause) {
    // What the generator says of a text that no version holds.
    if (cause instanceof RangeError) return undefined
    throw cause
  }
  const dark: [number, number, number][] = []
  for (let y = 0; y < code.size; y++) {
    for (let x = 0; x < code.size; x++) {
      if (!code.getModule(x, y)) continue
      const from = x
      while (x < code.size && code.getModule(x, y)) x += 1
      dark.push([from, y, x - from])
    }
  }
  return { count: code.size, dark }
}

/** Characters of a packed certificate, as most have them. */
const SAMPLE_CHARACTERS = 1_200
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
/** Stands for a packed certificate, of which there is none yet: as dense as what is printed later. */
const PACKED_SAMPLE = Array.from({ length: SAMPLE_CHARACTERS }, (_, at) => LETTERS.charAt((at * 37 + Math.floor(at / 8)) % LETTERS.length)).join('')

/** What the code of a content says, and of which level it is: where it is to hold a whole certificate, of the least. */
export function qrSays(content: string, level: QrLevel, verification: string): { readonly text: string; readonly level: QrLevel } {
  if (content === QR_VERIFICATION) return { text: verification, level }
  // A scenery that draws no pictures knows no address either.
  if (content === QR_OFFLINE) return { text: verification === '' ? '' : `${verification}#${PACKED_SAMPLE}`, level: 'L' }
  return { text: content.slice(QR_TEXT.length), level }
}

/** A code in a box: its ground, then its dark modules. */
export function qrItems(text: string, level: QrLevel, [width, height]: Pair, ink: Ink, ground: Ink): Item[] {
  const modules = modulesOf(text, level)
  const side = Math.min(width, height)
  if (!modules || side <= 0) return []
  const [left, top] = [(width - side) / 2, (height - side) / 2]
  const module = side / (modules.count + 2 * QUIET_ZONE)
  const along = (count: number, from: number): number => from + (count + QUIET_ZONE) * module
  const d = modules.dark.map(([x, y, length]) => {
    const [x0, x1, y0, y1] = [along(x, left), along(x + length, left), along(y, top), along(y + 1, top)]
    return `M ${x0} ${y0} L ${x1} ${y0} L ${x1} ${y1} L ${x0} ${y1} Z`
  }).join(' ')
  const bare = { stroke: 'none', strokeWidth: 0 }
  return [
    ...(ground === 'none' ? [] : [pathItem(rectangle([side, side], 0, [left, top]), { fill: ground, ...bare })]),
    pathItem(d, { fill: ink === 'none' ? '#1b1d22' : ink, ...bare }),
  ]
}
