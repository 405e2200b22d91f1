/** A text as it is set on the canvas, for carets and selections. */
import type { Element, FieldChip, Language, Layout } from '../../document/model'
import { setTextOf } from '../../scene/element'
import { fill, isEmpty } from '../../scene/words'
import type { SetText } from '../../text'
import { setOnCanvas, textScenery } from '../text-scenery'
import { inOneLanguage } from './composed'

/** What a field shows. */
export function shownOf(chip: FieldChip, layout: Layout, language: Language): string {
  const filling = fill(textScenery(layout, language), chip)
  return 'text' in filling ? filling.text : ''
}

/** An element's text in a language, and in no other one that stands in for it; just as the canvas has set it already where it can be. */
export function typeset(element: Element, layout: Layout, language: Language): SetText | undefined {
  if (!isEmpty(element.texts?.[language])) return setOnCanvas(element, element.size, layout, language)
  return setTextOf(inOneLanguage(element, language), element.size, textScenery(layout, language))
}
