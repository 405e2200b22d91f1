import { expect, it } from 'vitest'
import { drop, keep, kept, keptReading, type KeptMapping } from './kept'

function storage(begin?: string) {
  const all = new Map(begin === undefined ? [] : [['imprimatur.lists', begin]])
  return { getItem: (name: string) => all.get(name) ?? null, setItem: (name: string, text: string) => { all.set(name, text) }, size: () => all.get('imprimatur.lists')?.length ?? 0 }
}
const one = (part: Partial<KeptMapping['mapping']> = {}): KeptMapping => ({
  asked: { encoding: 'macintosh' }, mapping: { targets: ['name', null], days: [null, 'day_first'], language: 'de', validFrom: '', validUntil: '2031-10-31', leaveOut: [2, 3], ...part },
})

it('is found again by its list, as long as that has as many columns', () => {
  const kept_in = storage()
  keep('lst_1', one(), kept_in)
  keep('lst_2', one({ language: null }), kept_in)
  keep('lst_1', one({ leaveOut: [] }), kept_in)
  expect(kept('lst_1', 2, kept_in)).toEqual(one({ leaveOut: [] }))
  expect([kept('lst_1', 3, kept_in), kept('lst_3', 2, kept_in)]).toEqual([null, null])
  expect([keptReading('lst_1', kept_in), keptReading('lst_3', kept_in)]).toEqual([{ encoding: 'macintosh' }, {}])
  drop('lst_1', kept_in)
  expect([kept('lst_1', 2, kept_in), kept('lst_2', 2, kept_in)?.mapping.language]).toEqual([null, null])
})

it('is bounded: the oldest goes', () => {
  const kept_in = storage()
  for (let index = 0; index < 12; index++) keep(`lst_${index.toString()}`, one(), kept_in)
  expect([kept('lst_3', 2, kept_in), kept('lst_4', 2, kept_in)]).toEqual([null, one()])
  const many = Array.from({ length: 60_000 }, (_, index) => index + 1)
  keep('long', one({ leaveOut: many }), kept_in)
  expect([kept('lst_11', 2, kept_in), kept('long', 2, kept_in)?.mapping.leaveOut.length]).toEqual([one(), 60_000])
  keep('longer', one({ leaveOut: many }), kept_in)
  expect([kept('lst_11', 2, kept_in), kept('long', 2, kept_in), kept('longer', 2, kept_in)?.mapping.leaveOut.length]).toEqual([null, null, 60_000])
  expect(kept_in.size()).toBeLessThan(400_001)
})

it('is nothing where nothing can be kept, or something else stands there', () => {
  expect(() => keep('lst_1', one(), null)).not.toThrow()
  const full = { getItem: () => null, setItem: () => { throw new Error('full') } }
  expect(() => keep('lst_1', one(), full)).not.toThrow()
  for (const begin of ['', '{', '{}', '[1]', '[{"list":"lst_1"}]', '[{"list":"lst_1","asked":{},"mapping":{"targets":[1],"days":[null]}}]']) expect.soft(kept('lst_1', 1, storage(begin)), begin).toBeNull()
})
