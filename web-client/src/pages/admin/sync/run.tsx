import { useDates, useNumbers, useText } from '../../../i18n'
import type { RunBody } from '../../../protocol/generated'
import { Badge, Cell, HeadCell, Progress, Row } from '../../../ui'
import { leftMs, partOf, rateOf, type Seen } from './progress'
import { timeOf } from './totals'
import { runId } from './words'

/** A run that goes on: a bar, how fast, how much longer. */
export function GoingRun({ run, seen }: { run: RunBody; seen: readonly Seen[] | undefined }) {
  const t = useText()
  const dates = useDates()
  const numbers = useNumbers()
  const part = partOf(run)
  const rate = rateOf(seen)
  const left = leftMs(run, rate)
  const started = timeOf(run.started_at)
  const done = run.total === null || run.done > run.total
    ? t('run-done', { figure: numbers.whole(run.done) })
    : t('run-done-of', { figure: numbers.whole(run.done), total: numbers.whole(run.total) })
  return (
    <div className="run">
      <div className="run-head">
        <h3>{t(runId(run.kind))}</h3>
        <span className="run-figures">
          <span>{run.done === 0 ? t('run-begins') : done}</span>
          {rate !== null && <span>{t('run-rate', { figure: rate < 10 ? numbers.tenths(rate) : numbers.whole(rate) })}</span>}
          {left !== null && <span>{t('run-left', { duration: dates.duration(left) })}</span>}
        </span>
      </div>
      <Progress label={t(runId(run.kind))} part={run.done === 0 ? null : part} words={done} />
      <p className="run-notes">{started !== null && t('run-since', { when: dates.moment(started) })} {t('run-leave')}</p>
      <Tally run={run} />
    </div>
  )
}

/** A run that has ended. */
export function EndedRun({ run }: { run: RunBody }) {
  const t = useText()
  const dates = useDates()
  const started = timeOf(run.started_at)
  const ended = timeOf(run.ended_at)
  const isFailed = run.state === 'failed'
  return (
    <Row>
      <HeadCell>{t(runId(run.kind))}</HeadCell>
      <Cell><Badge tone={isFailed ? 'bad' : 'good'}>{t(isFailed ? 'run-state-failed' : 'run-state-done')}</Badge></Cell>
      <Cell>
        <Tally run={run} />
        {run.error !== null && <code className="thing-said">{run.error}</code>}
      </Cell>
      <Cell>
        {started !== null && <time className="thing-when" dateTime={run.started_at}>{dates.moment(started)}</time>}
        {started !== null && ended !== null && <span className="thing-when soft">{t('run-took', { duration: dates.duration(ended.getTime() - started.getTime()) })}</span>}
      </Cell>
    </Row>
  )
}

/** What came of it. With a reconcile the same figures mean something else. */
function Tally({ run }: { run: RunBody }) {
  const t = useText()
  const numbers = useNumbers()
  const isReconcile = run.kind === 'reconcile'
  const counts: [string, number][] = [
    [t(isReconcile ? 'tally-missing' : 'tally-created'), run.created],
    [t(isReconcile ? 'tally-different' : 'tally-changed'), run.changed],
    [t('tally-unchanged'), run.unchanged],
    [t(isReconcile ? 'tally-alone' : 'tally-refused'), run.refused],
    ...(isReconcile ? [] : [[t('tally-removed'), run.removed] as [string, number]]),
  ]
  return (
    <ul className="tally">
      {counts.map(([word, count]) => <li key={word} className={count === 0 ? 'figure-none' : undefined}><strong>{numbers.whole(count)}</strong> {word}</li>)}
    </ul>
  )
}
