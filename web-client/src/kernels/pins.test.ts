import { describe, expect, it } from 'vitest'
import type { Pair } from '../document/model'
import type { Touchable } from './hit'
import { clustersOf, holdAmong, holdAt, offsetIn, pointAt, standOf, type Hold, type PagePlace } from './pins'

type Given = Partial<Touchable & { page: string }>

function sceneOf(given: Record<string, Given>): (id: string) => (Touchable & { readonly page: string }) | undefined {
  return (id) => {
    const it = given[id]
    return it && {
      at: [0, 0], size: [10, 10], rotation: 0, type: 'rectangle', parent: 'page', page: 'page', locked: false, hidden: false,
      fill: '#000000', strokeWidth: 0.25,
      children: Object.entries(given).filter(([, other]) => other.parent === id).map(([child]) => child),
      ...it,
    }
  }
}

const near = (a: Pair, b: Pair): void => {
  expect(a[0]).toBeCloseTo(b[0], 5)
  expect(a[1]).toBeCloseTo(b[1], 5)
}
const pages = new Set(['page', 'other'])

describe('a pin on an element', () => {
  /** Where a pin at a quarter of the width and a half of the height of `a` stands, when the element is this. */
  it.each<[string, Record<string, Given>, Pair]>([
    ['stands in its frame', { a: { at: [20, 10], size: [40, 20] } }, [30, 20]],
    ['moves with it', { a: { at: [120, 110], size: [40, 20] } }, [130, 120]],
    ['keeps its part when it is resized', { a: { at: [20, 10], size: [80, 40] } }, [40, 30]],
    ['turns with it about its middle', { a: { at: [20, 10], size: [40, 20], rotation: 90 } }, [40, 10]],
    ['is on the other side after half a turn', { a: { at: [20, 10], size: [40, 20], rotation: 180 } }, [50, 20]],
    ['moves with its group', { g: { type: 'group', at: [100, 0] }, a: { parent: 'g', at: [20, 10], size: [40, 20] } }, [130, 20]],
    ['turns with its group', { g: { type: 'group', rotation: 90 }, a: { parent: 'g', at: [20, 10], size: [40, 20] } }, [40, 10]],
    ['turns with groups in each other', {
      g: { type: 'group', rotation: 90 }, h: { type: 'group', parent: 'g', rotation: 90 }, a: { parent: 'h', at: [20, 10], size: [40, 20] },
    }, [50, 20]],
    ['stays with a line', { a: { type: 'line', at: [20, 10], size: [40, 20] } }, [30, 20]],
    ['stays with the end of a line that it is near to, when the line is turned over', { a: { type: 'line', at: [20, 10], size: [-40, 20] } }, [10, 20]],
    ['stands on a level line', { a: { type: 'line', at: [20, 10], size: [40, 0] } }, [30, 10]],
    ['stands in what a group holds', { a: { type: 'group', at: [20, 10] }, b: { parent: 'a', at: [0, 0], size: [10, 10] }, c: { parent: 'a', at: [30, 10], size: [10, 10] } }, [30, 20]],
  ])('%s', (_, given, expected) => near(pointAt(sceneOf(given), 'a', [0.25, 0.5]), expected))

  it.each<[string, Given, Pair, Pair]>([
    ['plain', { at: [20, 10], size: [40, 20] }, [30, 20], [0.25, 0.5]],
    ['turned', { at: [20, 10], size: [40, 20], rotation: 90 }, [40, 10], [0.25, 0.5]],
    ['outside of it', { at: [20, 10], size: [40, 20] }, [0, 100], [0, 1]],
    ['on a line that runs to the left', { type: 'line', at: [20, 10], size: [-40, 20] }, [10, 20], [0.25, 0.5]],
    ['on a line without a height', { type: 'line', at: [20, 10], size: [40, 0] }, [30, 10], [0.25, 0.5]],
  ])('is put where the pointer is: %s', (_, given, point, expected) => near(offsetIn(sceneOf({ a: given }), 'a', point), expected))

  it('goes back and forth through two turned groups', () => {
    const scene = sceneOf({
      g: { type: 'group', at: [13, 7], rotation: 31 }, h: { type: 'group', parent: 'g', at: [4, 50], rotation: 77 },
      a: { parent: 'h', at: [20, 10], size: [40, 20], rotation: 200 }, b: { parent: 'g', at: [3, 3] },
    })
    near(offsetIn(scene, 'a', pointAt(scene, 'a', [0.3, 0.8])), [0.3, 0.8])
  })
})

