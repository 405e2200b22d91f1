/** The organisation's settings while somebody changes them: as typed, checked as the server checks them. Pure. */
import type { BrandBody, Locale, Lockable, SettingsBody } from '../../protocol/generated'

export interface SettingsDraft {
  readonly language: Locale
  readonly keeps: 'for-ever' | 'days'
  /** As typed. */
  readonly days: string
  /** `none`, or `#rrggbb`. */
  readonly primary: string
  readonly accent: string
  /** Each `#rrggbb`. */
  readonly colors: readonly string[]
  readonly fonts: readonly string[]
  /** Images that show the logo, by their ids. */
  readonly logo: readonly string[]
  /** Millimetres around it, as typed. */
  readonly clear: string
  readonly locked: readonly Lockable[]
  readonly email: string
  readonly reference: string
}

/** Ten years, as the law of Switzerland has it for books: what is offered when somebody wants an end. */
const DAYS_OFFERED = '3650'
/** A century: whoever means longer means for ever. */
const DAYS_MOST = 36_525
const LETTERS_MOST = 320
/** Of a brand. */
export const COLORS_MOST = 40
export const LOGO_IMAGES_MOST = 20
/** Around a logo where nobody has said otherwise, and at most: a hand's breadth. */
const CLEAR_OFFERED = '5'
const CLEAR_MOST = 100

export function draftOf(body: SettingsBody): SettingsDraft {
  return {
    language: body.default_language,
    keeps: body.retention_days === null ? 'for-ever' : 'days',
    days: body.retention_days === null ? DAYS_OFFERED : String(body.retention_days),
    primary: body.brand.primary?.toLowerCase() ?? 'none',
    accent: body.brand.accent?.toLowerCase() ?? 'none',
    colors: (body.brand.colors ?? []).map((color) => color.toLowerCase()),
    fonts: body.brand.fonts ?? [],
    logo: body.brand.logo?.assets ?? [],
    clear: body.brand.logo === undefined ? CLEAR_OFFERED : String(body.brand.logo.clear_mm),
    locked: body.brand.locked ?? [],
    email: body.billing.email ?? '',
    reference: body.billing.reference ?? '',
  }
}

/** Thousands may be set apart by an apostrophe, a space or a point; null when it is no whole number. */
export function daysOf(typed: string): number | null {
  const text = typed.trim().replace(/[’'\s\u00a0\u202f.]/g, '')
  return /^\d{1,9}$/.test(text) ? Number(text) : null
}

/** Millimetres, with a comma or a point; null when it is no length. */
export function clearOf(typed: string): number | null {
  const text = typed.trim().replace(',', '.')
  return /^\d{1,3}(\.\d{1,3})?$/.test(text) ? Number(text) : null
}

/** What is wrong, by field, as the message that says it. */
export type Faults = Readonly<Partial<Record<'days' | 'email' | 'reference' | 'clear', string>>>

export function faultsOf(draft: SettingsDraft): Faults {
  const faults: { -readonly [field in keyof Faults]: string } = {}
  const days = daysOf(draft.days)
  if (draft.keeps === 'days' && (days === null || days < 1 || days > DAYS_MOST)) faults.days = 'settings-days-invalid'
  const email = draft.email.trim()
  if (email !== '' && !isAddress(email)) faults.email = 'error-address-invalid'
  if ([...draft.reference.trim()].length > LETTERS_MOST) faults.reference = 'settings-reference-invalid'
  const clear = clearOf(draft.clear)
  if (draft.logo.length > 0 && (clear === null || clear > CLEAR_MOST)) faults.clear = 'settings-clear-invalid'
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
    brand: brandOf(draft, colorOf(draft.primary), colorOf(draft.accent)),
    billing: { email: textOf(draft.email), reference: textOf(draft.reference) },
  }
}

/** What is empty is left out, as the server does. */
function brandOf(draft: SettingsDraft, primary: string | null, accent: string | null): BrandBody {
  return {
    primary,
    accent,
    ...(draft.colors.length > 0 && { colors: draft.colors.map((color) => color.toUpperCase()) }),
    ...(draft.fonts.length > 0 && { fonts: [...draft.fonts] }),
    ...(draft.logo.length > 0 && { logo: { assets: [...draft.logo], clear_mm: clearOf(draft.clear) ?? 0 } }),
    ...(draft.locked.length > 0 && { locked: [...draft.locked] }),
  }
}

/** Whether saving would change something. */
export function isChanged(draft: SettingsDraft, saved: SettingsBody): boolean {
  return JSON.stringify(bodyOf(draft)) !== JSON.stringify(bodyOf(draftOf(saved)))
}
