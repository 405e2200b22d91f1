/**
 * Carries a person's own edits from a document that the server refused into a fresh copy of what the server has.
 *
 * What the server lacks is told by ids: whatever stands in the old document beyond the fresh one's state vector is an edit that
 * never arrived. Such edits are made again, as new ones. Carried are: values of keys, new and deleted entries, typed text,
 * merge fields, deleted text and the looks of runs. Not carried are values of keys that somebody else has written meanwhile: theirs stand.
 */
import * as Y from 'yjs'
import { attributesAt } from '../document/commands/text'
import { same } from '../document/read/values'
import { ROOT } from '../document/schema'

type StateVector = ReadonlyMap<number, number>

/** An old document and a fresh one. */
export interface Both {
  readonly to: Y.Doc
  /** What the server has. */
  readonly arrived: StateVector
  /** What the old document has seen. */
  readonly seen: StateVector
}

/** What is to be told of the two to carry anything. */
export function bothOf(from: Y.Doc, to: Y.Doc): Both {
  return { to, arrived: Y.decodeStateVector(Y.encodeStateVector(to)), seen: Y.decodeStateVector(Y.encodeStateVector(from)) }
}

/** Makes in `to` what stands in `from` and never arrived; call within a transaction of `to`. */
export function carryOver(from: Y.Doc, to: Y.Doc): void {
  const both = bothOf(from, to)
  for (const name of Object.values(ROOT)) carryMap(from.getMap(name), to.getMap(name), both)
}

/** Whether a state has what that id names. */
export function has(vector: StateVector, id: Y.ID): boolean {
  return id.clock < (vector.get(id.client) ?? 0)
}

function carryMap(from: Y.Map<unknown>, to: Y.Map<unknown>, both: Both): void {
  for (const [key, item] of from._map) {
    const standing = to._map.get(key)
    const theirs = standing !== undefined && !has(both.seen, standing.id)
    if (theirs) continue
    if (item.deleted) {
      if (standing !== undefined && !standing.deleted && cameAfter(item, standing.id)) to.delete(key)
      continue
    }
    const value = from.get(key)
    if (!has(both.arrived, item.id)) {
      if (value instanceof Y.AbstractType) to.set(key, value.clone())
      else if (!same(to.get(key), value)) to.set(key, value)
      continue
    }
    if (standing === undefined || standing.deleted || !Y.compareIDs(standing.id, item.id)) continue
    const counterpart = to.get(key)
    if (value instanceof Y.Map && counterpart instanceof Y.Map) carryMap(value, counterpart, both)
    else if (value instanceof Y.Text && counterpart instanceof Y.Text) carryText(value, counterpart, both)
  }
}

/** Whether an entry of a key is that id's, or replaced it. */
export function cameAfter(item: Y.Item, id: Y.ID): boolean {
  for (let at: Y.Item | null = item; at !== null; at = at.left) {
    if (at.id.client === id.client && id.clock >= at.id.clock && id.clock < at.id.clock + at.length) return true
  }
  return false
}

type Looks = Map<string, unknown>

/** How the words of a text are carried. */
export interface Carrying {
  /** The looks of what is put in: as it was, or those of the place; then no other look is carried either. */
  readonly looks: 'own' | 'place'
  /** The embed as it may be put in. */
  readonly embed: (embed: object) => object | undefined
}
const WHOLE: Carrying = { looks: 'own', embed: (embed) => embed }

