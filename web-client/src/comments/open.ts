/** Opens the discussions of an editor. */
import { comments as api } from '../api'
import { Store } from '../canvas/store'
import type { Editor } from '../canvas/context'
import type { AnchorBody, AuthorBody } from '../protocol/generated'
import { browserSurroundings } from '../sync/surroundings'
import { alone } from './alone'
import { freshView, type CommentsView, type OpenedComments } from './context'
import { Discussions } from './discussions'
import { browserStorage, KeptWords, nameForPerson, tabStorage } from './kept-words'
import { plainWords } from './markup'
import { openOutbox } from './outbox'
import { Standing } from './standing'

/** Who discusses, and what is told in passing. */
export interface CommentsOptions {
  readonly draft: string
  readonly me: AuthorBody & { readonly person: string }
  /** Whether this person may write down where something was last seen. */
  readonly mayNote: () => boolean
  readonly refused: (code: string) => void
}

/** The discussions of an editor; `close` ends what follows them. */
export function commentsOf(editor: Editor, { draft, me, mayNote, refused }: CommentsOptions): { readonly comments: OpenedComments; readonly close: () => void } {
  const view: Store<CommentsView> = freshView()
  const unsaid = new KeptWords(nameForPerson(me.person), draft, browserStorage(), tabStorage())
  const discussions = new Discussions({
    draft, me, api, news: editor.draft.news, surroundings: browserSurroundings, openOutbox: () => openOutbox(me.person, draft),
    alone: (run) => alone(`imprimatur comments ${me.person} ${draft}`, run),
    tellings: {
      refused, begun: (first, id) => unsaid.rename(first, id),
      heard: (thread, { author, body, mentions }) => view.set({
        heard: { author: author.name ?? '', number: thread.number, words: plainWords(body, (id) => mentions.find((it) => it.id === id)?.name ?? '') },
      }),
    },
  })
  const standing = new Standing(editor, discussions, browserSurroundings.clock, mayNote)
  if (unsaid.anchor !== null && mayNote()) goOn(editor, unsaid.anchor)
  const stop = editor.state.subscribe(() => {
    const { commenting } = editor.state.get()
    if (commenting !== unsaid.anchor) unsaid.anchor = commenting
  })
  return {
    comments: { discussions, standing, view, presence: editor.draft.presence, unsaid },
    close() {
      stop()
      standing.close()
      discussions.close()
    },
  }
}

/** Goes on with a discussion that was begun before the page was left, where that was. */
function goOn({ draft, state }: Editor, anchor: AnchorBody): void {
  const there = draft.view.layout().pages.some(({ id }) => id === anchor.place.page)
  state.set({ commenting: anchor, ...(there && { page: anchor.place.page }) })
}
