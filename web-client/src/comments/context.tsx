/** The discussions of an open editor, and the hooks to read them. */
import { createContext, useContext, useMemo, useSyncExternalStore, type ReactNode } from 'react'
import { usePart, Store } from '../canvas/store'
import { useEditor, useEditorState, useLayoutPart } from '../canvas/context'
import { useText } from '../i18n'
import { aboutOf } from './about'
import type { HeardWords } from './Heard'
import { arePinsHidden } from './hidden-pins'
import { listedPins, type Shown } from './list'
import type { Pin } from './pin'
import type { Standing } from './standing'
import { TalkProvider, type Talk } from './talk'

/** What the list shows, and what is heard of in passing. */
export interface CommentsView {
  readonly shown: Shown
  /** Of the current page only. */
  readonly thisPage: boolean
  /** No pin stands on the sheet but that of the discussion that is open. */
  readonly pinsHidden: boolean
  /** The discussion was opened by going through the list: keys go on doing that, and are not typed into it. */
  readonly stepping: boolean
  /** What somebody else said last, for those who hear the page. */
  readonly heard: HeardWords | null
}

/** What follows the discussions of one editor. */
export interface OpenedComments extends Pick<Talk, 'discussions' | 'presence' | 'unsaid'> {
  readonly standing: Standing
  readonly view: Store<CommentsView>
}

/** Everything of discussions in one editor. */
export interface Comments extends OpenedComments, Talk {
  /** Whether this person approves: then what blocks is theirs to say. */
  readonly approves: boolean
}

const CommentsContext = createContext<Comments | null>(null)

/** Gives the discussions of an editor to what stands in it. */
export function CommentsProvider({ value, children }: { readonly value: Comments; readonly children: ReactNode }) {
  return <CommentsContext value={value}><TalkProvider value={value}>{children}</TalkProvider></CommentsContext>
}

export const freshView = (): Store<CommentsView> => new Store<CommentsView>({ shown: 'open', thisPage: false, pinsHidden: arePinsHidden(), stepping: false, heard: null })

/** The discussions of the editor that a component stands in. */
export function useComments(): Comments {
  const comments = useContext(CommentsContext)
  if (!comments) throw new Error('stands outside of an editor')
  return comments
}

/** A part of what the list shows. */
export const useCommentsView = <T,>(part: (view: CommentsView) => T): T => usePart(useComments().view, part)

/** All pins. */
export function usePins(): readonly Pin[] {
  const { standing } = useComments()
  return useSyncExternalStore(standing.subscribe, standing.get)
}

/** Pins of the list as it is chosen. */
export function useListed(): readonly Pin[] {
  const pins = usePins()
  const { discussions } = useComments()
  const shown = useCommentsView((view) => view.shown)
  const thisPage = useCommentsView((view) => view.thisPage)
  const page = useEditorState((state) => state.page)
  return useMemo(() => listedPins(pins, { shown, page: thisPage ? page : null }, discussions.me), [pins, shown, thisPage, page, discussions])
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

/** What a discussion hangs on, in words. */
export function useAbout(): (pin: Pick<Pin, 'stand' | 'element'>) => string {
  const t = useText()
  const language = useEditorState((state) => state.language)
  const { draft } = useEditor()
  // Words that a name is made of; elements are told of their own changes.
  useLayoutPart((it) => it.pages)
  useLayoutPart((it) => it.fields)
  useLayoutPart((it) => it.languages)
  const layout = draft.view.layout()
  return (pin) => aboutOf(pin, layout, language, t)
}
