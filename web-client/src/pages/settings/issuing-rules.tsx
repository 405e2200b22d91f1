/** How certificates are numbered, and whether whoever has one is reminded of its end. */
import { useCallback, useEffect, useRef, useState, type FormEvent } from 'react'
import { issuance } from '../../api'
import { useErrorText, useText } from '../../i18n'
import type { IssuingRulesBody, NumberingBody } from '../../protocol/generated'
import { Banner, Button, Checkbox, Loading, Radios, Select, Skeleton, TextField } from '../../ui'
import { Plate } from '../column'
import { codeOf } from '../failure'
import { useSession } from '../session'
import { bodyOf, draftOf, example, faultsOf, LENGTHS, withKind, type RulesDraft } from './numbering'
import { Outcome, type Outcomes } from './outcome'

type State = { readonly kind: 'loading' } | { readonly kind: 'failed'; readonly code: string } | { readonly kind: 'there'; readonly saved: IssuingRulesBody }

/** The rules of the organisation. */
export function IssuingRules() {
  const t = useText()
  const errorText = useErrorText()
  const { ended } = useSession()
  const [state, setState] = useState<State>({ kind: 'loading' })
  const load = useCallback(() => {
    setState({ kind: 'loading' })
    void issuance.rules().then(
      saved => setState({ kind: 'there', saved }),
      (error: unknown) => { if (!ended(error)) setState({ kind: 'failed', code: codeOf(error) }) },
    )
  }, [ended])
  useEffect(load, [load])
  return (
    <Plate title={t('issuing-title')} lead={t('issuing-lead')}>
      {state.kind === 'loading' && <Loading label={t('loading')}><div className="settings-skeleton">{[0, 1, 2].map(key => <Skeleton key={key} width={320} height={28} />)}</div></Loading>}
      {state.kind === 'failed' && <Banner tone="bad" title={t('issuing-load-failed')} code={state.code} action={<Button onPress={load}>{t('try-again')}</Button>}>{errorText(state.code)}</Banner>}
      {state.kind === 'there' && <RulesForm saved={state.saved} onSaved={saved => setState({ kind: 'there', saved })} />}
    </Plate>
  )
}

function RulesForm({ saved, onSaved }: { readonly saved: IssuingRulesBody; readonly onSaved: (saved: IssuingRulesBody) => void }) {
  const t = useText()
  const errorText = useErrorText()
  const { ended } = useSession()
  const [draft, setDraft] = useState(() => draftOf(saved))
  const [checked, setChecked] = useState(false)
  const [outcome, setOutcome] = useState<Outcomes>({ kind: 'none' })
  const [busy, setBusy] = useState(false)
  const form = useRef<HTMLFormElement>(null)
  const change = (part: Partial<RulesDraft>) => {
    setDraft(now => ({ ...now, ...part }))
    setOutcome({ kind: 'none' })
  }
  const number = (part: Partial<NumberingBody>) => change({ numbering: { ...draft.numbering, ...part } })
  const faults = faultsOf(draft)
  // Said once somebody wants to save, and gone as soon as it is mended.
  const fault = (field: keyof typeof faults) => { const id = faults[field]; return checked && id !== undefined ? t(id) : undefined }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    setChecked(true)
    if (Object.keys(faults).length > 0) {
      requestAnimationFrame(() => form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
      return
    }
    setBusy(true)
    setOutcome({ kind: 'none' })
    try {
      const answer = await issuance.settleRules(bodyOf(draft))
      onSaved(answer)
      setDraft(draftOf(answer))
      setChecked(false)
      setOutcome({ kind: 'saved' })
    } catch (error) {
      if (!ended(error)) setOutcome({ kind: 'failed', code: codeOf(error) })
    }
    setBusy(false)
  }
  const { kind, prefix, year, digits } = draft.numbering
  const { least, most } = LENGTHS[kind]
  const lengths = Array.from({ length: most - least + 1 }, (_, at) => (least + at).toString())
  return (
    <form className="settings-form" ref={form} onSubmit={event => { void submit(event) }} noValidate data-testid="issuing-rules">
      <div className="settings-part">
        <h3>{t('issuing-numbers')}</h3>
        <Radios
          label={t('issuing-kind')} value={kind} onChange={chosen => change({ numbering: withKind(draft.numbering, chosen) })}
          options={[{ id: 'gapless', label: t('issuing-gapless') }, { id: 'random', label: t('issuing-random') }]}
        />
        <div className="settings-pair">
          <TextField label={t('issuing-prefix')} autoComplete="off" value={prefix} onChange={value => number({ prefix: value })} error={fault('prefix')} {...(fault('prefix') === undefined && { description: t('issuing-prefix-hint') })} />
          <Select label={t(kind === 'random' ? 'issuing-characters' : 'issuing-digits')} value={digits.toString()} onChange={chosen => number({ digits: Number(chosen) })} options={lengths.map(id => ({ id, label: id }))} />
        </div>
        <Checkbox label={t(kind === 'random' ? 'issuing-year' : 'issuing-year-counted')} isSelected={year} onChange={chosen => number({ year: chosen })} />
        <p className="issuing-example" role="status">
          <span className="soft">{t('issuing-example')}</span> <output data-testid="number-example">{faults.prefix === undefined ? example(draft.numbering, 17, new Date().getUTCFullYear()) : '–'}</output>
        </p>
        <p className="soft">{t('issuing-kept')}</p>
      </div>
      <div className="settings-part">
        <h3>{t('issuing-reminders')}</h3>
        <Radios
          label={t('issuing-reminds')} value={draft.reminds} onChange={reminds => change({ reminds })}
          options={[{ id: 'never', label: t('issuing-reminds-never') }, { id: 'days', label: t('issuing-reminds-days') }]}
        />
        {draft.reminds === 'days' && (
          <div className="settings-narrow settings-inset">
            <TextField label={t('issuing-days')} value={draft.days} onChange={days => change({ days })} inputMode="numeric" autoComplete="off" error={fault('days')} {...(fault('days') === undefined && { description: t('issuing-days-hint') })} />
          </div>
        )}
      </div>
      <div className="settings-foot">
        <Button variant="primary" type="submit" isPending={busy}>{t('issuing-save')}</Button>
        <Outcome of={outcome} failedTitle={t('issuing-failed')} failedText={outcome.kind === 'failed' ? errorText(outcome.code) : ''} />
      </div>
    </form>
  )
}
