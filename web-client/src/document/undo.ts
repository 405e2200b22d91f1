/**
 * Each person's own undo.
 *
 * `Y.UndoManager` keeps the steps and restores values, but left alone it has two traits that people do not expect: a step that
 * cannot apply is passed over in favour of an older one, and a value that somebody else wrote in between may be overwritten. So
 * every step also remembers which values it wrote, and whether anybody else has written them since.
 */
import * as Y from 'yjs'
import type { History, UndoOutcome } from './model'
import { LocalEdit } from './origin'
import { same } from './read/values'
import { ROOT } from './schema'

/** Typing that pauses for less is one step. */
const TYPING_PAUSE_MS = 600
/** How many steps are kept; each holds on to deleted content. */
const MOST_STEPS = 300
const WRITTEN = 'written'
const TYPED = 'typed'

/** The places that a step wrote, each with the count of others' changes when it did. */
type Written = Map<string, number>
interface StackItem { readonly meta: Map<unknown, unknown> }

/** The undo and redo steps of this page over a document. */
export class UndoHistory implements History {
  private doc: Y.Doc
  private manager: Y.UndoManager
  private detach: () => void = () => {}
  private readonly listeners = new Set<() => void>()
  private lastTyping: string | null = null
  /** Counts the changes that others made. */
  private count = 0
  /** The count at the last change that somebody else made to a place, and to anything below it. */
  private readonly foreignAt = new Map<string, number>()
  private readonly foreignBelow = new Map<string, number>()
  /** What the running transaction has written so far. */
  private running: { places: string[]; typed: boolean } = { places: [], typed: false }

  /** @param mayWrite whether this person may write at all; when not, there is nothing to undo */
  constructor(doc: Y.Doc, private readonly mayWrite: () => boolean = () => true) {
    this.doc = doc
    this.manager = this.manage(doc)
  }

  /** Forgets all steps and begins anew over another document. */
  attach(doc: Y.Doc): void {
    this.close()
    this.end()
    this.foreignAt.clear()
    this.foreignBelow.clear()
    this.doc = doc
    this.manager = this.manage(doc)
    this.notify()
  }

  /** Ends keeping steps. */
  end(): void {
    this.detach()
    this.manager.destroy()
  }

  undo(): UndoOutcome {
    return this.step('undo')
  }

  redo(): UndoOutcome {
    return this.step('redo')
  }

  canUndo(): boolean {
    return this.manager.undoStack.length > 0
  }

  canRedo(): boolean {
    return this.manager.redoStack.length > 0
  }

  close(): void {
    this.manager.stopCapturing()
    this.lastTyping = null
  }

  subscribe(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => { this.listeners.delete(listener) }
  }

  private manage(doc: Y.Doc): Y.UndoManager {
    const roots = Object.values(ROOT).map((name) => doc.getMap(name))
    const ends = Object.values(ROOT).map((name) => {
      const root = doc.getMap(name)
      const record = (events: unknown[], transaction: Y.Transaction): void => {
        this.record(name, events as Y.YEvent<Y.AbstractType<unknown>>[], transaction)
      }
      root.observeDeep(record)
      return () => root.unobserveDeep(record)
    })
    const manager = new Y.UndoManager(roots, {
      captureTimeout: TYPING_PAUSE_MS,
      trackedOrigins: new Set<unknown>([LocalEdit]),
      captureTransaction: (transaction) => {
        const origin: unknown = transaction.origin
        if (origin instanceof LocalEdit) {
          if (origin.typing === null || origin.typing !== this.lastTyping) manager.stopCapturing()
          this.lastTyping = origin.typing
        }
        return true
      },
    })
    const onStep = (event: { stackItem: StackItem; type: 'undo' | 'redo' }): void => {
      this.remember(event.stackItem)
      if (manager.undoStack.length > MOST_STEPS) manager.undoStack.shift()
      this.notify()
    }
    manager.on('stack-item-added', onStep)
    manager.on('stack-item-updated', onStep)
    manager.on('stack-cleared', () => this.notify())
    const forget = (): void => { this.running = { places: [], typed: false } }
    doc.on('afterTransaction', forget)
    this.detach = () => {
      for (const end of ends) end()
      doc.off('afterTransaction', forget)
    }
    return manager
  }

