import { describe, expect, it } from 'vitest'
import type { Geometry, Pair } from '../document/model'
import { selectionBox, turnedBox, turnedCorners, withGeometry, type Placed, type Scene, type TurnedBox } from './frame'
import { handleAt, HANDLES, type Handle } from './hit'
import { alongAxis, lineEnds, planFrame, planLineEnd, planMove, planTurn, resizedBox, steadyLine, turnBetween, type Plan, type ResizeHow } from './transform'

type Given = Partial<Placed>

/** Pulls a handle of the selection's frame by a vector of the page. */
function planResize(scene: Scene, ids: readonly string[], handle: Handle, by: Pair, how: ResizeHow): Plan {
  const box = selectionBox(scene, ids)
  return box ? planFrame(scene, ids, box, resizedBox(box, handle, by, how)) : new Map()
}

export function sceneOf(given: Record<string, Given>): Scene {
  const elements = new Map<string, Placed>()
  for (const [id, it] of Object.entries(given)) {
    elements.set(id, {
      at: [0, 0], size: [10, 10], rotation: 0, type: 'rectangle', parent: 'page',
      children: Object.entries(given).filter(([, other]) => other.parent === id).map(([child]) => child),
      ...it,
    })
  }
  return (id) => elements.get(id)
}

const free = { keepRatio: false, fromCentre: false }
const near = (a: Pair, b: Pair): void => {
  expect(a[0]).toBeCloseTo(b[0], 1)
  expect(a[1]).toBeCloseTo(b[1], 1)
}
const after = (scene: Scene, plan: ReadonlyMap<string, Partial<Geometry>>): Scene => withGeometry(scene, plan)
const opposite = ([x, y]: Handle): Handle => [-x as -1 | 0 | 1, -y as -1 | 0 | 1]

describe('moving', () => {
  it('writes only where it stands', () => {
    expect(planMove(sceneOf({ a: { at: [5, 5] } }), ['a'], [1, 2])).toEqual(new Map([['a', { at: [6, 7] }]]))
  })
  it('follows the pointer inside a turned group', () => {
    const scene = sceneOf({ g: { type: 'group', at: [50, 50], rotation: 90 }, a: { parent: 'g' }, b: { parent: 'g', at: [20, 0] } })
    const moved = planMove(scene, ['a'], [0, 10]).get('a')
    near(moved?.at ?? [0, 0], [10, 0])
  })
  it('holds to the longer axis', () => {
    expect(alongAxis([3, -4])).toEqual([0, -4])
    expect(alongAxis([5, -4])).toEqual([5, 0])
  })
})

