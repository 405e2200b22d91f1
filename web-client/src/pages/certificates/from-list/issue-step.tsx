import { Stamp } from 'lucide-react'
import { useState } from 'react'
import { useErrorText, useNumbers, useText } from '../../../i18n'
import type { ListCheckBody, ListMappingBody } from '../../../protocol/generated'
import { Banner, Button, Checkbox, Progress } from '../../../ui'
import { lacks, type Mapping } from './mapping'
import { obstacleId } from './outcome'
import { Step } from './step'
import type { Checked } from './use-check'
import type { Fit } from './use-fit'
import { useIssueList } from './use-issue-list'
import type { Taken } from './use-list'

export interface IssueStepProps {
  readonly taken: Taken
  readonly mapping: Mapping
  readonly body: ListMappingBody | null
  readonly checked: Checked
  readonly fit: Fit
}

/** The last word before all of it is issued. */
export function IssueStep({ taken, mapping, body, checked, fit }: IssueStepProps) {
  const t = useText()
  const errorText = useErrorText()
  const numbers = useNumbers()
  const [wanted, setWanted] = useState(true)
  const { check, isCurrent, again } = checked
  const { issuing, issue } = useIssueList(taken.list.id, again)
  const obstacle = obstacleId(lacks(mapping, taken.layout), check, isCurrent)
  const mails = isCurrent ? check?.with_email ?? 0 : 0
  const deliver = wanted && mails > 0
  const isSending = issuing.kind === 'sending'
  if (body === null || check === null) return <Step number={4} title={t('list-step-issue')} waitsFor={t('list-issue-waits')} />
  const count = check.ready
  const button = t('list-issue', { count, figure: numbers.whole(count) })
  return (
    <Step number={4} title={t('list-step-issue')}>
      <Checkbox
        label={t('list-deliver', { count: mails, figure: numbers.whole(mails) })} isSelected={deliver} onChange={setWanted}
        disabledReason={isSending ? t('list-sending-list') : mails === 0 ? t('list-deliver-nobody') : undefined}
      />
      {obstacle === null && <Summary taken={taken} check={check} mails={deliver ? mails : 0} fit={fit} />}
      {issuing.kind === 'sending' && <><Progress label={t('list-sending-list')} part={null} /><p role="status">{t(issuing.again ? 'list-sending-list-again' : 'list-sending-list')}</p></>}
      {issuing.kind === 'unsure' && <Banner tone="bad" title={t('certificate-unsure')} code={issuing.code}>{t('list-unsure-text')}</Banner>}
      {issuing.kind === 'refused' && <Banner tone="bad" title={t('certificate-not-issued')} code={issuing.code}>{issuing.code === 'certificate_invalid' || issuing.code === 'mapping_invalid' ? t('list-refused') : errorText(issuing.code)}</Banner>}
      <div className="list-acts">
        <Button
          variant="primary" icon={Stamp} isPending={isSending} disabledReason={obstacle === null ? undefined : t(obstacle)}
          onPress={() => issue({ mapping: body, deliver })} data-testid="list-issue"
        >
          {obstacle === null ? button : t('list-issue-none')}
        </Button>
        {obstacle !== null && <span className="soft">{t(obstacle)}</span>}
      </div>
    </Step>
  )
}

/** What is going to be done, in sentences. */
function Summary({ taken: { of }, check, mails, fit }: { taken: Taken; check: ListCheckBody; mails: number; fit: Fit }) {
  const t = useText()
  const numbers = useNumbers()
  const [count, given] = [check.ready, check.given_before.length]
  const over = fit.kind === 'none' ? 0 : fit.tried.rows.length
  return (
    <div className="list-summary" data-testid="list-summary">
      <p className="list-summary-line">
        {t('list-summary', { count, figure: numbers.whole(count), title: of.template.name })}, {t('list-summary-mails', { count: mails, figure: numbers.whole(mails) })}
      </p>
      {given > 0 && <p className="soft">{t('list-summary-given', { count: given, figure: numbers.whole(given) })}</p>}
      {over > 0 && <p className="soft">{t('list-summary-over', { count: over, figure: numbers.whole(over) })}</p>}
      {fit.kind === 'none' && <p className="soft">{t('list-summary-untried')}</p>}
    </div>
  )
}