/** Makes the edits of a text again; says whether there were any. */
export function carryText(from: Y.Text, to: Y.Text, both: Both, how: Carrying = WHOLE): boolean {
  const gone = Y.createDeleteSetFromStructStore(both.to.store)
  /** The last unit on the left that the server has, and how much was put behind it since. */
  let anchor: Y.ID | null = null
  let behind = 0
  const deletions: Y.ID[] = []
  /** How what follows looks on the page, and how without what never arrived. */
  const looks: Looks = new Map()
  const before: Looks = new Map()
  let carried = false
  const changes: { readonly unit: Y.ID; readonly look: Readonly<Record<string, unknown>> }[] = []
  for (let item = from._start; item !== null; item = item.right) {
    const known: number = Math.min(Math.max((both.arrived.get(item.id.client) ?? 0) - item.id.clock, 0), item.length)
    if (item.content instanceof Y.ContentFormat) {
      const { key, value } = item.content
      if (!item.deleted) wear(looks, key, value)
      if (known > 0 && !Y.isDeleted(gone, item.id)) wear(before, key, value)
      continue
    }
    if (known > 0) {
      anchor = Y.createID(item.id.client, item.id.clock + known - 1)
      behind = 0
      const look = item.deleted ? {} : difference(before, looks)
      for (let i = 0; i < known; i++) {
        const unit = Y.createID(item.id.client, item.id.clock + i)
        if (item.deleted && !Y.isDeleted(gone, unit)) deletions.push(unit)
        if (Object.keys(look).length > 0) changes.push({ unit, look })
      }
    }
    if (item.deleted || known >= item.length) continue
    const index: number = (anchor === null ? 0 : indexOf(both.to, anchor, -1) ?? to.length) + behind
    if (item.content instanceof Y.ContentString) {
      const text = item.content.str.slice(known)
      to.insert(index, text, how.looks === 'own' ? Object.fromEntries(looks) : attributesAt(to, index - 1))
      behind += text.length
      carried = true
    } else if (item.content instanceof Y.ContentEmbed) {
      const embed = how.embed(item.content.embed as object)
      if (embed === undefined) continue
      to.insertEmbed(index, embed, how.looks === 'own' ? Object.fromEntries(looks) : attributesAt(to, index - 1))
      behind += 1
      carried = true
    }
  }
  if (how.looks === 'own') formatUnits(to, both.to, changes)
  deleteUnits(to, both.to, deletions)
  return carried || deletions.length > 0
}

function wear(looks: Looks, key: string, value: unknown): void {
  if (value === null) looks.delete(key)
  else looks.set(key, value)
}

/** What leads from one look to another; `null` takes an attribute away. */
function difference(before: Looks, after: Looks): Record<string, unknown> {
  const changed = [...new Set([...before.keys(), ...after.keys()])].filter((key) => !same(before.get(key), after.get(key)))
  return Object.fromEntries(changed.map((key) => [key, after.get(key) ?? null]))
}

/** Formats units run by run. */
function formatUnits(text: Y.Text, doc: Y.Doc, changes: readonly { readonly unit: Y.ID; readonly look: Readonly<Record<string, unknown>> }[]): void {
  const found = changes.flatMap(({ unit, look }) => {
    const at = indexOf(doc, unit, 0)
    return at === undefined ? [] : [{ at, look }]
  }).sort((a, b) => a.at - b.at)
  for (let i = 0; i < found.length;) {
    const { at, look } = found[i] ?? { at: 0, look: {} }
    let length = 1
    while (found[i + length]?.at === at + length && same(found[i + length]?.look, look)) length += 1
    text.format(at, length, { ...look })
    i += length
  }
}

/** Deletes units run by run: half of a surrogate pair must never go alone. */
function deleteUnits(text: Y.Text, doc: Y.Doc, units: readonly Y.ID[]): void {
  const indexes = units.flatMap((id) => indexOf(doc, id, 0) ?? []).sort((a, b) => b - a)
  for (let i = 0; i < indexes.length;) {
    let length = 1
    const last = indexes[i] ?? 0
    while (indexes[i + length] === last - length) length += 1
    text.delete(last - length + 1, length)
    i += length
  }
}

function indexOf(doc: Y.Doc, id: Y.ID, assoc: number): number | undefined {
  const position = new Y.RelativePosition(null, null, id, assoc)
  return Y.createAbsolutePositionFromRelativePosition(position, doc)?.index
}
