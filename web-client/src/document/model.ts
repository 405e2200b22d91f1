/**
 * The layout as the page reads it, and the writes it may make.
 *
 * Names, units and defaults are those of `crdt/SCHEMA.md`. Snapshots are frozen plain objects: one that did not
 * change keeps its identity, so that React can compare by reference.
 */

import type { About } from '../protocol/generated'

export type Language = 'de' | 'fr' | 'it' | 'rm' | 'en'
export const LANGUAGES: readonly Language[] = ['de', 'fr', 'it', 'rm', 'en']

/** A pair in millimetres: `[x, y]` or `[width, height]`. */
export type Pair = readonly [number, number]
export type ByLanguage = Readonly<Partial<Record<Language, string>>>

export type ElementType =
  | 'text' | 'image' | 'rectangle' | 'ellipse' | 'polygon' | 'line' | 'path'
  | 'qr' | 'signature' | 'seal' | 'field' | 'group'

/** Attributes of a run of text; absent ones are the element's. `size` and `spacing` in points. */
export interface RunStyle {
  readonly family?: string
  readonly weight?: number
  readonly italic?: boolean
  readonly size?: number
  readonly color?: string
  readonly spacing?: number
  /** The shared text style beneath; what it gives is among the other values already. */
  readonly style?: string
}

/** What formatting changes of a run; `null` takes an attribute away, so that what lies beneath shows. */
export type RunPatch = { readonly [K in keyof RunStyle]?: RunStyle[K] | null }

/** Text to put in. Without `attributes` it looks like its neighbour, with them exactly so. */
export interface InsertedRun { readonly insert: string | FieldChip; readonly attributes?: RunStyle }

/** A merge field inside text. */
export interface FieldChip { readonly field: string; readonly format?: string; readonly fallback?: string }
export interface TextRun { readonly insert: string | FieldChip; readonly attributes?: RunStyle }

/** What a text or field element is set in, with every default filled in. */
export interface Typography {
  readonly family: string
  readonly weight: number
  readonly italic: boolean
  /** Points. */
  readonly textSize: number
  readonly color: string
  /** Points. */
  readonly spacing: number
  /** Times the size. */
  readonly lineHeight: number
  readonly align: 'start' | 'center' | 'end' | 'justify'
  readonly valign: 'top' | 'middle' | 'bottom'
  /** `[smallest, largest]` points, when the text is set as large as fits. */
  readonly fit?: Pair
}

/** How a picture fills its box. */
export type ImageFit = 'contain' | 'cover' | 'fill'
/** How much of a QR code may be damaged: about 7, 15, 25, 30 %. */
export type QrLevel = 'L' | 'M' | 'Q' | 'H'

/** The three geometry values; a gesture writes only those that it changed. */
export interface Geometry { readonly at: Pair; readonly size: Pair; readonly rotation: number }

export interface Element extends Geometry {
  readonly id: string
  /** A type that this page does not know is kept and drawn as a labelled box. */
  readonly type: ElementType | 'unknown'
  readonly typeName: string
  readonly parent: string
  /** The page it stands on, through its groups. */
  readonly page: string
  readonly order: string
  readonly opacity: number
  readonly fill: string
  readonly stroke: string
  readonly strokeWidth: number
  readonly strokeDash: readonly number[]
  readonly name?: string
  readonly locked: boolean
  readonly hidden: boolean
  readonly alt: ByLanguage
  /** Ids of a group's children, back to front. */
  readonly children: readonly string[]
  /** `text` and `field`. */
  readonly typography?: Typography
  /** `text` and `field`: the shared text style beneath; what it gives is in `typography`. */
  readonly style?: string
  /** `text` and `seal`: the runs of every language, empty arrays included. */
  readonly texts?: Readonly<Record<Language, readonly TextRun[]>>
  /** `field`. */
  readonly field?: { readonly key: string; readonly format?: string; readonly fallback: ByLanguage }
  /** `rectangle`: millimetres. */
  readonly radius?: number
  /** `polygon`; `inner` makes it a star: the radius of its inner corners, 0 to 1. */
  readonly polygon?: { readonly sides: number; readonly inner?: number }
  /** `path`: commands in the coordinates of `box`, which is stretched to `size`; empty when it cannot be read. */
  readonly path?: { readonly d: string; readonly box?: Pair }
  /** `image`. */
  readonly image?: { readonly asset?: string; readonly fit: ImageFit }
  /** `qr`: `content` is `verification`, `offline` or `text:<literal>`; `ground` a colour or `none`. */
  readonly qr?: { readonly content: string; readonly level: QrLevel; readonly ground: string }
  /** `signature`: who signs, as what, and perhaps a picture of it. */
  readonly signature?: { readonly signer: ByLanguage; readonly role: ByLanguage; readonly asset?: string }
  /** `seal`: a built-in design, or a picture instead. */
  readonly seal?: { readonly design?: string; readonly asset?: string }
  /** Everything else that the entry holds, as it stands in the document. */
  readonly extra: Readonly<Record<string, unknown>>
}

