/** The text that is being written, with what an input method has not finished yet. */
import { useSyncExternalStore } from 'react'
import type { Element, Language, TextRun } from '../../document/model'
import { useEditorState } from '../context'
import { spliced } from './looks'
import type { Composing } from './writing'

const nothing = (): (() => void) => () => undefined

/** An element with words that are being composed in the place of a stretch. */
export function withComposed(element: Element, language: Language, composing: Composing | null): Element {
  if (composing === null || element.texts === undefined) return element
  const runs = spliced(element.texts[language], composing.from, composing.to, composing.words)
  return { ...element, texts: { ...element.texts, [language]: runs } }
}

const NONE: readonly TextRun[] = []

/** An element with one language only: what is written is set by itself, also while another language stands in for it on the page. */
export const inOneLanguage = (element: Element, language: Language): Element =>
  ({ ...element, texts: { de: NONE, fr: NONE, it: NONE, rm: NONE, en: NONE, [language]: element.texts?.[language] ?? NONE } })

/** An element as it is drawn while somebody writes in it here. */
export function useComposed(element: Element, language: Language): Element {
  const writing = useEditorState((state) => (state.writing?.element === element.id && state.writing.language === language ? state.writing : null))
  const composing = useSyncExternalStore(writing?.subscribe ?? nothing, () => writing?.get().composing ?? null)
  return withComposed(element, language, composing)
}
