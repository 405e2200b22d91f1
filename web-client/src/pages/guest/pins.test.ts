import { expect, it } from 'vitest'
import { thread } from '../../comments/testing/bodies'
import { layoutFromJson } from '../../thumbnails/from-json'
import { groupsOf, NO_LAYOUT, pinsOn } from './pins'

const layout = layoutFromJson({
  languages: ['de'],
  pages: [
    { id: 'front', size: [210, 297], elements: [
      { id: 'title', type: 'text', at: [20, 30], size: [100, 20], texts: { de: [{ insert: 'Zertifikat über den Abschluss' }] } },
      { id: 'box', type: 'rectangle', at: [20, 100], size: [40, 20], rotation: 90 },
    ] },
    { id: 'back', size: [210, 297], elements: [] },
  ],
})
const place = { page: 'front', x: 5, y: 6 }

const threads = [
  thread(1, { anchor: { kind: 'point', place: { page: 'back', x: 5, y: 6 } } }),
  thread(2, { anchor: { kind: 'element', element: 'box', offset: [1, 0.5], place } }),
  thread(3, { anchor: { kind: 'element', element: 'made later', offset: [0.5, 0.5], place } }),
  thread(4, { anchor: { kind: 'point', place: { page: 'page made later', x: 5, y: 6 } } }),
  thread(5, { anchor: { kind: 'passage', element: 'title', language: 'de', quote: 'Abschluss', prefix: 'Zertifikat über den ', suffix: '', offset: 20, place } }),
  thread(6, { anchor: { kind: 'passage', element: 'title', language: 'de', quote: 'Diplom', prefix: '', suffix: '', offset: 0, place } }),
]

it('puts pins where their elements are in this version', () => {
  const pins = pinsOn(layout, threads)
  expect(pins.map(({ stand }) => stand.state)).toEqual(['there', 'there', 'gone', 'pageless', 'there', 'there'])
  // The right edge of a box that is turned by a quarter is its lower one.
  const box = pins[1]?.stand
  expect(box?.state === 'there' ? box.place.at.map((it) => Math.round(it)) : null).toEqual([40, 130])
  // Words are pointed at by the corner of their text, whatever has become of them.
  expect(pins[4]).toMatchObject({ stand: { place: { at: [120, 30] } }, words: { found: { exact: true } } })
  expect(pins[5]).toMatchObject({ stand: { place: { at: [120, 30] } }, words: { found: null } })
})

it('lists them page by page, and last what is about something else', () => {
  const groups = groupsOf(pinsOn(layout, threads), layout)
  expect(groups.map(({ page, pins }) => [page, pins.map(({ thread: { number } }) => number)])).toEqual([['front', [2, 5, 6]], ['back', [1]], [null, [3, 4]]])
  expect(groupsOf([], layout)).toEqual([])
})

it('lists all as something else while nothing is ready', () => {
  expect(groupsOf(pinsOn(NO_LAYOUT, threads), NO_LAYOUT).map(({ page, pins }) => [page, pins.length])).toEqual([[null, 6]])
})
