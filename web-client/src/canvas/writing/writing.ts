/**
 * Somebody writing in one language of a text: where the caret stands, what is selected, and what keys do to it. Everything that is
 * typed is in the document at once; what others type meanwhile moves the caret along with its words.
 */
import { neighbourOf, patchedLook } from '../../document/commands/looks'
import type { Element, FieldChip, InsertedRun, Language, OpenDraft, RunPatch, RunStyle, TextRun } from '../../document/model'
import { CHIP_CHARACTER, textValue } from '../../document/read/texts'
import { MOST_TEXT_UNITS } from '../../document/schema'
import { spliceBetween } from '../../kernels/splice'
import { lineEdge, stepCharacter, stepLine, stepWord, wordBounds, type SetText } from '../../text'
import { fullLook, looksIn, type FullLook } from './looks'

/** What is not in the document yet: words that an input method is still composing, in the place of a stretch. */
export interface Composing { readonly from: number; readonly to: number; readonly words: string }

/** Where somebody writes. */
export interface WritingState {
  /** The end of the selection that stays. */
  readonly anchor: number
  readonly caret: number
  /** At the bound of two lines: the caret stands at the end of the first. */
  readonly upstream: boolean
  /** What the next words will look like besides what they continue. */
  readonly pending: RunPatch | null
  readonly composing: Composing | null
  /** Where the `{` stands behind which a field is being looked for. */
  readonly completing: number | null
}

/** How far a key goes. */
export type Step = 'character' | 'word' | 'line' | 'edge' | 'paragraph' | 'text'

/** A text is cut before a character, which is not longer than this. */
const LONGEST_CUT = 64
/** Words behind `{` longer than this look for no field. */
const LONGEST_QUERY = 40
/** A step of Mod+Shift+> in points. */
const SIZE_STEP = 1
const BOLD = 700
const REGULAR = 400
/** What counts as bold. */
const BOLD_FROM = 600

const NO_RUNS: readonly TextRun[] = Object.freeze([])

/** A field that is selected as one. */
export interface SelectedChip {
  readonly at: number
  readonly chip: FieldChip
  /** The same for as long as this very field stays selected, wherever others' words move it. */
  readonly choice: number
}

/** What writing works on. */
export interface WritingPlace {
  readonly draft: OpenDraft
  readonly element: string
  readonly language: Language
  /** The text as it is set now; without lines where the browser sets it. */
  readonly set: () => SetText
  /** Looks may be changed as well, not only words. */
  readonly mayFormat: () => boolean
  /** Said when a text takes no more. */
  readonly full: () => void
  /** Fields may be put in by name. */
  readonly completes: boolean
}

export class Writing {
  readonly element: string
  readonly language: Language
  private readonly place: WritingPlace
  private state: WritingState = { anchor: 0, caret: 0, upstream: false, pending: null, composing: null, completing: null }
  /** Where up and down aim at, in millimetres. */
  private goal: number | undefined
  private anchors: readonly (string | null)[] = []
  private own = false
  /** Counts what this person has selected. */
  private choices = 0
  private active = false
  private readonly listeners = new Set<() => void>()
  private readonly stop: () => void

  constructor(place: WritingPlace) {
    this.place = place
    this.element = place.element
    this.language = place.language
    this.stop = place.draft.view.subscribeElement(place.element, () => this.moved())
  }

