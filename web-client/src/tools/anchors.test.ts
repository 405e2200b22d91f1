import { expect, it } from 'vitest'
import { layoutFromJson } from '../thumbnails/from-json'
import { elementAnchor, pointAnchor } from './anchors'

it('pins to a part of an element, and says where that was', () => {
  const layout = layoutFromJson({ pages: [{ id: 'p', size: [100, 100], elements: [{ id: 'a', type: 'rectangle', at: [10, 10], size: [30, 30] }] }] })
  const look = (id: string) => layout.elements.get(id)
  expect(elementAnchor(look, 'a', [20, 25])).toEqual({ kind: 'element', element: 'a', offset: [0.3333, 0.5], place: { page: 'p', x: 20, y: 25 } })
  // Beside it, within the reach of a pointer: at its edge.
  expect(elementAnchor(look, 'a', [9, 25])).toMatchObject({ offset: [0, 0.5], place: { x: 10, y: 25 } })
  expect(elementAnchor(look, 'gone', [0, 0])).toBeNull()
  expect(pointAnchor('p', [1.23456, 2])).toEqual({ kind: 'point', place: { page: 'p', x: 1.23, y: 2 } })
})
