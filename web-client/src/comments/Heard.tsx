/** Says to those who hear the page what others say, and what becomes of what they said themselves. */
import { useText } from '../i18n'
import { useCommentsView, useDiscussions } from './context'

/** A region that is read out when something new stands in it. */
export function Heard() {
  const t = useText()
  const heard = useCommentsView((view) => view.heard)
  const waiting = useDiscussions((state) => (state.link === 'offline' ? state.waiting : 0))
  return (
    <div className="visually-hidden" role="status" aria-live="polite" data-testid="heard">
      {heard && <p>{t('comment-heard', heard)}</p>}
      {waiting > 0 && <p>{t('comments-offline-waiting', { count: waiting })}</p>}
    </div>
  )
}
