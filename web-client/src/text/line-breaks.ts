/**
 * Where lines may break: UAX #14, read off the machine that was learned from the server's (`generated/line-breaks.ts`), so that both break
 * at the same places (T9).
 */
import { CLASSES, SIGNS, STATES } from './generated/line-breaks'

/** Below this, a character's class is looked up at once: nearly every text needs no more. */
const DIRECT = 0x3000

interface Table { readonly direct: Uint8Array; readonly starts: readonly number[]; readonly classes: readonly number[] }

let table: Table | undefined

function read(): Table {
  const starts: number[] = []
  const classes: number[] = []
  const direct = new Uint8Array(DIRECT)
  let at = 0
  for (const [, sign, length] of CLASSES.matchAll(/([A-Za-z])(\d+)/g)) {
    const kind = SIGNS.indexOf(sign ?? '')
    starts.push(at)
    classes.push(kind)
    const end = at + Number(length)
    if (at < DIRECT) direct.fill(kind, at, Math.min(end, DIRECT))
    at = end
  }
  return { direct, starts, classes }
}

function classOf({ direct, starts, classes }: Table, point: number): number {
  if (point < DIRECT) return direct[point] ?? 0
  let [low, high] = [0, starts.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= point) low = middle
    else high = middle - 1
  }
  return classes[low] ?? 0
}

/** The places inside a text, in UTF-16 units, before which a line may break; its beginning and its end are not among them. */
export function breakOpportunities(text: string): number[] {
  table ??= read()
  const found: number[] = []
  let state = 0
  for (let at = 0; at < text.length;) {
    const point = text.codePointAt(at) ?? 0
    const cell = STATES[state]?.[classOf(table, point)] ?? 0
    if (at > 0 && cell % 2 === 1) found.push(at)
    state = cell >> 1
    at += point > 0xffff ? 2 : 1
  }
  return found
}
