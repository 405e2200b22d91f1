import { useEffect, useMemo, useRef } from 'react'
import { useDates, useErrorText, useNumbers, useText } from '../../../i18n'
import type { BatchBody } from '../../../protocol/generated'
import { Banner, Button, Cell, HeadCell, Row, Table } from '../../../ui'
import { Plate } from '../../column'
import { BatchBadge, BatchLine } from './batch'
import { ReportButton } from './report-button'
import { issuedOf, sortedBatches } from './standing'
import { useBatches } from './use-followed'
import './batches.css'

/** Batches that go on, wait or need somebody, and those of the last days; nothing where there are none. `onIssued` has to stay the same. */
export function Batches({ onIssued }: { onIssued: () => void }) {
  const t = useText()
  const errorText = useErrorText()
  const { batches, failure, look, put } = useBatches()
  const { unfinished, ended } = useMemo(() => sortedBatches(batches ?? [], Date.now()), [batches])

  // Whoever looks at the list sees what was issued once a batch stands still.
  const issued = useRef<number | null>(null)
  const goes = unfinished.some(({ state }) => state === 'open')
  useEffect(() => {
    if (batches === null || goes) return
    const now = issuedOf(batches)
    if (issued.current !== null && now > issued.current) onIssued()
    issued.current = now
  }, [batches, goes, onIssued])
  useEffect(() => { if (issued.current === null && batches !== null) issued.current = issuedOf(batches) }, [batches])

  if (batches === null) {
    // Without any answer the list of certificates says so already.
    return failure === null || failure === 'unreachable' ? null : <Banner tone="warn" title={t('batches-failed')} code={failure} action={<Button onPress={look}>{t('try-again')}</Button>}>{errorText(failure)}</Banner>
  }
  return (
    <>
      {unfinished.length > 0 && (
        <Plate title={t('batches-plate')} lead={t('batches-lead')}>
          <div className="batches" data-testid="batches">
            {unfinished.map(batch => <BatchLine key={batch.id} of={batch} isLost={failure !== null} onTurned={put} onFailed={look} />)}
          </div>
        </Plate>
      )}
      {ended.length > 0 && <Plate title={t('batches-ended')}><Ended batches={ended} /></Plate>}
    </>
  )
}

function Ended({ batches }: { batches: readonly BatchBody[] }) {
  const t = useText()
  const dates = useDates()
  const numbers = useNumbers()
  const columns = [{ label: t('certificate-column-template') }, { label: t('batches-column-issued') }, { label: t('certificate-column-state') }, { label: t('batches-column-ended') }, { label: t('batch-report'), hideLabel: true }]
  return (
    <div className="batches-ended" data-testid="batches-ended">
      <Table label={t('batches-ended')} columns={columns}>
        {batches.map(batch => (
          <Row key={batch.id}>
            <HeadCell><span className="batch-title">{batch.title}</span></HeadCell>
            <Cell label={t('batches-column-issued')}>{t('batch-figures', { issued: numbers.whole(batch.issued), all: numbers.whole(batch.all) })}</Cell>
            <Cell label={t('certificate-column-state')}><BatchBadge of={batch} /></Cell>
            <Cell label={t('batches-column-ended')}>{dates.moment(new Date(batch.ended_at ?? batch.asked_at))}<span className="batch-by">{batch.asked_by.name}</span></Cell>
            <Cell><ReportButton of={batch} /></Cell>
          </Row>
        ))}
      </Table>
    </div>
  )
}
