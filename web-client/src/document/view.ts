/**
 * The layout as the page reads it, kept up to date from a Yjs document.
 *
 * Snapshots are frozen and keep their identity until what they say changes, so that React compares by reference. Reading is
 * tolerant (`crdt/SCHEMA.md`, "How it is read") and never fails. A fill or colour may be `style:<id>`: see {@link resolveColor}.
 */
import * as Y from 'yjs'
import type { Element, Layout, LayoutView, Page } from './model'
import { readElement, type OwnElement } from './read/element'
import { readFields, readLanguages, readPages, readStyles, type OwnPage } from './read/roots'
import { arrange, type Structure } from './read/structure'
import type { TextStyles } from './read/texts'
import { same } from './read/values'
import { ROOT } from './schema'

const NO_CHILDREN: readonly string[] = Object.freeze([])

/** A {@link LayoutView} over a document, which may be replaced by another: see {@link DocumentView.attach}. */
export class DocumentView implements LayoutView {
  private doc: Y.Doc
  private own = new Map<string, OwnElement>()
  /** What each element of the current layout was made from: the same again needs no comparing. */
  private readonly madeFrom = new Map<string, OwnElement>()
  private ownPages: readonly OwnPage[] = []
  private textStyles: TextStyles = () => undefined
  private current: Layout = { languages: [], pages: [], elements: new Map(), fields: [], styles: [] }
  private readonly listeners = new Set<() => void>()
  private readonly elementListeners = new Map<string, Set<() => void>>()
  /** Element ids that the running transaction touched. */
  private readonly touched = new Set<string>()
  private readonly touchedRoots = new Set<string>()
  private detach: () => void = () => {}

  constructor(doc: Y.Doc) {
    this.doc = doc
    this.attach(doc)
  }

  /** Reads another document from now on; what is the same in both keeps its identity. */
  attach(doc: Y.Doc): void {
    this.detach()
    this.doc = doc
    const elements = doc.getMap(ROOT.elements)
    const onElements = (events: Y.YEvent<Y.AbstractType<unknown>>[]): void => {
      for (const event of events) {
        const id = event.path[0]
        if (typeof id === 'string') this.touched.add(id)
        else for (const key of event.changes.keys.keys()) this.touched.add(key)
      }
    }
    const others = [ROOT.meta, ROOT.pages, ROOT.fields, ROOT.styles].map((name) => {
      const root = doc.getMap(name)
      const onRoot = (): void => { this.touchedRoots.add(name) }
      root.observeDeep(onRoot)
      return () => root.unobserveDeep(onRoot)
    })
    const afterTransaction = (): void => this.refresh()
    elements.observeDeep(onElements as (events: unknown[]) => void)
    doc.on('afterTransaction', afterTransaction)
    this.detach = () => {
      elements.unobserveDeep(onElements as (events: unknown[]) => void)
      for (const end of others) end()
      doc.off('afterTransaction', afterTransaction)
    }
    for (const id of [...this.own.keys(), ...elements.keys()]) this.touched.add(id)
    for (const name of Object.values(ROOT)) this.touchedRoots.add(name)
    this.refresh()
  }

  /** Ends reading. */
  close(): void {
    this.detach()
    this.listeners.clear()
    this.elementListeners.clear()
  }

  layout(): Layout {
    return this.current
  }

  element(id: string): Element | undefined {
    return this.current.elements.get(id)
  }

  /** The page with that id. */
  page(id: string): Page | undefined {
    return this.current.pages.find((page) => page.id === id)
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => { this.listeners.delete(listener) }
  }

  subscribeElement(id: string, listener: () => void): () => void {
    const listeners = this.elementListeners.get(id) ?? new Set()
    this.elementListeners.set(id, listeners)
    listeners.add(listener)
    return () => {
      listeners.delete(listener)
      if (listeners.size === 0 && this.elementListeners.get(id) === listeners) this.elementListeners.delete(id)
    }
  }

  private refresh(): void {
    if (this.touched.size === 0 && this.touchedRoots.size === 0) return
    const before = this.current
    const next = this.readRoots()
    const structureChanged = this.readTouched(next.pagesChanged)
    this.touched.clear()
    this.touchedRoots.clear()
    const changed = structureChanged.all ? this.rebuild(next.layout) : this.replace(next.layout, structureChanged.ids)
    if (this.current === before) return
    for (const id of changed) for (const listener of [...(this.elementListeners.get(id) ?? [])]) listener()
    for (const listener of [...this.listeners]) listener()
  }

  /** Reads the small roots that were touched; the rest is taken over. */
  private readRoots(): { layout: Omit<Layout, 'pages' | 'elements'>; pagesChanged: boolean } {
    const { doc, touchedRoots, current } = this
    const languages = touchedRoots.has(ROOT.meta) ? kept(current.languages, readLanguages(doc)) : current.languages
    const fields = touchedRoots.has(ROOT.fields) ? keptList(current.fields, readFields(doc), (field) => field.key) : current.fields
    let { styles } = current
    if (touchedRoots.has(ROOT.styles)) {
      const read = readStyles(doc)
      styles = keptList(current.styles, read.styles, (style) => style.id)
      this.textStyles = read.textStyles
      for (const element of this.own.values()) if (element.styled) this.touched.add(element.id)
    }
    const pages = touchedRoots.has(ROOT.pages) ? keptList(this.ownPages, readPages(doc), (page) => page.id) : this.ownPages
    const pagesChanged = pages !== this.ownPages
    this.ownPages = pages
    return { layout: { languages, fields, styles }, pagesChanged }
  }