export interface Page {
  readonly id: string
  readonly size: Pair
  readonly order: string
  readonly name?: string
  readonly background: string
  readonly bleed: number
  readonly format: 'A4' | 'Letter' | 'custom'
  readonly orientation: 'portrait' | 'landscape'
  /** Ids of the page's own children, back to front. */
  readonly children: readonly string[]
}

export type FieldType = 'text' | 'date' | 'number' | 'image'
export interface Field {
  readonly key: string
  readonly label: ByLanguage
  readonly type: FieldType
  readonly required: boolean
  readonly sample: Readonly<Partial<Record<Language | '*', string>>>
  readonly order: string
}

/** What a shared text style gives to the runs and elements that name it. */
export interface TextLook extends Omit<RunStyle, 'style'> { readonly lineHeight?: number }

export interface SharedStyle {
  readonly id: string
  readonly kind: 'text' | 'color'
  readonly name: string
  readonly order: string
  /** `color`. */
  readonly value?: string
  /** `text`. */
  readonly look?: TextLook
}

export interface Layout {
  readonly languages: readonly Language[]
  /** In order. */
  readonly pages: readonly Page[]
  readonly elements: ReadonlyMap<string, Element>
  readonly fields: readonly Field[]
  readonly styles: readonly SharedStyle[]
}

/** Reads the layout and says when it changed. `document/view.ts` makes one over a Yjs document. */
export interface LayoutView {
  layout(): Layout
  element(id: string): Element | undefined
  /** Called after every transaction that changed the layout. Returns the end of the subscription. */
  subscribe(listener: () => void): () => void
  /** Called when that element (or its children list) changed. */
  subscribeElement(id: string, listener: () => void): () => void
}

/** Properties that `set` writes; `undefined` removes the key (back to the default). */
export interface ElementPatch {
  at?: Pair; size?: Pair; rotation?: number
  opacity?: number; fill?: string; stroke?: string; strokeWidth?: number; strokeDash?: readonly number[] | undefined
  name?: string | undefined; locked?: boolean; hidden?: boolean; radius?: number
  family?: string; weight?: number; italic?: boolean; textSize?: number; color?: string; spacing?: number
  lineHeight?: number; align?: Typography['align']; valign?: Typography['valign']; fit?: Pair | ImageFit | undefined
  field?: string; format?: string | undefined
  sides?: number; inner?: number | undefined
  d?: string; box?: Pair
  asset?: string | undefined; design?: string
  content?: string; level?: QrLevel; ground?: string
  /** A shared text style: the element's own keys that it gives, and the looks of its runs, make way for it. */
  style?: string | undefined
}

export interface NewElement extends ElementPatch {
  type: ElementType
  parent: string
  /** The first text, for `text`. */
  text?: { language: Language; value: string } | { language: Language; runs: readonly InsertedRun[] }
}

/** A value of a copied element: a shared text, a shared map, or anything else as it stands. */
export type CopiedValue =
  | { readonly text: readonly unknown[] }
  | { readonly map: Readonly<Record<string, CopiedValue>> }
  | { readonly plain: unknown }
export interface CopiedElement {
  readonly id: string
  readonly values: Readonly<Record<string, CopiedValue>>
  /** A group's children. */
  readonly inside: readonly CopiedElement[]
}
/** Elements as they were when they were copied, and where they stood on their page. */
export interface Copied {
  readonly page: string
  readonly tops: readonly { readonly element: CopiedElement; readonly at: Pair; readonly rotation: number }[]
}