  /** Notes which places a transaction wrote: for the step that will hold it, or as somebody else's. */
  private record(root: string, events: readonly Y.YEvent<Y.AbstractType<unknown>>[], transaction: Y.Transaction): void {
    const own = transaction.origin instanceof LocalEdit || transaction.origin === this.manager
    for (const event of events) {
      const item = event.target._item
      // What was created whole counts as one place; its keys are not places of their own.
      if (item !== null && event.adds(item)) continue
      const path = [root, ...event.path].join('/')
      if (event.target instanceof Y.Map) {
        for (const key of event.changes.keys.keys()) {
          const place = `${path}/${key}`
          if (own) this.running.places.push(place)
          else this.noteForeign(place)
        }
      } else if (own) this.running.typed = true
      else this.noteForeign(path)
    }
  }

  private noteForeign(place: string): void {
    this.count += 1
    this.foreignAt.set(place, this.count)
    for (const above of placesAbove(place)) this.foreignBelow.set(above, this.count)
  }

  private remember(item: StackItem): void {
    const known = item.meta.get(WRITTEN) as Written | undefined
    const written: Written = known ?? new Map()
    for (const place of this.running.places) if (!written.has(place)) written.set(place, this.count)
    item.meta.set(WRITTEN, written)
    item.meta.set(TYPED, item.meta.get(TYPED) === true || this.running.typed)
    this.running = { places: [], typed: false }
  }

  private step(direction: 'undo' | 'redo'): UndoOutcome {
    const { manager } = this
    const stack = direction === 'undo' ? 'undoStack' : 'redoStack'
    const top = manager[stack].at(-1)
    if (top === undefined || !this.mayWrite()) return 'nothing'
    const rest = manager[stack].slice(0, -1)
    this.close()
    const written = (top.meta.get(WRITTEN) as Written | undefined) ?? new Map<string, number>()
    const overtaken = [...written].filter(([place, count]) => this.wasOvertaken(place, count)).map(([place]) => place)
    // Half of a change of structure would be worse than none: elements would lose their group but keep its coordinates.
    const whole = [...written.keys()].some(isStructural)
    const none = overtaken.length > 0 && (whole || (overtaken.length === written.size && top.meta.get(TYPED) !== true))
    let outcome: UndoOutcome = 'overtaken'
    if (!none) {
      // The manager sees one step only, so that it cannot go on to an older one.
      manager[stack] = [top]
      outcome = this.apply(direction, overtaken) ? 'done' : 'overtaken'
    }
    manager[stack] = rest
    this.notify()
    return outcome
  }

  /** Lets the manager apply its only step; values at places that others have overtaken stay as they are. */
  private apply(direction: 'undo' | 'redo', overtaken: readonly string[]): boolean {
    const { doc, manager } = this
    const kept = overtaken.flatMap((place) => {
      const found = this.find(place)
      return found === undefined ? [] : [{ ...found, value: found.map.get(found.key) }]
    })
    const flag = direction === 'undo' ? 'undoing' : 'redoing'
    let applied = false
    try {
      doc.transact(() => {
        applied = manager[direction]() !== null
        // The manager sorts the transaction into a stack when it ends, which is after its own call has ended.
        manager[flag] = true
        for (const { map, key, value } of kept) {
          if (value instanceof Y.AbstractType || same(map.get(key), value)) continue
          if (value === undefined) map.delete(key)
          else map.set(key, value)
        }
      }, manager)
    } finally {
      manager[flag] = false
    }
    return applied
  }

  private find(place: string): { map: Y.Map<unknown>; key: string } | undefined {
    const [root, ...path] = place.split('/')
    const key = path.pop()
    if (root === undefined || key === undefined) return undefined
    let map: unknown = this.doc.getMap(root)
    for (const part of path) map = map instanceof Y.Map ? map.get(part) : undefined
    return map instanceof Y.Map ? { map, key } : undefined
  }

  private wasOvertaken(place: string, count: number): boolean {
    const since = (changes: ReadonlyMap<string, number>, at: string): boolean => (changes.get(at) ?? 0) > count
    return since(this.foreignAt, place) || since(this.foreignBelow, place)
      || placesAbove(place).some((above) => since(this.foreignAt, above))
  }

  private notify(): void {
    for (const listener of [...this.listeners]) listener()
  }
}

/** The places above one, without the root itself. */
function placesAbove(place: string): string[] {
  const above: string[] = []
  for (let end = place.lastIndexOf('/'); end > 0; end = place.lastIndexOf('/', end - 1)) {
    const parent = place.slice(0, end)
    if (parent.includes('/')) above.push(parent)
  }
  return above
}

/** Whether a place says what there is or what stands in what, not just how something looks. */
function isStructural(place: string): boolean {
  const parts = place.split('/')
  return (parts.length === 2 && parts[0] !== ROOT.meta) || parts.at(-1) === 'parent'
}
