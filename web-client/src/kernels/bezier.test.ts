import { describe, expect, it } from 'vitest'
import { readPath } from '../scene/shapes'
import { alongStretch, boundsOfPath, nearestOn, partAt, pathOf, strandsOf, stretchesOf, withInserted, withMoved, without, withToggled } from './bezier'

const strands = (d: string) => strandsOf(readPath(d) ?? [])

describe('points of a path', () => {
  it.each([
    'M 0 0 L 10 0 L 10 10 Z', 'M 0 0 C 0 5 5 10 10 10 L 20 10', 'M 1 1 L 2 2 M 3 3 C 4 4 5 5 6 6 Z', 'M 0 0 C 0 5 10 5 10 0 C 10 -5 0 -5 0 0 Z',
  ])('come out as they went in: %s', (d) => { expect(pathOf(strands(d))).toBe(d) })

  it('take a parabola for the cubic that it is', () => {
    const [one] = strands('M 0 0 Q 5 10 10 0')
    expect(one && stretchesOf(one).map((it) => alongStretch(it, 0.5))).toEqual([[5, 5]])
  })

  it('know how far a curve bulges', () => {
    expect(boundsOfPath(strands('M 0 0 C 0 -4 10 -4 10 0'))).toEqual({ x: 0, y: -3, width: 10, height: 3 })
    expect(boundsOfPath(strands('M 2 3 L 5 3'))).toEqual({ x: 2, y: 3, width: 3, height: 0 })
    expect(boundsOfPath([])).toBeUndefined()
  })

  it('are found within reach, handles of the chosen point before others', () => {
    const path = strands('M 0 0 C 0 5 5 10 10 10')
    expect(partAt(path, [10.4, 10], 0.5, null)).toEqual({ strand: 0, point: 1, part: 'at' })
    expect(partAt(path, [0, 5], 0.5, null)).toBeUndefined()
    expect(partAt(path, [0, 5], 0.5, { strand: 0, point: 0 })).toEqual({ strand: 0, point: 0, part: 'after' })
  })

  it('take their handles along, and handles turn each other unless they are apart', () => {
    const path = strands('M 0 0 C 5 5 5 10 10 10 C 15 10 20 5 20 0')
    expect(pathOf(withMoved(path, { strand: 0, point: 1, part: 'at' }, [10, 12], false))).toBe('M 0 0 C 5 5 5 12 10 12 C 15 12 20 5 20 0')
    expect(pathOf(withMoved(path, { strand: 0, point: 1, part: 'after' }, [10, 20], false))).toBe('M 0 0 C 5 5 10 5 10 10 C 10 20 20 5 20 0')
    expect(pathOf(withMoved(path, { strand: 0, point: 1, part: 'after' }, [10, 20], true))).toBe('M 0 0 C 5 5 5 10 10 10 C 10 20 20 5 20 0')
  })

  it('become smooth and corners again, and are taken away', () => {
    const corner = strands('M 0 0 L 9 9 L 18 0')
    const smooth = withToggled(corner, 0, 1)
    expect(smooth[0]?.points[1]?.before?.[1]).toBe(9)
    expect(pathOf(withToggled(smooth, 0, 1))).toBe('M 0 0 L 9 9 L 18 0')
    expect(pathOf(without(strands('M 0 0 L 9 9 L 18 0 Z'), 0, 1))).toBe('M 0 0 L 18 0')
    expect(without(strands('M 0 0 L 9 9'), 0, 1)).toEqual([])
  })

  it('are added where the line was, which does not move', () => {
    const path = strands('M 0 0 C 0 5 10 5 10 0 Z')
    const found = nearestOn(path, [5, 3.8], 0.5)
    expect(found).toMatchObject({ strand: 0, stretch: 0, t: 0.5 })
    const added = found && withInserted(path, found)
    expect(added?.strands[0]?.points.map((it) => it.at)).toEqual([[0, 0], [5, 3.75], [10, 0]])
    expect(boundsOfPath(added?.strands ?? [])).toEqual(boundsOfPath(path))
    expect(withInserted(path, { strand: 0, stretch: 1, t: 0.5 }).strands[0]?.points.map((it) => it.at)).toEqual([[0, 0], [10, 0], [5, 0]])
    expect(nearestOn(path, [5, 9], 0.5)).toBeUndefined()
  })
})
