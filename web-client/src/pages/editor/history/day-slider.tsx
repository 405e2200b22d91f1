/** A slider through the versions of one day: when, and who wrote. */
import { useId } from 'react'
import { useDates, useText } from '../../../i18n'
import type { VersionBody } from '../../../protocol/generated'
import { startOfDay } from './days'
import { useDay } from './use-history'
import { authorsOf, titleOf } from './words'

/** How wide the thumb of a slider is: its middle does not reach the ends. */
const THUMB_PX = 16

export function DaySlider({ draft, chosen, known, onChoose }: {
  readonly draft: string
  readonly chosen: VersionBody
  /** How many versions the list has: one more may be of this day. */
  readonly known: number
  readonly onChoose: (version: VersionBody) => void
}) {
  const t = useText()
  const dates = useDates()
  const label = useId()
  const start = startOfDay(new Date(chosen.created_at))
  const day = useDay(draft, start, known)
  const at = day.findIndex((version) => version.id === chosen.id)
  if (day.length < 2 || at < 0) return null
  const shown = (version: VersionBody): string => {
    const time = dates.time(new Date(version.created_at))
    const title = titleOf(version, t, dates.time)
    return [...new Set([time, title, authorsOf(version, t)])].join(' · ')
  }
  return (
    <div className="history-slider">
      <span id={label} className="history-slider-label">{t('history-slider', { day: dates.date(start) })}</span>
      <div className="history-track" aria-hidden>
        {day.map((version, index) => (
          <span
            key={version.id} className={version.id === chosen.id ? 'history-tick history-tick-chosen' : 'history-tick'}
            // Above where the slider's thumb stands for it.
            style={{ insetInlineStart: `calc(${THUMB_PX / 2}px + (100% - ${THUMB_PX}px) * ${index / (day.length - 1)})`, backgroundColor: (version.authors[0] ?? version.made_by)?.color ?? 'currentcolor' }}
          />
        ))}
      </div>
      <input
        type="range" min={0} max={day.length - 1} step={1} value={at} aria-labelledby={label} aria-valuetext={shown(chosen)} data-testid="history-slider"
        onChange={(event) => {
          const version = day[Number(event.currentTarget.value)]
          if (version !== undefined) onChoose(version)
        }}
      />
      <output className="history-slider-at">{shown(chosen)}</output>
    </div>
  )
}
