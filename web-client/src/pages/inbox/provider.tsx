import { createContext, use, useEffect, useMemo, useSyncExternalStore, type ReactNode } from 'react'
import { api } from '../../api'
import type { OpenDraft } from '../../document/model'
import { browserSurroundings } from '../../sync/surroundings'
import { StreamedNews } from '../../sync/streamed-news'
import { codeOf } from '../failure'
import { Inbox, keepFresh, type InboxState } from './store'

const inboxNews = new StreamedNews('/api/inbox/live', browserSurroundings)
const Context = createContext<Inbox | null>(null)

/** The inbox of whoever is signed in, for every page. */
export function InboxProvider({ children }: { children: ReactNode }) {
  const inbox = useMemo(() => new Inbox({ unread: api.unread, list: (after) => api.inbox(after === undefined ? {} : { after }), read: api.readInbox }, codeOf), [])
  useEffect(() => keepFresh(inbox, inboxNews), [inbox])
  return <Context value={inbox}>{children}</Context>
}

export function useInbox(): Inbox | null {
  return use(Context)
}

export function useInboxState(inbox: Inbox): InboxState {
  return useSyncExternalStore(inbox.subscribe, inbox.state)
}

/** Follows what the socket of an open draft tells of the inbox: the inbox needs no stream of its own as long as that is open. */
export function useInboxNews(draft: OpenDraft): void {
  const inbox = useInbox()
  useEffect(() => {
    if (inbox === null) return undefined
    const stop = draft.news.subscribe('inbox', (revision) => { void inbox.look(revision) })
    const end = inboxNews.rest()
    return () => {
      stop()
      end()
    }
  }, [draft, inbox])
}