describe('resizing', () => {
  it.each(HANDLES)('keeps the opposite of handle %s, %s where it is, however the box is turned', (x, y) => {
    const handle: Handle = [x, y]
    for (const rotation of [0, 30, 90, 200]) {
      const scene = sceneOf({ a: { at: [20, 30], size: [40, 20], rotation } })
      const before = turnedBox(scene, 'a')
      const resized = turnedBox(after(scene, planResize(scene, ['a'], handle, [7, 5], free)), 'a')
      near(handleAt(resized, opposite(handle)), handleAt(before, opposite(handle)))
    }
  })
  it('puts the corner under the pointer', () => {
    const scene = sceneOf({ a: { at: [20, 30], size: [40, 20], rotation: 37 } })
    const before = handleAt(turnedBox(scene, 'a'), [1, 1])
    const resized = turnedBox(after(scene, planResize(scene, ['a'], [1, 1], [6, 9], free)), 'a')
    near(handleAt(resized, [1, 1]), [before[0] + 6, before[1] + 9])
  })
  it('keeps the ratio, and never turns inside out', () => {
    const box: TurnedBox = { centre: [0, 0], width: 40, height: 20, angle: 0 }
    const grown = resizedBox(box, [1, 1], [20, 0], { keepRatio: true, fromCentre: false })
    expect(grown.width / grown.height).toBeCloseTo(2)
    expect(resizedBox(box, [1, 0], [-500, 0], free).width).toBe(0.5)
    expect(resizedBox(box, [1, 1], [-500, -500], { keepRatio: true, fromCentre: false })).toMatchObject({ width: 1, height: 0.5 })
  })
  it('keeps the centre when both sides move', () => {
    const box: TurnedBox = { centre: [3, 4], width: 40, height: 20, angle: 30 }
    const grown = resizedBox(box, [1, 0], [5, 0], { keepRatio: false, fromCentre: true })
    expect(grown.centre).toEqual([3, 4])
    expect(grown.height).toBe(20)
  })
  it('leaves `at` out when only the far side moved', () => {
    const scene = sceneOf({ a: { at: [20, 30], size: [40, 20] } })
    expect(planResize(scene, ['a'], [1, 1], [2, 3], free)).toEqual(new Map([['a', { size: [42, 23] }]]))
  })
  it('scales several about their common frame', () => {
    const scene = sceneOf({ a: { at: [0, 0] }, b: { at: [30, 30] } })
    const plan = planResize(scene, ['a', 'b'], [1, 1], [40, 40], free)
    expect(plan.get('a')).toEqual({ size: [20, 20] })
    expect(plan.get('b')).toEqual({ at: [60, 60], size: [20, 20] })
  })
  it('scales a turned group with all it holds and keeps its far corner', () => {
    const scene = sceneOf({
      g: { type: 'group', at: [50, 50], rotation: 30 },
      a: { parent: 'g', at: [0, 0] },
      h: { type: 'group', parent: 'g', at: [20, 10] },
      b: { parent: 'h', at: [5, 0] },
    })
    const before = turnedBox(scene, 'g')
    const scene2 = after(scene, planResize(scene, ['g'], [1, 1], [10, 14], { keepRatio: true, fromCentre: false }))
    const grown = turnedBox(scene2, 'g')
    near(handleAt(grown, [-1, -1]), handleAt(before, [-1, -1]))
    expect(grown.width / before.width).toBeCloseTo(grown.height / before.height, 1)
    expect(turnedBox(scene2, 'b').width / 10).toBeCloseTo(grown.width / before.width, 1)
  })
  it('fits a frame that a number field gives', () => {
    const scene = sceneOf({ a: { at: [10, 10], size: [20, 10] } })
    const from = turnedBox(scene, 'a')
    const plan = planFrame(scene, ['a'], from, { ...from, width: 40, centre: [30, 15] })
    expect(plan).toEqual(new Map([['a', { size: [40, 10] }]]))
  })
})

describe('turning', () => {
  it('steps by 15 degrees from the page, not from where it started', () => {
    expect(7 + turnBetween([0, 0], [10, 0], [0, 10], 7, true)).toBe(90)
    expect(turnBetween([0, 0], [10, 0], [0, 10], 7, false)).toBe(90)
  })
  it('writes only the rotation of a single element', () => {
    expect(planTurn(sceneOf({ a: { rotation: 350 } }), ['a'], 20)).toEqual(new Map([['a', { rotation: 10 }]]))
  })
  it('turns several about their common centre', () => {
    const scene = sceneOf({ a: { at: [0, 0] }, b: { at: [20, 0] } })
    const turned = after(scene, planTurn(scene, ['a', 'b'], 90))
    near(turnedBox(turned, 'a').centre, [15, -5])
    near(turnedBox(turned, 'b').centre, [15, 15])
    expect(selectionBox(turned, ['a', 'b'])).toMatchObject({ width: 10, height: 30 })
  })
})

describe('lines', () => {
  it('moves one end and keeps the other, upwards and backwards', () => {
    const scene = sceneOf({ l: { type: 'line', at: [10, 10], size: [20, 0] } })
    const up = after(scene, planLineEnd(scene, 'l', 1, [30, 0], false))
    expect(lineEnds(up, 'l')).toEqual([[10, 10], [30, 0]])
    const back = after(scene, planLineEnd(scene, 'l', 1, [0, 20], false))
    expect(lineEnds(back, 'l')).toEqual([[0, 20], [10, 10]])
    near(turnedCorners(turnedBox(back, 'l'))[0], [0, 10])
  })
  it('falls on steps of 15 degrees when steady', () => {
    const end = steadyLine([0, 0], [10, 0.4])
    expect(end[1]).toBeCloseTo(0)
    near(steadyLine([0, 0], [10, 9]), [9.5, 9.5])
  })
})
