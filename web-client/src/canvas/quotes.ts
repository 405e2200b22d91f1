/** Where words of a text that something is said about stand on their page. */
import type { Element, Language, Layout, Pair } from '../document/model'
import { applyPose, pagePose, type Scene } from '../kernels/frame'
import { caretAt } from '../text'
import { typeset } from './writing/typeset'

/** The place of a pin at a position of a text: where the words stand, or the frame's corner while they are not set. */
export function pinnedPassage(layout: Layout, scene: Scene, element: Element, language: Language, index: number): Pair {
  const set = typeset(element, layout, language)
  const caret = set === undefined || set.waiting ? undefined : caretAt(set, index)
  return applyPose(pagePose(scene, element.id), caret === undefined ? [0, 0] : [caret.x, caret.top])
}
