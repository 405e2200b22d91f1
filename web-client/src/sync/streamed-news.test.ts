import { describe, expect, it } from 'vitest'
import { ASK_MS, StreamedNews, type Stream } from './streamed-news'
import { HeldWorld } from './testing/world'

class HeldStream implements Stream {
  onopen: Stream['onopen'] = null
  onmessage: Stream['onmessage'] = null
  onerror: Stream['onerror'] = null
  isClosed = false
  close(): void { this.isClosed = true }
  opens(): void { this.onopen?.(new Event('open')) }
  breaks(): void { this.onerror?.(new Event('error')) }
  says(data: unknown): void { this.onmessage?.(new MessageEvent('message', { data: typeof data === 'string' ? data : JSON.stringify(data) })) }
}

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

  it('asks again and again, and opens again, while there is no stream', async () => {
    const { world, streams, stream, heard } = follow()
    stream().opens()
    await world.clock.pass(10 * ASK_MS)
    expect(heard).toEqual([null])
    stream().breaks()
    await world.clock.pass(2 * ASK_MS)
    expect(heard).toEqual([null, null, null])
    expect(streams).toHaveLength(3)
    stream().opens()
    await world.clock.pass(10 * ASK_MS)
    expect(heard).toEqual([null, null, null, null])
    expect(streams).toHaveLength(3)
  })
})
