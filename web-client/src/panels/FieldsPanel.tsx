/** The declared fields: what a certificate takes from its recipient. */
import { ChevronRight, Plus, TextCursorInput, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { Button as AriaButton, Disclosure, DisclosurePanel, Heading } from 'react-aria-components'
import { useEditor, useEditorState, useLayoutPart } from '../canvas/context'
import { labelOf } from '../canvas/texts'
import type { Field, FieldType, Language, Layout } from '../document/model'
import { LANGUAGE_NAMES, useText } from '../i18n'
import { Badge, Button, Checkbox, Icon, IconButton, Select, TextField } from '../ui'
import { usePanelWrites, useReason, useWordsReason } from './editing'
import { keyFor } from './field-key'
import { Row, Section } from './section'
import { SettledText } from './SettledText'

const FIELD_TYPES: readonly FieldType[] = ['text', 'date', 'number', 'image']

/** Where a field is shown: by elements, and inside texts. */
function usesOf(layout: Layout, key: string): number {
  let uses = 0
  for (const element of layout.elements.values()) {
    if (element.field?.key === key) uses += 1
    for (const runs of Object.values(element.texts ?? {})) {
      for (const run of runs) if (typeof run.insert !== 'string' && run.insert.field === key) uses += 1
    }
  }
  return uses
}

/** The list of fields, and a form for a new one. */
export function FieldsPanel() {
  const t = useText()
  const fields = useLayoutPart((layout) => layout.fields)
  return (
    <>
      <header className="inspector-head"><h2>{t('fields-title')}</h2><span className="soft">{t('fields-hint')}</span></header>
      {fields.length > 0 && (
        <ul className="fields-list">
          {fields.map((field) => <li key={field.key}><FieldRow field={field} /></li>)}
        </ul>
      )}
      <NewField />
    </>
  )
}

function FieldRow({ field }: { readonly field: Field }) {
  const { draft, state, machine } = useEditor()
  const t = useText()
  const reason = useReason()
  const wordsReason = useWordsReason()
  const writes = useEditorState((it) => it.writing !== null)
  const { step } = usePanelWrites()
  const language = useEditorState((it) => it.language)
  const languages = useLayoutPart((layout) => layout.languages)
  const uses = useLayoutPart((layout) => usesOf(layout, field.key))
  const label = labelOf(field, language, languages)
  const insert = (): void => {
    const { writing, page } = state.get()
    if (writing !== null) {
      writing.insertField(field.key)
      writing.focus()
    } else {
      const size = draft.view.layout().pages.find((it) => it.id === page)?.size ?? [210, 297]
      const id = step((commands) => commands.create({
        type: 'field', parent: page, field: field.key, at: [Math.round(size[0] / 2 - 35), Math.round(size[1] / 2 - 4)], size: [70, 8], textSize: 14,
      }))
      state.set({ selection: [id], tool: 'select', scope: null })
    }
    machine.cancel()
  }
  const setSample = (at: Language | '*', value: string): void => {
    step((commands) => commands.setField(field.key, { sample: { [at]: value } }))
  }
  return (
    <Disclosure className="field-row">
      <div className="field-line" data-keeps-editing>
        <Heading level={3} className="field-heading">
          <AriaButton slot="trigger" className="field-trigger">
            <Icon of={ChevronRight} size={14} />
            <span className="field-words"><span>{label}</span><code>{field.key}</code></span>
          </AriaButton>
        </Heading>
        {field.required && <Badge>{t('field-required-short')}</Badge>}
        <IconButton icon={TextCursorInput} label={t('field-insert', { label })} disabledReason={writes ? wordsReason : reason} onPress={insert} />
      </div>
      <DisclosurePanel className="field-panel">
        <div className="field-form">
          <SettledText
            key={language} label={t('field-label', { language: LANGUAGE_NAMES[language] })} value={field.label[language] ?? ''}
            placeholder={label} disabledReason={reason}
            onSettle={(value) => step((commands) => commands.setField(field.key, { label: { ...field.label, [language]: value } }))}
          />
          <Row>
            <Select label={t('field-type')} value={field.type} disabledReason={reason} onChange={(type) => step((commands) => commands.setField(field.key, { type }))} options={FIELD_TYPES.map((id) => ({ id, label: t(`field-type-${id}`) }))} />
            <span />
          </Row>
          <SettledText
            key={`sample ${language}`} label={t('field-sample')} value={field.sample[language] ?? field.sample['*'] ?? ''}
            description={t('field-sample-hint')} disabledReason={wordsReason}
            onSettle={(value) => setSample(field.sample[language] === undefined ? '*' : language, value)}
          />
          <Checkbox label={t('field-required')} isSelected={field.required} disabledReason={reason} onChange={(required) => step((commands) => commands.setField(field.key, { required }))} />
          <div className="field-foot">
            <span className="soft">{t('field-uses', { count: uses })}</span>
            <Button
              variant="quiet" icon={Trash2} disabledReason={reason ?? (uses > 0 ? t('why-field-used', { count: uses }) : undefined)}
              onPress={() => step((commands) => commands.deleteField(field.key))}
            >
              {t('field-delete')}
            </Button>
          </div>
        </div>
      </DisclosurePanel>
    </Disclosure>
  )
}

function NewField() {
  const t = useText()
  const reason = useReason()
  const { step } = usePanelWrites()
  const language = useEditorState((state) => state.language)
  const fields = useLayoutPart((layout) => layout.fields)
  const [label, setLabel] = useState('')
  const [type, setType] = useState<FieldType>('text')
  const [problem, setProblem] = useState<string | undefined>()
  const declare = (): void => {
    const words = label.trim()
    if (words === '') {
      setProblem(t('field-label-missing'))
      return
    }
    const key = keyFor(words, new Set(fields.map((field) => field.key)))
    const done = step((commands) => commands.declareField({ key, type, label: { [language]: words } }))
    if (!done) setProblem(t('field-key-taken'))
    else {
      setLabel('')
      setProblem(undefined)
    }
  }
  return (
    <Section title={t('field-new')}>
      <form
        className="field-form"
        onSubmit={(event) => {
          event.preventDefault()
          if (reason === undefined) declare()
        }}
      >
        <TextField
          label={t('field-label', { language: LANGUAGE_NAMES[language] })} value={label} placeholder={t('field-label-placeholder')} error={problem} disabledReason={reason}
          onChange={(value) => {
            setLabel(value)
            setProblem(undefined)
          }}
        />
        <div className="row row-end">
          <Select label={t('field-type')} value={type} onChange={setType} disabledReason={reason} options={FIELD_TYPES.map((id) => ({ id, label: t(`field-type-${id}`) }))} />
          <Button type="submit" icon={Plus} disabledReason={reason}>{t('field-add')}</Button>
        </div>
      </form>
    </Section>
  )
}