  /** Reads the touched elements; says whether where things stand must be worked out again. */
  private readTouched(pagesChanged: boolean): { all: boolean; ids: string[] } {
    const elements = this.doc.getMap(ROOT.elements)
    const ids: string[] = []
    let all = pagesChanged
    for (const id of this.touched) {
      const before = this.own.get(id)
      const after = readElement(id, elements.get(id), this.textStyles)
      if (after === undefined) {
        if (before !== undefined) {
          this.own.delete(id)
          all = true
        }
        continue
      }
      if (before !== undefined && same(before, after)) continue
      this.own.set(id, after)
      ids.push(id)
      all ||= before === undefined || before.parent !== after.parent || before.order !== after.order
        || before.typeName !== after.typeName
    }
    return { all, ids }
  }

  /** Works everything out again; gives back the ids of the elements that changed. */
  private rebuild(roots: Omit<Layout, 'pages' | 'elements'>): string[] {
    const structure = arrange(this.ownPages, this.own)
    const changed: string[] = []
    const elements = new Map<string, Element>()
    for (const own of this.own.values()) {
      const page = structure.pageOf.get(own.id)
      if (page === undefined) continue
      const before = this.current.elements.get(own.id)
      const element = compose(own, page, structure, before, this.madeFrom.get(own.id) === own)
      elements.set(own.id, element)
      this.madeFrom.set(own.id, own)
      if (element !== before) changed.push(own.id)
    }
    for (const id of this.current.elements.keys()) {
      if (elements.has(id)) continue
      this.madeFrom.delete(id)
      changed.push(id)
    }
    const pages = this.ownPages.map((own) => composePage(own, structure, this.current.pages))
    this.settle(roots, kept(this.current.pages, pages), changed.length === 0 ? this.current.elements : elements)
    return changed
  }

  /** The same structure with other snapshots in some places. */
  private replace(roots: Omit<Layout, 'pages' | 'elements'>, ids: readonly string[]): string[] {
    const elements = new Map(this.current.elements)
    const changed: string[] = []
    for (const id of ids) {
      const own = this.own.get(id)
      const before = elements.get(id)
      if (own === undefined || before === undefined) continue
      const { styled: _styled, ...values } = own
      elements.set(id, Object.freeze({ ...values, parent: before.parent, page: before.page, children: before.children }))
      this.madeFrom.set(id, own)
      changed.push(id)
    }
    this.settle(roots, this.current.pages, changed.length === 0 ? this.current.elements : elements)
    return changed
  }

  private settle(roots: Omit<Layout, 'pages' | 'elements'>, pages: readonly Page[], elements: Layout['elements']): void {
    const { current } = this
    const unchanged = pages === current.pages && elements === current.elements && roots.languages === current.languages
      && roots.fields === current.fields && roots.styles === current.styles
    if (!unchanged) this.current = Object.freeze({ ...roots, pages, elements })
  }
}

/** A colour as it is drawn: `style:<id>` becomes the shared colour, or `missing` when there is none. */
export function resolveColor(layout: Pick<Layout, 'styles'>, color: string, missing = '#1b1d22'): string {
  if (!color.startsWith('style:')) return color
  const id = color.slice('style:'.length)
  return layout.styles.find((style) => style.id === id && style.kind === 'color')?.value ?? missing
}

function compose(own: OwnElement, page: string, structure: Structure, before: Element | undefined, sameOwn: boolean): Element {
  const parent = structure.moved.get(own.id) ?? own.parent
  const children = keptChildren(before?.children, structure.childrenOf.get(own.id))
  if (before !== undefined && sameOwn && before.page === page && before.parent === parent && before.children === children) return before
  const { styled: _styled, ...values } = own
  return Object.freeze({ ...values, parent, page, children })
}

function keptChildren(before: readonly string[] | undefined, after: readonly string[] = NO_CHILDREN): readonly string[] {
  const unchanged = before !== undefined && before.length === after.length && before.every((id, i) => id === after[i])
  return unchanged ? before : Object.freeze(after)
}

function composePage(own: OwnPage, structure: Structure, before: readonly Page[]): Page {
  const old = before.find((page) => page.id === own.id)
  const next = { ...own, children: keptChildren(old?.children, structure.childrenOf.get(own.id)) }
  return old !== undefined && same(old, next) ? old : Object.freeze(next)
}

/** The old value when the new one says the same. */
function kept<T>(before: T, after: T): T {
  return same(before, after) ? before : Object.freeze(after)
}

/** A new list that keeps every entry that says the same, and the old list when all do. */
function keptList<T extends object>(before: readonly T[], after: readonly T[], keyOf: (entry: T) => string): readonly T[] {
  const old = new Map(before.map((entry) => [keyOf(entry), entry]))
  const list = after.map((entry) => {
    const known = old.get(keyOf(entry))
    return known !== undefined && same(known, entry) ? known : entry
  })
  const unchanged = list.length === before.length && list.every((entry, i) => entry === before[i])
  return unchanged ? before : Object.freeze(list)
}
