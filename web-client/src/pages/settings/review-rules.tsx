/** By which rules reviews are decided, and what is asked before a version is submitted or published. */
import { useCallback, useEffect, useState, type FormEvent } from 'react'
import { api } from '../../api'
import { useErrorText, useText } from '../../i18n'
import type { GateCode, ReviewRulesBody, Role, Severity } from '../../protocol/generated'
import { Banner, Button, Checkbox, Loading, Select, Skeleton } from '../../ui'
import { Plate } from '../column'
import { checkId, severityId } from '../editor/review/words'
import { codeOf } from '../failure'
import { roleId } from '../roles'
import { useSession } from '../session'
import { CHECKS, severityOf, withSeverity } from './checks'
import { Outcome, type Outcomes } from './outcome'
import './brand-rules.css'

type State = { readonly kind: 'loading' } | { readonly kind: 'failed'; readonly code: string } | { readonly kind: 'there'; readonly saved: ReviewRulesBody }

/** The rules of the organisation. */
export function ReviewRules() {
  const t = useText()
  const errorText = useErrorText()
  const { ended } = useSession()
  const [state, setState] = useState<State>({ kind: 'loading' })
  const load = useCallback(() => {
    setState({ kind: 'loading' })
    void api.reviewRules().then(
      (saved) => setState({ kind: 'there', saved }),
      (error: unknown) => { if (!ended(error)) setState({ kind: 'failed', code: codeOf(error) }) },
    )
  }, [ended])
  useEffect(load, [load])
  return (
    <Plate title={t('rules-title')} lead={t('rules-lead')}>
      {state.kind === 'loading' && <Loading label={t('loading')}><div className="settings-skeleton">{[0, 1, 2].map((key) => <Skeleton key={key} width={320} height={28} />)}</div></Loading>}
      {state.kind === 'failed' && <Banner tone="bad" title={t('rules-load-failed')} code={state.code} action={<Button onPress={load}>{t('try-again')}</Button>}>{errorText(state.code)}</Banner>}
      {state.kind === 'there' && <RulesForm saved={state.saved} onSaved={(saved) => setState({ kind: 'there', saved })} />}
    </Plate>
  )
}

const COUNTS = ['1', '2', '3', '4', '5'] as const
const ROLES = ['any', 'approver', 'admin'] as const
const SEVERITIES = ['error', 'warning', 'off'] as const satisfies readonly Severity[]

function RulesForm({ saved, onSaved }: { readonly saved: ReviewRulesBody; readonly onSaved: (saved: ReviewRulesBody) => void }) {
  const t = useText()
  const errorText = useErrorText()
  const { ended } = useSession()
  const [rules, setRules] = useState(saved)
  const [outcome, setOutcome] = useState<Outcomes>({ kind: 'none' })
  const [busy, setBusy] = useState(false)
  const change = (part: Partial<ReviewRulesBody>) => {
    setRules({ ...rules, ...part })
    setOutcome({ kind: 'none' })
  }
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (busy) return
    setBusy(true)
    setOutcome({ kind: 'none' })
    try {
      const answer = await api.settleReviewRules(rules)
      onSaved(answer)
      setRules(answer)
      setOutcome({ kind: 'saved' })
    } catch (error) {
      if (!ended(error)) setOutcome({ kind: 'failed', code: codeOf(error) })
    }
    setBusy(false)
  }
  const counts = COUNTS.includes(String(rules.approvals) as typeof COUNTS[number]) ? COUNTS : [...COUNTS, String(rules.approvals)]
  return (
    <form className="settings-form" onSubmit={(event) => { void submit(event) }} noValidate data-testid="review-rules">
      <div className="settings-part">
        <div className="settings-pair">
          <Select label={t('rules-approvals')} value={String(rules.approvals)} onChange={(count) => change({ approvals: Number(count) })} options={counts.map((id) => ({ id, label: id }))} />
          <Select
            label={t('rules-role')} value={rules.role ?? 'any'} onChange={(role) => change({ role: role === 'any' ? null : role as Role })}
            options={ROLES.map((id) => ({ id, label: id === 'any' ? t('rules-role-any') : t(roleId(id)) }))}
          />
        </div>
        <Checkbox label={t('rules-four-eyes')} isSelected={rules.four_eyes} onChange={(four_eyes) => change({ four_eyes })} />
      </div>
      <div className="settings-part">
        <h3>{t('rules-severities')}</h3>
        <p className="soft">{t('rules-severities-hint')}</p>
        <ul className="rules-list">
          {CHECKS.map((code: GateCode) => (
            <li key={code}>
              <span aria-hidden>{t(checkId(code))}</span>
              <Select
                hideLabel label={t(checkId(code))} value={severityOf(rules, code)} onChange={(severity) => change({ severities: withSeverity(rules, code, severity) })}
                options={SEVERITIES.map((id) => ({ id, label: t(severityId(id)) }))}
              />
            </li>
          ))}
        </ul>
      </div>
      <div className="settings-foot">
        <Button variant="primary" type="submit" isPending={busy}>{t('rules-save')}</Button>
        <Outcome of={outcome} failedTitle={t('rules-failed')} failedText={outcome.kind === 'failed' ? errorText(outcome.code) : ''} />
      </div>
    </form>
  )
}
