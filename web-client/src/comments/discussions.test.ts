import { IDBFactory } from 'fake-indexeddb'
import { beforeEach, describe, expect, it } from 'vitest'
import { ApiError, type comments } from '../api'
import type { NewCommentBody, NewThreadBody, ThreadBody } from '../protocol/generated'
import { HeldWorld } from '../sync/testing/world'
import { Discussions } from './discussions'
import { openOutbox } from './outbox'
import { comment, LUCA, thread } from './testing/bodies'

beforeEach(() => { globalThis.indexedDB = new IDBFactory() })

const POINT = { kind: 'point', place: { page: 'p1', x: 1, y: 2 } } as const
const unreachable = (): ApiError => new ApiError('unreachable', 'no answer', 0)

/** A server with discussions, that can be away, and that does nothing twice. */
class Server {
  threads: ThreadBody[] = []
  revision = 0
  /** What every question is answered with. */
  failure: (() => ApiError) | null = null
  /** The answer to what was done is lost on the way. */
  losesAnswers = false
  readonly calls: string[] = []
  /** From where it was asked, and what was known. */
  readonly asked: [number, number][] = []
  /** Threads of an answer at most. */
  pageRows = 100
  /** After so many answers about threads one is lost. */
  failsAfter: number | null = null
  private readonly keys = new Map<string, string>()

  put(given: ThreadBody): ThreadBody {
    this.revision += 1
    const next = { ...given, revision: this.revision }
    this.threads = [...this.threads.filter(({ id }) => id !== next.id), next]
    return next
  }

  private async answer<T>(call: string, make: () => T): Promise<T> {
    this.calls.push(call)
    await Promise.resolve()
    if (this.failure) throw this.failure()
    const made = make()
    if (this.losesAnswers) throw unreachable()
    return made
  }

  private change(id: string, change: (it: ThreadBody) => ThreadBody): ThreadBody {
    const found = this.threads.find((it) => it.id === id)
    if (!found) throw new ApiError('not_found', '', 404)
    return this.put(change(found))
  }

  private once(key: string, id: () => string): ThreadBody {
    const known = this.keys.get(key) ?? id()
    this.keys.set(key, known)
    const found = this.threads.find((it) => it.id === known)
    if (!found) throw new Error('it was made')
    return found
  }

  readonly api: typeof comments = {
    threads: (_, since, known) => this.answer(`since ${since.toString()}`, () => {
      this.asked.push([since, known])
      if (this.failsAfter !== null && this.failsAfter-- === 0) {
        this.failsAfter = null
        throw unreachable()
      }
      const changed = this.threads.filter(({ revision }) => revision > since)
      const threads = changed.slice(0, this.pageRows)
      const more = threads.length < changed.length
      return { threads, revision: more ? threads.at(-1)?.revision ?? 0 : this.revision, more }
    }),
    begin: (_, { key, body, anchor, blocking }: NewThreadBody) => this.answer(`begin ${body}`, () => this.once(key, () => {
      const number = this.threads.length + 1
      return this.put(thread(number, { anchor, blocking: blocking ?? false, comments: [comment(`com_${number.toString()}`, { author: LUCA, body })] })).id
    })),
    reply: (id, { key, body }: NewCommentBody) => this.answer(`reply ${body}`, () => this.once(key, () =>
      this.change(id, (it) => ({ ...it, comments: [...it.comments, comment(`com_${id}_${it.comments.length.toString()}`, { author: LUCA, body })] })).id)),
    change: (id, change) => this.answer(`change ${JSON.stringify(change)}`, () => this.change(id, (it) => ({ ...it, ...change }))),
    edit: (id, body) => this.answer(`edit ${body}`, () => this.change(this.ofComment(id), (it) => ({ ...it, comments: it.comments.map((one) => (one.id === id ? { ...one, body } : one)) }))),
    remove: (id) => this.answer(`remove ${id}`, () => this.change(this.ofComment(id), (it) => ({ ...it, comments: it.comments.map((one) => (one.id === id ? { ...one, body: '', deleted: true } : one)) }))),
    react: (id, emoji, on) => this.answer(`react ${emoji} ${String(on)}`, () => this.change(this.ofComment(id), (it) => it)),
    read: (id, revision) => this.answer(`read ${id} ${revision.toString()}`, () => undefined),
    readAll: (_, revision) => this.answer(`read all ${revision.toString()}`, () => undefined),
    mentionable: () => Promise.resolve({ people: [] }),
  }

