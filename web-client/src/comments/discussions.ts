/**
 * The discussions of one draft, as this person sees them: what the server has, with what they did themselves and is not sent yet.
 *
 * The server says only that there is something new; it is asked for what changed since the revision that is known. What somebody does is kept on
 * disk first, shown at once, and sent in order; without a network it waits.
 */
import { ApiError, type comments } from '../api'
import type { Readable } from '../canvas/store'
import type { NewsStore } from '../document/model'
import type { AnchorBody, AuthorBody, CommentBody, Emoji, ThreadBody, ThreadState } from '../protocol/generated'
import type { Surroundings } from '../sync/surroundings'
import { added, holdsWords, idOfUnsent, nextToSend, renamed, threadOf, withActs, type Act, type ShownThread } from './acts'
import { isSameAuthor } from './authors'
import type { KeptDiscussions, Outbox } from './outbox'

/** What is known of a draft's discussions. */
export interface DiscussionsState {
  readonly threads: readonly ShownThread[]
  /** `offline`: the server does not answer, and is asked again; `failed`: it will not answer. */
  readonly link: 'loading' | 'ready' | 'offline' | 'failed'
  /** Why it failed. */
  readonly code: string | null
  /** How many comments wait to be sent. */
  readonly waiting: number
}

/** What is said in passing. */
export interface DiscussionsTellings {
  /** Something was not done; the words of a person are never among it. */
  readonly refused: (code: string) => void
  /** A discussion that was begun here under an id of this page has one from the server. */
  readonly begun: (first: string, id: string) => void
  /** Somebody else said something. */
  readonly heard: (thread: ThreadBody, comment: CommentBody) => void
}

/** What discussions are made of. */
export interface DiscussionsOptions {
  readonly draft: string
  readonly me: AuthorBody
  readonly api: Omit<typeof comments, 'mentionable'>
  readonly openOutbox: () => Promise<Outbox>
  readonly news: NewsStore
  readonly surroundings: Pick<Surroundings, 'clock' | 'listen'>
  /** Runs one thing at a time among all pages of this person. */
  readonly alone: <T>(run: () => Promise<T>) => Promise<T>
  readonly tellings: DiscussionsTellings
}

const FIRST_RETRY_MS = 1_000
const LONGEST_RETRY_MS = 30_000
/** A copy that cannot be opened in this time must not keep a person from the server. */
const PATIENCE_MS = 3_000
/** Answers in a row that say that there is more; the next news goes on from there. */
const MOST_ANSWERS = 200

/** Follows the discussions of a draft until it is closed. */
export class Discussions implements Readable<DiscussionsState> {
  private readonly server = new Map<string, ThreadBody>()
  private acts: readonly Act[] = []
  private revision = 0
  /** Answers that say that there is more, up to `since`: what is known stays the same until the last of them, also where one does not come. */
  private walk: { readonly known: number; readonly since: number; readonly anew: boolean } | null = null
  private outbox: Outbox | null = null
  private state: DiscussionsState = { threads: [], link: 'loading', code: null, waiting: 0 }
  private readonly listeners = new Set<() => void>()
  /** Ids that this page gave to threads, and those that the server gave them. */
  private readonly known = new Map<string, string>()
  private readonly stops: (() => void)[]
  private closed = false
  private loaded = false
  private wanted = false
  private fetching = false
  private pumping = false
  private sending: { readonly key: string; readonly ended: Promise<unknown> } | null = null
  private keeping: Promise<unknown> = Promise.resolve()
  /** Acts that are on disk. */
  private readonly kept = new Set<string>()
  private failures = 0
  private lastAtMs = 0
  private cancelRetry: (() => void) | null = null

  constructor(private readonly options: DiscussionsOptions) {
    const { news, surroundings } = options
    this.stops = [
      news.subscribe('discussions', (revision) => {
        if (revision === null) this.hurry()
        else if (revision > this.revision) void this.fetch()
      }),
      surroundings.listen((said) => { if (said === 'online' || said === 'shown') this.hurry() }),
    ]
    void this.open()
  }