/**
 * Every write to the document; each call is one Yjs transaction and one step of undo.
 * Ids that no longer exist are passed over: somebody else may just have deleted them.
 */
export interface Commands {
  /** Returns the new element's id. It is put in front of its siblings. */
  create(element: NewElement): string
  set(patches: ReadonlyMap<string, ElementPatch>): void
  /** Descendants go too. */
  delete(ids: readonly string[]): void
  duplicate(ids: readonly string[], offset: Pair): string[]
  /** Takes elements as they are now, with all that stands in them. Writes nothing. */
  copy(ids: readonly string[]): Copied
  /** Makes copied elements on a page, in this draft or another one. Returns their ids. */
  paste(copied: Copied, page: string, offset: Pair): string[]
  group(ids: readonly string[]): string | undefined
  ungroup(id: string): string[]
  bringToFront(ids: readonly string[]): void
  sendToBack(ids: readonly string[]): void
  /** Puts elements into `parent` in front of `below` (`null`: at the very back), keeping where they stand on the page. */
  place(ids: readonly string[], parent: string, below: string | null): void
  /** Writes only the difference to the text that stands there, at grapheme bounds, so that two typists merge. */
  setText(id: string, language: Language, value: string): void
  /** Puts runs in the place of what stands from `from` to `to`; typing joins into one step of undo. Returns where they end. */
  replaceText(id: string, language: Language, from: number, to: number, runs: readonly InsertedRun[], as?: 'typing' | 'step'): number
  /** A function is asked for each run, by the attributes that it has of its own. */
  formatText(id: string, language: Language, from: number, to: number, patch: RunPatch | ((look: RunStyle) => RunPatch)): void
  /** Takes a stretch of a text as it is written, with its looks and fields. Writes nothing. */
  copyText(id: string, language: Language, from: number, to: number): readonly InsertedRun[]
  insertField(id: string, language: Language, index: number, chip: FieldChip): void
  /** Changes how the field that stands at a position is written. */
  setChip(id: string, language: Language, index: number, patch: { format?: string | undefined; fallback?: string | undefined }): void
  setAlt(id: string, language: Language, value: string): void
  /** Who signs, or as what, in a language; an empty one takes it away. */
  setSigner(id: string, key: 'signer' | 'role', language: Language, value: string): void
  addPage(after: string | null, size: Pair): string
  setPage(id: string, patch: { size?: Pair; name?: string | undefined; background?: string; bleed?: number }): void
  movePage(id: string, after: string | null): void
  deletePage(id: string): void
  /** False when the key is taken. */
  declareField(field: { key: string; type: FieldType; label: ByLanguage; sample?: Field['sample']; required?: boolean }): boolean
  setField(key: string, patch: { label?: ByLanguage; type?: FieldType; required?: boolean; sample?: Field['sample'] }): void
  deleteField(key: string): void
  /** Returns the new style's id. The wearers named take it, wholly. */
  createStyle(style: NewStyle, wearers?: readonly Wearer[]): string
  /** The wearers named keep nothing of their own beside it. */
  setStyle(id: string, patch: { name?: string; value?: string; look?: TextLook }, wearers?: readonly Wearer[]): void
  /** What looked so by the style goes on looking so by itself. */
  deleteStyle(id: string): void
  setLanguages(languages: readonly Language[]): void
  /** Writes an older layout back, as the server gives its JSON. False when nothing differs from it. */
  restore(layout: Readonly<Record<string, unknown>>): boolean
}

/** A shared colour (`#rrggbb`, `#rrggbbaa`) or text style to make. */
export type NewStyle = { readonly kind: 'color'; readonly name: string; readonly value: string } | { readonly kind: 'text'; readonly name: string; readonly look: TextLook }

/** Words of an element's text in a language. */
export interface TextStretch { readonly id: string; readonly language: Language; readonly from: number; readonly to: number }
/** What takes a shared text style: an element, by its id, or words in one. */
export type Wearer = string | TextStretch

