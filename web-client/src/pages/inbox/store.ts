/** Somebody's inbox: how much is unread, kept fresh by what the server tells. */
import type { NewsStore } from '../../document/model'
import type { InboxBody, NotificationBody, ReadInboxBody, UnreadBody } from '../../protocol/generated'

/** What is known of an inbox. */
export interface InboxState {
  /** `null`: not known yet. */
  readonly unread: number | null
  /** The newest first; `null`: not fetched, or old. */
  readonly notifications: readonly NotificationBody[] | null
  /** Where older ones begin; `null`: there are none. */
  readonly next: string | null
  readonly loading: boolean
  /** The code of what went wrong when it was last fetched. */
  readonly failed: string | null
}

/** What the inbox asks of the server. */
export interface InboxCalls {
  readonly unread: () => Promise<UnreadBody>
  readonly list: (after?: string) => Promise<InboxBody>
  readonly read: (body: ReadInboxBody) => Promise<UnreadBody>
}

/** What somebody is told of. */
export class Inbox {
  #state: InboxState = { unread: null, notifications: null, next: null, loading: false, failed: null }
  /** The newest revision that an answer has had. */
  #revision = -1
  #asking = false
  #askAgain = false
  /** Whether the list is being looked at: then it follows. */
  #open = false
  readonly #listeners = new Set<() => void>()

  constructor(private readonly calls: InboxCalls, private readonly codeOf: (error: unknown) => string) {}

  state = (): InboxState => this.#state

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => { this.#listeners.delete(listener) }
  }

  /** There may be something new; `revision`: how far the inbox is, when that is known. One question at a time. */
  async look(revision: number | null = null): Promise<void> {
    if (revision !== null && revision <= this.#revision) return
    if (this.#asking) {
      this.#askAgain = true
      return
    }
    this.#asking = true
    try {
      do {
        this.#askAgain = false
        const before = this.#revision
        this.#stands(await this.calls.unread())
        if (this.#open && this.#revision !== before) await this.#fetch()
      } while (this.#askAgain)
    } catch {
      // The number stays as it was: the next look tells.
    } finally {
      this.#asking = false
    }
  }

  /** The list is looked at from now on. */
  async open(): Promise<void> {
    this.#open = true
    await this.#fetch()
  }

  close(): void {
    this.#open = false
  }

  /** Older ones. */
  async more(): Promise<void> {
    const { next, notifications, loading } = this.#state
    if (next === null || notifications === null || loading) return
    this.#set({ loading: true, failed: null })
    try {
      const body = await this.calls.list(next)
      const known = new Set(notifications.map((it) => it.id))
      this.#set({ notifications: [...notifications, ...body.notifications.filter((it) => !known.has(it.id))], next: body.next, loading: false })
    } catch (error) {
      this.#set({ loading: false, failed: this.codeOf(error) })
    }
  }

  /** One was read. It looks read at once; should the server not hear of it, the next look says so. */
  async read(id: string): Promise<void> {
    const one = this.#state.notifications?.find((it) => it.id === id)
    if (one === undefined || one.read) return
    this.#mark((it) => it.id === id)
    await this.#tell({ ids: [id] })
  }

  /** All that is shown, and what is older, was read. */
  async readAll(): Promise<void> {
    const [newest] = this.#state.notifications ?? []
    if (newest === undefined) return
    this.#mark(() => true)
    await this.#tell({ up_to: newest.id })
  }

  async #tell(body: ReadInboxBody): Promise<void> {
    try {
      this.#stands(await this.calls.read(body))
    } catch (error) {
      this.#set({ failed: this.codeOf(error) })
      void this.look()
    }
  }

  #mark(which: (one: NotificationBody) => boolean): void {
    const notifications = this.#state.notifications?.map((it) => (which(it) && !it.read ? { ...it, read: true } : it)) ?? null
    this.#set({ notifications })
  }

  async #fetch(): Promise<void> {
    this.#set({ loading: true, failed: null })
    try {
      const body = await this.calls.list()
      this.#set({ notifications: body.notifications, next: body.next, loading: false })
      this.#stands(body)
    } catch (error) {
      this.#set({ loading: false, failed: this.codeOf(error) })
    }
  }

  /** An answer that is older than what is known says nothing. */
  #stands({ unread, revision }: UnreadBody): void {
    if (revision < this.#revision) return
    this.#revision = revision
    this.#set({ unread })
  }

  #set(change: Partial<InboxState>): void {
    this.#state = { ...this.#state, ...change }
    for (const listener of [...this.#listeners]) listener()
  }
}

/** Keeps an inbox fresh by news until the function that it gives back is called. */
export function keepFresh(inbox: Inbox, news: NewsStore): () => void {
  void inbox.look()
  return news.subscribe('inbox', (revision) => void inbox.look(revision))
}

/** The beginning of what was said, as one reads it: with names for ids, without the marks of bold, italic and code. */
export function plainExcerpt({ excerpt, mentions }: Pick<NotificationBody, 'excerpt' | 'mentions'>): string {
  const names = new Map(mentions.map(({ id, name }) => [id, name]))
  return excerpt
    .replaceAll(/@(per_[0-9a-f]{32})/g, (_, id: string) => `@${names.get(id) ?? '…'}`)
    .replaceAll(/\*\*(.+?)\*\*/g, '$1')
    .replaceAll(/`(.+?)`/g, '$1')
    .replaceAll(/(^|[\s(])_(\S(?:.*?\S)?)_(?=$|[\s.,;:!?)])/g, '$1$2')
}

/** Where a notification leads to. */
export function addressOf({ kind, template, thread_number: thread }: Pick<NotificationBody, 'kind' | 'template' | 'thread_number'>): string {
  if (kind === 'name_asked') return '/certificates'
  const address = `/templates/${encodeURIComponent(template.id)}`
  return thread === null ? address : `${address}?thread=${thread}`
}