describe('where a pin stands', () => {
  const hold: Hold = { kind: 'element', element: 'a', offset: [0.5, 0.5], last: { page: 'page', at: [1, 2] } }
  const seen: PagePlace = { page: 'other', at: [7, 8] }
  it.each<[string, Record<string, Given>, Hold, PagePlace | undefined, ReturnType<typeof standOf>]>([
    ['on its element', { a: {} }, hold, undefined, { state: 'there', place: { page: 'page', at: [5, 5] } }],
    ['on the page that its element went to', { a: { page: 'other' } }, hold, undefined, { state: 'there', place: { page: 'other', at: [5, 5] } }],
    ['where its element was', {}, hold, undefined, { state: 'gone', place: { page: 'page', at: [1, 2] } }],
    ['where this page saw its element last', {}, hold, seen, { state: 'gone', place: seen }],
    ['on its element again, when that is back', { a: {} }, hold, seen, { state: 'there', place: { page: 'page', at: [5, 5] } }],
    ['nowhere without its page', {}, { ...hold, last: { page: 'deleted', at: [1, 2] } }, undefined, { state: 'pageless' }],
    ['nowhere with an element whose page is deleted', { a: { page: 'deleted' } }, { ...hold, last: { page: 'deleted', at: [1, 2] } }, undefined, { state: 'pageless' }],
    ['at its point', {}, { kind: 'point', place: seen }, undefined, { state: 'there', place: seen }],
    ['nowhere, when the page of its point is deleted', {}, { kind: 'point', place: { page: 'deleted', at: [0, 0] } }, undefined, { state: 'pageless' }],
  ])('%s', (_, given, held, known, expected) => expect(standOf(sceneOf(given), pages, held, known)).toEqual(expected))
})

describe('what a pin is put on', () => {
  it.each<[string, Record<string, Given>, readonly string[], string | undefined]>([
    ['the frontmost', { a: {}, b: {} }, ['a', 'b'], 'b'],
    ['a locked one as well', { a: {}, b: { locked: true } }, ['a', 'b'], 'b'],
    ['no hidden one', { a: {}, b: { hidden: true } }, ['a', 'b'], 'a'],
    ['what lies inside of an empty frame', { a: {}, b: { at: [-20, -20], size: [60, 60], fill: 'none' } }, ['a', 'b'], 'a'],
    ['the part of a group', { g: { type: 'group' }, a: { parent: 'g' } }, ['g'], 'a'],
    ['the page itself', { a: { at: [100, 100] } }, ['a'], undefined],
  ])('%s', (_, given, siblings, expected) => expect(holdAt(sceneOf(given), siblings, [5, 5], 0.5)).toBe(expected))
})

describe('pins that cover one another', () => {
  const pins = [{ id: 'a', at: [0, 0] }, { id: 'b', at: [6, 0] }, { id: 'c', at: [12, 0] }, { id: 'd', at: [100, 0] }] as const
  it.each<[number, readonly (readonly string[])[]]>([
    [0, [['a'], ['b'], ['c'], ['d']]],
    [7, [['a', 'b'], ['c'], ['d']]],
    [12, [['a', 'b', 'c'], ['d']]],
    [1000, [['a', 'b', 'c', 'd']]],
  ])('within %s', (reach, expected) => expect(clustersOf(pins, reach).map(({ ids }) => ids)).toEqual(expected))
  it('stand where the first of them does', () => expect(clustersOf(pins, 7).map(({ at }) => at)).toEqual([[0, 0], [12, 0], [100, 0]]))
})

describe('a pin about several', () => {
  const scene = sceneOf({
    a: { at: [0, 0] }, b: { at: [40, 0] }, c: { at: [90, 0] }, g: { type: 'group', at: [20, 0] }, inside: { parent: 'g', at: [0, 0] },
  })
  it.each<[string, readonly string[], string | undefined]>([
    ['of one is on that one', ['c'], 'c'],
    ['is on the one in the middle', ['a', 'b', 'c'], 'b'],
    ['is on the first of two', ['c', 'a'], 'c'],
    ['is on the group, not on what moves along with it', ['inside', 'g'], 'g'],
    ['passes over what is gone', ['gone', 'a'], 'a'],
    ['is nowhere where there is nothing', ['gone'], undefined],
  ])('%s', (_, ids, held) => expect(holdAmong(scene, ids)).toBe(held))
})
