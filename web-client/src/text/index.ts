/** The text engine of the page: what it takes, what it gives, and the geometry of carets and selections. */
export { caretAt, indexAt, lineEdge, lineOf, placeOnLine, rectsOf, stepLine, type Caret, type Place, type TextRect } from './geometry'
export { documentLength, toDocument, toFilled } from './positions'
export type { Frame, Run, SetLine, SetRun, SetText, Source, TextStyle, Told } from './types'
export { micropoints, millimetres, millipoints, spacingOf } from './units'
export { stepCharacter, stepWord, wordBounds } from './words'