  get = (): DiscussionsState => this.state

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => { this.listeners.delete(listener) }
  }

  /** Who is here. */
  get me(): AuthorBody {
    return this.options.me
  }

  /** A thread by its id, also by the one that it had before the server knew of it. */
  thread(id: string): ShownThread | undefined {
    const found = this.known.get(id) ?? id
    return this.state.threads.find((it) => it.id === found)
  }

  /** The id by which this page has known a thread from the beginning: its own one, where the thread was begun here. */
  firstId(id: string): string {
    for (const [first, given] of this.known) if (given === id) return first
    return id
  }

  /** Begins a discussion; gives the id that it has until it is sent. */
  begin(anchor: AnchorBody, body: string, blocking: boolean): string {
    const act = { ...this.stamp(), kind: 'begin', anchor, body, blocking } as const
    this.act(act)
    return idOfUnsent(act.key)
  }

  reply(thread: string, body: string): void {
    this.act({ ...this.stamp(), kind: 'reply', thread: this.idOf(thread), body })
  }

  edit(thread: string, comment: string, body: string): void {
    this.act({ ...this.stamp(), kind: 'edit', thread: this.idOf(thread), comment, body })
  }

  remove(thread: string, comment: string): void {
    this.act({ ...this.stamp(), kind: 'remove', thread: this.idOf(thread), comment })
  }

  react(thread: string, comment: string, emoji: Emoji, on: boolean): void {
    this.act({ ...this.stamp(), kind: 'react', thread: this.idOf(thread), comment, emoji, on })
  }

  setState(thread: string, state: ThreadState): void {
    this.act({ ...this.stamp(), kind: 'state', thread: this.idOf(thread), state })
  }

  setBlocking(thread: string, blocking: boolean): void {
    this.act({ ...this.stamp(), kind: 'blocking', thread: this.idOf(thread), blocking })
  }

  setAnchor(thread: string, anchor: AnchorBody): void {
    this.act({ ...this.stamp(), kind: 'anchor', thread: this.idOf(thread), anchor })
  }

  /** Notes that all of a thread was read. */
  read(thread: string): void {
    const found = this.thread(thread)
    if (found?.unread === true) this.act({ ...this.stamp(), kind: 'read', thread: found.id, revision: found.revision })
  }

  /** Notes that all was read. */
  readAll(): void {
    if (this.state.threads.some(({ unread }) => unread)) this.act({ ...this.stamp(), kind: 'read-all', revision: this.revision })
  }

  /** Sends something that was refused once more. */
  again(key: string): void {
    const act = this.acts.find((it) => it.key === key)
    if (act?.refused === undefined) return
    const { refused: _refused, ...anew } = act
    this.acts = this.acts.map((it) => (it.key === key ? anew : it))
    this.keep([anew], [])
    this.hurry()
  }

  /** Gives up what was refused or still waits, with what was said below it. What is being sent cannot be given up. */
  discard(key: string): void {
    if (this.sending?.key === key) return
    const given = this.acts.filter((it) => it.key === key || threadOf(it) === idOfUnsent(key))
    this.acts = this.acts.filter((it) => !given.includes(it))
    this.keep([], given.map((it) => it.key))
    this.notify()
  }

  /** Asks for what is new, and sends what waits, at once. */
  hurry(): void {
    if (this.closed) return
    this.failures = 0
    this.cancelRetry?.()
    this.cancelRetry = null
    void this.fetch()
    void this.pump()
  }

  close(): void {
    this.closed = true
    for (const stop of this.stops) stop()
    this.cancelRetry?.()
    this.listeners.clear()
    // What was just said is on its way to the disk.
    void this.keeping.finally(() => this.outbox?.close())
  }

  private idOf(thread: string): string {
    return this.known.get(thread) ?? thread
  }

  /** A key of its own, and a time later than that of anything before. */
  private stamp(): { readonly key: string; readonly atMs: number } {
    this.lastAtMs = Math.max(this.options.surroundings.clock.now(), this.lastAtMs + 1)
    return { key: freshKey(), atMs: this.lastAtMs }
  }

  private async open(): Promise<void> {
    const opening = this.options.openOutbox().then(async (outbox) => ({ outbox, kept: await outbox.load() }))
    const patience = new Promise<null>((resolve) => { this.options.surroundings.clock.after(PATIENCE_MS, () => resolve(null)) })
    const opened = await Promise.race([opening.catch(() => null), patience])
    if (opened === null || this.closed) void opening.then(({ outbox }) => outbox.close(), () => undefined)
    else this.restore(opened.outbox, opened.kept)
    if (!this.closed) this.hurry()
  }

  private restore(outbox: Outbox, kept: KeptDiscussions): void {
    this.outbox = outbox
    for (const thread of kept.threads) this.server.set(thread.id, thread)
    this.revision = kept.revision
    const own = this.acts
    this.acts = [...kept.acts, ...own]
    for (const { key } of kept.acts) this.kept.add(key)
    this.keep(own, [])
    this.notify()
  }

  private act(act: Act): void {
    const before = this.acts
    this.acts = added(before, act, this.sending?.key ?? null)
    this.keep([act], before.filter((it) => !this.acts.includes(it)).map((it) => it.key))
    this.notify()
    void this.pump()
  }

  /** On disk before anything is sent; where nothing can be kept it is sent all the same. */
  private keep(acts: readonly Act[], dropped: readonly string[]): void {
    const { outbox } = this
    if (outbox === null || (acts.length === 0 && dropped.length === 0)) return
    this.keeping = this.keeping.then(() => outbox.keep(acts, dropped)).then(() => {
      for (const { key } of acts) this.kept.add(key)
      for (const key of dropped) this.kept.delete(key)
    }, () => undefined)
  }

  /** Asks for what changed, and once more where something was told meanwhile. */
  private async fetch(): Promise<void> {
    this.wanted = true
    if (this.fetching || this.closed) return
    this.fetching = true
    try {
      while (this.wanted && !this.closed) {
        this.wanted = false
        await this.fetchAll()
      }
      this.failures = 0
      this.loaded = true
      this.notify({ link: 'ready', code: null })
    } catch (error) {
      this.later(error)
    } finally {
      this.fetching = false
    }
  }

  private async fetchAll(): Promise<void> {
    for (let asked = 0; asked < MOST_ANSWERS; asked++) {
      const { known, anew } = this.walk ?? { known: this.revision, anew: false }
      const since = this.walk?.since ?? known
      const answer = await this.options.api.threads(this.options.draft, since, known)
      // What is just being sent would be shown twice: as it waits, and as the server has it.
      await this.sending?.ended
      if (this.closed) return
      if (answer.revision < since) {
        // The server's database was brought back from an older copy: what was read of the newer one is no longer so.
        this.server.clear()
        this.revision = 0
        this.walk = { known: 0, since: 0, anew: true }
        continue
      }
      const whole = this.take(answer.threads)
      // Until the last answer there may be comments from before this one in threads that come after it.
      if (!answer.more) this.revision = answer.revision
      const { outbox, revision } = this
      if (outbox !== null) this.keeping = this.keeping.then(() => outbox.keepThreads(whole, { known, revision, anew })).catch(() => undefined)
      this.walk = answer.more ? { known, since: answer.revision, anew: false } : null
      this.notify()
      if (!answer.more) return
    }
  }

  /** Puts what an answer holds to what is known; gives each of its threads whole. */
  private take(threads: readonly ThreadBody[]): readonly ThreadBody[] {
    return threads.map((told) => {
      const before = this.server.get(told.id)
      if (before !== undefined && before.revision > told.revision) return before
      const thread = completed(told, before)
      this.server.set(thread.id, thread)
      if (!this.loaded) return thread
      const heard = new Set(before?.comments.map(({ id }) => id))
      for (const comment of thread.comments) {
        if (!heard.has(comment.id) && !comment.deleted && !isSameAuthor(comment.author, this.me)) this.options.tellings.heard(thread, comment)
      }
      return thread
    })
  }

  /** Sends what waits, one after the other. */
  private async pump(): Promise<void> {
    if (this.pumping || this.closed || this.cancelRetry !== null) return
    this.pumping = true
    try {
      for (let act = nextToSend(this.acts); act !== undefined && !this.closed; act = nextToSend(this.acts)) {
        const ended = this.send(act)
        this.sending = { key: act.key, ended: ended.catch(() => undefined) }
        await ended
        this.sending = null
        this.notify()
      }
    } catch (error) {
      this.sending = null
      this.later(error)
    } finally {
      this.pumping = false
    }
  }

  /** Rejects when it is to be sent again later. */
  private async send(act: Act): Promise<void> {
    await this.keeping
    try {
      const answer = await this.options.alone(async () => {
        // What is not on disk any more was sent by another page; what never came there was not.
        const sentElsewhere = this.outbox !== null && this.kept.has(act.key) && !(await this.outbox.waits(act.key).catch(() => true))
        return sentElsewhere ? null : this.call(act)
      })
      if (answer === null) void this.fetch()
      this.sent(act, answer)
    } catch (error) {
      if (!(error instanceof ApiError) || isPassing(error)) throw error
      this.refuse(act, error.code)
    }
  }

  private async call(act: Act): Promise<ThreadBody | undefined> {
    const { api, draft } = this.options
    switch (act.kind) {
      case 'begin': return api.begin(draft, { key: act.key, anchor: act.anchor, body: act.body, blocking: act.blocking })
      case 'reply': return api.reply(act.thread, { key: act.key, body: act.body })
      case 'edit': return api.edit(act.comment, act.body)
      case 'remove': return api.remove(act.comment)
      case 'react': return api.react(act.comment, act.emoji, act.on)
      case 'state': return api.change(act.thread, { state: act.state })
      case 'blocking': return api.change(act.thread, { blocking: act.blocking })
      case 'anchor': return api.change(act.thread, { anchor: act.anchor })
      case 'read':
        await api.read(act.thread, act.revision)
        return undefined
      case 'read-all':
        await api.readAll(draft, act.revision)
        return undefined
    }
  }

  private sent(act: Act, thread: ThreadBody | null | undefined): void {
    this.acts = this.acts.filter((it) => it.key !== act.key)
    let moved: readonly Act[] = []
    if (thread) {
      this.take([thread])
      if (act.kind === 'begin') {
        this.known.set(idOfUnsent(act.key), thread.id)
        moved = this.acts.filter((it) => threadOf(it) === idOfUnsent(act.key))
        this.acts = renamed(this.acts, idOfUnsent(act.key), thread.id)
        moved = this.acts.filter((it) => moved.some(({ key }) => key === it.key))
        this.options.tellings.begun(idOfUnsent(act.key), thread.id)
      }
    } else if (act.kind === 'read' || act.kind === 'read-all') {
      for (const [id, it] of this.server) {
        if ((act.kind === 'read-all' || act.thread === id) && act.revision >= it.revision) this.server.set(id, { ...it, unread: false })
      }
    }
    this.keep(moved, [act.key])
  }

  /** The words of a person stay where they stand, with the reason; all else is undone, and said. */
  private refuse(act: Act, code: string): void {
    if (holdsWords(act)) {
      const refused = { ...act, refused: code }
      this.acts = this.acts.map((it) => (it.key === act.key ? refused : it))
      this.keep([refused], [])
      return
    }
    this.acts = this.acts.filter((it) => it.key !== act.key)
    this.keep([], [act.key])
    // Nobody asked for these.
    if (act.kind !== 'read' && act.kind !== 'read-all' && act.kind !== 'anchor') this.options.tellings.refused(code)
  }

  private later(error: unknown): void {
    if (this.closed) return
    if (error instanceof ApiError && !isPassing(error)) {
      this.notify({ link: 'failed', code: error.code })
      return
    }
    if (!(error instanceof ApiError)) console.error('discussions could not be followed', error)
    this.notify({ link: 'offline', code: error instanceof ApiError ? error.code : null })
    if (this.cancelRetry !== null) return
    const delay = Math.min(FIRST_RETRY_MS * 2 ** this.failures, LONGEST_RETRY_MS)
    this.failures += 1
    this.cancelRetry = this.options.surroundings.clock.after(delay * (0.75 + this.options.surroundings.clock.random() / 2), () => {
      this.cancelRetry = null
      void this.fetch()
      void this.pump()
    })
  }

  private notify(link: Partial<Pick<DiscussionsState, 'link' | 'code'>> = {}): void {
    const { draft, me } = this.options
    this.state = {
      ...this.state, ...link, threads: withActs(this.server.values(), this.acts, me, draft),
      waiting: this.acts.filter((act) => holdsWords(act) && act.refused === undefined).length,
    }
    for (const listener of [...this.listeners]) listener()
  }
}

/** A thread with those of its comments, too, that have not changed since it was known. */
function completed(told: ThreadBody, known: ThreadBody | undefined): ThreadBody {
  if (told.comments_since === 0 || known === undefined) return told
  const changed = new Map(told.comments.map((comment) => [comment.id, comment]))
  const before = known.comments.map((comment) => {
    const now = changed.get(comment.id)
    changed.delete(comment.id)
    return now ?? comment
  })
  return { ...told, comments: [...before, ...changed.values()], comments_since: 0 }
}

/** Whether the same question may well be answered later: no network, no server, too many questions, a sign-in that ran out. */
const isPassing = ({ status }: ApiError): boolean => status === 0 || status === 401 || status === 408 || status === 429 || status >= 500

/** 32 characters that nobody else makes. */
const freshKey = (): string => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('')
