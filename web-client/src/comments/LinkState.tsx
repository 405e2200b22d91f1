/** That the server does not answer, and what becomes of what was said. */
import { useErrorText, useText } from '../i18n'
import { Banner, Button } from '../ui'
import { useDiscussions, useTalk } from './talk'

/** Stands above a list of discussions; nothing while all is well. */
export function LinkState() {
  const t = useText()
  const errorText = useErrorText()
  const { discussions } = useTalk()
  const link = useDiscussions((state) => state.link)
  const code = useDiscussions((state) => state.code)
  const waiting = useDiscussions((state) => state.waiting)
  if (link === 'failed') {
    return (
      <div className="comments-state">
        <Banner tone="bad" title={t('comments-failed')} code={code ?? undefined} action={<Button onPress={() => discussions.hurry()}>{t('try-again')}</Button>}>{errorText(code ?? 'internal')}</Banner>
      </div>
    )
  }
  if (link !== 'offline') return null
  return <div className="comments-state"><Banner tone="warn">{waiting > 0 ? t('comments-offline-waiting', { count: waiting }) : t('comments-offline')}</Banner></div>
}
