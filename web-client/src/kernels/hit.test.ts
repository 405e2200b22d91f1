import { describe, expect, it } from 'vitest'
import { boundsOf, outermost, turnedBox } from './frame'
import { gripAt, hit, hitDeep, inMarquee, touches, type Touchable, type TouchScene } from './hit'

function sceneOf(given: Record<string, Partial<Touchable>>): TouchScene {
  return (id) => {
    const it = given[id]
    return it && {
      at: [0, 0], size: [10, 10], rotation: 0, type: 'rectangle', parent: 'page', locked: false, hidden: false,
      fill: '#000000', strokeWidth: 0.25,
      children: Object.entries(given).filter(([, other]) => other.parent === id).map(([child]) => child),
      ...it,
    }
  }
}

describe('bounds', () => {
  it('of a turned box reach to its corners', () => {
    const bounds = boundsOf(sceneOf({ a: { rotation: 45 } }), ['a'])
    expect(bounds?.width).toBeCloseTo(Math.SQRT2 * 10)
  })
  it('of a group are the union of what it holds, and turn about its centre', () => {
    const scene = sceneOf({ g: { type: 'group', at: [100, 100], rotation: 90 }, a: { parent: 'g' }, b: { parent: 'g', at: [30, 0] } })
    expect(turnedBox(scene, 'g')).toEqual({ centre: [120, 105], width: 40, height: 10, angle: 90 })
    expect(turnedBox(scene, 'b')).toEqual({ centre: [120, 120], width: 10, height: 10, angle: 90 })
  })
  it('ignores elements whose group is chosen too', () => {
    expect(outermost(sceneOf({ g: { type: 'group' }, a: { parent: 'g' }, b: {} }), ['a', 'g', 'b'])).toEqual(['g', 'b'])
  })
})

describe('hit', () => {
  it('finds the frontmost, passing what is locked or hidden', () => {
    const scene = sceneOf({ a: {}, b: {}, c: { locked: true }, d: { hidden: true } })
    expect(hit(scene, ['a', 'b', 'c', 'd'], [5, 5], 0)).toBe('b')
    expect(hit(scene, ['a', 'b'], [15, 5], 0)).toBeUndefined()
  })
  it('follows a rotation', () => {
    const scene = sceneOf({ a: { size: [40, 4], rotation: 90 } })
    expect(touches(scene, 'a', [20, -15], 0)).toBe(true)
    expect(touches(scene, 'a', [2, 2], 0)).toBe(false)
  })
  it('takes an ellipse by its shape and an empty frame by its line', () => {
    const scene = sceneOf({ e: { type: 'ellipse' }, f: { fill: 'none', size: [40, 40] } })
    expect(touches(scene, 'e', [0.5, 0.5], 0)).toBe(false)
    expect(touches(scene, 'e', [5, 5], 0)).toBe(true)
    expect(touches(scene, 'f', [20, 20], 1)).toBe(false)
    expect(touches(scene, 'f', [0.5, 20], 1)).toBe(true)
  })
  it('takes a line by its stretch', () => {
    const scene = sceneOf({ l: { type: 'line', at: [0, 10], size: [10, -10] } })
    expect(touches(scene, 'l', [5, 5], 0.5)).toBe(true)
    expect(touches(scene, 'l', [1, 1], 0.5)).toBe(false)
  })
  it('finds a group first and its leaf when asked deeper', () => {
    const scene = sceneOf({ g: { type: 'group', at: [50, 0] }, a: { parent: 'g' }, b: { parent: 'g', at: [20, 0] } })
    expect(hit(scene, ['g'], [75, 5], 0)).toBe('g')
    expect(hitDeep(scene, ['g'], [75, 5], 0)).toBe('b')
    expect(hit(scene, ['g'], [65, 5], 0)).toBeUndefined()
  })
})

describe('marquee', () => {
  it('takes what it touches, turned things by their true outline', () => {
    const scene = sceneOf({ a: {}, d: { at: [20, 0], rotation: 45 }, l: { type: 'line', at: [50, 0], size: [10, 10] } })
    expect(inMarquee(scene, ['a', 'd', 'l'], { x: 9, y: 9, width: 9.5, height: 5 })).toEqual(['a'])
    expect(inMarquee(scene, ['a', 'd', 'l'], { x: 0, y: 0, width: 60, height: 60 })).toEqual(['a', 'd', 'l'])
    expect(inMarquee(scene, ['a', 'd', 'l'], { x: 56, y: 0, width: 4, height: 3 })).toEqual([])
  })
})

describe('grips', () => {
  const box = { centre: [50, 50] as const, width: 100, height: 60, angle: 0 }
  it('prefer corners, take sides anywhere, and turn just outside a corner', () => {
    expect(gripAt(box, [99, 79], 5)).toEqual({ kind: 'resize', handle: [1, 1] })
    expect(gripAt(box, [30, 21], 5)).toEqual({ kind: 'resize', handle: [0, -1] })
    expect(gripAt(box, [108, 88], 5)).toEqual({ kind: 'rotate' })
    expect(gripAt(box, [50, 50], 5)).toBeUndefined()
  })
  it('turn along with the box', () => {
    expect(gripAt({ ...box, angle: 90 }, [20, 0], 5)).toEqual({ kind: 'resize', handle: [-1, 1] })
  })
})
