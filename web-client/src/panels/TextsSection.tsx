/** One text in all its languages, side by side, each to be typed into. */
import { memo, useCallback, useLayoutEffect, useRef, useState } from 'react'
import { mayEdit, mayType, useAccess, useEditor, useEditorState, useElement, useLayoutPart } from '../canvas/context'
import { isEmpty } from '../scene/words'
import { chipLabel } from '../canvas/texts'
import { FAMILIES } from '../canvas/writing/families'
import { useSayFull } from '../canvas/writing/full'
import { pressIn } from '../canvas/writing/keys'
import { useSurface } from '../canvas/writing/surface'
import { unset } from '../canvas/writing/unset'
import { Writing } from '../canvas/writing/writing'
import type { FieldChip, Language, TextRun } from '../document/model'
import { LANGUAGE_NAMES, useText } from '../i18n'
import { onMac } from '../tools/shown-keys'
import { useReason } from './editing'
import { Section } from './section'

const NONE: readonly TextRun[] = []

/** The languages of a text, the present one first. */
export function TextsSection({ id }: { readonly id: string }) {
  const t = useText()
  const element = useElement(id)
  const current = useEditorState((state) => state.language)
  const languages = useLayoutPart((layout) => layout.languages)
  if (!element?.texts) return null
  const shown = [...new Set([current, ...languages])]
  const written = Object.values(element.texts).some((runs) => !isEmpty(runs))
  return (
    <Section title={t('section-texts')}>
      <div className="texts-list">
        {shown.map((language) => {
          const runs = element.texts?.[language] ?? NONE
          return <TextRow key={`${id} ${language}`} id={id} language={language} runs={runs} missing={written && isEmpty(runs)} current={language === current} />
        })}
      </div>
    </Section>
  )
}

/** Drawn again when its own words change: those of one language come with every keystroke. */
const TextRow = memo(function TextRow({ id, language, runs, missing, current }: {
  readonly id: string; readonly language: Language; readonly runs: readonly TextRun[]; readonly missing: boolean; readonly current: boolean
}) {
  const t = useText()
  const { state } = useEditor()
  return (
    <div className={missing ? 'text-row text-row-missing' : 'text-row'}>
      <button type="button" className={current ? 'text-language text-language-current' : 'text-language'} aria-label={`${language.toUpperCase()}. ${t('show-language', { language: LANGUAGE_NAMES[language] })}`} aria-pressed={current} onClick={() => state.set({ language })}>
        {language.toUpperCase()}
      </button>
      <div className="text-cell"><TextCell id={id} language={language} runs={runs} /></div>
    </div>
  )
})

function TextCell({ id, language, runs }: { readonly id: string; readonly language: Language; readonly runs: readonly TextRun[] }) {
  const t = useText()
  const { draft } = useEditor()
  const access = useAccess()
  const reason = useReason()
  const fields = useLayoutPart((layout) => layout.fields)
  const languages = useLayoutPart((layout) => layout.languages)
  const [writing, setWriting] = useState<Writing | null>(null)
  const sayFull = useSayFull()
  const label = useCallback((chip: FieldChip) => chipLabel(chip, fields, language, languages), [fields, languages, language])
  const labels = useRef(label)
  labels.current = label
  useLayoutEffect(() => {
    const set = () => unset(draft.view.element(id)?.texts?.[language] ?? NONE, labels.current)
    const made = new Writing({ draft, element: id, language, set, mayFormat: () => mayEdit(draft.access()), full: sayFull, completes: false })
    setWriting(made)
    return () => made.close()
  }, [draft, id, language, sayFull])
  const named = { role: 'textbox', 'aria-multiline': true, 'aria-label': t('text-in-language', { language: LANGUAGE_NAMES[language] }), lang: language, tabIndex: 0 } as const
  if (!mayType(access)) {
    return (
      <div className="input input-area text-side" {...named} aria-readonly title={reason} data-placeholder={t('text-missing')} {...(runs.length === 0 ? { 'data-empty': '' } : {})}>
        {runs.map(({ insert }, index) => (typeof insert === 'string' ? insert : <span key={index} className="chip">{label(insert)}</span>))}
      </div>
    )
  }
  return writing && <TextField writing={writing} runs={runs} label={label} named={named} />
}

function TextField({ writing, runs, label, named }: {
  readonly writing: Writing; readonly runs: readonly TextRun[]; readonly label: (chip: FieldChip) => string; readonly named: Readonly<Record<string, unknown>>
}) {
  const t = useText()
  const node = useRef<HTMLDivElement>(null)
  const { view } = useEditor().draft
  useSurface({ node, writing, layout: () => view.layout(), label, families: FAMILIES }, runs)
  return (
    <div
      ref={node} className="input input-area text-side" {...named} contentEditable="plaintext-only" suppressContentEditableWarning spellCheck data-placeholder={t('text-missing')}
      onKeyDown={(event) => {
        event.stopPropagation()
        if (!event.nativeEvent.isComposing && pressIn(writing, event, { mac: onMac(), moves: false })) event.preventDefault()
      }}
      onFocus={() => writing.enter()} onBlur={() => writing.leave()}
    />
  )
}
