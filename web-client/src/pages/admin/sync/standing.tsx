import { CircleCheck, Clock3, Download, Inbox, OctagonAlert, type LucideIcon } from 'lucide-react'
import { useDates, useNumbers, useText } from '../../../i18n'
import type { SyncBody } from '../../../protocol/generated'
import { Cell, HeadCell, Icon, Row, Table } from '../../../ui'
import { useNow } from '../../now'
import { Plate } from '../../column'
import { inOrder, isReading, timeOf, verdictOf, type Totals, type Verdict } from './totals'
import { kindId } from './words'

const ICONS: Readonly<Record<Verdict, LucideIcon>> = { failed: OctagonAlert, waiting: Clock3, reading: Download, well: CircleCheck, nothing: Inbox }
/** Words for how long something waits are not finer than that. */
const TICK_MS = 5_000

/** How the organisation's things stand: in a sentence, then in figures. */
export function Standing({ body, totals }: { body: SyncBody; totals: Totals }) {
  const t = useText()
  const dates = useDates()
  const numbers = useNumbers()
  const now = useNow(TICK_MS)
  const verdict = verdictOf(totals, isReading(body))
  const oldest = timeOf(body.oldest_waiting_at)
  const columns = [
    { label: t('sync-kind') },
    { label: t('sync-pending'), isNumber: true }, { label: t('sync-failed-column'), isNumber: true }, { label: t('sync-success'), isNumber: true },
  ]
  const title = {
    failed: t('sync-failing-title', { count: totals.failed, figure: numbers.whole(totals.failed) }),
    waiting: t('sync-waiting-title', { count: totals.pending, figure: numbers.whole(totals.pending) }),
    reading: t('sync-reading-title'),
    well: t('sync-well-title'),
    nothing: t('sync-nothing-title'),
  }[verdict]
  const text = oldest !== null
    ? t('sync-oldest', { duration: dates.duration(now.getTime() - oldest.getTime()) })
    : t(verdict === 'nothing' ? 'sync-nothing-text' : verdict === 'reading' ? 'sync-reading-text' : 'sync-well-text')
  return (
    <Plate title={t('sync-standing')}>
      <div className={`verdict verdict-${verdict}`}>
        <Icon of={ICONS[verdict]} size={24} />
        <div>
          <p className="verdict-title">{title}</p>
          <p className="verdict-text">{text}</p>
        </div>
      </div>
      {body.kinds.length > 0 && <Table label={t('sync-standing')} columns={columns} keepsColumns>
        {inOrder(body.kinds).map(kind => (
          <Row key={kind.kind}>
            <HeadCell>{t(kindId(kind.kind))}</HeadCell>
            <Cell isNumber>{figure(numbers.whole(kind.pending), kind.pending, 'figure')}</Cell>
            <Cell isNumber>{figure(numbers.whole(kind.failed), kind.failed, 'figure figure-bad')}</Cell>
            <Cell isNumber>{figure(numbers.whole(kind.success), kind.success, 'figure')}</Cell>
          </Row>
        ))}
      </Table>}
    </Plate>
  )
}

/** Nothing of something steps back, so that the rest is seen. */
function figure(words: string, value: number, className: string) {
  return <span className={value === 0 ? 'figure-none' : className}>{words}</span>
}
