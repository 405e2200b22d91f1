/** How numbers are made, while somebody settles it: as the server makes them, so that the page shows an example. Pure. */
import type { IssuingRulesBody, NumberingBody, NumberingKind } from '../../protocol/generated'
import { daysOf } from './draft'

const PREFIX_LETTERS = 16
const REMINDER_DAYS_MOST = 366
/** What is offered when somebody wants to remind. */
const REMINDER_DAYS_OFFERED = '30'

/** Digits or characters that can be chosen, and what is offered. */
export const LENGTHS: Readonly<Record<NumberingKind, { readonly least: number; readonly most: number; readonly offered: number }>> = {
  gapless: { least: 3, most: 10, offered: 5 }, random: { least: 8, most: 16, offered: 10 },
}

export interface RulesDraft {
  readonly numbering: NumberingBody
  readonly reminds: 'never' | 'days'
  /** As typed. */
  readonly days: string
}

export const draftOf = ({ numbering, reminder_days: days }: IssuingRulesBody): RulesDraft =>
  ({ numbering, reminds: days === null ? 'never' : 'days', days: days === null ? REMINDER_DAYS_OFFERED : String(days) })

/** What is sent of a draft without faults. */
export const bodyOf = ({ numbering, reminds, days }: RulesDraft): IssuingRulesBody =>
  ({ numbering: { ...numbering, prefix: numbering.prefix.trim() }, reminder_days: reminds === 'days' ? daysOf(days) : null })

/** The other kind, with as many characters as make sense for it. */
export function withKind(numbering: NumberingBody, kind: NumberingKind): NumberingBody {
  const { least, most, offered } = LENGTHS[kind]
  return { ...numbering, kind, digits: numbering.digits >= least && numbering.digits <= most ? numbering.digits : offered }
}

/** What is wrong, by field, as the message that says it. */
export function faultsOf({ numbering, reminds, days: typed }: RulesDraft): Readonly<Partial<Record<'prefix' | 'days', string>>> {
  const prefix = numbering.prefix.trim()
  const isPrefix = prefix === '' || (prefix.length <= PREFIX_LETTERS && /^[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?$/.test(prefix))
  const days = daysOf(typed)
  const areDays = reminds === 'never' || (days !== null && days >= 1 && days <= REMINDER_DAYS_MOST)
  return { ...(!isPrefix && { prefix: 'issuing-prefix-invalid' }), ...(!areDays && { days: 'issuing-days-invalid' }) }
}

/** Characters of which random numbers are made, in an order that looks drawn. */
const DRAWN = 'K7R4MX9CQ3TF8WHJ'

/** A number as it would look. */
export function example({ kind, prefix, year, digits }: NumberingBody, place: number, inYear: number): string {
  const rest = kind === 'random' ? DRAWN.slice(0, digits) : place.toString().padStart(digits, '0')
  return [prefix.trim(), ...(year ? [inYear.toString()] : []), rest].filter(part => part !== '').join('-')
}
