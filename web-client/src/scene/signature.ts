/** A place to sign (P9): perhaps a picture of the signature, the rule, and who signs as what. */
import type { Pair } from '../document/model'
import { micropoints, millipoints, type TextStyle } from '../text'
import { imageItems } from './image'
import type { Ink, Item, TextItem } from './items'
import type { Typesetter } from './scenery'
import { pathItem } from './shapes'
import { textItem } from './text-item'

/** Words of a signature are not wrapped before this, in millimetres. */
const WIDEST_MM = 5_000
const RULE_WIDTH_MM = 0.25
const POINTS_A_MILLIMETRE = 72 / 25.4

/** What a signature shows. */
export interface Signed {
  readonly ink: Ink
  readonly signer: string | undefined
  readonly role: string | undefined
  readonly asset: string | undefined
  readonly pictureSize: Pair | undefined
}

/** Where things stand in a signature's box, in millimetres from its top. */
export interface SignatureLines { readonly rule: number; readonly signer: number; readonly role: number; readonly text: number }

/** The rule and the baselines below it. */
export function signatureLines(height: number): SignatureLines {
  const text = Math.min(3.4, height * 0.2)
  const rule = Math.max(height - text * 2.9, height * 0.3)
  return { rule, signer: rule + text * 1.25, role: rule + text * 2.5, text }
}

/** A signature in a box. */
export function signatureItems([width, height]: Pair, { ink, signer, role, asset, pictureSize }: Signed, typesetter: Typesetter): Item[] {
  const lines = signatureLines(height)
  return [
    ...imageItems(asset, pictureSize, [0, 0, width, lines.rule], 'contain'),
    pathItem(`M 0 ${lines.rule.toString()} L ${width.toString()} ${lines.rule.toString()}`, { fill: 'none', stroke: ink === 'none' ? '#1b1d22' : ink, strokeWidth: RULE_WIDTH_MM }),
    ...lineOf(signer, lines.text, '#1b1d22', lines.signer, typesetter),
    ...lineOf(role, lines.text * 0.88, '#5a5f69', lines.role, typesetter),
  ]
}

function lineOf(words: string | undefined, size: number, color: Ink, baseline: number, typesetter: Typesetter): TextItem[] {
  if (words === undefined) return []
  const own: TextStyle = { family: 'Inter', weight: 400, italic: false, size: millipoints(size * POINTS_A_MILLIMETRE), color, spacing: 0 }
  const set = typesetter.set([{ text: words.replaceAll('\n', ' '), style: own }], { width: WIDEST_MM, height: 100, lineHeight: 1, align: 'start', valign: 'top', own })
  return textItem(set, micropoints(baseline) - (set.lines[0]?.baseline ?? 0))
}
