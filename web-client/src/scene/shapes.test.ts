import { describe, expect, it, test } from 'vitest'
import { fitted } from './image'
import { modulesOf, qrItems } from './qr'
import { ellipse, pathItem, polygonCorners, readPath, rectangle, stretched } from './shapes'

describe('P4: outlines', () => {
  it('rounds the corners of a rectangle by at most half of its shorter side', () => {
    expect(rectangle([10, 4])).toBe('M 0 0 L 10 0 L 10 4 L 0 4 Z')
    expect(rectangle([10, 4], 50)).toMatch(/^M 2 0 L 8 0 C/)
    expect(rectangle([0, 4], 1)).toBe('M 0 0 L 0 0 L 0 4 L 0 4 Z')
  })

  it('draws an ellipse from the top, clockwise', () => {
    expect(ellipse([4, 2]).split(' C ').map((part) => part.split(' ').slice(-2).join(' '))).toEqual(['2 0', '4 1', '2 2', '0 1', '0 Z'])
  })

  it('gives polygons a corner at the top, and stars their inner ones', () => {
    expect(polygonCorners([2, 2], 4).map((point) => point.map((it) => Math.round(it * 1e9) / 1e9))).toEqual([[1, 0], [2, 1], [1, 2], [0, 1]])
    const star = polygonCorners([2, 2], 5, 0.5)
    expect(star).toHaveLength(10)
    expect(star.map(([x, y]) => Math.round(Math.hypot(x - 1, y - 1) * 1000) / 1000)).toEqual(Array.from({ length: 10 }, (_, i) => (i % 2 === 0 ? 1 : 0.5)))
  })

  it('reads paths and stretches them', () => {
    expect(stretched('M0 0 10,5L-1.5e1-.5Q1 2 3 4Z M1 1', [1, 1], [2, 10])).toBe('M 0 0 L 20 50 L -30 -5 Q 2 20 6 40 Z M 2 10')
    expect(stretched('M0 0 L1 1', undefined, [7, 7])).toBe('M 0 0 L 1 1')
    expect(stretched('M0 0 L1 1', [0, 2], [7, 7])).toBe('M 0 0 L 1 3.5')
  })

  it.each(['', 'L1 1', 'M', 'M1', 'M1 1 2', 'M1 1 A2 2', 'M1 1 h2', 'M1 1Z L2 2', 'M1 1 Z 2 2', 'M. 1', 'M1e999 1', 'M1 1 \u0000', 'Mé 1', 'M1 1 nonsense', `M${'1 '.repeat(20_002)}`])(
    'cannot read %j', (d) => { expect(readPath(d)).toBeUndefined() },
  )

  it('knows a stroke from none', () => {
    const none = { stroke: 'none', strokeWidth: 0, dash: [] }
    expect(pathItem('', { fill: 'none', stroke: '#000000', strokeWidth: 0, dash: [1] })).toMatchObject(none)
    expect(pathItem('', { fill: 'none', stroke: 'none', strokeWidth: 3, dash: [1] })).toMatchObject(none)
    expect(pathItem('', { fill: 'none', stroke: '#000000', strokeWidth: 1, dash: [0, 0] })).toMatchObject({ dash: [], strokeWidth: 1 })
  })
})

test('P7: a picture is contained, covers, or is stretched', () => {
  expect(fitted([200, 100], [0, 0, 50, 50], 'contain')).toEqual([0, 12.5, 50, 25])
  expect(fitted([200, 100], [0, 0, 50, 50], 'cover')).toEqual([-25, 0, 100, 50])
  expect(fitted([200, 100], [1, 2, 50, 50], 'fill')).toEqual([1, 2, 50, 50])
})

describe('P8: codes', () => {
  it('have the version that their content needs at the level that was asked, never a higher level', () => {
    expect([modulesOf('12345', 'L')?.count, modulesOf('https://example.org/v/sample', 'M')?.count, modulesOf('https://example.org/v/sample', 'H')?.count]).toEqual([21, 29, 33])
  })

  it('stand in the middle with four light modules on every side, over their ground', () => {
    const [ground, dark] = qrItems('12345', 'L', [40, 29], 'none', '#ffffff')
    expect(ground).toMatchObject({ fill: '#ffffff', d: 'M 5.5 0 L 34.5 0 L 34.5 29 L 5.5 29 Z' })
    expect(dark).toMatchObject({ fill: '#1b1d22', stroke: 'none' })
    // The top of the finder at the left: seven modules joined to one rectangle.
    expect(dark?.kind === 'path' && dark.d.startsWith('M 9.5 4 L 16.5 4 L 16.5 5 L 9.5 5 Z')).toBe(true)
    expect(qrItems('12345', 'L', [40, 29], '#000000', 'none')).toHaveLength(1)
  })

  it('are nothing when there is nothing to say, or too much', () => {
    expect(qrItems('', 'L', [10, 10], '#000000', 'none')).toEqual([])
    expect(qrItems('x'.repeat(2_954), 'L', [10, 10], '#000000', 'none')).toEqual([])
    expect(qrItems('x'.repeat(2_953), 'L', [10, 10], '#000000', 'none')).toHaveLength(1)
  })
})
