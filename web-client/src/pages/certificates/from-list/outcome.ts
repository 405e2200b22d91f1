/** What a list comes to: whether it can be issued, what is said before, and which row is looked at next. Pure. */
import type { ListCheckBody } from '../../../protocol/generated'
import type { Lacks } from './mapping'

/** Why nothing can be issued yet: the message that says so; null: it can. */
export function obstacleId(lacking: Lacks, check: ListCheckBody | null, isCurrent: boolean): string | null {
  if (lacking.picture !== undefined) return 'list-not-picture'
  if (lacking.name) return 'list-not-name'
  if (check === null || !isCurrent) return 'list-not-checked'
  if (check.faulty.length > 0) return 'list-not-faulty'
  return check.ready === 0 ? 'list-not-any' : null
}

/** Why a row cannot be shown; null: it can, as far as is known. */
export function unseen(row: number, leaveOut: readonly number[], check: ListCheckBody | null): 'left-out' | 'faulty' | null {
  if (leaveOut.includes(row)) return 'left-out'
  return check?.faulty.includes(row) === true ? 'faulty' : null
}

/** The next row that is issued, before or after one; the row itself where there is none. */
export function neighbour(row: number, step: 1 | -1, rows: number, leaveOut: readonly number[]): number {
  const out = new Set(leaveOut)
  for (let next = row + step; next >= 1 && next <= rows; next += step) if (!out.has(next)) return next
  return row
}

/** The row to begin with: the first that can be shown. */
export function firstSeen(rows: number, leaveOut: readonly number[], check: ListCheckBody | null): number {
  const out = new Set([...leaveOut, ...check?.faulty ?? []])
  for (let row = 1; row <= rows; row++) if (!out.has(row)) return row
  return 1
}

/** Whether all rows are tried without being asked to: more take a while, and somebody else waits for the server. */
export const isTriedAtOnce = (check: ListCheckBody): boolean => check.faulty.length === 0 && check.ready > 0 && check.ready <= 500
