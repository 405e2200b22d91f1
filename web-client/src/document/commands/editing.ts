/**
 * What every command works with: the document, the layout as it stands, and the one way to write.
 */
import * as Y from 'yjs'
import type { Scene } from '../../kernels/frame'
import type { Element, Layout, LayoutView, Pair } from '../model'
import { LocalEdit, STEP } from '../origin'
import { orderBetween, ordersBetween } from '../order'
import { A4, FALLBACK_ORDER, FALLBACK_PAGE, ROOT } from '../schema'

/** A shared map of an element, page, field or style. */
export type Entry = Y.Map<unknown>

/** The document that commands write to. */
export class Editing {
  /**
   * @param current the document, asked for at every write: it may be replaced while the draft is open
   * @param view the same document as a layout
   * @param mayWrite whether this person may write at all; when not, commands do nothing
   * @param mayDesign whether this person may write more than texts
   */
  constructor(
    private readonly current: () => Y.Doc,
    private readonly view: LayoutView,
    private readonly mayWrite: () => boolean = () => true,
    readonly mayDesign: () => boolean = mayWrite,
  ) {}

  /** The document. */
  get doc(): Y.Doc {
    return this.current()
  }

  /** The layout before the command. */
  get layout(): Layout {
    return this.view.layout()
  }

  /** Looks elements up for the arithmetic of positions. */
  readonly scene: Scene = (id) => this.view.element(id)

  /** An element of the layout. */
  element(id: string): Element | undefined {
    return this.view.element(id)
  }

  /** The shared map of an entry of a root, when there is one. */
  entry(root: keyof typeof ROOT, id: string): Entry | undefined {
    const entry: unknown = this.doc.getMap(ROOT[root]).get(id)
    return entry instanceof Y.Map ? entry : undefined
  }

  /** Runs one transaction with this page's mark; `typing` names what is typed into. */
  write(work: () => void, typing: string | null = null): void {
    if (this.mayDesign()) this.writeWords(work, typing)
  }

  /** As `write`, for what content editors may do as well: nothing in `work` may touch more than texts. */
  writeWords(work: () => void, typing: string | null = null): void {
    if (!this.mayWrite()) return
    this.doc.transact(work, typing === null ? STEP : new LocalEdit(typing))
  }

  /** The ids of those that stand in a page or group, back to front. */
  childrenOf(parent: string): readonly string[] {
    return this.layout.pages.find((page) => page.id === parent)?.children ?? this.element(parent)?.children ?? []
  }

  /** An order key in front of everything in a page or group. */
  orderInFront(parent: string): string {
    const front = this.childrenOf(parent).at(-1)
    return orderBetween(front === undefined ? null : this.element(front)?.order ?? null, null)
  }

  /**
   * The page itself when the document holds none and the reader shows one in its stead: written before anything is put on it.
   * Call inside `write`.
   */
  materialisePage(id: string, size: Pair = A4): void {
    if (id !== FALLBACK_PAGE || this.entry('pages', id) !== undefined || this.layout.pages[0]?.id !== id) return
    const page = new Y.Map<unknown>()
    page.set('size', [...size])
    page.set('order', FALLBACK_ORDER)
    this.doc.getMap(ROOT.pages).set(id, page)
  }
}

/** Keys for newcomers among siblings, and new keys for those whose own must give way. */
export interface Placing { readonly orders: string[]; readonly rewritten: ReadonlyMap<string, string> }

/**
 * Keys for `count` newcomers in front of the sibling at `index` (-1: at the very back). Siblings with keys equal to that one's,
 * which two people can make at once, get new keys so that the newcomers fit in between.
 */
export function ordersAfter(siblings: readonly { id: string; order: string }[], index: number, count: number): Placing {
  const below = siblings[index]
  const equal: string[] = []
  let next = index + 1
  for (; below !== undefined && siblings[next]?.order === below.order; next++) equal.push(siblings[next]?.id ?? '')
  const keys = ordersBetween(below?.order ?? null, siblings[next]?.order ?? null, count + equal.length)
  return { orders: keys.slice(0, count), rewritten: new Map(equal.map((id, i) => [id, keys[count + i] ?? ''])) }
}
