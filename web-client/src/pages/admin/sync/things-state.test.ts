import { describe, expect, it } from 'vitest'
import { thingBody } from './testing/bodies'
import { emptyList, isOutdated, keyOf, reduceList, type ListEvent } from './things-state'

const anna = thingBody({ id: 'user_1', attempts: 3 })
const beat = thingBody({ id: 'user_2', attempts: 1 })
const carla = thingBody({ id: 'user_3', attempts: 7 })
const read = (...things: typeof anna[]): ListEvent => ({ kind: 'read', listed: 'failed', things, after: null, isFirst: true })
const after = (...events: ListEvent[]) => events.reduce(reduceList, emptyList('failed'))
const look = (isEnd: boolean, ...things: typeof anna[]): ListEvent => ({ kind: 'looked', listed: 'failed', things, isEnd })

describe('the list', () => {
  it('tells things of two kinds apart', () => {
    expect(keyOf(thingBody({ kind: 'user', id: 'a' }))).not.toBe(keyOf(thingBody({ kind: 'organization', id: 'a' })))
  })

  it('goes on where it ended, and shows nothing twice', () => {
    const state = after(read(anna, beat), { kind: 'read', listed: 'failed', things: [beat, carla], after: 'user/user_3', isFirst: false })
    expect(state.things).toEqual([anna, beat, carla])
    expect(state.after).toBe('user/user_3')
  })

  it('is empty when another state is chosen, whatever answer comes late', () => {
    expect(after(read(anna), { kind: 'chose', listed: 'pending' }, read(beat)).things).toBeNull()
  })
})

describe('what is tried again', () => {
  const retried = after(read(anna, beat, carla), { kind: 'retried', key: keyOf(beat) })

  it('is marked, one or all that failed', () => {
    expect([...retried.trying.keys()]).toEqual(['user/user_2'])
    expect(after(read(anna, thingBody({ id: 'user_9', state: 'success' })), { kind: 'retried', key: null }).trying.size).toBe(1)
  })

  it('stays marked until it was tried', () => {
    expect(reduceList(retried, look(true, anna, beat, carla)).trying.size).toBe(1)
  })

  it('shows the new failure in its place', () => {
    const state = reduceList(retried, look(true, anna, { ...beat, attempts: 2, reason: 'locked' }, carla))
    expect(state.trying.size).toBe(0)
    expect(state.things?.[1]?.reason).toBe('locked')
  })

  it('keeps its place when it is not among those that failed any more', () => {
    const state = reduceList(retried, look(true, anna, carla))
    expect(state.things).toEqual([anna, beat, carla])
    expect([...state.left]).toEqual(['user/user_2'])
  })

  it('is not called gone by a look that did not come so far', () => {
    const state = reduceList(retried, look(false, anna))
    expect(state.left.size).toBe(0)
    expect(state.trying.size).toBe(1)
    expect(reduceList(retried, look(false, anna, carla)).left.size).toBe(1)
  })
})

it('calls a list outdated when the figures of what it lists are others', () => {
  const figures = { failed: 1, pending: 2, success: 3 }
  expect(isOutdated('failed', figures, { ...figures, success: 4 })).toBe(false)
  expect(isOutdated('failed', figures, { ...figures, failed: 2 })).toBe(true)
  expect(isOutdated('all', figures, { ...figures, pending: 0 })).toBe(true)
  expect(isOutdated('all', figures, figures)).toBe(false)
})
