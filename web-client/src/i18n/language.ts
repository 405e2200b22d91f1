import { LANGUAGES, type Language } from '../document/model'

export { LANGUAGES, type Language }

/** How each language calls itself. */
export const LANGUAGE_NAMES: Readonly<Record<Language, string>> = {
  de: 'Deutsch', fr: 'Français', it: 'Italiano', rm: 'Rumantsch', en: 'English',
}

/**
 * Where numbers, plurals and the words inside components come from. Browsers carry no data for Romansh, and would silently fall
 * back to the system's language: Swiss German forms of numbers are the ones used in Graubünden.
 */
export const FORMAT_LOCALES: Readonly<Record<Language, string>> = { de: 'de-CH', fr: 'fr-CH', it: 'it-CH', rm: 'de-CH', en: 'en-CH' }

const STORED = 'imprimatur.language'

function isLanguage(value: unknown): value is Language {
  return LANGUAGES.some(language => language === value)
}

/** What was chosen on this device, else the first of the browser's languages that there is, else German. */
export function startLanguage(): Language {
  const stored = readStored()
  if (stored !== null) return stored
  for (const tag of navigator.languages) {
    const language = tag.slice(0, 2).toLowerCase()
    if (isLanguage(language)) return language
  }
  return 'de'
}

function readStored(): Language | null {
  // A browser may forbid storage; the choice then lasts as long as the page.
  try { const value = localStorage.getItem(STORED); return isLanguage(value) ? value : null } catch { return null }
}

export function storeLanguage(language: Language): void {
  try { localStorage.setItem(STORED, language) } catch { /* as above */ }
}