  private ofComment(id: string): string {
    const found = this.threads.find(({ comments: all }) => all.some((it) => it.id === id))
    if (!found) throw new ApiError('not_found', '', 404)
    return found.id
  }
}

/** A page of somebody that follows a server's discussions. */
function page(server: Server, world = new HeldWorld(), openBox = () => openOutbox('per_luca', 'drf_1')) {
  const told: ((revision: number | null) => void)[] = []
  const refused: string[] = []
  const heard: string[] = []
  const begun: [string, string][] = []
  const discussions = new Discussions({
    draft: 'drf_1', me: LUCA, api: server.api, openOutbox: openBox, surroundings: world, alone: (run) => run(),
    news: { subscribe: (_, listener) => { told.push(listener); return () => { told.splice(told.indexOf(listener), 1) } } },
    tellings: { refused: (code) => refused.push(code), begun: (first, id) => begun.push([first, id]), heard: (_, { body }) => heard.push(body) },
  })
  return {
    discussions, world, refused, heard, begun,
    tell: (revision: number | null) => { for (const listener of [...told]) listener(revision) },
    words: () => discussions.get().threads.map(({ comments: all }) => all.map(({ body, unsent }) => (unsent === undefined ? body : `${body}?${unsent.refused ?? ''}`)).join('|')),
  }
}

/** The browser's database answers in its own time. */
async function calm(world: HeldWorld, ms = 0): Promise<void> {
  for (let i = 0; i < 12; i++) await new Promise((resume) => setTimeout(resume, 1))
  await world.clock.pass(ms)
  for (let i = 0; i < 12; i++) await new Promise((resume) => setTimeout(resume, 1))
}

