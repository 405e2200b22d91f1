/** What happened, day by day. */
import { useMemo, useState } from 'react'
import { Link } from 'react-aria-components'
import { useDates, useErrorText, useText } from '../../i18n'
import type { ActivityEntryBody } from '../../protocol/generated'
import { Avatar, Banner, Button, EmptyState, Loading, Select, Skeleton } from '../../ui'
import { GROUP_NAMES, wordsOf, type Group } from './kinds'
import { useActivity } from './list'
import './feed.css'

/** The history of one template, or of all. */
export function ActivityFeed({ template }: { readonly template: string | null }) {
  const t = useText()
  const [group, setGroup] = useState<Group | 'all'>('all')
  const list = useActivity(template, group)
  const { entries } = list
  const options = [{ id: 'all' as const, label: t('activity-all') }, ...GROUP_NAMES.map(id => ({ id, label: t(`activity-group-${id}`) }))]
  return (
    <div className="activity" data-testid="activity">
      <Select<Group | 'all'> label={t('activity-filter')} value={group} onChange={setGroup} options={options} />
      <Failure code={list.failure} hasEntries={entries !== null} onAgain={list.reload} />
      {entries === null && list.failure === null && <FeedSkeleton />}
      {entries !== null && entries.length === 0 && <EmptyState title={t('activity-none')}><p>{t(group === 'all' ? 'activity-none-text' : 'activity-none-filtered')}</p></EmptyState>}
      {entries !== null && entries.length > 0 && <Days entries={entries} withTemplate={template === null} />}
      {list.hasMore && <div className="more"><Button isPending={list.loadingMore} onPress={list.more}>{t('activity-more')}</Button></div>}
    </div>
  )
}

function Failure({ code, hasEntries, onAgain }: { readonly code: string | null; readonly hasEntries: boolean; readonly onAgain: () => void }) {
  const t = useText()
  const errorText = useErrorText()
  if (code === null) return null
  const again = <Button onPress={onAgain}>{t('try-again')}</Button>
  if (code === 'unreachable' && hasEntries) return <Banner tone="warn" title={t('no-connection')} action={again}>{t('last-known')}</Banner>
  return <Banner tone="bad" title={t('activity-failed')} code={code} action={again}>{errorText(code)}</Banner>
}

function Days({ entries, withTemplate }: { readonly entries: readonly ActivityEntryBody[]; readonly withTemplate: boolean }) {
  const dates = useDates()
  const days = useMemo(() => {
    const found: { day: string; entries: ActivityEntryBody[] }[] = []
    for (const entry of entries) {
      const day = dates.date(new Date(entry.until ?? entry.at))
      const last = found.at(-1)
      if (last?.day === day) last.entries.push(entry)
      else found.push({ day, entries: [entry] })
    }
    return found
  }, [entries, dates])
  return (
    <div className="activity-days">
      {days.map(({ day, entries: ofDay }) => (
        <section key={day} aria-label={day}>
          <h3 className="activity-day">{day}</h3>
          <ol className="activity-list">
            {ofDay.map(entry => <Entry key={entry.id} entry={entry} withTemplate={withTemplate} />)}
          </ol>
        </section>
      ))}
    </div>
  )
}

function Entry({ entry, withTemplate }: { readonly entry: ActivityEntryBody; readonly withTemplate: boolean }) {
  const t = useText()
  const dates = useDates()
  const name = entry.person.name ?? t('activity-somebody')
  const begun = dates.time(new Date(entry.at))
  const time = entry.until === null ? begun : t('activity-span', { from: begun, until: dates.time(new Date(entry.until)) })
  return (
    <li className="activity-entry">
      <Avatar person={{ id: entry.person.id, name, color: entry.person.color }} size={28} />
      <div className="activity-words">
        <span>{t(wordsOf(entry.kind, entry.number), { person: name, number: entry.number ?? 0 })}</span>
        {withTemplate && entry.template !== null && (entry.template.draft_id === null
          ? <span className="soft">{entry.template.name}</span>
          : <Link className="activity-template" href={`/templates/${entry.template.id}`}>{entry.template.name}</Link>)}
      </div>
      <time className="activity-time" dateTime={entry.until ?? entry.at}>{time}</time>
    </li>
  )
}

function FeedSkeleton() {
  const t = useText()
  return (
    <Loading label={t('activity-loading')}>
      <div className="activity-list">
        {[0, 1, 2, 3, 4, 5].map(key => (
          <div key={key} className="activity-entry"><Skeleton width={28} height={28} className="activity-face" /><div className="activity-words"><Skeleton width="70%" height={14} /></div></div>
        ))}
      </div>
    </Loading>
  )
}
