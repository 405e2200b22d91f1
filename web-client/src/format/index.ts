/** Values of merge fields, written as a language does. `server/render/FORMAT.md` is the law; its rules are named by their numbers. */
import type { FieldType } from '../document/model'
import { writtenDate } from './date'
import type { Locale } from './names'
import { writtenNumber } from './number'

const LOCALES: readonly Locale[] = ['de', 'fr', 'it', 'rm', 'en']

/** How a language writes (F0). */
function localeOf(language: string): Locale {
  const first = (language.split('-')[0] ?? '').toLowerCase()
  return LOCALES.find((locale) => locale === first) ?? 'en'
}

/** Writes a value; what is not of the field's type is shown as it stands (F1). */
export function writeValue(value: string, type: FieldType, format: string | undefined, language: string): string {
  const locale = localeOf(language)
  switch (type) {
    case 'date': return writtenDate(value, format ?? '', locale) ?? value
    case 'number': return writtenNumber(value, format ?? '', locale) ?? value
    case 'text': return format === 'upper' ? upper(value) : value
    case 'image': return value
  }
}

/** Capitals without language rules (F4). */
export const upper = (value: string): string => value.split('ß').map((part) => part.toUpperCase()).join('ß')
