import { Ban, CircleCheck, CirclePause, CirclePlay, CircleX, Clock, Stamp, type LucideIcon } from 'lucide-react'
import { useEffect, useState } from 'react'
import { issuance, type BatchAct } from '../../../api'
import { useDates, useErrorText, useNumbers, useText } from '../../../i18n'
import type { BatchBody } from '../../../protocol/generated'
import { Badge, Button, Icon, Progress, showToast, type Tone } from '../../../ui'
import { leftMs, rateOf, type Seen } from '../../admin/sync/progress'
import { ConfirmDialog } from '../../confirm-dialog'
import { codeOf } from '../../failure'
import { useSession } from '../../session'
import { ReportButton } from './report-button'
import { isGoing, isUnfinished, partOf, standsId, turnsIn } from './standing'

const LOOKS: Readonly<Record<string, readonly [LucideIcon, Tone]>> = {
  'batch-open': [Stamp, 'select'], 'batch-waits': [Clock, 'warn'], 'batch-paused': [CirclePause, 'warn'], 'batch-failed': [CircleX, 'bad'],
  'batch-done': [CircleCheck, 'good'], 'batch-cancelled': [Ban, 'neutral'],
}
const ACTS: Readonly<Record<BatchAct, LucideIcon>> = { pause: CirclePause, resume: CirclePlay, cancel: Ban }

/** What was seen of a batch is kept for so long: the rate is taken over it. */
const SEEN_MS = 30_000

export interface BatchLineProps {
  readonly of: BatchBody
  /** The last look got no answer. */
  readonly isLost: boolean
  readonly onTurned: (batch: BatchBody) => void
  /** It may stand otherwise than it is shown. */
  readonly onFailed: () => void
}

/** How a batch stands, in a word with an icon. */
export function BatchBadge({ of: batch }: { of: BatchBody }) {
  const t = useText()
  const id = standsId(batch)
  const [icon, tone] = LOOKS[id] ?? [Stamp, 'neutral']
  return <Badge tone={tone}><Icon of={icon} size={14} />{t(id)}</Badge>
}

/** A batch: how far it is, and what can be done with it. */
export function BatchLine({ of: batch, isLost, onTurned, onFailed }: BatchLineProps) {
  const t = useText()
  const dates = useDates()
  const numbers = useNumbers()
  const left = useLeft(batch)
  const figures = t('batch-figures', { issued: numbers.whole(batch.issued), all: numbers.whole(batch.all) })
  const notes = [
    isLost ? 'batch-lost-text' : null, batch.state === 'open' && batch.waits ? 'batch-waits-text' : null,
    batch.state === 'paused' ? 'batch-paused-text' : null, batch.state === 'failed' ? 'batch-failed-text' : null, batch.state === 'cancelled' ? 'batch-cancelled-text' : null,
  ].filter(id => id !== null)
  return (
    <div className="batch" data-testid="batch" data-state={batch.state}>
      <div className="batch-head">
        <h3 className="batch-title">{batch.title}</h3>
        <BatchBadge of={batch} />
        <span className="batch-who">{t('batch-asked', { name: batch.asked_by.name, when: dates.moment(new Date(batch.asked_at)) })}</span>
      </div>
      <Progress label={t('batch-progress', { title: batch.title })} part={partOf(batch)} words={figures} />
      <div className="batch-foot">
        <p className="batch-figures">
          <span>{figures}</span>
          {left !== null && <span className="soft">{t('run-left', { duration: dates.duration(left) })}</span>}
        </p>
        <div className="batch-acts"><Turns of={batch} onTurned={onTurned} onFailed={onFailed} /><ReportButton of={batch} /></div>
      </div>
      {notes.map(id => <p key={id} className="batch-note">{t(id)}</p>)}
    </div>
  )
}

/** Pause, go on, cancel: what makes sense now. */
function Turns({ of: batch, onTurned, onFailed }: Omit<BatchLineProps, 'isLost'>) {
  const t = useText()
  const errorText = useErrorText()
  const numbers = useNumbers()
  const { ended } = useSession()
  const [busy, setBusy] = useState<BatchAct | null>(null)
  const [asks, setAsks] = useState(false)
  const turn = async (act: BatchAct) => {
    setBusy(act)
    try { onTurned(await issuance.turn(batch.id, act)) } catch (error) {
      if (!ended(error)) {
        showToast({ tone: 'bad', text: codeOf(error) === 'certificate_state' ? t('batch-moved') : errorText(codeOf(error)) })
        onFailed()
      }
    }
    setBusy(null)
  }
  const count = Math.max(0, batch.all - batch.issued)
  return (
    <>
      {turnsIn(batch.state).map(act => (
        <Button key={act} icon={ACTS[act]} isPending={busy === act} aria-label={`${t(`batch-${act}`)} ${batch.title}`} onPress={() => { if (act === 'cancel') setAsks(true); else void turn(act) }} data-testid={`batch-${act}`}>{t(`batch-${act}`)}</Button>
      ))}
      {asks && isUnfinished(batch) && (
        <ConfirmDialog
          title={t('batch-cancel-title', { count, figure: numbers.whole(count) })} action={t('batch-cancel-title', { count, figure: numbers.whole(count) })} failed={t('batch-not-cancelled')}
          text={t('batch-cancel-text', { issued: numbers.whole(batch.issued), all: numbers.whole(batch.all), title: batch.title })}
          act={async () => onTurned(await issuance.turn(batch.id, 'cancel'))} onClose={() => { setAsks(false); onFailed() }} onDone={() => setAsks(false)}
        />
      )}
    </>
  )
}

/** How much longer it takes, by what was seen of it on this page; null while that cannot be known. */
function useLeft(batch: BatchBody): number | null {
  const [seen, setSeen] = useState<readonly Seen[]>([])
  const goes = isGoing(batch) && !batch.waits
  useEffect(() => {
    const atMs = Date.now()
    setSeen(before => (goes ? [...before.filter(one => one.atMs > atMs - SEEN_MS), { atMs, done: batch.issued }] : []))
  }, [batch, goes])
  return goes ? leftMs({ done: batch.issued, total: batch.all }, rateOf(seen)) : null
}
