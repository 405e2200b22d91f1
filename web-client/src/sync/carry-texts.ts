/**
 * What a content editor wrote into a document that the server refused: the texts in it, which may be written again, and everything else,
 * which may only be named. Told by ids, as in `carry.ts`.
 */
import * as Y from 'yjs'
import { LANGUAGES, type RefusedEdits } from '../document/model'
import { ROOT, isFieldKey } from '../document/schema'
import { bothOf, cameAfter, carryText, has, type Both, type Carrying } from './carry'

/** What was refused beside texts. */
export type Trespasses = Omit<RefusedEdits, 'texts'>

/** Keys of elements with strings by language. */
const STRINGS = ['alt', 'signer', 'role', 'fallback'] as const
const SAMPLE = 'sample'
const EVERY_LANGUAGE = '*'

const isLanguage = (key: string): boolean => LANGUAGES.some((language) => language === key)

/** Writes the texts of `from` that never arrived into `to`, within a transaction of it; gives how many there were. */
export function carryTexts(from: Y.Doc, to: Y.Doc): number {
  const both = bothOf(from, to)
  let carried = 0
  const declared = to.getMap(ROOT.fields)
  for (const [was, now] of entriesOfBoth(from.getMap(ROOT.elements), to.getMap(ROOT.elements))) {
    carried += carryLanguages(was, now, both, (embed) => {
      const { field, fallback } = embed as Readonly<Record<string, unknown>>
      if (!isFieldKey(field) || !declared.has(field)) return undefined
      return typeof fallback === 'string' ? { field, fallback } : { field }
    })
    for (const key of STRINGS) carried += carryStrings(was, now, key, isLanguage, both)
  }
  for (const [was, now] of entriesOfBoth(from.getMap(ROOT.fields), declared)) {
    carried += carryStrings(was, now, SAMPLE, (key) => key === EVERY_LANGUAGE || isLanguage(key), both)
  }
  return carried
}

/** Names what else of `from` never arrived. */
export function trespassesOf(from: Y.Doc, to: Y.Doc): Trespasses {
  const both = bothOf(from, to)
  const changed: string[] = []
  let [made, deleted, looks] = [0, 0, 0]
  const elements = from.getMap(ROOT.elements)
  const standing = to.getMap(ROOT.elements)
  for (const [id, item] of elements._map) {
    const there = standing._map.get(id)
    if (item.deleted) {
      if (there !== undefined && !there.deleted && cameAfter(item, there.id)) deleted += 1
      continue
    }
    if (!has(both.arrived, item.id)) {
      made += 1
      continue
    }
    const [was, now] = [elements.get(id), standing.get(id)]
    if (!(was instanceof Y.Map) || !(now instanceof Y.Map)) continue
    if (isChanged(was, now, both, new Set(['texts', ...STRINGS]))) changed.push(id)
    const texts: unknown = was.get('texts')
    if (texts instanceof Y.Map) for (const text of texts.values()) if (text instanceof Y.Text && hasOwnLooks(text, both)) looks += 1
  }
  const isRootChanged = (root: string, ...apart: string[]): boolean => isChanged(from.getMap(root), to.getMap(root), both, new Set(apart), true)
  return {
    changed, made, deleted, looks,
    pages: isRootChanged(ROOT.pages), fields: isRootChanged(ROOT.fields, SAMPLE), styles: isRootChanged(ROOT.styles), other: isRootChanged(ROOT.meta),
  }
}

/** Whether anything is in it. */
export function isAny({ changed, made, deleted, looks, pages, fields, styles, other }: Trespasses): boolean {
  return changed.length + made + deleted + looks > 0 || pages || fields || styles || other
}

/** Whether something of a map that never arrived is not in `apart`; in a root those are keys of its entries. */
function isChanged(from: Y.Map<unknown>, to: Y.Map<unknown>, both: Both, apart: ReadonlySet<string>, root = false): boolean {
  for (const [key, item] of from._map) {
    if (!root && apart.has(key)) continue
    const there = to._map.get(key)
    if (item.deleted) {
      if (there !== undefined && !there.deleted && cameAfter(item, there.id)) return true
      continue
    }
    if (!has(both.arrived, item.id)) return true
    const [was, now] = [from.get(key), to.get(key)]
    if (was instanceof Y.Map && now instanceof Y.Map && isChanged(was, now, both, root ? apart : new Set())) return true
  }
  return false
}

function hasOwnLooks(text: Y.Text, both: Both): boolean {
  for (let item = text._start; item !== null; item = item.right) {
    if (item.content instanceof Y.ContentFormat && !item.deleted && !has(both.arrived, item.id)) return true
  }
  return false
}

/** The maps of a root that stand in both documents, and are the same. */
function* entriesOfBoth(from: Y.Map<unknown>, to: Y.Map<unknown>): Generator<[Y.Map<unknown>, Y.Map<unknown>]> {
  for (const key of from.keys()) {
    const [was, now] = [from.get(key), to.get(key)]
    if (was instanceof Y.Map && now instanceof Y.Map && isSame(from, to, key)) yield [was, now]
  }
}

const isSame = (from: Y.Map<unknown>, to: Y.Map<unknown>, key: string): boolean => {
  const [item, there] = [from._map.get(key), to._map.get(key)]
  return item !== undefined && there !== undefined && Y.compareIDs(item.id, there.id)
}

function carryLanguages(was: Y.Map<unknown>, now: Y.Map<unknown>, both: Both, embed: Carrying['embed']): number {
  const texts: unknown = was.get('texts')
  if (!(texts instanceof Y.Map)) return 0
  let carried = 0
  for (const [language, text] of texts.entries()) {
    if (!(text instanceof Y.Text) || !isLanguage(language)) continue
    let standing: unknown = now.get('texts')
    if (standing === undefined && text.length > 0) {
      standing = new Y.Map()
      now.set('texts', standing)
    }
    if (!(standing instanceof Y.Map)) continue
    if (standing.get(language) instanceof Y.Text && isSame(texts, standing, language)) {
      if (carryText(text, standing.get(language) as Y.Text, both, { looks: 'place', embed })) carried += 1
    } else if (!standing.has(language) && !has(both.arrived, text._item?.id ?? Y.createID(0, 0)) && text.length > 0) {
      const begun = new Y.Text()
      standing.set(language, begun)
      if (carryText(text, begun, both, { looks: 'place', embed })) carried += 1
    }
  }
  return carried
}

function carryStrings(was: Y.Map<unknown>, now: Y.Map<unknown>, key: string, isKey: (key: string) => boolean, both: Both): number {
  const strings: unknown = was.get(key)
  if (!(strings instanceof Y.Map)) return 0
  let carried = 0
  for (const [language, item] of strings._map) {
    if (!isKey(language)) continue
    const words: unknown = strings.get(language)
    let standing: unknown = now.get(key)
    const there = standing instanceof Y.Map ? standing._map.get(language) : undefined
    // What somebody else has written meanwhile stands.
    if (there !== undefined && !has(both.seen, there.id)) continue
    if (item.deleted) {
      if (standing instanceof Y.Map && there !== undefined && !there.deleted && cameAfter(item, there.id)) {
        standing.delete(language)
        carried += 1
      }
    } else if (typeof words === 'string' && !has(both.arrived, item.id)) {
      if (standing === undefined) {
        standing = new Y.Map()
        now.set(key, standing)
      }
      if (!(standing instanceof Y.Map) || standing.get(language) === words) continue
      standing.set(language, words)
      carried += 1
    }
  }
  return carried
}
