/**
 * Where each discussion of a draft stands now. It goes along with what it hangs on, while somebody moves that too; where an element goes, its
 * last place is remembered, and written down for those who come later.
 */
import { pageFaces } from '../text'
import type { Editor } from '../canvas/context'
import { pinnedPassage } from '../canvas/quotes'
import { sceneInFlight } from '../canvas/scene'
import { sameList, type Readable } from '../canvas/store'
import type { Element, Language, TextRun } from '../document/model'
import { textValue } from '../document/read/texts'
import { findPassage, type Found } from '../kernels/passage'
import type { PagePlace } from '../kernels/pins'
import { distance } from '../kernels/plane'
import type { AnchorBody } from '../protocol/generated'
import type { Clock } from '../sync/surroundings'
import { placeBody } from '../tools/anchors'
import { isUnsent, type ShownThread } from './acts'
import type { Discussions } from './discussions'
import { pinned, type Ground, type PassageAnchor, type Pin } from './pin'

/** Whoever deleted an element, or somebody else who saw it go, writes its last place down; one of them is enough. */
const NOTE_AFTER_MS = 2_000
const NOTE_SPREAD_MS = 6_000
/** Places nearer to each other than this are one, in millimetres. */
const SAME_PLACE = 0.5

/** Whether two pins of a thread say the same. */
function same(a: Pin, b: Pin): boolean {
  if (a.thread !== b.thread || a.element !== b.element || a.stand.state !== b.stand.state || a.words?.found !== b.words?.found) return false
  if (a.stand.state === 'pageless' || b.stand.state === 'pageless') return true
  return a.stand.place.page === b.stand.place.page && a.stand.place.at[0] === b.stand.place.at[0] && a.stand.place.at[1] === b.stand.place.at[1]
}

/** Keeps the pins of one editor. */
export class Standing implements Readable<readonly Pin[]> {
  private pins: readonly Pin[] = []
  /** Where this page saw each last, by thread. */
  private readonly seen = new Map<string, PagePlace>()
  private readonly passages = new Map<string, { readonly anchor: AnchorBody; readonly runs: readonly TextRun[]; readonly found: Found | null }>()
  /** What is to be written down, by thread. */
  private readonly notes = new Map<string, () => void>()
  private readonly listeners = new Set<() => void>()
  private readonly stops: (() => void)[]

  constructor(
    private readonly editor: Pick<Editor, 'draft' | 'state' | 'previews'>, private readonly discussions: Discussions,
    private readonly clock: Clock, private readonly mayNote: () => boolean,
  ) {
    let language = editor.state.get().language
    this.stops = [
      editor.draft.view.subscribe(() => this.look()),
      editor.previews.subscribeAny(() => this.look()),
      discussions.subscribe(() => this.look()),
      editor.state.subscribe(() => {
        if (editor.state.get().language === language) return
        language = editor.state.get().language
        this.look()
      }),
      // Words stand elsewhere once their face is there.
      pageFaces.subscribe(() => { if (this.passages.size > 0) this.look() }),
    ]
    this.look()
  }

  get = (): readonly Pin[] => this.pins

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => { this.listeners.delete(listener) }
  }

  /** Where something would stand that is not said yet. */
  standOf(anchor: AnchorBody): Pick<Pin, 'stand' | 'element' | 'words'> {
    return pinned(anchor, { ...this.ground(), find: this.finder('') })
  }

  close(): void {
    for (const stop of this.stops) stop()
    for (const cancel of this.notes.values()) cancel()
    this.listeners.clear()
  }

  private look(): void {
    const { threads } = this.discussions.get()
    const before = new Map(this.pins.map((pin) => [pin.thread.id, pin]))
    const ground = this.ground()
    // A pin that stands as it stood keeps its identity, so that a drag draws what it moves and nothing else.
    const pins = threads.map((thread) => {
      const pin = { thread, ...pinned(thread.anchor, { ...ground, find: this.finder(thread.id) }, this.seen.get(thread.id)) }
      const known = before.get(thread.id)
      return known && same(known, pin) ? known : pin
    })
    if (sameList(pins, this.pins)) return
    this.pins = pins
    this.remember()
    for (const listener of [...this.listeners]) listener()
  }

  private ground(): Omit<Ground, 'find'> {
    const { draft, previews, state } = this.editor
    const layout = draft.view.layout()
    const look = sceneInFlight(draft.view, previews)
    const shown = state.get().language
    return {
      look, pages: new Set(layout.pages.map((page) => page.id)),
      wordsAt: (element, language, found) => (language === shown ? pinnedPassage(layout, look, element, language, found.from) : undefined),
    }
  }

  /** Finds the words of one thread. */
  private finder(id: string): Ground['find'] {
    return (anchor, element, language) => this.find(id, anchor, element, language)
  }

  /** Looked for again only when the text, or what is looked for, is another one. */
  private find(id: string, anchor: PassageAnchor, element: Element, language: Language): Found | null {
    const runs = element.texts?.[language] ?? []
    const known = this.passages.get(id)
    if (known?.runs === runs && known.anchor === anchor) return known.found
    const hint = anchor.hint === undefined ? null : this.editor.draft.anchors.at(element.id, language, anchor.hint)
    const found = findPassage(textValue(runs), anchor, hint)
    this.passages.set(id, { anchor, runs, found })
    return found
  }

  /** Notes where everything stands, and what has just gone. */
  private remember(): void {
    const there = new Set<string>()
    for (const { thread, stand, element } of this.pins) {
      there.add(thread.id)
      if (stand.state === 'there') {
        this.forgetNote(thread.id)
        // In flight it stands nowhere yet.
        if (element && this.editor.previews.get(element.id) === undefined) this.seen.set(thread.id, stand.place)
      } else if (stand.state === 'gone') this.note(thread)
    }
    for (const id of [...this.seen.keys()]) if (!there.has(id)) this.seen.delete(id)
    for (const id of [...this.passages.keys()]) if (!there.has(id)) this.passages.delete(id)
    for (const id of [...this.notes.keys()]) if (!there.has(id)) this.forgetNote(id)
  }

  private forgetNote(thread: string): void {
    this.notes.get(thread)?.()
    this.notes.delete(thread)
  }

  private note({ id }: ShownThread): void {
    if (this.notes.has(id) || isUnsent(id) || !this.seen.has(id)) return
    this.notes.set(id, this.clock.after(NOTE_AFTER_MS + this.clock.random() * NOTE_SPREAD_MS, () => {
      this.notes.delete(id)
      const pin = this.pins.find((it) => it.thread.id === id)
      const seen = this.seen.get(id)
      if (pin?.stand.state !== 'gone' || seen === undefined || !this.mayNote()) return
      const { anchor } = pin.thread
      // Somebody else has written it down meanwhile.
      if (anchor.place.page === seen.page && distance([anchor.place.x, anchor.place.y], seen.at) < SAME_PLACE) return
      this.discussions.setAnchor(id, { ...anchor, place: placeBody(seen.page, seen.at) })
    }))
  }
}