describe('following', () => {
  it('asks for what changed since what is known, when there is news', async () => {
    const server = new Server()
    server.put(thread(1))
    const it_ = page(server)
    await calm(it_.world)
    expect(it_.words()).toEqual(['words of com_1'])
    expect(it_.discussions.get().link).toBe('ready')
    server.put(thread(2))
    it_.tell(1)
    await calm(it_.world)
    expect(it_.words()).toHaveLength(1)
    it_.tell(2)
    await calm(it_.world)
    expect(it_.words()).toEqual(['words of com_1', 'words of com_2'])
    expect(server.calls).toEqual(['since 0', 'since 1'])
    expect(it_.heard).toEqual(['words of com_2'])
  })
  it('asks again after it was away, and passes over what is gone', async () => {
    const server = new Server()
    server.put(thread(1))
    const it_ = page(server)
    await calm(it_.world)
    server.put(thread(1, { gone: true }))
    it_.tell(null)
    await calm(it_.world)
    expect(it_.words()).toEqual([])
  })
  it('begins anew with a server that was brought back from an older copy', async () => {
    const server = new Server()
    server.put(thread(1))
    server.put(thread(2))
    const it_ = page(server)
    await calm(it_.world)
    server.threads = [thread(1, { revision: 1 })]
    server.revision = 1
    it_.tell(null)
    await calm(it_.world)
    expect(it_.words()).toEqual(['words of com_1'])
    it_.discussions.close()
    const next = page(server)
    await calm(next.world)
    expect(next.words()).toEqual(['words of com_1'])
  })
  it('puts what has changed in a thread to what is known of it, in memory and on disk', async () => {
    const server = new Server()
    server.put(thread(1, { comments: [comment('com_1'), comment('com_2')] }))
    const it_ = page(server)
    await calm(it_.world)
    server.threads = [{ ...thread(1, { comments: [comment('com_1', { body: 'other words' }), comment('com_3')], comments_since: 1 }), revision: 2 }]
    server.revision = 2
    it_.tell(2)
    await calm(it_.world)
    expect(it_.words()).toEqual(['other words|words of com_2|words of com_3'])
    expect(it_.heard).toEqual(['words of com_3'])
    it_.discussions.close()
    server.failure = unreachable
    const next = page(server)
    await calm(next.world)
    expect(next.words()).toEqual(['other words|words of com_2|words of com_3'])
  })
  it('knows no more than before until the last of several answers, also where one does not come', async () => {
    const server = new Server()
    server.put(thread(1))
    const it_ = page(server)
    await calm(it_.world)
    server.threads = [thread(2, { revision: 2 }), thread(3, { revision: 3 }), thread(1, { revision: 4, comments: [comment('com_1'), comment('com_4')] })]
    server.revision = 4
    server.pageRows = 1
    server.failsAfter = 2
    it_.tell(4)
    await calm(it_.world)
    expect(server.asked.slice(1)).toEqual([[1, 1], [2, 1], [3, 1]])
    it_.discussions.close()
    const beside = await openOutbox('per_luca', 'drf_1')
    expect((await beside.load()).revision).toBe(1)
    beside.close()
    const next = page(server)
    await calm(next.world)
    expect(server.asked.slice(4)).toEqual([[1, 1], [2, 1], [3, 1]])
    expect(next.words()).toEqual(['words of com_1|words of com_4', 'words of com_2', 'words of com_3'])
    next.tell(null)
    await calm(next.world)
    expect(server.asked.at(-1)).toEqual([4, 4])
  })
  it('keeps a copy that is all up to its revision, whichever page is further', async () => {
    const box = await openOutbox('per_luca', 'drf_1')
    await box.keepThreads([thread(1)], { known: 0, revision: 1, anew: false })
    await box.keepThreads([thread(2)], { known: 1, revision: 2, anew: false })
    // A page that is behind, and one whose step before this one was not written.
    await box.keepThreads([thread(1, { number: 99 })], { known: 0, revision: 1, anew: false })
    await box.keepThreads([thread(4)], { known: 3, revision: 4, anew: false })
    expect(await box.load()).toMatchObject({ revision: 2, threads: [{ number: 1 }, { number: 2 }] })
    await box.keepThreads([thread(1)], { known: 0, revision: 1, anew: true })
    expect(await box.load()).toMatchObject({ revision: 1, threads: [{ number: 1 }] })
    box.close()
  })
  it('says that it cannot, where the server will not answer', async () => {
    const server = new Server()
    server.failure = () => new ApiError('not_found', '', 404)
    const it_ = page(server)
    await calm(it_.world)
    expect(it_.discussions.get()).toMatchObject({ link: 'failed', code: 'not_found' })
  })
  it('shows what it knew last without a network', async () => {
    const server = new Server()
    server.put(thread(1))
    const before = page(server)
    await calm(before.world)
    before.discussions.close()
    server.failure = unreachable
    const it_ = page(server)
    await calm(it_.world)
    expect(it_.words()).toEqual(['words of com_1'])
    expect(it_.discussions.get().link).toBe('offline')
    server.failure = null
    await calm(it_.world, 2_000)
    expect(it_.discussions.get().link).toBe('ready')
    expect(server.calls.at(-1)).toBe('since 1')
  })
})

