import { describe, expect, it } from 'vitest'
import { drawHour, hourOf, minuteAt, peakOf, sumsOf, ticksOf } from './chart'

const NOW = Date.parse('2026-11-22T10:30:20Z')
const told = [
  { at: '2026-11-22T09:31:00Z', synced: 10, failed: 0, received: 4 },
  { at: '2026-11-22T10:30:00Z', synced: 1, failed: 2, received: 0 },
]

describe('the hour', () => {
  it('has sixty minutes, those in which nothing happened among them', () => {
    const minutes = hourOf(told, NOW)
    expect(minutes).toHaveLength(60)
    expect(minutes[0]).toEqual({ atMs: Date.parse('2026-11-22T09:31:00Z'), synced: 10, failed: 0, received: 4 })
    expect(minutes[59]).toMatchObject({ atMs: Date.parse('2026-11-22T10:30:00Z'), failed: 2 })
    expect(sumsOf(minutes)).toEqual({ synced: 11, failed: 2, received: 4 })
    expect(peakOf(minutes)).toBe(10)
  })

  it('leaves out what is older, and follows a server whose clock is ahead', () => {
    expect(sumsOf(hourOf(told, NOW + 60_000))).toEqual({ synced: 1, failed: 2, received: 0 })
    expect(hourOf(told, NOW - 600_000)[59]).toMatchObject({ failed: 2 })
  })
})

it.each([
  [0, [0, 1]], [1, [0, 1]], [3, [0, 1, 2, 3]], [4, [0, 1, 2, 3, 4]], [5, [0, 2, 4, 6]], [17, [0, 5, 10, 15, 20]],
  [100, [0, 50, 100]], [1_234, [0, 500, 1_000, 1_500]],
])('marks an axis up to %d at %j', (peak, ticks) => { expect(ticksOf(peak)).toEqual(ticks) })

describe('the picture', () => {
  const { bars, line, ticks } = drawHour(hourOf([{ at: '2026-11-22T10:30:00Z', synced: 500, failed: 1, received: 250 }], NOW), 600, 100)

  it('shows a single failure under many that went well', () => {
    expect(bars[59]?.failed).toEqual({ y: 98, height: 2 })
    expect(bars[59]?.synced.height).toBeGreaterThan(80)
    expect(bars[59]?.synced.y).toBeGreaterThanOrEqual(0)
  })

  it('draws nothing where nothing happened', () => {
    expect(bars[0]?.synced.height).toBe(0)
    expect(bars[0]?.failed.height).toBe(0)
    expect(line.startsWith('M5.0 100.0L')).toBe(true)
  })

  it('stays inside', () => {
    expect(ticks.at(-1)?.y).toBe(0)
    for (const bar of bars) expect(bar.x + bar.width).toBeLessThanOrEqual(600)
  })
})

it('finds the minute under a pointer', () => {
  expect(minuteAt(0, 600)).toBe(0)
  expect(minuteAt(599, 600)).toBe(59)
  expect(minuteAt(600, 600)).toBeNull()
  expect(minuteAt(-1, 600)).toBeNull()
  expect(minuteAt(5, 0)).toBeNull()
})
