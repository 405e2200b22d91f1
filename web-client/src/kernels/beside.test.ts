import { expect, it } from 'vitest'
import type { Pair } from '../document/model'
import { besideOf } from './beside'
import type { Rect } from './plane'

const ROOM: Rect = { x: 20, y: 20, width: 480, height: 380 }
const SIZE: Pair = [100, 28]
const box = (x: number, y: number, width: number, height: number): Rect => ({ x, y, width, height })

it.each<[string, Rect, Pair | undefined]>([
  ['above, over its middle', box(200, 200, 60, 40), [180, 160]],
  ['below, where there is no room above', box(200, 40, 60, 40), [180, 92]],
  ['after it, where there is none below either', box(200, 30, 60, 350), [272, 191]],
  ['before it, where there is none after it', box(390, 30, 110, 350), [278, 191]],
  ['over its upper part, where it fills the room', box(0, 0, 600, 600), [210, 20]],
  ['within the room on the left', box(10, 200, 30, 40), [20, 160]],
  ['within the room on the right', box(480, 200, 80, 40), [400, 160]],
  ['over the part that is seen', box(-400, 200, 620, 40), [70, 160]],
  ['a line has no height', box(200, 200, 60, 0), [180, 160]],
  ['not where nothing of it is seen', box(600, 200, 60, 40), undefined],
  ['nor when it is above', box(200, -60, 60, 40), undefined],
])('%s', (_, of, at) => expect(besideOf(of, SIZE, ROOM, 12)).toEqual(at))

it('stays at the beginning of a room that is smaller than itself', () => {
  expect(besideOf(box(25, 25, 10, 10), SIZE, { x: 20, y: 20, width: 50, height: 20 }, 12)).toEqual([20, 20])
})