  get = (): WritingState => this.state

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => { this.listeners.delete(listener) }
  }

  /** Puts the keyboard into the text. */
  focus: () => void = () => undefined

  /** Ends writing as a press outside does. */
  end: () => void = () => undefined

  /** The keyboard is in the text: others see the caret. */
  enter(): void {
    this.active = true
    this.settle({})
  }

  /** The keyboard is elsewhere. */
  leave(): void {
    if (!this.active) return
    this.active = false
    this.place.draft.history.close()
    this.place.draft.presence.set({ text: null })
  }

  /** Ends writing for good. */
  close(): void {
    this.leave()
    this.stop()
    this.listeners.clear()
  }

  /** The text's element as the document has it. */
  found(): Element | undefined {
    return this.place.draft.view.element(this.element)
  }

  runs(): readonly TextRun[] {
    return this.found()?.texts?.[this.language] ?? NO_RUNS
  }

  /** The text as a string; a field is one {@link CHIP_CHARACTER}. */
  value(): string {
    return textValue(this.runs())
  }

  /** The selected stretch. */
  stretch(): readonly [number, number] {
    const { anchor, caret } = this.state
    return anchor <= caret ? [anchor, caret] : [caret, anchor]
  }

  /** The field that is selected as one, with its place. */
  chip(): SelectedChip | null {
    const [from, to] = this.stretch()
    if (to - from !== 1) return null
    let passed = 0
    for (const { insert } of this.runs()) {
      if (passed === from && typeof insert !== 'string') return { at: from, chip: insert, choice: this.choices }
      passed += typeof insert === 'string' ? insert.length : 1
    }
    return null
  }

  /** Selects a stretch, or puts the caret somewhere. */
  select(anchor: number, caret = anchor, upstream = false): void {
    const length = this.value().length
    const keep = (index: number): number => Math.min(Math.max(index, 0), length)
    const next = { anchor: keep(anchor), caret: keep(caret), upstream }
    const { state } = this
    if (state.anchor === next.anchor && state.caret === next.caret && state.upstream === upstream) return
    this.place.draft.history.close()
    this.goal = undefined
    this.choices += 1
    this.settle({ ...next, pending: null })
  }

  selectAll(): void {
    this.select(0, this.value().length)
  }

  /** Selects the word or the paragraph around a place; with `from`, everything from that stretch to there. */
  selectAround(index: number, what: 'word' | 'paragraph', from?: readonly [number, number]): void {
    const [start, end] = this.around(index, what)
    if (from !== undefined && index < from[0]) this.select(from[1], start)
    else this.select(from?.[0] ?? start, from === undefined ? end : Math.max(end, from[1]))
  }

  /** The word or the paragraph around a place. */
  around(index: number, what: 'word' | 'paragraph'): readonly [number, number] {
    if (what === 'word') return wordBounds(this.place.set(), index)
    const value = this.value()
    const end = value.indexOf('\n', index)
    return [paragraphStart(value, index), end < 0 ? value.length : end]
  }

  /** Moves the caret. Without `extend` a selection first falls together at its end. */
  move(step: Step, by: 1 | -1, extend: boolean): void {
    const { anchor, caret, upstream } = this.state
    const [from, to] = this.stretch()
    if (!extend && from !== to && step === 'character') {
      this.select(by > 0 ? to : from)
      return
    }
    const set = this.place.set()
    if (step === 'line') {
      const start = !extend && from !== to ? { index: by > 0 ? to : from, upstream: false } : { index: caret, upstream }
      const { place, x } = stepLine(set, start, by, this.goal)
      this.select(extend ? anchor : place.index, place.index, place.upstream)
      this.goal = x
      return
    }
    if (step === 'edge') {
      const place = lineEdge(set, { index: caret, upstream }, by > 0 ? 'end' : 'start')
      this.select(extend ? anchor : place.index, place.index, place.upstream)
      return
    }
    const next = this.target(step, by, caret)
    this.select(extend ? anchor : next, next)
  }

  private target(step: Step, by: 1 | -1, from: number): number {
    const value = this.value()
    switch (step) {
      case 'character': return stepCharacter(this.place.set(), from, by)
      case 'word': return stepWord(this.place.set(), from, by)
      case 'paragraph': {
        // From the beginning of a paragraph to that of the one before.
        if (by < 0) return paragraphStart(value, from - 1)
        const end = value.indexOf('\n', from + 1)
        return end < 0 ? value.length : end
      }
      case 'line': case 'edge': {
        const place = lineEdge(this.place.set(), { index: from, upstream: this.state.upstream }, by > 0 ? 'end' : 'start')
        return place.index
      }
      case 'text': return by > 0 ? value.length : 0
    }
  }

  /** Types words in the place of the selection. */
  type(words: string): void {
    if (words === '') return
    const [from, to] = this.stretch()
    const look = this.lookOfNext(from, to)
    this.put([{ insert: words, ...(look === undefined ? {} : { attributes: look }) }], 'typing')
    if (words === '{' && this.place.completes) this.settle({ completing: from })
  }

  /** Deletes the selection, or as far as a key goes. */
  remove(step: Step, by: 1 | -1): void {
    let [from, to] = this.stretch()
    if (from === to) {
      const end = this.target(step, by, from)
      if (end === from) return
      ;[from, to] = by > 0 ? [from, end] : [end, to]
    }
    this.write(() => {
      this.place.draft.commands.replaceText(this.element, this.language, from, to, [], 'typing')
      return from
    })
  }

  /** Replaces a stretch, for what the browser has done by itself. */
  replace(from: number, to: number, words: string): void {
    this.write(() => this.place.draft.commands.replaceText(this.element, this.language, from, to, words === '' ? [] : [{ insert: words }], 'typing'))
  }

  /** Puts runs in the place of the selection as one step; `over` lays their looks over that of the place. */
  insert(runs: readonly InsertedRun[], over: boolean): void {
    const [from, to] = this.stretch()
    const beneath = this.lookOfNext(from, to) ?? this.ownLook(from, to)
    const formats = this.place.mayFormat()
    this.place.draft.history.close()
    this.put(runs.map(({ insert, attributes }) => {
      // Whoever may only write words continues the look of the place, exactly.
      if (!formats) return { insert }
      return { insert, attributes: over ? { ...beneath, ...attributes } : attributes ?? beneath }
    }), 'step')
    this.place.draft.history.close()
  }

  /** Puts a field in the place of the selection, or of the `{` and the words by which it was found. */
  insertField(field: string): void {
    const { completing, caret } = this.state
    if (completing !== null) this.settle({ anchor: completing, caret })
    this.place.draft.history.close()
    this.put([{ insert: { field } }], 'step')
    this.place.draft.history.close()
  }

  /** Changes how a selected field is written; it stays selected. */
  setChip(chosen: SelectedChip, patch: { format?: string | undefined; fallback?: string | undefined }): void {
    const { draft } = this.place
    const now = this.chip()
    const stays = now?.choice === chosen.choice
    const { at } = stays ? now : chosen
    this.own = true
    try {
      draft.history.close()
      draft.commands.setChip(this.element, this.language, at, patch)
      draft.history.close()
    } finally {
      this.own = false
    }
    // The field was put in anew. Whoever has gone on to something else stays there.
    if (stays) this.settle({ anchor: at, caret: at + 1, upstream: false, pending: null })
    else this.moved()
  }

  /** The words between `{` and the caret. */
  query(): string | null {
    const { completing, caret } = this.state
    return completing === null ? null : this.value().slice(completing + 1, caret)
  }

  stopCompleting(): void {
    if (this.state.completing !== null) this.settle({ completing: null })
  }

  /** Changes the look of the selection, or of what is typed next. */
  format(patch: RunPatch | ((look: RunStyle) => RunPatch)): void {
    if (!this.place.mayFormat()) return
    const [from, to] = this.stretch()
    if (from === to) {
      const made = typeof patch === 'function' ? patch(this.lookOfNext(from, to) ?? this.ownLook(from, to)) : patch
      this.settle({ pending: { ...this.state.pending, ...made } })
      return
    }
    this.own = true
    try {
      this.place.draft.history.close()
      this.place.draft.commands.formatText(this.element, this.language, from, to, patch)
      this.place.draft.history.close()
    } finally {
      this.own = false
    }
    this.settle({})
  }

  /** How the selection looks, or what is typed next. */
  looks(): FullLook[] {
    const element = this.found()
    if (element?.typography === undefined) return []
    const [from, to] = this.stretch()
    if (from !== to) return looksIn(element, this.language, [from, to])
    const place = neighbourOf(this.value(), from)
    const [look] = place < 0 ? [] : looksIn(element, this.language, [place, place + 1])
    const { pending } = this.state
    if (pending === null) return [look ?? fullLook(element.typography, element.style)]
    return [fullLook(element.typography, element.style, patchedLook(this.ownLook(from, to), pending))]
  }

  toggleBold(): void {
    const bold = this.looks().every(({ weight }) => weight >= BOLD_FROM)
    this.format({ weight: bold ? REGULAR : BOLD })
  }

  toggleItalic(): void {
    this.format({ italic: !this.looks().every(({ italic }) => italic) })
  }

  /** Makes every run of the selection larger or smaller. */
  resize(by: 1 | -1): void {
    const element = this.found()
    if (element?.typography === undefined) return
    const beneath = element.typography.textSize
    const { styles } = this.place.draft.view.layout()
    this.format((look) => {
      const shared = styles.find((style) => style.id === look.style)?.look?.size
      return { size: Math.max(Math.round(((look.size ?? shared ?? beneath) + by * SIZE_STEP) * 10) / 10, SIZE_STEP) }
    })
  }

  undo(way: 'undo' | 'redo'): ReturnType<OpenDraft['history']['undo']> {
    const before = this.value()
    this.own = true
    let outcome
    try {
      outcome = this.place.draft.history[way]()
    } finally {
      this.own = false
    }
    const after = this.value()
    if (after === before) this.moved()
    else {
      const { start, inserted } = spliceBetween(before, after)
      this.settle({ anchor: start + inserted.length, caret: start + inserted.length, upstream: false, pending: null, completing: null })
    }
    return outcome
  }

  /** The selection as it is written, for the clipboard. */
  copied(): readonly InsertedRun[] {
    const [from, to] = this.stretch()
    return from === to ? [] : this.place.draft.commands.copyText(this.element, this.language, from, to)
  }

  /** An input method begins; the selection makes way for what it composes. */
  compose(): void {
    const [from, to] = this.stretch()
    this.settle({ composing: { from, to, words: '' } })
  }

  composed(words: string): void {
    const { composing } = this.state
    if (composing !== null) this.settle({ composing: { ...composing, words } })
  }

  /** An input method has ended, with these words or without. */
  endComposing(words: string): void {
    const { composing } = this.state
    if (composing === null) return
    this.settle({ composing: null, anchor: composing.from, caret: words === '' ? composing.from : composing.to })
    this.type(words)
  }

  private put(runs: readonly InsertedRun[], as: 'typing' | 'step'): void {
    const [from, to] = this.stretch()
    const wanted = runs.reduce((sum, { insert }) => sum + (typeof insert === 'string' ? insert.length : 1), 0)
    this.write(() => {
      const end = this.place.draft.commands.replaceText(this.element, this.language, from, to, runs, as)
      if (end - from < wanted && this.value().length > MOST_TEXT_UNITS - LONGEST_CUT) this.place.full()
      return end
    })
  }

  private write(work: () => number): void {
    this.own = true
    let end
    try {
      end = work()
    } finally {
      this.own = false
    }
    this.goal = undefined
    // Where nothing may be written just now, nothing was.
    const at = Math.min(end, this.value().length)
    this.settle({ anchor: at, caret: at, upstream: false, pending: null })
  }

  /** The look of what is put in next when it is not just that of its neighbour. */
  private lookOfNext(from: number, to: number): RunStyle | undefined {
    const { pending } = this.state
    return pending === null || !this.place.mayFormat() ? undefined : patchedLook(this.ownLook(from, to), pending)
  }

  /** The attributes that what is put in continues. */
  private ownLook(from: number, to: number): RunStyle {
    const at = neighbourOf(this.value(), from, to)
    return (at < 0 ? undefined : this.place.draft.commands.copyText(this.element, this.language, at, at + 1)[0]?.attributes) ?? {}
  }

  /** Somebody else changed the text: everything stays with its words. */
  private moved(): void {
    if (this.own) return
    const { composing } = this.state
    const length = this.value().length
    const [anchor, caret, from, to, completing] = this.anchors.map((it) => (it === null ? null : this.place.draft.anchors.at(this.element, this.language, it)))
    const keep = (index: number): number => Math.min(index, length)
    this.settle({
      anchor: keep(anchor ?? this.state.anchor), caret: keep(caret ?? this.state.caret),
      ...(composing === null ? {} : { composing: { ...composing, from: keep(from ?? composing.from), to: keep(to ?? composing.to) } }),
      ...(this.state.completing === null ? {} : { completing: keep(completing ?? this.state.completing) }),
    })
  }

  private settle(patch: Partial<WritingState>): void {
    const next = { ...this.state, ...patch }
    this.state = { ...next, completing: this.stillCompleting(next) }
    const { anchor, caret, composing, completing } = this.state
    const { draft } = this.place
    const anchored = (index: number, beside: 'before' | 'after'): string | null => draft.anchors.of(this.element, this.language, index, beside)
    // A selection holds on to what is in it; a caret to what stands before it, so that two people's words stay apart.
    this.anchors = [
      anchored(anchor, anchor < caret ? 'after' : 'before'), anchored(caret, caret < anchor ? 'after' : 'before'),
      composing && anchored(composing.from, composing.from < composing.to ? 'after' : 'before'), composing && anchored(composing.to, 'before'),
      completing === null ? null : anchored(completing, 'after'),
    ]
    const [atAnchor, atCaret] = this.anchors
    if (this.active) draft.presence.set({ text: atAnchor == null || atCaret == null ? null : { element: this.element, language: this.language, anchor: atAnchor, caret: atCaret } })
    for (const listener of [...this.listeners]) listener()
  }

  private stillCompleting({ completing, anchor, caret }: WritingState): number | null {
    if (completing === null || anchor !== caret || caret <= completing || caret - completing > LONGEST_QUERY) return null
    const words = this.value().slice(completing, caret)
    return words.startsWith('{') && !/[\n}]/.test(words) && !words.includes(CHIP_CHARACTER) ? completing : null
  }
}

/** Where the paragraph of a place begins. */
const paragraphStart = (value: string, index: number): number => (index <= 0 ? 0 : value.lastIndexOf('\n', index - 1) + 1)
