/** A text as it is set on the canvas, for carets and selections. */
import type { Element, FieldChip, Language, Layout } from '../../document/model'
import { setTextOf } from '../../scene/element'
import { fill } from '../../scene/words'
import type { SetText } from '../../text'
import { textScenery } from '../text-scenery'

/** What a field shows. */
export function shownOf(chip: FieldChip, layout: Layout, language: Language): string {
  const filling = fill(textScenery(layout, language), chip)
  return 'text' in filling ? filling.text : ''
}

/** An element's text in a language. */
export function typeset(element: Element, layout: Layout, language: Language): SetText | undefined {
  return setTextOf(element, element.size, textScenery(layout, language))
}
