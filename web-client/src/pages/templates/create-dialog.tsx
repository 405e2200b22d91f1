import { useEffect, useId, useState } from 'react'
import { Label, Radio, RadioGroup } from 'react-aria-components'
import { api } from '../../api'
import { LANGUAGES, useErrorText, useI18n } from '../../i18n'
import type { CreateTemplateBody, StarterBody } from '../../protocol/generated'
import { LayoutPicture } from '../../thumbnails/layout-picture'
import { Banner, Button, Dialog, Loading, Skeleton, TextField } from '../../ui'
import { codeOf } from '../failure'
import { navigate } from '../router'
import { useSession } from '../session'
import { NAME_MAX } from './name-dialog'
import { Sheet } from './sheet'
import './create-dialog.css'

/** A4, empty. */
function blank(width: number, height: number) {
  return { schema: 1, languages: [...LANGUAGES], pages: [{ id: 'page', size: [width, height], elements: [] }], fields: [], styles: [] }
}
const PORTRAIT = blank(210, 297)
const LANDSCAPE = blank(297, 210)

interface Choice { id: string; name: string; text: string; layout: unknown; body: Omit<CreateTemplateBody, 'name'>; suggested: string }

/** What to begin with, and what to call it. */
export function CreateDialog({ onClose }: { onClose: () => void }) {
  const { t, language } = useI18n()
  const errorText = useErrorText()
  const { ended } = useSession()
  const [starters, setStarters] = useState<readonly StarterBody[] | null>(null)
  const [startersFailed, setStartersFailed] = useState(false)
  const [chosen, setChosen] = useState<string | null>(null)
  /** Null until somebody types: the name follows the choice. */
  const [typed, setTyped] = useState<string | null>(null)
  const [missing, setMissing] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const pickerLabel = useId()

  useEffect(() => {
    let gone = false
    api.starters().then(
      bodies => { if (!gone) setStarters(bodies) },
      (error: unknown) => { if (!gone && !ended(error)) { setStarters([]); setStartersFailed(true) } },
    )
    return () => { gone = true }
  }, [ended])

  const choices: Choice[] = [
    ...(starters ?? []).map(starter => {
      const name = starter.name[language] ?? starter.id
      return { id: `starter ${starter.id}`, name, text: starter.description[language] ?? '', layout: starter.layout, body: { starter: starter.id }, suggested: name }
    }),
    { id: 'portrait', name: t('create-blank-portrait'), text: t('create-blank-portrait-text'), layout: PORTRAIT, body: { layout: PORTRAIT }, suggested: t('create-untitled') },
    { id: 'landscape', name: t('create-blank-landscape'), text: t('create-blank-landscape-text'), layout: LANDSCAPE, body: { layout: LANDSCAPE }, suggested: t('create-untitled') },
  ]
  const choice = choices.find(one => one.id === chosen) ?? choices[0]
  const name = typed ?? choice?.suggested ?? ''

  const submit = async () => {
    if (choice === undefined || starters === null) return
    if (name.trim() === '') { setMissing(true); return }
    setBusy(true)
    setFailure(null)
    try {
      const created = await api.createTemplate({ name: name.trim(), ...choice.body })
      navigate(`/templates/${created.id}`)
      return
    } catch (error) { if (!ended(error)) setFailure(codeOf(error)) }
    setBusy(false)
  }

  return (
    <Dialog
      size="wide" title={t('create-title')} isOpen onClose={onClose} onSubmit={() => { void submit() }}
      actions={<><Button onPress={onClose}>{t('cancel')}</Button><Button variant="primary" type="submit" isPending={busy}>{t('create-action')}</Button></>}
    >
      {starters === null ? (
        <Loading label={t('loading')}><div className="choices">{[0, 1, 2, 3].map(key => <Skeleton key={key} height={210} />)}</div></Loading>
      ) : (
        <RadioGroup className="starter-picker" value={choice?.id ?? ''} onChange={setChosen} aria-labelledby={pickerLabel}>
          <Label className="field-label" id={pickerLabel}>{t('create-start')}</Label>
          <div className="choices">
            {choices.map(one => (
              <Radio key={one.id} value={one.id} className="choice" autoFocus={one === choice && typed === null} aria-label={`${one.name}. ${one.text}`}>
                <span className="choice-desk"><Sheet layout={one.layout}><LayoutPicture layout={one.layout} language={language} /></Sheet></span>
                <span className="choice-name">{one.name}</span>
                <span className="choice-text">{one.text}</span>
              </Radio>
            ))}
          </div>
        </RadioGroup>
      )}
      {startersFailed && <Banner tone="warn">{t('create-starters-failed')}</Banner>}
      <TextField
        label={t('create-name')} value={name} maxLength={NAME_MAX} error={missing ? t('name-missing') : undefined}
        onChange={value => { setTyped(value); setMissing(false) }} onFocus={event => { if (typed === null && event.target instanceof HTMLInputElement) event.target.select() }}
      />
      {failure !== null && <Banner tone="bad" title={t('create-failed')} code={failure}>{errorText(failure)}</Banner>}
    </Dialog>
  )
}
