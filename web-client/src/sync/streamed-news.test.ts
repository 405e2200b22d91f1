import { describe, expect, it } from 'vitest'
import { ASK_MS, LONGEST_ASK_MS, SILENCE_MS, StreamedNews, type Stream } from './streamed-news'
import { HeldWorld } from './testing/world'

class HeldStream implements Stream {
  readyState = 0
  onopen: Stream['onopen'] = null
  onmessage: Stream['onmessage'] = null
  onerror: Stream['onerror'] = null
  isClosed = false
  #beaten = (): void => undefined
  addEventListener(_: 'beat', listener: () => void): void { this.#beaten = listener }
  close(): void {
    this.isClosed = true
    this.readyState = 2
  }
  opens(): void {
    this.readyState = 1
    this.onopen?.(new Event('open'))
  }
  beats(): void { this.#beaten() }
  /** The browser will open it again by itself. */
  breaks(): void { this.#fails(0) }
  /** The browser will not. */
  isRefused(): void { this.#fails(2) }
  says(data: unknown): void { this.onmessage?.(new MessageEvent('message', { data: typeof data === 'string' ? data : JSON.stringify(data) })) }
  #fails(readyState: number): void {
    this.readyState = readyState
    this.onerror?.(new Event('error'))
  }
}

/** How long it takes until it is asked for the first time: the chance of the test's clock is one half. */
const FIRST_MS = ASK_MS * 0.75

function follow() {
  const world = new HeldWorld()
  const streams: HeldStream[] = []
  const page = { isShown: true }
  const news = new StreamedNews('/api/inbox/live', world, () => page.isShown, () => {
    const stream = new HeldStream()
    streams.push(stream)
    return stream
  })
  const heard: (number | null)[] = []
  const stop = news.subscribe('inbox', (revision) => heard.push(revision))
  return { world, streams, page, news, heard, stop, stream: () => streams.at(-1)! }
}

describe('news by a stream', () => {
  it('tells each what it follows, and nothing of what else is told', () => {
    const { news, heard, stream } = follow()
    const discussions: (number | null)[] = []
    news.subscribe('discussions', (revision) => discussions.push(revision))
    stream().opens()
    stream().says({ about: 'inbox', revision: 7 })
    stream().says({ about: 'discussions', revision: 3 })
    stream().says({ about: 'inbox', revision: 0 })
    stream().says('{')
    expect(heard).toEqual([null, 7, null])
    expect(discussions).toEqual([null, 3])
  })

  it('is one stream, however many follow, and none when nobody does', async () => {
    const { world, news, streams, stream, stop, heard } = follow()
    const other = news.subscribe('review', () => undefined)
    expect(streams).toHaveLength(1)
    other()
    expect(stream().isClosed).toBe(false)
    stop()
    expect(stream().isClosed).toBe(true)
    await world.clock.pass(10 * ASK_MS)
    world.tell('shown')
    expect(streams).toHaveLength(1)
    expect(heard).toEqual([])
  })

  it('is held only while somebody looks', async () => {
    const { world, page, streams, stream, heard } = follow()
    stream().opens()
    page.isShown = false
    world.tell('leaving')
    expect(stream().isClosed).toBe(true)
    await world.clock.pass(10 * ASK_MS)
    expect(streams).toHaveLength(1)
    expect(heard).toEqual([null])
    page.isShown = true
    world.tell('shown')
    expect(streams).toHaveLength(2)
    stream().opens()
    expect(heard).toEqual([null, null])
  })

  it('asks while there is no stream, ever more rarely, and at first again once there was one', async () => {
    const { world, stream, heard } = follow()
    stream().opens()
    await world.clock.pass(SILENCE_MS / 2)
    expect(heard).toHaveLength(1)
    stream().breaks()
    const waits: number[] = []
    let before = world.clock.now()
    for (let asked = heard.length; waits.length < 6; asked = heard.length) {
      while (heard.length === asked) await world.clock.pass(50)
      waits.push(world.clock.now() - before)
      before = world.clock.now()
    }
    expect(waits).toEqual([1, 2, 4, 8, 12, 12].map((times) => times * FIRST_MS))
    expect(Math.max(...waits)).toBeLessThanOrEqual(LONGEST_ASK_MS)
    stream().opens()
    stream().breaks()
    const asked = heard.length
    await world.clock.pass(FIRST_MS)
    expect(heard).toHaveLength(asked + 1)
  })

  it('leaves a stream alone that is about to open, and opens another in place of one that was refused', async () => {
    const { world, streams, stream } = follow()
    await world.clock.pass(10 * ASK_MS)
    world.tell('online')
    stream().opens()
    stream().breaks()
    await world.clock.pass(10 * ASK_MS)
    world.tell('shown')
    expect([streams.length, stream().isClosed]).toEqual([1, false])
    stream().isRefused()
    expect(streams).toHaveLength(1)
    await world.clock.pass(LONGEST_ASK_MS)
    expect(streams).toHaveLength(2)
    stream().isRefused()
    world.tell('online')
    expect(streams).toHaveLength(3)
  })

  it('does without a stream that says nothing for long', async () => {
    const { world, streams, stream, heard } = follow()
    stream().opens()
    for (const speaks of [() => stream().beats(), () => stream().says('{')]) {
      await world.clock.pass(SILENCE_MS - 1)
      speaks()
    }
    await world.clock.pass(SILENCE_MS - 1)
    expect([stream().isClosed, heard]).toEqual([false, [null]])
    await world.clock.pass(1)
    expect([streams.length, stream().isClosed, heard]).toEqual([1, true, [null, null]])
    await world.clock.pass(FIRST_MS)
    expect(streams).toHaveLength(2)
    stream().opens()
    expect(heard).toEqual([null, null, null, null])
  })

  it('holds and asks nothing any more when whoever followed stops on being told', async () => {
    const { world, streams, stream, news, stop } = follow()
    stop()
    let told = 0
    const end = news.subscribe('review', () => {
      told += 1
      end()
    })
    stream().isRefused()
    await world.clock.pass(10 * LONGEST_ASK_MS)
    expect([told, streams.length]).toEqual([1, 2])
  })

  it('rests while something else tells, however many know of that, and begins anew after the last', async () => {
    const { world, news, streams, stream, heard } = follow()
    stream().opens()
    const [one, other] = [news.rest(), news.rest()]
    expect(stream().isClosed).toBe(true)
    news.subscribe('review', () => undefined)
    one()
    one()
    world.tell('leaving')
    world.tell('shown')
    world.tell('online')
    await world.clock.pass(10 * LONGEST_ASK_MS)
    expect([streams.length, heard]).toEqual([1, [null]])
    other()
    expect(streams).toHaveLength(2)
    stream().opens()
    expect(heard).toEqual([null, null])
  })

  it('begins nothing after a rest when nobody follows, or nobody looks', async () => {
    const { world, page, news, streams, stop } = follow()
    page.isShown = false
    news.rest()()
    await world.clock.pass(10 * ASK_MS)
    expect(streams).toHaveLength(1)
    page.isShown = true
    world.tell('shown')
    expect(streams).toHaveLength(2)
    const end = news.rest()
    stop()
    end()
    await world.clock.pass(10 * ASK_MS)
    expect(streams).toHaveLength(2)
  })
})
