import { useLayoutEffect, useRef, useState, type PointerEvent } from 'react'
import { useDates, useNumbers, useText } from '../../../i18n'
import type { SyncMinuteBody } from '../../../protocol/generated'
import { Cell, HeadCell, Row, Table } from '../../../ui'
import { Plate } from '../../column'
import { useNow } from '../../now'
import { drawHour, hourOf, minuteAt, MINUTES, sumsOf, type Minute } from './chart'
import './last-hour.css'

const HEIGHT = 132
/** The hour moves on with the minute. */
const TICK_MS = 10_000

/** What was done in the last hour, minute by minute: a picture, and the same as a table. */
export function LastHour({ minutes: told }: { minutes: readonly SyncMinuteBody[] }) {
  const t = useText()
  const dates = useDates()
  const numbers = useNumbers()
  const now = useNow(TICK_MS)
  const [pointed, setPointed] = useState<number | null>(null)
  const minutes = hourOf(told, now.getTime())
  const sums = sumsOf(minutes)
  const minute = pointed === null ? undefined : minutes[pointed]
  const shown = minute ?? sums
  const quiet = sums.synced + sums.failed + sums.received === 0
  return (
    <Plate title={t('hour-title')}>
      <figure className="hour">
        <figcaption>
          <p className="verdict-title">{quiet ? t('hour-quiet') : t('hour-finding', { count: sums.synced, figure: numbers.whole(sums.synced) })}</p>
          <p className="hour-legend">
            <span className="hour-when">{minute === undefined ? t('hour-whole') : dates.time(new Date(minute.atMs))}</span>
            <span><i className="hour-mark hour-mark-synced" />{t('hour-synced', { figure: numbers.whole(shown.synced) })}</span>
            <span><i className="hour-mark hour-mark-failed" />{t('hour-failed', { figure: numbers.whole(shown.failed) })}</span>
            <span><i className="hour-mark hour-mark-received" />{t('hour-received', { figure: numbers.whole(shown.received) })}</span>
          </p>
        </figcaption>
        <Drawing minutes={minutes} pointed={pointed} onPoint={setPointed} />
      </figure>
      <details className="hour-table">
        <summary>{t('hour-as-table')}</summary>
        <HourTable minutes={minutes} />
      </details>
      <p className="plate-note">{t('hour-note')}</p>
    </Plate>
  )
}

/** The picture alone; the legend and the table say the same in words. */
function Drawing({ minutes, pointed, onPoint }: { minutes: readonly Minute[]; pointed: number | null; onPoint: (index: number | null) => void }) {
  const dates = useDates()
  const numbers = useNumbers()
  const place = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  useLayoutEffect(() => {
    if (place.current === null) return
    const measured = place.current
    setWidth(measured.clientWidth)
    const watch = new ResizeObserver(() => setWidth(measured.clientWidth))
    watch.observe(measured)
    return () => watch.disconnect()
  }, [])
  const { bars, line, ticks } = drawHour(minutes, width, HEIGHT)
  const point = (event: PointerEvent) => onPoint(minuteAt(event.clientX - event.currentTarget.getBoundingClientRect().left, width))
  const lit = pointed === null ? undefined : bars[pointed]
  const marks = [0, 20, 40, MINUTES - 1].map(index => ({ index, minute: minutes[index] }))
  return (
    <div className="hour-drawing" aria-hidden>
      <div className="hour-ticks" style={{ height: HEIGHT }}>{ticks.map(tick => <span key={tick.value} style={{ top: tick.y }}>{numbers.whole(tick.value)}</span>)}</div>
      <div className="hour-ground" ref={place} style={{ height: HEIGHT }} onPointerMove={point} onPointerLeave={() => onPoint(null)}>
        {width > 0 && (
          <svg width={width} height={HEIGHT} viewBox={`0 0 ${width} ${HEIGHT}`} focusable="false">
            <defs>
              <pattern id="hour-hatch" width="4" height="4" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect className="hour-hatch-ground" width="4" height="4" /><rect className="hour-hatch-line" width="1.5" height="4" /></pattern>
            </defs>
            {ticks.map(tick => <line key={tick.value} className="hour-grid" x1={0} x2={width} y1={tick.y} y2={tick.y} />)}
            {lit !== undefined && <rect className="hour-lit" x={lit.x} width={lit.width} y={0} height={HEIGHT} />}
            {bars.map((bar, index) => (
              <g key={minutes[index]?.atMs ?? index}>
                {bar.synced.height > 0 && <rect className="hour-bar-synced" x={bar.x} width={bar.width} y={bar.synced.y} height={bar.synced.height} />}
                {bar.failed.height > 0 && <rect fill="url(#hour-hatch)" x={bar.x} width={bar.width} y={bar.failed.y} height={bar.failed.height} />}
              </g>
            ))}
            <path className="hour-halo" d={line} />
            <path className="hour-line" d={line} />
          </svg>
        )}
      </div>
      <div className="hour-times">
        {marks.map(({ index, minute }) => (
          <span key={index} style={{ left: `${((index + 0.5) / MINUTES) * 100}%` }}>{minute !== undefined && dates.time(new Date(minute.atMs))}</span>
        ))}
      </div>
    </div>
  )
}

function HourTable({ minutes }: { minutes: readonly Minute[] }) {
  const t = useText()
  const dates = useDates()
  const numbers = useNumbers()
  const busy = minutes.filter(minute => minute.synced + minute.failed + minute.received > 0).reverse()
  if (busy.length === 0) return <p className="soft">{t('hour-quiet')}</p>
  const columns = [
    { label: t('hour-minute') },
    ...[t('hour-column-synced'), t('hour-column-failed'), t('hour-column-received')].map(label => ({ label, isNumber: true })),
  ]
  return (
    <div className="hour-rows" tabIndex={0} role="group" aria-label={t('hour-title')}>
      <Table label={t('hour-title')} columns={columns} keepsColumns>
        {busy.map(minute => (
          <Row key={minute.atMs}>
            <HeadCell>{dates.time(new Date(minute.atMs))}</HeadCell>
            <Cell isNumber>{numbers.whole(minute.synced)}</Cell>
            <Cell isNumber>{numbers.whole(minute.failed)}</Cell>
            <Cell isNumber>{numbers.whole(minute.received)}</Cell>
          </Row>
        ))}
      </Table>
    </div>
  )
}
