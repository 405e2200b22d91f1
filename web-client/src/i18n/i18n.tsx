import { FluentBundle, FluentResource, type FluentVariable } from '@fluent/bundle'
import { createContext, use, useCallback, useEffect, useMemo, useState, type ReactNode } from 'react'
import { I18nProvider } from 'react-aria-components'
import { ago, durationOf, formatDate, formatTime, isSameDay } from './dates'
import { FORMAT_LOCALES, startLanguage, storeLanguage, type Language } from './language'

/** Words of the page, by message id. Every id stands in all five catalogues. */
export type Translate = (id: string, values?: Readonly<Record<string, FluentVariable>>) => string

const CATALOGUES: Readonly<Record<Language, () => Promise<{ default: readonly string[] }>>> = {
  de: () => import('./de'), fr: () => import('./fr'), it: () => import('./it'), rm: () => import('./rm'), en: () => import('./en'),
}

interface I18n {
  language: Language
  setLanguage: (language: Language) => void
  t: Translate
  /** Whether there is such a message; for codes that come from the server. */
  has: (id: string) => boolean
}

const Context = createContext<I18n | null>(null)

async function loadBundle(language: Language): Promise<FluentBundle> {
  // All five are written from left to right: isolation marks would only get into copied text.
  const bundle = new FluentBundle(FORMAT_LOCALES[language], { useIsolating: false })
  for (const text of (await CATALOGUES[language]()).default) bundle.addResource(new FluentResource(text))
  return bundle
}

export interface LanguageProviderProps {
  /** Loaded before the first paint, so that no page ever shows message ids. */
  first: { language: Language; bundle: FluentBundle }
  children: ReactNode
}

/** Loads the first language of this browser. */
export async function firstLanguage(): Promise<LanguageProviderProps['first']> {
  const language = startLanguage()
  return { language, bundle: await loadBundle(language) }
}

/** Gives the pages their words, and components their forms of numbers. */
export function LanguageProvider({ first, children }: LanguageProviderProps) {
  const [current, setCurrent] = useState(first)
  const [wanted, setWanted] = useState(first.language)

  useEffect(() => {
    if (wanted === current.language) return
    let stale = false
    void loadBundle(wanted).then(bundle => { if (!stale) setCurrent({ language: wanted, bundle }) })
    return () => { stale = true }
  }, [wanted, current.language])

  useEffect(() => { document.documentElement.lang = current.language }, [current.language])

  const setLanguage = useCallback((language: Language) => { storeLanguage(language); setWanted(language) }, [])
  const value = useMemo<I18n>(() => ({
    language: current.language,
    setLanguage,
    t: (id, values) => format(current.bundle, id, values),
    has: id => current.bundle.hasMessage(id),
  }), [current, setLanguage])

  return (
    <I18nProvider locale={FORMAT_LOCALES[current.language]}>
      <Context value={value}>{children}</Context>
    </I18nProvider>
  )
}

function format(bundle: FluentBundle, id: string, values?: Readonly<Record<string, FluentVariable>>): string {
  const message = bundle.getMessage(id)
  // A test forbids both; a person still sees something to quote.
  if (message?.value == null) return id
  const errors: Error[] = []
  const text = bundle.formatPattern(message.value, values ?? null, errors)
  if (errors.length > 0) console.warn(`message ${id}:`, ...errors)
  return text
}

export function useI18n(): I18n {
  const value = use(Context)
  if (value === null) throw new Error('useI18n needs a LanguageProvider above it')
  return value
}

/** The translate function alone. */
export function useText(): Translate {
  return useI18n().t
}

/** Dates and times in the language of the page. */
export function useDates() {
  const { language, t } = useI18n()
  return useMemo(() => ({
    date: (at: Date) => formatDate(at, language),
    /** A day that is the same wherever it is read: its moments are told in UTC. */
    day: (at: Date) => formatDate(at, language, 'UTC'),
    time: (at: Date) => formatTime(at),
    /** `14:02`, with the date before it when that is not today. */
    moment: (at: Date, now = new Date()) => (isSameDay(at, now) ? t('at-time', { time: formatTime(at) }) : t('at-date-time', { date: formatDate(at, language), time: formatTime(at) })),
    /** `3 minutes`. */
    duration: (lengthMs: number) => {
      const { id, count } = durationOf(lengthMs)
      return t(id, { count })
    },
    /** `3 minutes ago`, or the date when that was long ago. */
    ago: (at: Date, now = new Date()) => {
      const past = ago(at, now)
      return past === null ? t('ago-date', { date: formatDate(at, language) }) : t(past.id, { count: past.count })
    },
  }), [language, t])
}

/** Numbers in the form of the page's language. */
export function useNumbers() {
  const { language } = useI18n()
  return useMemo(() => {
    const whole = new Intl.NumberFormat(FORMAT_LOCALES[language], { maximumFractionDigits: 0 })
    const tenths = new Intl.NumberFormat(FORMAT_LOCALES[language], { maximumFractionDigits: 1 })
    return { whole: (value: number) => whole.format(value), tenths: (value: number) => tenths.format(value) }
  }, [language])
}
