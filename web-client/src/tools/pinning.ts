/** Words of a text that a discussion is pinned to, as they are sent. */
import { sceneDrawn } from './where'
import { pinnedPassage } from '../canvas/quotes'
import { textValue } from '../document/read/texts'
import type { Language } from '../document/model'
import { round } from '../kernels/plane'
import { passageOf } from '../kernels/passage'
import type { AnchorBody } from '../protocol/generated'
import type { ToolContext } from './machine'

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
