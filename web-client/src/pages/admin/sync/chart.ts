/** The last hour as a picture: which minute stands where, and how high. Pure. */
import type { SyncMinuteBody } from '../../../protocol/generated'

export const MINUTES = 60
const MINUTE_MS = 60_000

/** A minute of the hour; nothing happened in those that the server leaves out. */
export interface Minute { readonly atMs: number; readonly synced: number; readonly failed: number; readonly received: number }

/** Every minute of the hour that ends with this one, the oldest first. The server's clock counts where it is ahead of ours. */
export function hourOf(told: readonly SyncMinuteBody[], nowMs: number): Minute[] {
  const byMinute = new Map(told.map(minute => [Math.floor(Date.parse(minute.at) / MINUTE_MS), minute]))
  const last = Math.max(Math.floor(nowMs / MINUTE_MS), ...byMinute.keys())
  return Array.from({ length: MINUTES }, (_, index) => {
    const minute = last - MINUTES + 1 + index
    const { synced = 0, failed = 0, received = 0 } = byMinute.get(minute) ?? {}
    return { atMs: minute * MINUTE_MS, synced, failed, received }
  })
}

export interface Sums { readonly synced: number; readonly failed: number; readonly received: number }

export function sumsOf(minutes: readonly Minute[]): Sums {
  return minutes.reduce<Sums>(
    (sum, minute) => ({ synced: sum.synced + minute.synced, failed: sum.failed + minute.failed, received: sum.received + minute.received }),
    { synced: 0, failed: 0, received: 0 },
  )
}

/** The highest that has to fit: bars stand on each other, the line alone. */
export function peakOf(minutes: readonly Minute[]): number {
  return Math.max(0, ...minutes.map(minute => Math.max(minute.synced + minute.failed, minute.received)))
}

/** Marks of an axis from 0: at most four steps of 1, 2 or 5 times a power of ten, the last at or above the peak. Whole, as what is counted. */
export function ticksOf(peak: number): number[] {
  const most = Math.max(1, peak)
  const power = 10 ** Math.floor(Math.log10(most / 4))
  const step = Math.max(1, [1, 2, 5, 10].map(times => times * power).find(size => size * 4 >= most) ?? most)
  return Array.from({ length: Math.ceil(most / step) + 1 }, (_, index) => index * step)
}

/** What is drawn of a minute. */
export interface Bar { readonly x: number; readonly width: number; readonly synced: Span; readonly failed: Span; readonly received: number }
interface Span { readonly y: number; readonly height: number }

export interface Picture {
  readonly bars: readonly Bar[]
  /** The line of what was received, as an SVG path. */
  readonly line: string
  readonly ticks: readonly { readonly value: number; readonly y: number }[]
}

/** A single one that failed is seen, whatever the scale. */
const LEAST = 2
const GAP = 1

export function drawHour(minutes: readonly Minute[], width: number, height: number): Picture {
  const ticks = ticksOf(peakOf(minutes))
  const top = ticks.at(-1) ?? 1
  const tall = (value: number) => (value / top) * height
  const slot = width / minutes.length
  const bars = minutes.map((minute, index): Bar => {
    const failed = minute.failed === 0 ? 0 : Math.max(LEAST, tall(minute.failed))
    // What failed stands on the ground, where a little of it is not lost on top of a lot that went well.
    const synced = minute.synced === 0 ? 0 : Math.min(height - failed, Math.max(LEAST, tall(minute.synced)))
    return {
      x: index * slot + GAP / 2, width: Math.max(1, slot - GAP),
      failed: { y: height - failed, height: failed },
      synced: { y: height - failed - synced, height: synced },
      received: height - tall(minute.received),
    }
  })
  const line = bars.map((bar, index) => `${index === 0 ? 'M' : 'L'}${(bar.x + bar.width / 2).toFixed(1)} ${bar.received.toFixed(1)}`).join('')
  return { bars, line, ticks: ticks.map(value => ({ value, y: height - tall(value) })) }
}

/** Which minute is under a pointer. */
export function minuteAt(x: number, width: number): number | null {
  if (width <= 0 || x < 0 || x >= width) return null
  return Math.min(MINUTES - 1, Math.floor((x / width) * MINUTES))
}
