import { describe, expect, test } from 'vitest'
import { seeded } from './testing/random'
import { isOrder, orderBetween, ordersBetween } from './order'

describe('fractional index', () => {
  test('a new key lies strictly between its neighbours, whatever they are', () => {
    const random = seeded(1)
    const keys: string[] = []
    for (let i = 0; i < 3000; i++) {
      const at = Math.floor(random() * (keys.length + 1))
      const key = orderBetween(keys[at - 1] ?? null, keys[at] ?? null, random)
      expect(isOrder(key)).toBe(true)
      keys.splice(at, 0, key)
    }
    expect([...keys].sort()).toEqual(keys)
    expect(new Set(keys).size).toBe(keys.length)
  })

  test('a key fits below the smallest that others may have made', () => {
    for (const above of ['1', '01', '0001', '000000z', 'A']) {
      const key = orderBetween(null, above)
      expect(key < above && isOrder(key)).toBe(true)
    }
  })

  test('a key fits above the greatest', () => {
    for (const below of ['z', 'zz', 'zzzzzz', 'zzy']) expect(orderBetween(below, null) > below).toBe(true)
  })

  test('a key fits between a key and the same with a suffix', () => {
    for (const [low, high] of [['a', 'a1'], ['a', 'a01'], ['a', 'a001'], ['az', 'b'], ['azzz', 'b'], ['a1', 'a2'], ['a', 'b']] as const) {
      const key = orderBetween(low, high)
      expect(low < key && key < high).toBe(true)
    }
  })

  test('keys stay short when a thousand elements are added in front and behind', () => {
    let front = orderBetween(null, null)
    let back = front
    for (let i = 0; i < 1000; i++) {
      front = orderBetween(front, null)
      back = orderBetween(null, back)
    }
    expect([front.length, back.length]).toEqual([6, 6])
  })

  test('keys go on when the steps to an end are used up', () => {
    for (const end of ['zzz', 'zzzzzzzzz1']) expect(orderBetween(end, null) > end).toBe(true)
    for (const end of ['0001', '000000001']) expect(orderBetween(null, end) < end).toBe(true)
  })

  test('two people who insert at one place seldom make the same', () => {
    const made = new Set(Array.from({ length: 500 }, () => orderBetween('a', 'b')))
    expect(made.size).toBeGreaterThan(480)
  })

  test('equal neighbours still give a key, above the lower', () => {
    expect(orderBetween('k', 'k') > 'k').toBe(true)
  })

  test('many at once ascend', () => {
    const keys = ordersBetween('a', 'b', 50)
    expect([...keys].sort()).toEqual(keys)
    expect(keys.every((key) => key > 'a' && key < 'b')).toBe(true)
  })
})
