import { RotateCw } from 'lucide-react'
import { useDates, useNumbers, useText } from '../../../i18n'
import type { SyncThingBody } from '../../../protocol/generated'
import { Badge, Button, Cell, HeadCell, Row, type Tone } from '../../../ui'
import { Address } from '../../address'
import { timeOf } from './totals'
import { oneId, reasonId } from './words'

const TONES: Readonly<Record<string, Tone>> = { failed: 'bad', pending: 'warn', success: 'good' }

export interface ThingRowProps {
  thing: SyncThingBody
  /** It is tried again, and how it fares is not known yet. */
  isTrying: boolean
  /** It was tried again, and has not failed. */
  hasLeft: boolean
  now: Date
  onRetry: () => void
}

export function ThingRow({ thing, isTrying, hasLeft, now, onRetry }: ThingRowProps) {
  const t = useText()
  const numbers = useNumbers()
  const state = { failed: t('things-state-failed'), pending: t('things-state-pending'), success: t('things-state-success') }[thing.state] ?? thing.state
  const isFailed = thing.state === 'failed' && !hasLeft
  const badge: [Tone, string] = isTrying ? ['select', t('things-state-trying')] : hasLeft ? ['good', t('things-state-left')] : [TONES[thing.state] ?? 'neutral', state]
  return (
    <Row>
      <HeadCell>
        <span className="thing-name"><Address of={thing.name} /></span>
        <span className="thing-id">{t(oneId(thing.kind))} · <code>{thing.id}</code></span>
      </HeadCell>
      <Cell>
        <Badge tone={badge[0]}>{badge[1]}</Badge>
        {isFailed && <p className="thing-reason">{t(reasonId(thing.reason))}</p>}
        {isFailed && thing.said !== null && <code className="thing-said">{thing.said}</code>}
      </Cell>
      <Cell label={t('things-column-tries')} isNumber>{numbers.whole(thing.attempts)}</Cell>
      <Cell label={t('things-column-when')}>{hasLeft ? '–' : <When thing={thing} now={now} />}</Cell>
      <Cell>
        {/* Stays when the thing fails no longer: whoever pressed it keeps the focus. Said with the name: the buttons of a list are otherwise all the same. */}
        {thing.state === 'failed' && (
          <Button icon={RotateCw} aria-label={t('things-retry-one', { name: thing.name })} isPending={isTrying} onPress={onRetry}>
            {t('things-retry')}
          </Button>
        )}
      </Cell>
    </Row>
  )
}

function When({ thing, now }: { thing: SyncThingBody; now: Date }) {
  const t = useText()
  const dates = useDates()
  const failed = timeOf(thing.failed_at)
  const next = timeOf(thing.next_try_at)
  const synced = timeOf(thing.synced_at)
  if (thing.state === 'success') return synced === null ? '–' : <time dateTime={synced.toISOString()}>{dates.ago(synced, now)}</time>
  const waitMs = next === null ? 0 : next.getTime() - now.getTime()
  return (
    <>
      {thing.state === 'failed' && failed !== null && <span className="thing-when">{dates.ago(failed, now)}</span>}
      <span className="thing-when soft">{waitMs > 0 ? t('things-next', { duration: dates.duration(waitMs) }) : t('things-next-now')}</span>
    </>
  )
}
