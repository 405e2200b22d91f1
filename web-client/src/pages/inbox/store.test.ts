import { describe, expect, test, vi } from 'vitest'
import type { InboxBody, NotificationBody, UnreadBody } from '../../protocol/generated'
import { addressOf, Inbox, plainExcerpt, type InboxCalls } from './store'

const ANNA = `per_${'0'.repeat(31)}1`

function one(id: string, read = false): NotificationBody {
  return {
    id, kind: 'mention', actor: { person: ANNA, name: 'Anna Müller', color: '#1E7A5A' }, template: { id: 'tpl_1', name: 'Diplom' }, draft_id: 'drf_1',
    thread_id: 'thr_1', thread_number: 3, subject_id: null, excerpt: 'Bitte', mentions: [], created_at: '2026-11-28T06:00:00Z', read,
  }
}

/** A server that can be held. */
function server(all: NotificationBody[] = []) {
  const world = { all, revision: 1, asked: 0, fails: false, hold: null as Promise<void> | null }
  const stand = (): UnreadBody => ({ unread: world.all.filter((it) => !it.read).length, revision: world.revision })
  const answer = async <T>(make: () => T): Promise<T> => {
    world.asked += 1
    const made = make()
    if (world.hold !== null) await world.hold
    if (world.fails) throw new Error('away')
    return made
  }
  const calls: InboxCalls = {
    unread: () => answer(stand),
    list: (after) => answer((): InboxBody => {
      const from = after === undefined ? 0 : world.all.findIndex((it) => it.id === after) + 1
      const notifications = world.all.slice(from, from + 2)
      const last = notifications.at(-1)
      return { ...stand(), notifications, next: from + 2 < world.all.length && last !== undefined ? last.id : null }
    }),
    read: ({ ids = [], up_to }) => answer(() => {
      world.all = world.all.map((it) => (ids.includes(it.id) || (up_to != null && it.id <= up_to) ? { ...it, read: true } : it))
      world.revision += 1
      return stand()
    }),
  }
  return { world, inbox: new Inbox(calls, () => 'unreachable') }
}

describe('the badge', () => {
  test('is asked for once, however often there is news at once, and once more for what came meanwhile', async () => {
    const { world, inbox } = server([one('ntf_1')])
    let go: () => void = () => undefined
    world.hold = new Promise((resolve) => { go = resolve })
    const looks = [inbox.look(), inbox.look(2), inbox.look(3)]
    world.all = [one('ntf_2'), one('ntf_1')]
    world.revision = 3
    go()
    await Promise.all(looks)
    expect(world.asked).toBe(2)
    expect(inbox.state().unread).toBe(2)
    await inbox.look(3)
    expect(world.asked).toBe(2)
    await inbox.look(4)
    expect(world.asked).toBe(3)
  })

  test('stays as it was while the server is away', async () => {
    const { world, inbox } = server([one('ntf_1')])
    await inbox.look()
    world.fails = true
    await inbox.look()
    expect(inbox.state().unread).toBe(1)
  })
})

describe('the list', () => {
  test('follows while it is open, and not after', async () => {
    const { world, inbox } = server([one('ntf_1')])
    const heard = vi.fn()
    inbox.subscribe(heard)
    await inbox.open()
    expect(inbox.state().notifications?.map((it) => it.id)).toEqual(['ntf_1'])
    world.all = [one('ntf_2'), ...world.all]
    world.revision = 2
    await inbox.look(2)
    expect(inbox.state().notifications?.map((it) => it.id)).toEqual(['ntf_2', 'ntf_1'])
    inbox.close()
    world.all = [one('ntf_3'), ...world.all]
    world.revision = 3
    await inbox.look(3)
    expect(inbox.state()).toMatchObject({ unread: 3, notifications: [{ id: 'ntf_2' }, { id: 'ntf_1' }] })
    expect(heard).toHaveBeenCalled()
  })

  test('goes further back, each once', async () => {
    const { world, inbox } = server(['5', '4', '3', '2', '1'].map((it) => one(`ntf_${it}`)))
    await inbox.open()
    // Something new comes while older ones are asked for.
    world.all = [one('ntf_6'), ...world.all]
    await inbox.more()
    await inbox.more()
    expect(inbox.state().notifications?.map((it) => it.id)).toEqual(['ntf_5', 'ntf_4', 'ntf_3', 'ntf_2', 'ntf_1'])
    expect(inbox.state().next).toBeNull()
    const { asked } = world
    await inbox.more()
    expect(world.asked).toBe(asked)
  })

  test('says what went wrong, and can be asked again', async () => {
    const { world, inbox } = server([one('ntf_1')])
    world.fails = true
    await inbox.open()
    expect(inbox.state()).toMatchObject({ failed: 'unreachable', loading: false, notifications: null })
    world.fails = false
    await inbox.open()
    expect(inbox.state()).toMatchObject({ failed: null, notifications: [{ id: 'ntf_1' }] })
  })
})

describe('reading', () => {
  test('looks read at once, and is told once', async () => {
    const { world, inbox } = server([one('ntf_2'), one('ntf_1')])
    await inbox.open()
    const reading = inbox.read('ntf_2')
    expect(inbox.state().notifications?.map((it) => it.read)).toEqual([true, false])
    await reading
    expect(inbox.state().unread).toBe(1)
    const { asked } = world
    await inbox.read('ntf_2')
    expect(world.asked).toBe(asked)
    await inbox.readAll()
    expect(inbox.state()).toMatchObject({ unread: 0, notifications: [{ read: true }, { read: true }] })
  })
})

test('an excerpt is read without its marks', () => {
  const mentions = [{ id: ANNA, name: 'Anna Müller' }]
  for (const [excerpt, expected] of [
    [`Bitte, @${ANNA}!`, 'Bitte, @Anna Müller!'],
    [`@per_${'f'.repeat(32)} weiss es`, '@… weiss es'],
    ['**Fett**, _schräg_ und `code`', 'Fett, schräg und code'],
    ['snake_case_bleibt, 2 * 3 ** 4', 'snake_case_bleibt, 2 * 3 ** 4'],
    ['<b>kein HTML</b>', '<b>kein HTML</b>'],
  ] as const) expect(plainExcerpt({ excerpt, mentions })).toBe(expected)
})

test('a notification leads to its thread, to its template, or to where it is decided', () => {
  expect(addressOf(one('ntf_1'))).toBe('/templates/tpl_1?thread=3')
  expect(addressOf({ ...one('ntf_1'), thread_number: null })).toBe('/templates/tpl_1')
  expect(addressOf({ ...one('ntf_1'), kind: 'name_asked', thread_number: null })).toBe('/certificates')
})
