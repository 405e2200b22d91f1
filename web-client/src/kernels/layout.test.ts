import { describe, expect, it } from 'vitest'
import { align, distribute, readingOrder } from './align'
import { snapEdges, snapLines, snapMove, snapPoint } from './snap'
import { centreOn, fitTo, layPages, nearestPage, PIXELS_A_MILLIMETRE, stepZoom, ticks, toDesk, toWindow, zoomAt } from './viewport'

describe('snapping', () => {
  const lines = snapLines([210, 297], [{ x: 40, y: 50, width: 30, height: 10 }], { x: [77], y: [] })
  it('pulls to the page, to others and to guides', () => {
    expect(snapMove({ x: 1, y: 100, width: 20, height: 20 }, lines, 1.5).by).toEqual([-1, 0])
    expect(snapMove({ x: 71, y: 100, width: 4, height: 20 }, lines, 1.1).by[0]).toBe(-1)
    expect(snapPoint([76.5, 200], lines, 1).by).toEqual([0.5, 0])
  })
  it('draws a guide over all that it joins', () => {
    const { guides } = snapMove({ x: 40.4, y: 100, width: 20, height: 20 }, lines, 1)
    expect(guides).toEqual([{ axis: 'x', at: 40, from: 50, to: 120 }])
  })
  it('leaves alone what is out of reach, and the axis that is not pulled', () => {
    expect(snapMove({ x: 5, y: 100, width: 20, height: 20 }, lines, 1)).toEqual({ by: [0, 0], guides: [] })
    expect(snapEdges({ x: 0.5, y: 0.5, width: 20.2, height: 20 }, [1, 0], lines, 1).by).toEqual([0, 0])
  })
})

describe('aligning', () => {
  const page = { x: 0, y: 0, width: 210, height: 297 }
  const boxes = new Map([['a', { x: 10, y: 0, width: 10, height: 10 }], ['b', { x: 40, y: 20, width: 20, height: 10 }], ['c', { x: 95, y: 50, width: 5, height: 5 }]])
  it('lines up several with one another and one with the page', () => {
    expect(align(boxes, 'left', page)).toEqual(new Map([['a', [0, 0]], ['b', [-30, 0]], ['c', [-85, 0]]]))
    expect(align(new Map([['a', { x: 10, y: 0, width: 10, height: 10 }]]), 'centre', page).get('a')).toEqual([90, 0])
  })
  it('makes gaps alike and keeps the outermost', () => {
    expect(distribute(boxes, 'x')).toEqual(new Map([['a', [0, 0]], ['b', [7.5, 0]], ['c', [0, 0]]]))
  })
  it('reads line by line', () => {
    const at = (id: string, x: number, y: number, height = 10) => ({ id, box: { x, y, width: 30, height } })
    expect(readingOrder([at('right', 100, 51), at('title', 50, 10), at('left', 10, 52)])).toEqual(['title', 'left', 'right'])
    expect(readingOrder([at('frame', 0, 0, 290), at('signature', 5, 200), at('title', 50, 10)])).toEqual(['frame', 'title', 'signature'])
  })
})

describe('viewport', () => {
  const view = { zoom: 0.8, offset: [30, -20] as const }
  it('goes to the window and back', () => {
    const [x, y] = toDesk(view, toWindow(view, [12, 34]))
    expect(x).toBeCloseTo(12)
    expect(y).toBeCloseTo(34)
  })
  it('keeps the point under the pointer when zooming', () => {
    const before = toDesk(view, [200, 100])
    const after = toDesk(zoomAt(view, [200, 100], 3), [200, 100])
    expect(after[0]).toBeCloseTo(before[0])
    expect(after[1]).toBeCloseTo(before[1])
    expect(zoomAt(view, [0, 0], 999).zoom).toBe(16)
  })
  it('fits a page and centres it', () => {
    const fitted = fitTo({ x: 0, y: 0, width: 210, height: 297 }, [1000, 700], 40)
    expect(fitted.zoom * 297 * PIXELS_A_MILLIMETRE).toBeCloseTo(620)
    expect(toWindow(fitted, [105, 148.5])[0]).toBeCloseTo(500)
    expect(toWindow(centreOn({ x: 0, y: 0, width: 10, height: 10 }, [100, 100], 1), [5, 5])).toEqual([50, 50])
  })
  it('steps through round zooms', () => {
    expect(stepZoom(1, 1)).toBe(1.25)
    expect(stepZoom(0.8, -1)).toBe(0.75)
  })
  it('lays pages below one another and finds the nearest', () => {
    const places = layPages([{ id: 'a', size: [210, 297] }, { id: 'b', size: [297, 210] }])
    expect(places.get('b')).toEqual({ x: -148.5, y: 311, width: 297, height: 210 })
    expect(nearestPage(places, [0, 100])).toBe('a')
    expect(nearestPage(places, [0, 308])).toBe('b')
  })
  it('marks millimetres at round numbers', () => {
    const marks = ticks(50, PIXELS_A_MILLIMETRE, 500)
    const major = marks.filter((mark) => mark.major).map((mark) => mark.value)
    expect(major).toContain(0)
    expect(major.every((value) => value % 20 === 0)).toBe(true)
  })
})
