/** What the gate asks about, and what it weighs by itself. Pure. */
import type { GateCode, ReviewRulesBody, Severity } from '../../protocol/generated'

/** As the server has it, in the order in which they are shown. */
const WEIGHS: Readonly<Record<GateCode, Severity>> = {
  threads_blocking: 'error',
  translation_missing: 'error',
  text_overflows: 'error',
  text_overflows_longest: 'warning',
  text_too_long: 'error',
  contrast_low: 'warning',
  alt_missing: 'warning',
  image_low_resolution: 'warning',
  image_missing: 'error',
  off_page: 'error',
  glyph_missing: 'error',
  font_unknown: 'warning',
  field_undeclared: 'error',
  field_unused: 'warning',
  brand_color: 'warning',
  brand_font: 'warning',
  brand_logo_missing: 'warning',
  brand_logo_space: 'warning',
  brand_unlocked: 'warning',
}

export const CHECKS = Object.keys(WEIGHS) as readonly GateCode[]

/** How much a check weighs by some rules. */
export const severityOf = ({ severities }: ReviewRulesBody, code: GateCode): Severity => severities[code] ?? WEIGHS[code]

/** The same with one check weighing something else; what it weighs by itself is not said. */
export function withSeverity({ severities }: ReviewRulesBody, code: GateCode, severity: Severity): ReviewRulesBody['severities'] {
  const others = Object.fromEntries(Object.entries(severities).filter(([it]) => it !== code))
  return severity === WEIGHS[code] ? others : { ...others, [code]: severity }
}
