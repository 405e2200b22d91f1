/** The words that a discussion is about, as they were; a field shows as its place. */
import type { ReactNode } from 'react'
import { CHIP_CHARACTER } from '../document/read/texts'
import type { Language } from '../document/model'
import { LANGUAGE_NAMES, useText } from '../i18n'
import type { AnchorBody } from '../protocol/generated'
import { Button } from '../ui'
import type { Pin } from './pin'

/** The language in which pages are shown, and how to show them in another one. */
export interface ShownLanguage {
  readonly shown: Language
  readonly show: (language: Language) => void
}

/** A quotation, and whether it still stands there. */
export function Quote({ pin, language }: { readonly pin: Pin; /** Absent: nothing to press. */ readonly language?: ShownLanguage }) {
  const t = useText()
  const { anchor } = pin.thread
  if (anchor.kind !== 'passage') return null
  const changed = pin.element === undefined ? null : pin.words?.found == null ? t('comment-words-gone') : pin.words.found.exact ? null : t('comment-words-changed')
  const words = pin.words?.language
  return (
    <QuotedWords anchor={anchor} isChanged={changed !== null}>
      {changed !== null && <span className="soft">{changed}</span>}
      {language && words !== undefined && words !== language.shown && (
        <Button variant="quiet" onPress={() => language.show(words)}>{t('show-language', { language: LANGUAGE_NAMES[words] })}</Button>
      )}
    </QuotedWords>
  )
}

/** The words alone. */
export function QuotedWords({ anchor, isChanged = false, children }: { readonly anchor: AnchorBody & { readonly kind: 'passage' }; readonly isChanged?: boolean; readonly children?: ReactNode }) {
  return (
    <span className="thread-quote">
      <q lang={anchor.language} className={isChanged ? 'thread-quote-changed' : ''}>{anchor.quote.replaceAll(CHIP_CHARACTER, '…')}</q>
      {children}
    </span>
  )
}
