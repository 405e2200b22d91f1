/** Which discussions are listed, in which order, and which one comes next. Pure. */
import type { ShownThread } from './acts'

/** Which are listed. */
export type Shown = 'open' | 'mine' | 'resolved'
export const SHOWN: readonly Shown[] = ['open', 'mine', 'resolved']

/** The choice of a list: which, and whether of one page only. */
export interface Choice {
  readonly shown: Shown
  readonly page: string | null
}

/** Whether somebody has to do with a thread: said something in it, reacted, or is meant. */
export function takesPart(thread: ShownThread, person: string): boolean {
  return thread.comments.some(({ author, mentions, reactions, deleted }) => !deleted && (author.person === person
    || mentions.some(({ id }) => id === person) || reactions.some(({ people }) => people.includes(person))))
}

/** The threads of a choice, in the order given. `pageOf`: the page that a thread stands on. */
export function listed<T extends ShownThread>(threads: readonly T[], { shown, page }: Choice, person: string, pageOf: (thread: T) => string | undefined): T[] {
  return threads.filter((thread) => {
    if (page !== null && pageOf(thread) !== page) return false
    switch (shown) {
      case 'open': return thread.state === 'open'
      case 'mine': return thread.state === 'open' && takesPart(thread, person)
      case 'resolved': return thread.state === 'resolved'
    }
  })
}

/** The one that comes next in a list, or before; from its end it goes on at its beginning. With nothing open: the first, or the last. */
export function neighbourIn(ids: readonly string[], open: string | null, by: 1 | -1): string | undefined {
  const at = open === null ? -1 : ids.indexOf(open)
  if (at < 0) return by === 1 ? ids[0] : ids.at(-1)
  return ids[(at + by + ids.length) % ids.length]
}