describe('what is said', () => {
  it('is shown at once, and once, whichever way it comes back', async () => {
    const server = new Server()
    const it_ = page(server)
    await calm(it_.world)
    const id = it_.discussions.begin(POINT, 'Hi', true)
    expect(it_.words()).toEqual(['Hi?'])
    it_.discussions.reply(id, 'And')
    expect(it_.words()).toEqual(['Hi?|And?'])
    it_.tell(99)
    await calm(it_.world)
    expect(it_.words()).toEqual(['Hi|And'])
    expect(it_.discussions.thread(id)).toMatchObject({ number: 1, blocking: true })
    expect(it_.begun).toEqual([[id, 'thr_1']])
    expect(it_.heard).toEqual([])
  })
  it('waits without a network, outlives the page, and is sent once later', async () => {
    const server = new Server()
    const it_ = page(server)
    await calm(it_.world)
    server.failure = unreachable
    const id = it_.discussions.begin(POINT, 'Hi', false)
    it_.discussions.reply(id, 'And')
    await calm(it_.world, 5_000)
    expect(it_.discussions.get()).toMatchObject({ link: 'offline', waiting: 2 })
    it_.discussions.close()
    await calm(it_.world)
    server.failure = null
    const next = page(server)
    await calm(next.world)
    expect(next.words()).toEqual(['Hi|And'])
    expect(server.calls.filter((call) => call === 'reply And')).toHaveLength(1)
    next.discussions.close()
    await calm(next.world)
    const last = page(server)
    await calm(last.world)
    expect(last.words()).toEqual(['Hi|And'])
    expect(server.threads).toHaveLength(1)
  })
  it('is there once when the answer was lost', async () => {
    const server = new Server()
    const it_ = page(server)
    await calm(it_.world)
    server.losesAnswers = true
    it_.discussions.begin(POINT, 'Hi', false)
    await calm(it_.world)
    server.losesAnswers = false
    await calm(it_.world, 5_000)
    expect(it_.words()).toEqual(['Hi'])
    expect(server.threads).toHaveLength(1)
  })
  it('is sent where the browser keeps nothing, too', async () => {
    const server = new Server()
    const full = async () => ({ ...await openOutbox('per_luca', 'drf_1'), keep: () => Promise.reject(new Error('the disk is full')) })
    for (const open of [full, () => Promise.reject(new Error('a private window'))]) {
      const it_ = page(server, new HeldWorld(), open)
      await calm(it_.world)
      it_.discussions.begin(POINT, 'Hi', false)
      await calm(it_.world)
      expect(it_.words().at(-1)).toBe('Hi')
      it_.discussions.close()
    }
    expect(server.threads).toHaveLength(2)
  })
  it('is sent by one of two pages', async () => {
    const server = new Server()
    const world = new HeldWorld()
    server.failure = unreachable
    const one = page(server, world)
    await calm(world)
    one.discussions.begin(POINT, 'Hi', false)
    await calm(world)
    const other = page(server, world)
    await calm(world)
    expect(other.words()).toEqual(['Hi?'])
    server.failure = null
    one.discussions.hurry()
    await calm(world)
    other.discussions.hurry()
    await calm(world)
    expect([one.words(), other.words(), server.threads.length]).toEqual([['Hi'], ['Hi'], 1])
  })
  it('stays with its reason when it is refused, and is sent again or given up', async () => {
    const server = new Server()
    const it_ = page(server)
    await calm(it_.world)
    server.failure = () => new ApiError('comment_invalid', '', 422)
    const id = it_.discussions.begin(POINT, 'Hi', false)
    await calm(it_.world)
    expect(it_.words()).toEqual(['Hi?comment_invalid'])
    const key = it_.discussions.thread(id)?.comments[0]?.unsent?.key ?? ''
    it_.discussions.reply(id, 'And')
    server.failure = null
    await calm(it_.world)
    expect(it_.words()).toEqual(['Hi?comment_invalid|And?'])
    it_.discussions.again(key)
    await calm(it_.world)
    expect(it_.words()).toEqual(['Hi|And'])

    server.failure = () => new ApiError('comment_invalid', '', 422)
    it_.discussions.reply(id, 'No')
    await calm(it_.world)
    const refusedKey = it_.discussions.thread(id)?.comments.at(-1)?.unsent?.key ?? ''
    it_.discussions.discard(refusedKey)
    expect(it_.words()).toEqual(['Hi|And'])
    expect(it_.refused).toEqual([])
  })
  it('is undone, and said, when it was no words', async () => {
    const server = new Server()
    server.put(thread(1))
    const it_ = page(server)
    await calm(it_.world)
    server.failure = () => new ApiError('permission_required', '', 403)
    it_.discussions.setState('thr_1', 'resolved')
    expect(it_.discussions.thread('thr_1')?.state).toBe('resolved')
    await calm(it_.world)
    expect(it_.discussions.thread('thr_1')?.state).toBe('open')
    expect(it_.refused).toEqual(['permission_required'])
    it_.discussions.setAnchor('thr_1', POINT)
    await calm(it_.world)
    expect(it_.refused).toHaveLength(1)
  })
  it('is read once it was before somebody’s eyes', async () => {
    const server = new Server()
    server.put(thread(1, { unread: true }))
    server.put(thread(2, { unread: true }))
    const it_ = page(server)
    await calm(it_.world)
    it_.discussions.read('thr_1')
    it_.discussions.read('thr_1')
    expect(it_.discussions.thread('thr_1')?.unread).toBe(false)
    await calm(it_.world)
    expect(it_.discussions.thread('thr_1')?.unread).toBe(false)
    it_.discussions.readAll()
    await calm(it_.world)
    expect(it_.discussions.get().threads.map(({ unread }) => unread)).toEqual([false, false])
    expect(server.calls.filter((call) => call.startsWith('read'))).toEqual(['read thr_1 1', 'read all 2'])
  })
})
