export { useDates, useI18n, useNumbers, useText, type Translate } from './i18n'
export { FORMAT_LOCALES, LANGUAGES, LANGUAGE_NAMES, type Language } from './language'
export { useErrorText } from './errors'
