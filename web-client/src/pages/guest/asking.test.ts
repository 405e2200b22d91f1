import { IDBFactory } from 'fake-indexeddb'
import { beforeEach, expect, it } from 'vitest'
import { ApiError, guestComments } from '../../api'
import { Discussions } from '../../comments/discussions'
import { openOutbox } from '../../comments/outbox'
import { comment, GUEST, thread } from '../../comments/testing/bodies'
import type { ThreadBody } from '../../protocol/generated'
import { ASK_MS, StreamedNews } from '../../sync/streamed-news'
import { HeldWorld } from '../../sync/testing/world'

beforeEach(() => { globalThis.indexedDB = new IDBFactory() })

/** The browser's database answers in its own time. */
async function calm(world: HeldWorld, ms = 0): Promise<void> {
  for (let i = 0; i < 12; i++) await new Promise((resume) => setTimeout(resume, 1))
  await world.clock.pass(ms)
  for (let i = 0; i < 12; i++) await new Promise((resume) => setTimeout(resume, 1))
}

/** A server that tells nothing: it is asked. */
const noStream = () => ({ readyState: 2, addEventListener: () => undefined, onopen: null, onmessage: null, onerror: null, close: () => undefined })

/** A guest's page, and what the server has. */
function page() {
  const world = new HeldWorld()
  const server = { threads: [] as ThreadBody[], failing: null as ApiError | null, keys: [] as string[] }
  const heard: string[] = []
  const discussions = new Discussions({
    draft: 'guest', me: GUEST, openOutbox: () => openOutbox(GUEST.guest, 'guest'), surroundings: world, alone: (run) => run(),
    news: new StreamedNews('/api/guest/live', world, () => true, noStream), tellings: { refused: () => undefined, begun: () => undefined, heard: (_, { body }) => heard.push(body) },
    api: {
      ...guestComments,
      threads: async (_, since) => {
        if (server.failing) throw server.failing
        return { threads: server.threads.filter(({ revision }) => revision > since), revision: server.threads.length, more: false }
      },
      begin: async (_, { key, body, anchor }) => {
        server.keys.push(key)
        if (server.failing) throw server.failing
        const made = thread(server.threads.length + 1, { anchor, comments: [comment('com_own', { author: GUEST, body })] })
        server.threads.push(made)
        return made
      },
    },
  })
  return { world, server, heard, discussions, words: () => discussions.get().threads.map(({ comments }) => comments.map(({ body }) => body).join('|')) }
}
const POINT = { kind: 'point', place: { page: 'p1', x: 1, y: 2 } } as const

it('merges what others said since, and hears others, not oneself', async () => {
  const { world, server, heard, discussions, words } = page()
  server.threads.push(thread(1))
  await calm(world)
  expect(words()).toEqual(['words of com_1'])
  discussions.begin(POINT, 'Darker, please', false)
  server.threads.push(thread(2, { comments: [comment('com_2', { author: { ...GUEST, guest: 'gst_other', name: 'Herr Ott' } })] }))
  await calm(world, ASK_MS)
  expect(words()).toEqual(['words of com_1', 'words of com_2', 'Darker, please'])
  expect(heard).toEqual(['words of com_2'])
  discussions.close()
})

it('sends what could not be sent with the same key, whenever it asks again', async () => {
  const { world, server, discussions } = page()
  await calm(world)
  server.failing = new ApiError('unreachable', '', 0)
  discussions.begin(POINT, 'Darker, please', false)
  await calm(world)
  expect(discussions.get()).toMatchObject({ link: 'offline', waiting: 1 })
  server.failing = null
  await calm(world, ASK_MS)
  expect(discussions.get()).toMatchObject({ link: 'ready', waiting: 0 })
  expect(server.keys.length).toBeGreaterThan(1)
  expect(new Set(server.keys).size).toBe(1)
  expect(server.threads).toHaveLength(1)
  discussions.close()
})

it('asks for nothing that guests may not do', async () => {
  await expect(guestComments.react('com_1', '👍', true)).rejects.toMatchObject({ code: 'permission_required' })
  await expect(guestComments.change('thr_1', { state: 'resolved' })).rejects.toMatchObject({ code: 'permission_required' })
})
