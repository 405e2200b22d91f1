/** What a discussion is pinned to, as it is sent: an element, words of a text, or a point of a page. */
import { sceneDrawn, scene } from './where'
import { pinnedPassage } from '../canvas/quotes'
import { textValue } from '../document/read/texts'
import type { Language, Pair } from '../document/model'
import { round, roundPair } from '../kernels/plane'
import { passageOf } from '../kernels/passage'
import { offsetIn, pointAt } from '../kernels/pins'
import type { AnchorBody, PlaceBody } from '../protocol/generated'
import type { ToolContext } from './machine'

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
export function elementAnchor(ctx: ToolContext, id: string, at: Pair): AnchorBody | null {
  const look = scene(ctx)
  const element = look(id)
  if (!element) return null
  const [x, y] = offsetIn(look, id, at)
  return { kind: 'element', element: id, offset: [finely(x), finely(y)], place: placeBody(element.page, pointAt(look, id, [x, y])) }
}

/** Words of a text; `null` when there are none. */
export function passageAnchor(ctx: ToolContext, id: string, language: Language, from: number, to: number): AnchorBody | null {
  const element = sceneDrawn(ctx)(id)
  const passage = element?.texts === undefined ? null : passageOf(textValue(element.texts[language]), from, to)
  if (!element || passage === null) return null
  const { draft } = ctx
  const hint = draft.anchors.of(id, language, passage.offset, 'after')
  const at = pinnedPassage(draft.view.layout(), sceneDrawn(ctx), element, language, passage.offset)
  return { kind: 'passage', element: id, language, ...passage, ...(hint === null ? {} : { hint }), place: { page: element.page, x: round(at[0]), y: round(at[1]) } }
}
