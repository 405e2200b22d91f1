/** What showing a discussion takes, in the editor and on a guest's page, and the hooks to read it. */
import { createContext, useContext, useState } from 'react'
import { usePart } from '../canvas/store'
import type { PresenceStore } from '../document/model'
import type { Discussions, DiscussionsState } from './discussions'
import type { Meant } from './mentions'

/** Words that were typed and are not sent. */
export interface Unsaid {
  readonly words: string
  readonly chosen: readonly Meant[]
}

/** Nothing was typed. */
export const NOTHING: Unsaid = { words: '', chosen: [] }

/** Under which words are kept of a discussion that is about to begin. */
export const NEW = 'new'

/** Unsaid words by thread, those that change a comment by its id, and under {@link NEW}. */
export type UnsaidWords = Pick<Map<string, Unsaid>, 'get' | 'has' | 'delete'> & { set(key: string, unsaid: Unsaid): unknown }

/** Everything that showing a discussion takes. */
export interface Talk {
  readonly discussions: Discussions
  /** Who else is here: they can be named before they say something. */
  readonly presence: Pick<PresenceStore, 'peers' | 'subscribe'>
  readonly unsaid: UnsaidWords
  /** Whether this person may say something. */
  readonly may: boolean
  /** A guest says something, and that is all: reacts to nothing, mentions nobody, resolves nothing. */
  readonly isGuest: boolean
}

const TalkContext = createContext<Talk | null>(null)
export const TalkProvider = TalkContext.Provider

/** The discussions that a component stands in. */
export function useTalk(): Talk {
  const talk = useContext(TalkContext)
  if (!talk) throw new Error('stands outside of discussions')
  return talk
}

/** A part of what is known of the discussions. */
export function useDiscussions<T>(part: (state: DiscussionsState) => T, same?: (a: T, b: T) => boolean): T {
  return usePart(useTalk().discussions, part, same)
}

/** Keeps words, or forgets them where there are none. */
export function keepUnsaid(unsaid: UnsaidWords, key: string, value: Unsaid): void {
  if (value.words === '') unsaid.delete(key)
  else unsaid.set(key, value)
}

/** Words that are typed for a thread, kept while it is closed. */
export function useUnsaid(key: string): readonly [Unsaid, (value: Unsaid) => void] {
  const { unsaid, discussions } = useTalk()
  // A thread that was begun here may have its id from the server by now, and its words go by that.
  const keyNow = (): string => discussions.thread(key)?.id ?? key
  const [value, setValue] = useState(() => unsaid.get(keyNow()) ?? NOTHING)
  return [value, (next) => {
    keepUnsaid(unsaid, keyNow(), next)
    setValue(next)
  }]
}
