/** Versions by the day on which they were made, where the reader is. */
import type { VersionBody } from '../../../protocol/generated'

/** The versions of one day, the newest first. */
export interface Day {
  /** Its first moment. */
  readonly start: Date
  readonly versions: readonly VersionBody[]
}

/** The first moment of a day. */
export function startOfDay(at: Date): Date {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate())
}

/** The first moment of the day after; a day may have 23 or 25 hours. */
export function startOfNextDay(at: Date): Date {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate() + 1)
}

/** Versions that come newest first, by day. */
export function byDay(versions: readonly VersionBody[]): Day[] {
  const days: { start: Date; versions: VersionBody[] }[] = []
  for (const version of versions) {
    const start = startOfDay(new Date(version.created_at))
    const last = days.at(-1)
    if (last !== undefined && last.start.getTime() === start.getTime()) last.versions.push(version)
    else days.push({ start, versions: [version] })
  }
  return days
}

/** A page of versions put before those that are known: what was changed meanwhile is taken over, nothing is there twice. */
export function merged(known: readonly VersionBody[], page: readonly VersionBody[]): VersionBody[] {
  const fresh = new Map(page.map((version) => [version.id, version]))
  const rest = known.filter((version) => !fresh.has(version.id))
  return [...page, ...rest].sort((a, b) => (a.created_at === b.created_at ? compare(b.id, a.id) : compare(b.created_at, a.created_at)))
}

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
