import { useEffect, useState } from 'react'
import { api } from '../../api'
import { useErrorText, useText } from '../../i18n'
import { codeOf } from '../failure'
import { useSession } from '../session'
import { Outcome, type Outcomes } from '../settings/outcome'
import type { PreferenceBody, PreferencesBody } from '../../protocol/generated'
import { Banner, Button, Cell, Checkbox, HeadCell, Loading, Radios, Row, Skeleton, Table } from '../../ui'
import './inbox.css'

const NAMES = {
  mention: 'notify-mention', reply: 'notify-reply', resolved: 'notify-resolved',
  review_asked: 'notify-review-asked', review_due: 'notify-review-due', review_decided: 'notify-review-decided',
  name_asked: 'notify-name-asked',
} as const

/** What somebody is told of, and where. Each choice counts at once. */
export function NotificationPreferences() {
  const t = useText()
  const errorText = useErrorText()
  const { ended } = useSession()
  const [wanted, setWanted] = useState<PreferencesBody | null>(null)
  const [failed, setFailed] = useState<string | null>(null)
  const [outcome, setOutcome] = useState<Outcomes>({ kind: 'none' })
  const load = async () => {
    setFailed(null)
    try { setWanted(await api.preferences()) }
    catch (error) { if (!ended(error)) setFailed(codeOf(error)) }
  }
  // eslint-disable-next-line react-hooks/exhaustive-deps -- once
  useEffect(() => { void load() }, [])
  const decide = async (change: Partial<PreferencesBody>) => {
    if (wanted === null) return
    const before = wanted
    setWanted({ ...wanted, ...change, kinds: wanted.kinds.map((one) => change.kinds?.find((it) => it.kind === one.kind) ?? one) })
    setOutcome({ kind: 'none' })
    try {
      setWanted(await api.prefer({ kinds: change.kinds ?? [], mail_pace: change.mail_pace ?? wanted.mail_pace }))
      setOutcome({ kind: 'saved' })
    } catch (error) {
      setWanted(before)
      if (!ended(error)) setOutcome({ kind: 'failed', code: codeOf(error) })
    }
  }
  if (failed !== null) return <Banner tone="bad" title={t('notify-load-failed')} code={failed} action={<Button onPress={() => { void load() }}>{t('try-again')}</Button>}>{errorText(failed)}</Banner>
  if (wanted === null) return <Loading label={t('loading')}><Skeleton height={160} /></Loading>
  return (
    <div className="notify">
      <Table label={t('notify-title')} keepsColumns columns={[{ label: t('notify-kind') }, { label: t('notify-inbox') }, { label: t('notify-mail') }]}>
        {wanted.kinds.map((one) => <KindRow key={one.kind} one={one} onChange={(kind) => { void decide({ kinds: [kind] }) }} />)}
      </Table>
      <div className="notify-pace">
        <Radios
          label={t('notify-pace')} value={wanted.mail_pace} onChange={(pace) => { void decide({ mail_pace: pace }) }}
          options={[{ id: 'soon', label: t('notify-soon') }, { id: 'daily', label: t('notify-daily') }]}
        />
      </div>
      <Outcome of={outcome} failedTitle={t('notify-failed')} failedText={outcome.kind === 'failed' ? errorText(outcome.code) : ''} />
    </div>
  )
}

function KindRow({ one, onChange }: { one: PreferenceBody; onChange: (one: PreferenceBody) => void }) {
  const t = useText()
  const name = t(NAMES[one.kind])
  return (
    <Row>
      <HeadCell>{name}</HeadCell>
      <Cell><Checkbox label={`${name}: ${t('notify-inbox')}`} hideLabel isSelected={one.inbox} onChange={(inbox) => onChange({ ...one, inbox })} /></Cell>
      <Cell><Checkbox label={`${name}: ${t('notify-mail')}`} hideLabel isSelected={one.mail} onChange={(mail) => onChange({ ...one, mail })} /></Cell>
    </Row>
  )
}
