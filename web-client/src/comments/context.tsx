/** The discussions of an open editor, and the hooks to read them. */
import { createContext, useContext, useMemo, useSyncExternalStore } from 'react'
import { usePart, Store } from '../canvas/store'
import { useEditor, useEditorState } from '../canvas/context'
import type { Discussions, DiscussionsState } from './discussions'
import { listed, type Shown } from './list'
import type { Meant } from './mentions'
import type { Pin, Standing } from './standing'

/** What the list shows, and what is heard of in passing. */
export interface CommentsView {
  readonly shown: Shown
  /** Of the current page only. */
  readonly thisPage: boolean
  /** What somebody else said last, for those who hear the page. */
  /** The discussion was opened by going through the list: keys go on doing that, and are not typed into it. */
  readonly stepping: boolean
  readonly heard: { readonly author: string; readonly number: number; readonly words: string } | null
}

/** Words that were typed and are not sent. */
export interface Unsaid {
  readonly words: string
  readonly chosen: readonly Meant[]
}

/** What follows the discussions of one editor. */
export interface OpenedComments {
  readonly discussions: Discussions
  readonly standing: Standing
  readonly view: Store<CommentsView>
  /** By thread; under `new` those of a discussion that is about to begin. */
  readonly unsaid: Map<string, Unsaid>
}

/** Everything of discussions in one editor. */
export interface Comments extends OpenedComments {
  /** Whether this person may say something. */
  readonly may: boolean
  /** Whether this person approves: then what blocks is theirs to say. */
  readonly approves: boolean
}

const CommentsContext = createContext<Comments | null>(null)
export const CommentsProvider = CommentsContext.Provider

export const freshView = (): Store<CommentsView> => new Store<CommentsView>({ shown: 'open', thisPage: false, stepping: false, heard: null })

/** The discussions of the editor that a component stands in. */
export function useComments(): Comments {
  const comments = useContext(CommentsContext)
  if (!comments) throw new Error('stands outside of an editor')
  return comments
}

/** A part of what is known of the discussions. */
export function useDiscussions<T>(part: (state: DiscussionsState) => T, same?: (a: T, b: T) => boolean): T {
  return usePart(useComments().discussions, part, same)
}

/** A part of what the list shows. */
export const useCommentsView = <T,>(part: (view: CommentsView) => T): T => usePart(useComments().view, part)

/** All pins. */
export function usePins(): readonly Pin[] {
  const { standing } = useComments()
  return useSyncExternalStore(standing.subscribe, standing.get)
}

/** The page that a pin stands on. */
export const pageOf = (pin: Pin): string | undefined => (pin.stand.state === 'pageless' ? undefined : pin.stand.place.page)

/** Pins of the list as it is chosen. */
export function useListed(): readonly Pin[] {
  const pins = usePins()
  const { discussions } = useComments()
  const shown = useCommentsView((view) => view.shown)
  const thisPage = useCommentsView((view) => view.thisPage)
  const page = useEditorState((state) => state.page)
  return useMemo(() => listedPins(pins, { shown, page: thisPage ? page : null }, discussions.me.person ?? ''), [pins, shown, thisPage, page, discussions])
}

/** Pins of a choice. */
export function listedPins(pins: readonly Pin[], choice: { readonly shown: Shown; readonly page: string | null }, person: string): readonly Pin[] {
  const byThread = new Map(pins.map((pin) => [pin.thread, pin]))
  const found = listed(pins.map(({ thread }) => thread), choice, person, (thread) => {
    const pin = byThread.get(thread)
    return pin && pageOf(pin)
  })
  return found.flatMap((thread) => byThread.get(thread) ?? [])
}

/** The pin of the discussion that is open. */
export function useOpenPin(): Pin | undefined {
  useEditor()
  const open = useEditorState((state) => state.thread)
  const { discussions } = useComments()
  const pins = usePins()
  if (open === null) return undefined
  const id = discussions.thread(open)?.id
  return pins.find(({ thread }) => thread.id === id)
}
