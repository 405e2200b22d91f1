/** Says to those who hear the page what others say, and what becomes of what they said themselves. */
import { usePart, type Readable } from '../canvas/store'
import { useText } from '../i18n'
import { useDiscussions } from './talk'

/** What somebody else said. */
export interface HeardWords {
  readonly author: string
  readonly number: number
  readonly words: string
}

/** A region that is read out when something new stands in it. */
export function Heard({ from }: { /** What is heard of in passing. */ readonly from: Readable<{ readonly heard: HeardWords | null }> }) {
  const t = useText()
  const heard = usePart(from, (it) => it.heard)
  const waiting = useDiscussions((state) => (state.link === 'offline' ? state.waiting : 0))
  return (
    <div className="visually-hidden" role="status" aria-live="polite" data-testid="heard">
      {heard && <p>{t('comment-heard', { ...heard })}</p>}
      {waiting > 0 && <p>{t('comments-offline-waiting', { count: waiting })}</p>}
    </div>
  )
}
