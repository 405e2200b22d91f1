import { CheckCheck, Settings } from 'lucide-react'
import { useEffect } from 'react'
import { Link } from 'react-aria-components'
import { useDates, useErrorText, useText } from '../../i18n'
import type { NotificationBody } from '../../protocol/generated'
import { Avatar, Banner, Button, EmptyState, Icon, IconButton, Loading, Skeleton } from '../../ui'
import { useInboxState } from './provider'
import { addressOf, plainExcerpt, type Inbox } from './store'

/** What somebody was told, the newest first. */
export function Panel({ inbox, onLeave }: { inbox: Inbox; onLeave: () => void }) {
  const t = useText()
  const errorText = useErrorText()
  const { notifications, next, loading, failed, unread } = useInboxState(inbox)
  useEffect(() => {
    void inbox.open()
    return () => inbox.close()
  }, [inbox])
  return (
    <div className="inbox" data-testid="inbox">
      <div className="inbox-head">
        <h2>{t('inbox-title')}</h2>
        <IconButton
          icon={CheckCheck} label={t('inbox-all-read')} onPress={() => { void inbox.readAll() }} data-testid="inbox-all-read"
          disabledReason={(unread ?? 0) === 0 ? t('inbox-nothing-unread') : undefined}
        />
        <Link className="button button-quiet button-icon" href="/settings" aria-label={t('inbox-settings')} onPress={onLeave}><Icon of={Settings} /></Link>
      </div>
      {failed !== null && (
        <div className="inbox-failed">
          <Banner tone="bad" title={t('inbox-failed')} code={failed} action={<Button onPress={() => { void inbox.open() }}>{t('try-again')}</Button>}>{errorText(failed)}</Banner>
        </div>
      )}
      {notifications === null && failed === null && <Loading label={t('inbox-loading')}><Lines /></Loading>}
      {notifications?.length === 0 && <EmptyState title={t('inbox-empty-title')}>{t('inbox-empty-text')}</EmptyState>}
      {notifications !== null && notifications.length > 0 && (
        <ul className="inbox-list" aria-label={t('inbox-title')}>
          {notifications.map((one) => <Line key={one.id} one={one} onFollow={() => { void inbox.read(one.id); onLeave() }} />)}
        </ul>
      )}
      {next !== null && (
        <div className="inbox-more"><Button variant="quiet" isPending={loading} onPress={() => { void inbox.more() }}>{t('inbox-more')}</Button></div>
      )}
    </div>
  )
}

const SENTENCES = {
  mention: 'inbox-mention', reply: 'inbox-reply', resolved: 'inbox-resolved',
  review_asked: 'inbox-review-asked', review_due: 'inbox-review-due', review_decided: 'inbox-review-decided',
  name_asked: 'inbox-name-asked',
} as const

function Line({ one, onFollow }: { one: NotificationBody; onFollow: () => void }) {
  const t = useText()
  const dates = useDates()
  const name = one.actor?.name ?? t('inbox-somebody')
  const excerpt = plainExcerpt(one)
  const created = new Date(one.created_at)
  return (
    <li>
      <Link className={one.read ? 'inbox-line' : 'inbox-line inbox-unread'} href={addressOf(one)} onPress={onFollow} data-testid="inbox-line" data-kind={one.kind}>
        <Avatar person={{ id: one.actor?.person ?? '', name, color: one.actor?.color ?? '' }} size={28} />
        <span className="inbox-words">
          <span className="inbox-said">
            {!one.read && <span className="visually-hidden">{t('inbox-unread')} </span>}
            {t(SENTENCES[one.kind], { name })}
          </span>
          {excerpt !== '' && <q className="inbox-excerpt">{excerpt}</q>}
          <span className="inbox-where">
            {one.thread_number === null ? one.template.name : t('inbox-where', { template: one.template.name, number: one.thread_number })}
            {' · '}<time dateTime={one.created_at}>{dates.ago(created)}</time>
          </span>
        </span>
        <span className="inbox-dot" aria-hidden />
      </Link>
    </li>
  )
}

function Lines() {
  return <div className="inbox-lines">{[0, 1, 2].map((line) => <Skeleton key={line} height={44} />)}</div>
}
