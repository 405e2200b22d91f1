/** The organisation's settings while somebody changes them: as typed, checked as the server checks them. Pure. */
import type { Locale, SettingsBody } from '../../protocol/generated'

export interface SettingsDraft {
  readonly language: Locale
  readonly keeps: 'for-ever' | 'days'
  /** As typed. */
  readonly days: string
  /** `none`, or `#rrggbb`. */
  readonly primary: string
  readonly accent: string
  readonly email: string
  readonly reference: string
}

/** Ten years, as the law of Switzerland has it for books: what is offered when somebody wants an end. */
const DAYS_OFFERED = '3650'
/** A century: whoever means longer means for ever. */
const DAYS_MOST = 36_525
const LETTERS_MOST = 320

export function draftOf(body: SettingsBody): SettingsDraft {
  return {
    language: body.default_language,
    keeps: body.retention_days === null ? 'for-ever' : 'days',
    days: body.retention_days === null ? DAYS_OFFERED : String(body.retention_days),
    primary: body.brand.primary?.toLowerCase() ?? 'none',
    accent: body.brand.accent?.toLowerCase() ?? 'none',
    email: body.billing.email ?? '',
    reference: body.billing.reference ?? '',
  }
}

/** Thousands may be set apart by an apostrophe, a space or a point; null when it is no whole number. */
export function daysOf(typed: string): number | null {
  const text = typed.trim().replace(/[’'\s\u00a0\u202f.]/g, '')
  return /^\d{1,9}$/.test(text) ? Number(text) : null
}

/** What is wrong, by field, as the message that says it. */
export type Faults = Readonly<Partial<Record<'days' | 'email' | 'reference', string>>>

export function faultsOf(draft: SettingsDraft): Faults {
  const faults: { -readonly [field in keyof Faults]: string } = {}
  const days = daysOf(draft.days)
  if (draft.keeps === 'days' && (days === null || days < 1 || days > DAYS_MOST)) faults.days = 'settings-days-invalid'
  const email = draft.email.trim()
  if (email !== '' && !isAddress(email)) faults.email = 'error-address-invalid'
  if ([...draft.reference.trim()].length > LETTERS_MOST) faults.reference = 'settings-reference-invalid'
  return faults
}

function isAddress(email: string): boolean {
  const at = email.indexOf('@')
  const domain = email.slice(at + 1)
  return at > 0 && domain.includes('.') && !domain.startsWith('.') && !domain.endsWith('.') && !/\s/.test(email) && [...email].length <= LETTERS_MOST
}

/** What is sent of a draft without faults. */
export function bodyOf(draft: SettingsDraft): SettingsBody {
  const colorOf = (color: string) => (color === 'none' ? null : color.toUpperCase())
  const textOf = (text: string) => (text.trim() === '' ? null : text.trim())
  return {
    default_language: draft.language,
    retention_days: draft.keeps === 'days' ? daysOf(draft.days) : null,
    brand: { primary: colorOf(draft.primary), accent: colorOf(draft.accent) },
    billing: { email: textOf(draft.email), reference: textOf(draft.reference) },
  }
}

/** Whether saving would change something. */
export function isChanged(draft: SettingsDraft, saved: SettingsBody): boolean {
  return JSON.stringify(bodyOf(draft)) !== JSON.stringify(bodyOf(draftOf(saved)))
}
