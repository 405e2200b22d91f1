import { CircleCheck, LoaderCircle, WifiOff } from 'lucide-react'
import { useDates, useText } from '../../../i18n'
import { Icon } from '../../../ui'
import type { LiveSync } from './live'

/** One word with one icon: whether what is shown is how it stands. What is said aloud, the tellings say. */
export function Freshness({ live }: { live: LiveSync }) {
  const t = useText()
  const dates = useDates()
  if (live.lost !== null) {
    return <span className="fresh fresh-lost"><Icon of={WifiOff} />{t('sync-lost-since', { time: dates.time(new Date(live.lost.sinceMs)) })}</span>
  }
  if (live.body === null) return <span className="fresh"><Icon of={LoaderCircle} />{t('sync-opening')}</span>
  return <span className="fresh fresh-well"><Icon of={CircleCheck} />{t('sync-live')}</span>
}
