/** A point or an element that a discussion is pinned to, as it is sent. Pure. */
import type { Pair } from '../document/model'
import { offsetIn, pointAt, type PinScene } from '../kernels/pins'
import { roundPair } from '../kernels/plane'
import type { AnchorBody, PlaceBody } from '../protocol/generated'

/** A part of an element's frame is told to a ten-thousandth. */
const finely = (part: number): number => Math.round(part * 10_000) / 10_000

/** A place on a page, as it is sent. */
export const placeBody = (page: string, at: Pair): PlaceBody => {
  const [x, y] = roundPair(at)
  return { page, x, y }
}

/** A point of a page. */
export const pointAnchor = (page: string, at: Pair): AnchorBody => ({ kind: 'point', place: placeBody(page, at) })

/** A place in an element, given on its page. */
export function elementAnchor(look: PinScene, id: string, at: Pair): AnchorBody | null {
  const element = look(id)
  if (!element) return null
  const [x, y] = offsetIn(look, id, at)
  return { kind: 'element', element: id, offset: [finely(x), finely(y)], place: placeBody(element.page, pointAt(look, id, [x, y])) }
}
