import { useCallback, useEffect, useRef, useState, type FormEvent } from 'react'
import { api } from '../../api'
import { LANGUAGES, LANGUAGE_NAMES, useErrorText, useI18n, useNumbers } from '../../i18n'
import type { SettingsBody } from '../../protocol/generated'
import { Banner, Button, ColorField, Loading, Radios, Select, Skeleton, TextField } from '../../ui'
import { Plate } from '../column'
import { codeOf } from '../failure'
import { useSession } from '../session'
import { BrandRules } from './brand-rules'
import { BrandSample } from './brand-sample'
import { bodyOf, daysOf, draftOf, faultsOf, isChanged, type Faults, type SettingsDraft } from './draft'
import { Outcome, type Outcomes } from './outcome'

type State = { kind: 'loading' } | { kind: 'failed'; code: string } | { kind: 'there'; saved: SettingsBody }

/** What the organisation has settled for itself. */
export function OrganisationSettings() {
  const { t } = useI18n()
  const errorText = useErrorText()
  const { ended } = useSession()
  const [state, setState] = useState<State>({ kind: 'loading' })
  const load = useCallback(async () => {
    try { setState({ kind: 'there', saved: await api.settings() }) }
    catch (error) { if (!ended(error)) setState({ kind: 'failed', code: codeOf(error) }) }
  }, [ended])
  useEffect(() => { void load() }, [load])
  return (
    <Plate title={t('settings-organisation')} lead={t('settings-organisation-lead')}>
      {state.kind === 'loading' && <Loading label={t('loading')}><div className="settings-skeleton">{[0, 1, 2, 3].map(key => <Skeleton key={key} width={320} height={28} />)}</div></Loading>}
      {state.kind === 'failed' && (
        <Banner tone="bad" title={t('settings-load-failed')} code={state.code} action={<Button onPress={() => { setState({ kind: 'loading' }); void load() }}>{t('try-again')}</Button>}>
          {errorText(state.code)}
        </Banner>
      )}
      {state.kind === 'there' && <SettingsForm saved={state.saved} onSaved={saved => setState({ kind: 'there', saved })} />}
    </Plate>
  )
}

const languages = LANGUAGES.map(language => ({ id: language, label: LANGUAGE_NAMES[language] }))

function SettingsForm({ saved, onSaved }: { saved: SettingsBody; onSaved: (saved: SettingsBody) => void }) {
  const { t } = useI18n()
  const errorText = useErrorText()
  const numbers = useNumbers()
  const { ended } = useSession()
  const [draft, setDraft] = useState(() => draftOf(saved))
  const [faults, setFaults] = useState<Faults>({})
  const [outcome, setOutcome] = useState<Outcomes>({ kind: 'none' })
  const [busy, setBusy] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const save = useRef<HTMLButtonElement>(null)
  const changed = isChanged(draft, saved)

  useEffect(() => {
    if (!changed) return
    // Leaving the page by accident would lose what was typed.
    const ask = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', ask)
    return () => window.removeEventListener('beforeunload', ask)
  }, [changed])

  const change = (part: Partial<SettingsDraft>) => {
    const next = { ...draft, ...part }
    setDraft(next)
    setOutcome({ kind: 'none' })
    // A fault goes as soon as it is mended; a new one is only said when somebody wants to save, or leaves the field.
    setFaults(now => Object.fromEntries(Object.entries(faultsOf(next)).filter(([field]) => field in now)))
  }
  const check = (field: keyof Faults) => {
    const fault = faultsOf(draft)[field]
    if (fault !== undefined) setFaults(now => ({ ...now, [field]: fault }))
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const found = faultsOf(draft)
    setFaults(found)
    if (Object.keys(found).length > 0) {
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
      return
    }
    setBusy(true)
    setOutcome({ kind: 'none' })
    try {
      const answer = await api.settle(bodyOf(draft))
      onSaved(answer)
      setDraft(draftOf(answer))
      setOutcome({ kind: 'saved' })
    } catch (error) {
      if (!ended(error)) setOutcome({ kind: 'failed', code: codeOf(error) })
    }
    setBusy(false)
  }
  const discard = () => {
    setDraft(draftOf(saved))
    setFaults({})
    setOutcome({ kind: 'none' })
    // The button that did it goes.
    save.current?.focus()
  }
  const fault = (field: keyof Faults) => {
    const id = faults[field]
    return id === undefined ? undefined : t(id)
  }
  const days = daysOf(draft.days)
  return (
    <form className="settings-form" ref={form} onSubmit={event => { void submit(event) }} noValidate>
      <div className="settings-part">
        <h3>{t('settings-issuing')}</h3>
        <div className="settings-narrow"><Select label={t('settings-default-language')} value={draft.language} onChange={language => change({ language })} options={languages} /></div>
        <Radios
          label={t('settings-retention')} value={draft.keeps} onChange={keeps => change({ keeps })}
          options={[{ id: 'for-ever', label: t('settings-for-ever') }, { id: 'days', label: t('settings-days-chosen') }]}
        />
        {draft.keeps === 'days' && <p className="soft">{t('settings-retention-hint')}</p>}
        {draft.keeps === 'days' && (
          <div className="settings-narrow settings-inset">
            <TextField
              label={t('settings-days')} value={draft.days} onChange={value => change({ days: value })} onBlur={() => check('days')} inputMode="numeric" autoComplete="off" error={fault('days')}
              {...(fault('days') === undefined && { description: days !== null && days >= 365 ? t('settings-days-years', { years: numbers.tenths(days / 365.25) }) : t('settings-days-hint') })}
            />
          </div>
        )}
      </div>
      <div className="settings-part">
        <h3>{t('settings-brand')}</h3>
        <div className="settings-brand">
          <div className="settings-colors">
            <ColorField label={t('settings-primary')} value={draft.primary} onChange={primary => change({ primary })} allowNone />
            <ColorField label={t('settings-accent')} value={draft.accent} onChange={accent => change({ accent })} allowNone />
          </div>
          <BrandSample primary={draft.primary} accent={draft.accent} />
        </div>
      </div>
      <BrandRules draft={draft} onChange={change} onLeaveClear={() => check('clear')} clearFault={fault('clear')} />
      <div className="settings-part">
        <h3>{t('settings-billing')}</h3>
        <div className="settings-pair">
          <TextField label={t('settings-billing-email')} type="email" autoComplete="off" value={draft.email} onChange={email => change({ email })} onBlur={() => check('email')} error={fault('email')} />
          <TextField label={t('settings-billing-reference')} autoComplete="off" value={draft.reference} onChange={reference => change({ reference })} onBlur={() => check('reference')} error={fault('reference')} description={t('settings-billing-reference-hint')} />
        </div>
      </div>
      <div className="settings-foot">
        <Button variant="primary" type="submit" isPending={busy} ref={save}>{t('settings-save')}</Button>
        {changed && <Button variant="quiet" onPress={discard}>{t('settings-discard')}</Button>}
        <Outcome of={outcome} failedTitle={t('settings-failed')} failedText={outcome.kind === 'failed' ? errorText(outcome.code) : ''} />
      </div>
    </form>
  )
}
