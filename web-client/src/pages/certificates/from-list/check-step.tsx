import { useEffect, useRef, useState } from 'react'
import { useErrorText, useNumbers, useText } from '../../../i18n'
import type { ListCheckBody, ListMappingBody } from '../../../protocol/generated'
import { Banner, Button, Loading, Skeleton } from '../../../ui'
import { Faults } from './faults'
import { FitPart } from './fit'
import { Given } from './given'
import { without, type Mapping } from './mapping'
import { firstSeen } from './outcome'
import { Preview } from './preview'
import { Step } from './step'
import type { Checked } from './use-check'
import type { Fitting } from './use-fit'
import type { Taken } from './use-list'

export interface CheckStepProps {
  readonly taken: Taken
  readonly mapping: Mapping
  readonly onChange: (mapping: Mapping) => void
  /** What is sent of it; null as long as no column says whom the certificates are for. */
  readonly body: ListMappingBody | null
  readonly checked: Checked
  readonly fitting: Fitting
  /** Opens the list anew, with the template as it is published now. */
  readonly onReopen: () => void
}

/** What the rows come to, before anything is issued. */
export function CheckStep({ taken, mapping, onChange, body, checked, fitting, onReopen }: CheckStepProps) {
  const t = useText()
  const { check, isBusy, failure } = checked
  const said = useRef<HTMLParagraphElement>(null)
  const [row, setRow] = useState<number | null>(null)
  // Buttons that leave rows out go away with them: what came of it stands above.
  const leaveOut = (rows: readonly number[]) => { onChange(without(mapping, rows)); said.current?.focus() }
  if (body === null) return <Step number={3} title={t('list-step-check')} waitsFor={t('list-check-waits')} />
  const isFirst = check === null && failure === null
  return (
    <Step number={3} title={t('list-step-check')}>
      <p ref={said} tabIndex={-1} role="status" className="list-sum" data-testid="list-sum" data-current={checked.isCurrent}>{isBusy ? t('list-checking') : check === null || failure !== null ? '' : <Sum check={check} />}</p>
      {isFirst && <Loading label={t('list-checking')}><div className="list-skeleton"><Skeleton height={14} width="60%" /><Skeleton height={120} /></div></Loading>}
      {failure !== null && <Failed checked={checked} onReopen={onReopen} />}
      {check !== null && failure === null && (
        <div className={isBusy ? 'list-checked list-busy' : 'list-checked'} aria-busy={isBusy}>
          <div className="list-found">
            {mapping.leaveOut.length > 0 && <LeftOut mapping={mapping} onChange={next => { onChange(next); said.current?.focus() }} />}
            <Faults check={check} taken={taken} onLeaveOut={leaveOut} />
            <Given check={check} onLeaveOut={leaveOut} />
            <FitPart check={check} fitting={fitting} rows={taken.list.rows} onSee={setRow} onLeaveOut={leaveOut} />
          </div>
          <Preview taken={taken} mapping={mapping} body={body} check={check} row={row === null ? firstSeen(taken.list.rows, mapping.leaveOut, check) : Math.min(row, Math.max(1, taken.list.rows))} onRow={setRow} />
        </div>
      )}
    </Step>
  )
}

/** How many there are, and how many can be issued. */
function Sum({ check }: { check: ListCheckBody }) {
  const t = useText()
  const numbers = useNumbers()
  const [rows, ready, faulty] = [check.rows, check.ready, check.faulty.length]
  if (rows === 0) return t('list-sum-none')
  if (faulty === 0) return t('list-sum-ready', { count: rows, figure: numbers.whole(rows) })
  return t('list-sum-faulty', { rows: numbers.whole(rows), ready: numbers.whole(ready), count: faulty, figure: numbers.whole(faulty) })
}

/** Rows that are not issued, and the way back. */
function LeftOut({ mapping, onChange }: { mapping: Mapping; onChange: (mapping: Mapping) => void }) {
  const t = useText()
  const numbers = useNumbers()
  const count = mapping.leaveOut.length
  return (
    <p className="list-left-out">
      <span>{t('list-left-out', { count, figure: numbers.whole(count) })}</span>
      <Button variant="quiet" onPress={() => onChange({ ...mapping, leaveOut: [] })}>{t('list-take-in')}</Button>
    </p>
  )
}

/** It could not be judged. */
function Failed({ checked: { failure, again }, onReopen }: Pick<CheckStepProps, 'checked' | 'onReopen'>) {
  const t = useText()
  const errorText = useErrorText()
  // What no request mends by itself is asked again once the connection is back.
  useEffect(() => {
    window.addEventListener('online', again)
    return () => window.removeEventListener('online', again)
  }, [again])
  if (failure === null) return null
  if (failure.code === 'not_found') return <Banner tone="warn" title={t('list-gone-title')}>{t('list-gone-text')}</Banner>
  const reopens = failure.code === 'mapping_invalid' || failure.code === 'nothing_to_issue_from'
  return (
    <Banner tone="bad" title={t('list-not-checked-title')} code={failure.code} action={<Button onPress={reopens ? onReopen : again}>{t(reopens ? 'list-reopen' : 'try-again')}</Button>}>
      {failure.code === 'mapping_invalid' ? t('list-mapping-old') : errorText(failure.code)}
    </Banner>
  )
}
