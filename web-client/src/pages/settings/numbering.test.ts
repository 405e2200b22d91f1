import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { NumberingBody } from '../../protocol/generated'
import { bodyOf, draftOf, example, faultsOf, LENGTHS, withKind } from './numbering'

const rust = readFileSync(join(import.meta.dirname, '../../../../server/src/issuance/numbering.rs'), 'utf8')
const SETTLED: NumberingBody = { kind: 'gapless', prefix: '', year: true, digits: 5 }

describe('numbers', () => {
  it('look as the server makes them', () => {
    const rows = [...rust.matchAll(/\("([^"]*)", (true|false), (\d+), ([\d_]+), "([^"]+)"\)/g)]
    expect(rows.length).toBeGreaterThan(3)
    for (const [, prefix = '', year, digits, place = '', number] of rows) {
      expect(example({ kind: 'gapless', prefix, year: year === 'true', digits: Number(digits) }, Number(place.replaceAll('_', '')), 2026)).toBe(number)
    }
  })

  it('are drawn from the characters of the server', () => {
    const characters = /CHARACTERS: &\[u8; \d+\] = b"([A-Z0-9]+)"/.exec(rust)?.[1] ?? ''
    const shown = example({ kind: 'random', prefix: 'A', year: false, digits: 16 }, 1, 2026)
    expect(shown).toHaveLength(18)
    expect([...shown.slice(2)].filter(one => !characters.includes(one))).toEqual([])
  })

  it('are as long as the server takes them', () => {
    const range = (name: string) => new RegExp(`${name}: std::ops::RangeInclusive<u32> = (\\d+)\\.\\.=(\\d+)`).exec(rust)?.slice(1).map(Number)
    expect(range('COUNTED_DIGITS')).toEqual([LENGTHS.gapless.least, LENGTHS.gapless.most])
    expect(range('RANDOM_CHARACTERS')).toEqual([LENGTHS.random.least, LENGTHS.random.most])
    expect(withKind(SETTLED, 'random').digits).toBe(10)
    expect(withKind({ ...SETTLED, kind: 'random', digits: 10 }, 'gapless').digits).toBe(10)
    expect(withKind({ ...SETTLED, kind: 'random', digits: 16 }, 'gapless').digits).toBe(5)
  })

  it('are refused when they cannot be made', () => {
    const faults = (prefix: string) => Object.keys(faultsOf(draftOf({ numbering: { ...SETTLED, prefix }, reminder_days: null })))
    for (const good of ['', 'ACME', 'A.b-C', 'ABCDEFGHIJKLMNOP', ' ACME ']) expect.soft(faults(good), good).toEqual([])
    for (const bad of ['-A', 'A-', 'A/B', 'Ä', 'A B', 'ABCDEFGHIJKLMNOPQ']) expect.soft(faults(bad), bad).toEqual(['prefix'])
  })
})

it('reminds so many days before, or never', () => {
  const draft = draftOf({ numbering: SETTLED, reminder_days: null })
  expect([draft.reminds, draft.days, bodyOf(draft).reminder_days]).toEqual(['never', '30', null])
  expect(bodyOf({ ...draft, reminds: 'days', days: '14' }).reminder_days).toBe(14)
  for (const [days, isGood] of [['1', true], ['366', true], ['0', false], ['367', false], ['soon', false]] as const) {
    expect.soft(faultsOf({ ...draft, reminds: 'days', days }).days === undefined, days).toBe(isGood)
  }
})
