import { describe, expect, test } from 'vitest'
import { Connection, type Verdict } from './connection'
import { HeldWorld, own, settle } from './testing/world'

function setUp(verdict: Verdict | null = null) {
  const world = new HeldWorld()
  const log: string[] = []
  let waiting = false
  const connection = new Connection({
    url: 'ws://x/collab/d',
    surroundings: world,
    onOpen: (moved) => log.push(moved ? 'moved' : 'opened'),
    onFrame: (frame) => log.push(frame.type),
    onState: (state) => log.push(state.kind),
    probe: () => log.push('probe'),
    awaitsAnswer: () => waiting,
    diagnose: async () => verdict,
  })
  return { world, log, connection, waitForAnswer: (value: boolean) => { waiting = value } }
}

const lagging = own(103, {})

/** Lets the connection wait out its time. */
async function retry({ world, connection }: Pick<ReturnType<typeof setUp>, 'world' | 'connection'>): Promise<number> {
  const { link } = connection
  if (link.kind !== 'waiting') throw new Error(`the connection is ${link.kind}`)
  const wait = link.retryAtMs - world.clock.now()
  await world.clock.pass(wait)
  return wait
}

describe('a connection', () => {
  test('asks for our subprotocol and hands on what arrives', () => {
    const { world, log, connection } = setUp()
    connection.start()
    expect(world.socket.subprotocol).toBe('imprimatur.v1')
    world.socket.open()
    world.socket.deliver(lagging)
    expect(log).toEqual(['connecting', 'open', 'opened', 'lagging'])
  })

  test('passes over messages that it cannot read', () => {
    const { world, log, connection } = setUp()
    connection.start()
    world.socket.open()
    world.socket.deliver(Uint8Array.from([99, 1, 2]))
    world.socket.deliver(lagging)
    expect(log.slice(-1)).toEqual(['lagging'])
    expect(connection.link.kind).toBe('open')
  })

  test('comes back ever more slowly, up to a bound', async () => {
    const { world, connection } = setUp()
    connection.start()
    const waits: number[] = []
    for (let i = 0; i < 9; i++) {
      world.socket.end(1006)
      waits.push(await retry({ world, connection }))
      expect(connection.link.kind).toBe('connecting')
    }
    expect(waits.slice(0, 4)).toEqual([450, 900, 1800, 3600])
    expect(waits.at(-1)).toBe(11_250)
    expect(world.sockets).toHaveLength(10)
  })

  test('begins anew after a socket that lived', async () => {
    const { world, connection } = setUp()
    connection.start()
    for (let i = 0; i < 5; i++) {
      world.socket.end(1006)
      await retry({ world, connection })
    }
    world.socket.open()
    await world.clock.pass(6_000)
    world.socket.end(1012, 'lagging')
    expect(await retry({ world, connection })).toBe(225)
  })

  test('comes back at once when the browser is online again or somebody looks', async () => {
    for (const news of ['online', 'shown'] as const) {
      const { world, connection } = setUp()
      connection.start()
      for (let i = 0; i < 6; i++) {
        world.socket.end(1006)
        await retry({ world, connection })
      }
      world.socket.end(1006)
      expect(connection.link.kind).toBe('waiting')
      world.tell(news)
      expect(connection.link.kind).toBe('connecting')
    }
  })

  test.each([4400, 4401, 4403, 4404, 4408, 4409, 4413, 4414])('R2: stops after %i', async (code) => {
    const { world, connection } = setUp()
    connection.start()
    world.socket.open()
    world.socket.end(code, 'why')
    expect(connection.link).toEqual({ kind: 'stopped', code, reason: 'why' })
    await world.clock.pass(60_000)
    world.tell('online')
    expect(world.sockets).toHaveLength(1)
  })

  test.each([1000, 1001, 1006, 1011, 1012, 1013, 4500, 4501])('R2: comes back after %i', async (code) => {
    const { world, connection } = setUp()
    connection.start()
    world.socket.open()
    world.socket.end(code)
    await world.clock.pass(60_000)
    expect(world.sockets.length).toBeGreaterThan(1)
  })

  test('waits as long as a server that goes away asks for', async () => {
    const { world, connection } = setUp()
    connection.start()
    world.socket.open()
    connection.comeBackAfter(8_000)
    world.socket.end(1012, 'restarting')
    await world.clock.pass(7_900)
    expect(world.sockets).toHaveLength(1)
    await world.clock.pass(1_000)
    expect(world.sockets).toHaveLength(2)
  })

  test('moves to another server while the old one still works, and tries until that succeeds', async () => {
    const { world, log, connection } = setUp()
    connection.start()
    const first = world.socket
    first.open()
    connection.move()
    await world.clock.pass(200)
    expect(world.sockets).toHaveLength(2)
    world.socket.end(1006)
    expect(connection.link.kind).toBe('open')
    expect(connection.send(Uint8Array.of(1))).toBe(true)
    expect(first.sent).toHaveLength(1)
    await world.clock.pass(300)
    expect(world.sockets).toHaveLength(3)
    expect(first.closedByPage).toBe(false)
    world.socket.open()
    expect(first.closedByPage).toBe(true)
    connection.send(Uint8Array.of(2))
    expect(world.socket.sent).toEqual([Uint8Array.of(2)])
    expect(log).toEqual(['connecting', 'open', 'opened', 'open', 'moved'])
    // What the old one still says is nobody's business any more.
    first.end(1012, 'restarting')
    expect(connection.link.kind).toBe('open')
  })

  test('an old server that ends before the next one is there is waited out as ever', async () => {
    const { world, connection } = setUp()
    connection.start()
    world.socket.open()
    connection.move()
    await world.clock.pass(200)
    const next = world.socket
    world.sockets[0]?.end(1012, 'restarting')
    expect([connection.link.kind, next.closedByPage]).toEqual(['waiting', true])
    next.open()
    expect(connection.link.kind).toBe('waiting')
    await world.clock.pass(1_000)
    world.socket.open()
    expect(connection.link.kind).toBe('open')
  })

  test('notices a server that has gone silent, and does not wait for the network to say so', async () => {
    const { world, log, connection } = setUp()
    connection.start()
    const first = world.socket
    first.open()
    await world.clock.pass(19_000)
    expect(log).not.toContain('probe')
    await world.clock.pass(2_000)
    expect(log).toContain('probe')
    await world.clock.pass(5_000)
    expect(connection.link.kind).not.toBe('open')
    expect(first.closedByPage).toBe(true)
  })

  test('asks sooner while an answer is awaited', async () => {
    const { world, log, connection, waitForAnswer } = setUp()
    connection.start()
    world.socket.open()
    waitForAnswer(true)
    await world.clock.pass(6_000)
    expect(log).toContain('probe')
  })

  test('keeps a socket whose server answers', async () => {
    const { world, connection } = setUp()
    connection.start()
    world.socket.open()
    for (let i = 0; i < 10; i++) {
      await world.clock.pass(15_000)
      world.socket.deliver(lagging)
    }
    expect(connection.link.kind).toBe('open')
    expect(world.sockets).toHaveLength(1)
  })

  test('is down the moment the browser says offline', () => {
    const { world, connection } = setUp()
    connection.start()
    world.socket.open()
    world.tell('offline')
    expect(connection.link.kind).toBe('waiting')
  })

  test('gives up on an opening that hangs', async () => {
    const { world, connection } = setUp()
    connection.start()
    await world.clock.pass(10_500)
    expect(world.sockets).toHaveLength(2)
    expect(connection.link.kind).toBe('connecting')
  })

  test('learns by HTTP why an upgrade was refused', async () => {
    const { world, connection } = setUp({ code: 4401, reason: 'session_ended' })
    connection.start()
    world.socket.end(1006)
    await settle()
    expect(connection.link).toEqual({ kind: 'stopped', code: 4401, reason: 'session_ended' })
  })
})