/** Places in texts that stay with their words while others type, as strings that others can read. */
export interface TextAnchors {
  /** A place beside the character before or after it; `null` when there is no such text. */
  of(id: string, language: Language, index: number, beside: 'before' | 'after'): string | null
  /** Where an anchor lies now; `null` when its words have not arrived yet, or it is none. */
  at(id: string, language: Language, anchor: string): number | null
}

/** What one step of undo came to. */
export type UndoOutcome = 'done' | 'nothing' | 'overtaken'

/**
 * Each person's own undo. A step that cannot apply, because somebody else has since changed the same values or deleted the thing,
 * is `overtaken`: it is taken off the stack, changes nothing, and no older step is undone in its stead.
 */
export interface History {
  undo(): UndoOutcome
  redo(): UndoOutcome
  canUndo(): boolean
  canRedo(): boolean
  /** Typing within 600 ms is one step; call at the bounds of a gesture. */
  close(): void
  subscribe(listener: () => void): () => void
}

/** What others see of a person. `user` comes from the server. */
export interface PresenceState {
  readonly user?: { readonly id: string; readonly name: string; readonly color: string }
  readonly cursor?: { readonly page: string; readonly at: Pair } | null
  readonly selection?: readonly string[]
  readonly tool?: string
  readonly page?: string
  readonly language?: Language
  /** The caret and the other end of the selection in a text, as {@link TextAnchors}. */
  readonly text?: { readonly element: string; readonly language: Language; readonly caret: string; readonly anchor: string } | null
  /** Geometry in flight, by element id; the document is written when the gesture ends. */
  readonly gesture?: { readonly kind: string; readonly elements: Readonly<Record<string, Partial<Geometry>>> } | null
  /** Set by the server when the person's connection has gone quiet. */
  readonly quiet?: boolean
}
export interface Peer { readonly clientId: number; readonly state: PresenceState }

export interface PresenceStore {
  peers(): readonly Peer[]
  /** Merged into the own state; sent at most 20 times a second. */
  set(patch: Partial<PresenceState>): void
  subscribe(listener: () => void): () => void
}

/** The truth about saving, one word at a time. */
export type SaveState =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'saved' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'unsaved'; readonly code: string; readonly message: string }
  | { readonly kind: 'offline'; readonly sinceMs: number; readonly pending: boolean }
  | { readonly kind: 'refused'; readonly code: string; readonly message: string }

/** Edits of somebody who may change texts only, which the server refused because more than texts was changed. */
export interface RefusedEdits {
  /** Elements that were changed, by id. */
  readonly changed: readonly string[]
  /** How many elements were made, and how many deleted. */
  readonly made: number
  readonly deleted: number
  /** Texts in which words were given a look of their own. */
  readonly looks: number
  readonly pages: boolean
  readonly fields: boolean
  readonly styles: boolean
  /** The languages of the layout, and what no schema knows. */
  readonly other: boolean
  /** How many texts can be written again. */
  readonly texts: number
}

/** What the server has news of beside the document. */
export interface NewsStore {
  /** `listener` hears the newest revision of what it follows; `null`: the page was away, and whatever it knows may be old. */
  subscribe(about: About, listener: (revision: number | null) => void): () => void
}

/** An open draft: what `sync/open.ts` gives to the editor page. */
export interface OpenDraft {
  readonly view: LayoutView
  readonly commands: Commands
  readonly history: History
  readonly presence: PresenceStore
  readonly news: NewsStore
  readonly anchors: TextAnchors
  /** `damaged`: nobody may write for now; `closed`: the draft or the session has ended, nothing more can be written. */
  readonly access: () => 'edit' | 'texts' | 'view' | 'unknown' | 'damaged' | 'closed'
  readonly saveState: () => SaveState
  /** Edits that were refused and wait for {@link OpenDraft.decide}; until then nothing can be written. */
  readonly refused: () => RefusedEdits | null
  /** Writes the refused texts again, or gives them up. */
  decide(what: 'again' | 'drop'): void
  /** True once the layout is there, from the browser's own copy or from the server. */
  readonly loaded: () => boolean
  /**
   * Words are being typed that no command has written yet. `write` is called once: soon, and in any case before the page is left.
   * Until then nothing counts as saved.
   */
  typing(write: () => void): void
  subscribe(listener: () => void): () => void
  close(): void
}
