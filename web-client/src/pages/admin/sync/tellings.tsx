import { useEffect, useRef, useState } from 'react'
import { useNumbers, useText, type Translate } from '../../../i18n'
import { announce, NOTHING_TOLD, type Announcement } from './announcements'
import type { LiveSync } from './live'
import { runId } from './words'

/** Nobody is spoken to more often. */
const PAUSE_MS = 8_000

/** Says the news that matter to whoever doesn't see them. */
export function Tellings({ live }: { live: LiveSync }) {
  const t = useText()
  const numbers = useNumbers()
  const told = useRef(NOTHING_TOLD)
  const waiting = useRef<Announcement[]>([])
  const lastMs = useRef(0)
  const [said, setSaid] = useState('')

  useEffect(() => {
    const next = announce(told.current, live)
    told.current = next.told
    waiting.current.push(...next.say)
    if (waiting.current.length === 0) return
    const speak = () => {
      setSaid(waiting.current.map(one => sentenceOf(one, t, numbers.whole)).join(' '))
      waiting.current = []
      lastMs.current = Date.now()
    }
    const timer = setTimeout(speak, Math.max(0, lastMs.current + PAUSE_MS - Date.now()))
    return () => clearTimeout(timer)
  }, [live, t, numbers])

  return <p className="visually-hidden" role="status">{said}</p>
}

function sentenceOf(one: Announcement, t: Translate, whole: (value: number) => string): string {
  switch (one.kind) {
    case 'lost': return t('sync-said-lost')
    case 'back': return t('sync-said-back')
    case 'failing': return t('sync-said-failing', { count: one.count, figure: whole(one.count) })
    case 'well': return t('sync-well-title')
    case 'run-ended': return t(one.run.state === 'failed' ? 'run-said-failed' : 'run-said-done', { run: t(runId(one.run.kind)) })
  }
}
