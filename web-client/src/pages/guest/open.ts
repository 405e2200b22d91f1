/** Opens the discussions of a guest. */
import { guestComments } from '../../api'
import { Store } from '../../canvas/store'
import { isUnsent } from '../../comments/acts'
import { alone } from '../../comments/alone'
import { Discussions } from '../../comments/discussions'
import type { HeardWords } from '../../comments/Heard'
import { browserStorage, KeptWords, nameForGuest } from '../../comments/kept-words'
import { plainWords } from '../../comments/markup'
import { forgetOutbox, openOutbox } from '../../comments/outbox'
import type { Talk } from '../../comments/talk'
import type { AuthorBody, NewThreadBody } from '../../protocol/generated'
import { browserSurroundings } from '../../sync/surroundings'
import { guestNews } from './news'
import { outsideBy, type Outside } from './visit'

/** A guest sees one draft alone, and knows no id of it. */
const THE_DRAFT = 'guest'

/** The discussions of a guest who is inside. */
export interface OpenedTalk {
  readonly talk: Talk & { readonly unsaid: KeptWords }
  readonly heard: Store<{ readonly heard: HeardWords | null }>
  /** What is said is about the version that is looked at; `null`: there is none. */
  readonly lookAt: (version: string | null) => void
  /** Whether words are typed, or wait, that the server does not have. */
  readonly holdsWords: () => boolean
  /** Leaves nothing behind in this browser. */
  readonly forget: () => void
  readonly close: () => void
}

/** What is told in passing. */
export interface GuestTellings {
  /** The server has let the guest out. `unsent`: their words that it does not have. */
  readonly outside: (why: Outside, unsent: readonly string[]) => void
  readonly refused: (code: string) => void
}

/** Nobody is seen to be here beside those who said something. */
const NOBODY: readonly never[] = []
const PRESENCE: Talk['presence'] = { peers: () => NOBODY, subscribe: () => () => undefined }

/** Follows the discussions of the draft that a guest may see. */
export function guestTalk(me: AuthorBody, { outside, refused }: GuestTellings): OpenedTalk {
  const guest = me.guest ?? ''
  const heard = new Store<{ readonly heard: HeardWords | null }>({ heard: null })
  const unsaid = new KeptWords(nameForGuest(guest), THE_DRAFT, browserStorage())
  let isClosed = false
  let seen: string | null = null
  /** Words that are typed, or wait, and that the server does not have. */
  const unsentHere = (): string[] => [...unsentWords(discussions), ...unsaid.all()]
  /** A call that also tells when the link no longer leads in. */
  const asked = <A extends readonly unknown[], T>(call: (...args: A) => Promise<T>) => async (...args: A): Promise<T> => {
    try {
      return await call(...args)
    } catch (error) {
      const why = outsideBy(error)
      if (why !== null && !isClosed) outside(why, unsentHere())
      throw error
    }
  }
  const { threads, begin, reply, edit, remove, read, ...rest } = guestComments
  const discussions: Discussions = new Discussions({
    draft: THE_DRAFT, me, surroundings: browserSurroundings, openOutbox: () => openOutbox(guest, THE_DRAFT),
    api: { threads: asked(threads), begin: asked((draft: string, body: NewThreadBody) => begin(draft, body, seen ?? undefined)), reply: asked(reply), edit: asked(edit), remove: asked(remove), read: asked(read), ...rest },
    news: guestNews,
    alone: (run) => alone(`imprimatur guest ${guest}`, run),
    tellings: {
      refused, begun: (first, id) => unsaid.rename(first, id),
      heard: (thread, { author, body, mentions }) => heard.set({
        heard: { author: author.name ?? '', number: thread.number, words: plainWords(body, (id) => mentions.find((it) => it.id === id)?.name ?? '') },
      }),
    },
  })
  return {
    talk: { discussions, presence: PRESENCE, unsaid, may: true, isGuest: true },
    heard,
    lookAt: (version) => { seen = version },
    holdsWords: () => unsentHere().length > 0,
    forget() {
      unsaid.forget()
      forgetOutbox(guest, THE_DRAFT)
    },
    close() {
      isClosed = true
      discussions.close()
    },
  }
}

/** Words that were said and have not reached the server. */
function unsentWords(discussions: Discussions): string[] {
  return discussions.get().threads.flatMap(({ comments }) => comments.filter(({ id, unsent, deleted }) => !deleted && (unsent !== undefined || isUnsent(id))).map(({ body }) => body))
}
