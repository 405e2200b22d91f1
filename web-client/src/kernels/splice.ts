/** Two people in one text: what was typed here, carried over what arrived meanwhile. */

/** A change in one place: at `start`, `removed` characters give way to `inserted`. */
export interface Splice {
  readonly start: number
  readonly removed: number
  readonly inserted: string
}

/** The smallest single change from one text to another. `near` (a caret after the change) settles repeated letters. */
export function spliceBetween(before: string, after: string, near?: number): Splice {
  const shorter = Math.min(before.length, after.length)
  const inserted = Math.max(after.length - before.length, 0)
  const limit = near === undefined ? shorter : Math.min(shorter, Math.max(near - inserted, 0))
  let start = 0
  while (start < limit && before[start] === after[start]) start++
  let end = 0
  while (end < shorter - start && before[before.length - 1 - end] === after[after.length - 1 - end]) end++
  return { start, removed: before.length - start - end, inserted: after.slice(start, after.length - end) }
}

/** A text after a change. */
export const applySplice = (text: string, { start, removed, inserted }: Splice): string =>
  text.slice(0, start) + inserted + text.slice(start + removed)

/** A change made beside another one, as it is after that other one. Nothing that either inserted is lost. */
export function rebase(own: Splice, other: Splice): Splice {
  const from = carry(own.start, other)
  const to = carry(own.start + own.removed, other)
  const inside = other.inserted !== '' && own.start < other.start && own.start + own.removed > other.start + other.removed
  if (inside) {
    // The other typed within what was removed here: their words stay, behind one's own.
    const head = other.start - own.start
    return { start: own.start, removed: head, inserted: own.inserted }
  }
  return { start: from, removed: Math.max(to - from, 0), inserted: own.inserted }
}

/** Where a place in a text is after a change; what stood in the removed part moves behind what came instead. */
export function carry(at: number, { start, removed, inserted }: Splice): number {
  if (at < start || (at === start && removed === 0)) return at
  if (at >= start + removed) return at + inserted.length - removed
  return start + inserted.length
}
