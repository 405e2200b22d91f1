/** The discussions beside the pages: all of them as a list, or the one that is open. */
import type { ReactNode } from 'react'
import { aboutOf, pageName } from '../../comments/about'
import type { Shown } from '../../comments/list'
import { LinkState } from '../../comments/LinkState'
import type { Pin } from '../../comments/pin'
import { ShownChoice } from '../../comments/ShownChoice'
import { useDiscussions } from '../../comments/talk'
import { RowsLoading, ThreadRow } from '../../comments/ThreadRow'
import type { Language, Layout } from '../../document/model'
import { useDates, useText } from '../../i18n'
import type { GuestViewBody } from '../../protocol/generated'
import { EmptyState } from '../../ui'
import { groupsOf } from './pins'
import '../../comments/comments.css'

export interface GuestPanelProps {
  readonly view: GuestViewBody
  /** Those that are listed. */
  readonly pins: readonly Pin[]
  readonly layout: Layout
  readonly language: Language
  readonly shown: Shown
  readonly onShown: (shown: Shown) => void
  readonly onOpen: (pin: Pin) => void
  /** What is open, in the place of the list. */
  readonly children: ReactNode
}

/** The panel of a guest's page. */
export function GuestPanel({ view, pins, layout, language, shown, onShown, onOpen, children }: GuestPanelProps) {
  const t = useText()
  const dates = useDates()
  const link = useDiscussions((state) => state.link)
  const known = useDiscussions((state) => state.threads.length > 0)
  const until = dates.date(new Date(view.expires_at))
  return (
    <aside className="guest-panel" aria-label={t('comments-title')} tabIndex={-1} data-testid="guest-panel">
      <LinkState />
      {children ?? (
        <>
          <div className="comments-choice"><ShownChoice shown={shown} onChange={onShown} /></div>
          {link === 'loading' && !known ? <RowsLoading /> : <List pins={pins} layout={layout} language={language} shown={shown} onOpen={onOpen} />}
          <p className="guest-until soft">{view.invited_by === null ? t('guest-until', { date: until }) : t('guest-until-by', { name: view.invited_by, date: until })}</p>
        </>
      )}
    </aside>
  )
}

function List({ pins, layout, language, shown, onOpen }: Pick<GuestPanelProps, 'pins' | 'layout' | 'language' | 'shown' | 'onOpen'>) {
  const t = useText()
  if (pins.length === 0) {
    return <EmptyState title={t(`comments-empty-${shown}`)}>{shown === 'open' && layout.pages.length > 0 && <p>{t('guest-empty-text')}</p>}</EmptyState>
  }
  const groups = groupsOf(pins, layout)
  return groups.map(({ page, pins: inside }) => (
    <section key={page ?? ''} className="guest-group" data-testid={page === null ? 'guest-elsewhere' : 'guest-here'}>
      {/* One page alone needs no heading. */}
      {(page === null || layout.pages.length > 1) && <h2>{page === null ? t('guest-elsewhere') : pageName(layout, page, t)}</h2>}
      {page === null && <p className="soft">{t('guest-elsewhere-text')}</p>}
      <ul className="comments-list">
        {inside.map((pin) => <li key={pin.thread.id}><ThreadRow pin={pin} about={page === null ? '' : aboutOf(pin, layout, language, t)} isOpen={false} onOpen={onOpen} /></li>)}
      </ul>
    </section>
  ))
}
