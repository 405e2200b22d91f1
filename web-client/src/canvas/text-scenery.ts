/** What texts are set with on the canvas, and how they are remembered. */
import type { Element, Language, Layout, Pair, TextRun, Typography } from '../document/model'
import { writeValue } from '../format'
import { setTextOf } from '../scene/element'
import type { Scenery } from '../scene/scenery'
import { frameOf, runsToSet } from '../scene/words'
import { pageFaces, typesetter, type SetText } from '../text'

type Parts = Scenery['layout']

/** A layout in a language, its fields filled with their samples: enough for words, not for pictures. */
export const textScenery = (layout: Parts, language: Language): Scenery =>
  ({ layout, language, write: writeValue, typesetter, verification: '', pictureSize: () => undefined })

interface Remembered {
  readonly size: Pair
  readonly language: Language
  readonly parts: Parts
  readonly faces: number
  readonly set: SetText | undefined
}

/** An element that did not change is not set again: the same snapshot in the same box gives the same lines. */
const remembered = new WeakMap<Element, Remembered>()

/** The text of an element as it is set; `undefined` for what is no text. */
export function setOnCanvas(element: Element, size: Pair, { languages, fields, styles }: Layout, language: Language): SetText | undefined {
  const faces = pageFaces.version()
  const known = remembered.get(element)
  if (known && known.size[0] === size[0] && known.size[1] === size[1] && known.language === language
    && known.parts.languages === languages && known.parts.fields === fields && known.parts.styles === styles
    // Faces that arrive change only what waited for them.
    && (known.faces === faces || known.set?.waiting === false)) return known.set
  const parts = { languages, fields, styles }
  const set = setTextOf(element, size, textScenery(parts, language))
  remembered.set(element, { size, language, parts, faces, set })
  return set
}

/** Words that stand in no element yet, as they would be set in a box. */
export const setWords = (runs: readonly TextRun[], typography: Typography, size: Pair, layout: Parts, language: Language): SetText =>
  typesetter.set(runsToSet(runs, typography, textScenery(layout, language)), frameOf(typography, size, layout))
