/** Which discussions are listed, in which order, and which one comes next. Pure. */
import type { AuthorBody } from '../protocol/generated'
import type { ShownThread } from './acts'
import { isSameAuthor } from './authors'
import { pageOf, type Pin } from './pin'

/** Which are listed. */
export type Shown = 'open' | 'mine' | 'resolved'
export const SHOWN: readonly Shown[] = ['open', 'mine', 'resolved']

/** The choice of a list: which, and whether of one page only. */
export interface Choice {
  readonly shown: Shown
  readonly page: string | null
}

/** Whether somebody has to do with a thread: said something in it, reacted, or is meant. */
export function takesPart(thread: ShownThread, me: AuthorBody): boolean {
  const { person } = me
  return thread.comments.some(({ author, mentions, reactions, deleted }) => !deleted && (isSameAuthor(author, me)
    || (person !== null && (mentions.some(({ id }) => id === person) || reactions.some(({ people }) => people.includes(person))))))
}

/** The threads of a choice, in the order given. `pageOfThread`: the page that a thread stands on. */
export function listed<T extends ShownThread>(threads: readonly T[], { shown, page }: Choice, me: AuthorBody, pageOfThread: (thread: T) => string | undefined): T[] {
  return threads.filter((thread) => {
    if (page !== null && pageOfThread(thread) !== page) return false
    switch (shown) {
      case 'open': return thread.state === 'open'
      case 'mine': return thread.state === 'open' && takesPart(thread, me)
      case 'resolved': return thread.state === 'resolved'
    }
  })
}

/** Pins of a choice. */
export function listedPins(pins: readonly Pin[], choice: Choice, me: AuthorBody): readonly Pin[] {
  const byThread = new Map(pins.map((pin) => [pin.thread, pin]))
  const found = listed(pins.map(({ thread }) => thread), choice, me, (thread) => {
    const pin = byThread.get(thread)
    return pin && pageOf(pin)
  })
  return found.flatMap((thread) => byThread.get(thread) ?? [])
}

/** Pins that stand on the sheet: those of the list, unless they are hidden, and the one that is open. */
export function pinsOnSheet(list: readonly Pin[], open: Pin | undefined, hidden: boolean): readonly Pin[] {
  const shown = hidden ? [] : list
  return open === undefined || shown.some(({ thread }) => thread.id === open.thread.id) ? shown : [...shown, open]
}

/** The one that comes next in a list, or before; from its end it goes on at its beginning. With nothing open: the first, or the last. */
export function neighbourIn(ids: readonly string[], open: string | null, by: 1 | -1): string | undefined {
  const at = open === null ? -1 : ids.indexOf(open)
  if (at < 0) return by === 1 ? ids[0] : ids.at(-1)
  return ids[(at + by + ids.length) % ids.length]
}
