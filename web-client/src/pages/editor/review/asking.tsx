/** Whom to ask, and until when: for a first question, and when others are to be asked. */
import { useCallback, useEffect, useState } from 'react'
import { api } from '../../../api'
import { useErrorText, useText } from '../../../i18n'
import type { ReviewerBody, ReviewRulesBody } from '../../../protocol/generated'
import { Avatar, Banner, Button, Checkbox, Loading, Radios, Skeleton, TextField } from '../../../ui'
import { codeOf } from '../../failure'
import { roleId } from '../../roles'
import { useSession } from '../../session'
import { dayOf } from './words'

/** As somebody has chosen it so far. */
export interface Asking {
  readonly who: 'rule' | 'named'
  readonly named: readonly string[]
  /** As a date field gives it: `2026-11-28`, or empty. */
  readonly due: string
}

export const askingOf = (named: readonly string[], dueAt: string | null): Asking => ({ who: named.length > 0 ? 'named' : 'rule', named, due: dayOf(dueAt) })

type People = { readonly kind: 'loading' } | { readonly kind: 'failed'; readonly code: string } | { readonly kind: 'there'; readonly people: readonly ReviewerBody[] }

export interface AskingFieldsProps {
  readonly asking: Asking
  readonly onChange: (asking: Asking) => void
  readonly rules: Pick<ReviewRulesBody, 'approvals' | 'role' | 'four_eyes'>
}

/** The fields of a question. */
export function AskingFields({ asking, onChange, rules }: AskingFieldsProps) {
  const t = useText()
  return (
    <div className="asking">
      <Radios
        label={t('review-who')} value={asking.who} onChange={(who) => onChange({ ...asking, who })}
        options={[{ id: 'rule', label: ruleOf(rules, t) }, { id: 'named', label: t('review-who-named') }]}
      />
      {asking.who === 'named' && <Choice asking={asking} onChange={onChange} needed={rules.approvals} />}
      {rules.four_eyes && <p className="soft asking-note">{t('review-four-eyes')}</p>}
      <div className="asking-due">
        <TextField label={t('review-due')} type="date" value={asking.due} onChange={(due) => onChange({ ...asking, due })} description={t('review-due-hint')} />
      </div>
    </div>
  )
}

function ruleOf(rules: AskingFieldsProps['rules'], t: ReturnType<typeof useText>): string {
  return t(rules.role === null ? 'review-who-rule' : 'review-who-rule-role', { count: rules.approvals, role: rules.role === null ? '' : t(roleId(rules.role)) })
}

/** Everybody who may approve, to be named. */
function Choice({ asking, onChange, needed }: Pick<AskingFieldsProps, 'asking' | 'onChange'> & { readonly needed: number }) {
  const t = useText()
  const errorText = useErrorText()
  const { ended } = useSession()
  const [people, setPeople] = useState<People>({ kind: 'loading' })
  const load = useCallback(() => {
    setPeople({ kind: 'loading' })
    void api.approvers().then(
      ({ approvers }) => setPeople({ kind: 'there', people: approvers }),
      (error: unknown) => { if (!ended(error)) setPeople({ kind: 'failed', code: codeOf(error) }) },
    )
  }, [ended])
  useEffect(load, [load])
  if (people.kind === 'loading') return <Loading label={t('review-people-loading')}><div className="gate-skeleton">{[0, 1].map((key) => <Skeleton key={key} height={24} />)}</div></Loading>
  if (people.kind === 'failed') return <Banner tone="bad" title={t('review-people-failed')} code={people.code} action={<Button onPress={load}>{t('try-again')}</Button>}>{errorText(people.code)}</Banner>
  const toggle = (id: string, chosen: boolean) => onChange({ ...asking, named: chosen ? [...asking.named, id] : asking.named.filter((it) => it !== id) })
  return (
    <div className="asking-people" role="group" aria-label={t('review-who-named')}>
      {people.people.length === 0 && <p className="soft">{t('review-people-none')}</p>}
      {people.people.map((person) => (
        <div key={person.id} className="asking-person">
          <Checkbox label={person.name} isSelected={asking.named.includes(person.id)} onChange={(chosen) => toggle(person.id, chosen)} />
          <Avatar person={person} size={20} />
        </div>
      ))}
      {asking.named.length < needed && <p className="soft asking-note">{t('review-who-missing', { count: needed - asking.named.length })}</p>}
    </div>
  )
}
