import { expect, it } from 'vitest'
import type { ListCheckBody } from '../../../protocol/generated'
import { firstSeen, isTriedAtOnce, neighbour, unseen } from './outcome'

const check = (part: Partial<ListCheckBody>): ListCheckBody => ({ rows: 10, ready: 10, faults: [], given: [], faulty: [], given_before: [], with_email: 0, ...part })

it('goes from row to row, past those that are left out', () => {
  expect([neighbour(1, 1, 10, []), neighbour(1, 1, 10, [2, 3]), neighbour(4, -1, 10, [2, 3]), neighbour(1, -1, 10, []), neighbour(10, 1, 10, []), neighbour(8, 1, 10, [9, 10])]).toEqual([2, 4, 1, 1, 10, 8])
})

it('begins with the first that can be shown', () => {
  expect([firstSeen(10, [1], check({ faulty: [2, 4] })), firstSeen(10, [], null), firstSeen(2, [], check({ faulty: [1, 2] }))]).toEqual([3, 1, 1])
})

it('says why a row cannot be shown', () => {
  expect([unseen(1, [1], check({ faulty: [1] })), unseen(2, [1], check({ faulty: [2] })), unseen(3, [1], check({})), unseen(3, [], null)]).toEqual(['left-out', 'faulty', null, null])
})

it('tries a short list without being asked to, once nothing is wrong in it', () => {
  expect([check({}), check({ faulty: [1] }), check({ ready: 0 }), check({ ready: 501 })].map(isTriedAtOnce)).toEqual([true, false, false, false])
})
