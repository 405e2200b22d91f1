/** One text in all its languages, side by side, each to be typed into. */
import { useRef } from 'react'
import { useEditor, useEditorState, useElement, useLayoutPart } from '../canvas/context'
import { useEditableText } from '../canvas/editable-text'
import { isEmpty } from '../scene/words'
import type { Element, Language } from '../document/model'
import { LANGUAGE_NAMES, useText } from '../i18n'
import { useReason } from './editing'
import { Section } from './section'

/** The languages of a text, the present one first. */
export function TextsSection({ id }: { readonly id: string }) {
  const t = useText()
  const element = useElement(id)
  const current = useEditorState((state) => state.language)
  const languages = useLayoutPart((layout) => layout.languages)
  if (!element?.texts) return null
  const shown = [...new Set([current, ...languages])]
  return (
    <Section title={t('section-texts')}>
      <div className="texts-list">
        {shown.map((language) => <TextRow key={`${id} ${language}`} element={element} language={language} current={language === current} />)}
      </div>
    </Section>
  )
}

function TextRow({ element, language, current }: { readonly element: Element; readonly language: Language; readonly current: boolean }) {
  const t = useText()
  const { state, draft } = useEditor()
  const reason = useReason()
  const node = useRef<HTMLDivElement>(null)
  const { commit, props } = useEditableText(node, element, language, null)
  const texts = element.texts
  const missing = isEmpty(texts?.[language]) && texts !== undefined && Object.values(texts).some((runs) => !isEmpty(runs))
  const label = t('text-in-language', { language: LANGUAGE_NAMES[language] })
  return (
    <div className={missing ? 'text-row text-row-missing' : 'text-row'}>
      <button type="button" className={current ? 'text-language text-language-current' : 'text-language'} aria-label={`${language.toUpperCase()}. ${t('show-language', { language: LANGUAGE_NAMES[language] })}`} aria-pressed={current} onClick={() => state.set({ language })}>
        {language.toUpperCase()}
      </button>
      <div className="text-cell">
        {reason === undefined
          ? (
            <div
              ref={node} className="input input-area text-side" role="textbox" aria-multiline aria-label={label} lang={language} tabIndex={0}
              contentEditable="plaintext-only" suppressContentEditableWarning spellCheck data-placeholder={t('text-missing')} {...props}
              onBlur={() => {
                commit()
                draft.history.close()
                state.set({ caret: null })
              }}
            />
            )
          : <div ref={node} className="input input-area text-side" role="textbox" aria-multiline aria-readonly aria-label={label} lang={language} tabIndex={0} title={reason} data-placeholder={t('text-missing')} />}
      </div>
    </div>
  )
}
