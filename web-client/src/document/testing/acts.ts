/**
 * What people do to a layout, at random: every command, and what other clients and later pages may write.
 */
import * as Y from 'yjs'
import { LANGUAGES, type Language, type RunPatch } from '../model'
import { CHIP_CHARACTER, textValue } from '../read/texts'
import { ROOT } from '../schema'
import type { Peer } from './peers'
import { pick } from './random'

/** One act of one person. */
export type Act = (peer: Peer, random: () => number) => void

const anyElement = (peer: Peer, random: () => number): string => pick(random, [...peer.view.layout().elements.keys()]) ?? 'none'
const someElements = (peer: Peer, random: () => number): string[] =>
  Array.from({ length: 1 + Math.floor(random() * 3) }, () => anyElement(peer, random))
const anyPage = (peer: Peer, random: () => number): string => pick(random, peer.view.layout().pages)?.id ?? 'p1'
const anyGroup = (peer: Peer, random: () => number): string =>
  pick(random, [...peer.view.layout().elements.values()].filter((element) => element.type === 'group'))?.id ?? anyPage(peer, random)
const anyLanguage = (random: () => number): (typeof LANGUAGES)[number] => pick(random, LANGUAGES) ?? 'de'
const coordinate = (random: () => number): number => Math.round(random() * 2000) / 10

const WORDS = ['Diplom', ' für ', 'Zoë', '👩‍👩‍👧', '🇨🇭', 'é', '\n', CHIP_CHARACTER]
const PATCHES = [
  { rotation: 30 }, { rotation: 215 }, { fill: '#aabbcc' }, { fill: 'none' }, { name: 'x' }, { name: undefined }, { locked: true },
  { locked: false }, { fit: [8, 20] as const }, { fit: undefined }, { size: [12, 34] as const }, { size: [56, 7] as const },
  { sides: 7, inner: 0.5 }, { inner: undefined }, { content: 'text:hallo', level: 'H' as const }, { asset: 'ast_1' }, { asset: undefined }, { d: 'M0 0 L1 1', box: [1, 1] as const },
]

function type(peer: Peer, random: () => number): void {
  const id = anyElement(peer, random)
  const language = anyLanguage(random)
  const text = textValue(peer.view.element(id)?.texts?.[language] ?? [])
  const characters = [...new Intl.Segmenter().segment(text)].map((one) => one.segment)
  characters.splice(Math.floor(random() * (characters.length + 1)), Math.floor(random() * 3), pick(random, WORDS) ?? '')
  peer.commands.setText(id, language, characters.join(''))
}

/** Looks as people give them to words. */
const LOOKS: readonly RunPatch[] = [
  { weight: 700 }, { weight: null }, { italic: true }, { italic: null }, { size: 9 }, { size: 24, color: '#9e2b25' }, { color: null, size: null },
  { spacing: 1.5 }, { family: 'EB Garamond' },
]

const textOf = (peer: Peer, id: string, language: Language): string => textValue(peer.view.element(id)?.texts?.[language] ?? [])

/** A text that most people work in, so that they meet. */
function anyText(peer: Peer, random: () => number): readonly [string, Language] {
  const texts = [...peer.view.layout().elements.values()].filter((element) => element.texts !== undefined).map(({ id }) => id).sort()
  return [(random() < 0.7 ? texts[0] : pick(random, texts)) ?? 'none', random() < 0.8 ? 'de' : anyLanguage(random)]
}

/** Typing, deleting and pasting with looks, formatting, fields and shared styles. */
export const RICH: readonly Act[] = [
  (peer, random) => {
    const [id, language] = anyText(peer, random)
    const at = Math.floor(random() * (textOf(peer, id, language).length + 1))
    peer.commands.replaceText(id, language, at, at, [{ insert: pick(random, WORDS) ?? '' }], 'typing')
  },
  (peer, random) => {
    const [id, language] = anyText(peer, random)
    const at = Math.floor(random() * (textOf(peer, id, language).length + 1))
    const put = random() < 0.4 ? [] : [{ insert: 'Fett', attributes: { weight: 700 } }, { insert: { field: 'name' } }, { insert: ' und mager', attributes: {} }]
    peer.commands.replaceText(id, language, at, at + Math.floor(random() * 6), put, random() < 0.5 ? 'typing' : 'step')
  },
  (peer, random) => {
    const [id, language] = anyText(peer, random)
    const at = Math.floor(random() * (textOf(peer, id, language).length + 1))
    peer.commands.formatText(id, language, at, at + Math.floor(random() * 12), pick(random, LOOKS) ?? {})
  },
  (peer, random) => {
    const [id, language] = anyText(peer, random)
    const style = pick(random, peer.view.layout().styles.filter(({ kind }) => kind === 'text'))
    const length = textOf(peer, id, language).length
    if (style !== undefined) peer.commands.formatText(id, language, 0, Math.floor(random() * length), { style: style.id })
  },
  (peer, random) => peer.commands.set(new Map([[anyText(peer, random)[0], pick(random, [{ weight: 600 }, { italic: true }, { textSize: 20 }]) ?? {}]])),
  (peer, random) => {
    const [id, language] = anyText(peer, random)
    const at = textOf(peer, id, language).indexOf(CHIP_CHARACTER)
    if (at >= 0) peer.commands.setChip(id, language, at, pick(random, [{ format: 'long' }, { fallback: '…' }, { format: undefined }]) ?? {})
  },
  (peer, random) => {
    if (random() < 0.2) peer.commands.createStyle({ kind: 'text', name: 'Titel', look: { size: 20, weight: 600, lineHeight: 1.1 } })
    else if (random() < 0.2) peer.commands.createStyle({ kind: 'color', name: 'Rot', value: '#9e2b25' })
    const style = pick(random, peer.view.layout().styles)
    if (style !== undefined && random() < 0.2) peer.commands.deleteStyle(style.id)
    else if (style?.kind === 'text') peer.commands.setStyle(style.id, { look: { size: 10 + Math.floor(random() * 9), italic: true } })
  },
]

/** Acts through the commands. */
export const COMMANDS: readonly Act[] = [
  ...RICH,
  (peer, random) => {
    const kind = pick(random, ['text', 'rectangle', 'ellipse', 'line', 'field', 'seal', 'qr', 'signature', 'image', 'polygon', 'path'] as const) ?? 'text'
    const parent = random() < 0.7 ? anyPage(peer, random) : anyGroup(peer, random)
    peer.commands.create({ type: kind, parent, at: [coordinate(random), coordinate(random)], size: [10, 20] })
  },
  (peer, random) => peer.commands.set(new Map(someElements(peer, random).map((id) => [id, { at: [coordinate(random), coordinate(random)] }]))),
  (peer, random) => peer.commands.set(new Map([[anyElement(peer, random), pick(random, PATCHES) ?? {}]])),
  type,
  type,
  (peer, random) => peer.commands.insertField(anyElement(peer, random), anyLanguage(random), Math.floor(random() * 10), { field: 'name' }),
  (peer, random) => peer.commands.setAlt(anyElement(peer, random), anyLanguage(random), random() < 0.3 ? '' : 'Bild'),
  (peer, random) => peer.commands.setSigner(anyElement(peer, random), random() < 0.5 ? 'signer' : 'role', anyLanguage(random), random() < 0.3 ? '' : 'A. Keller'),
  (peer, random) => peer.commands.delete(random() < 0.4 ? someElements(peer, random) : []),
  (peer, random) => { peer.commands.duplicate(someElements(peer, random).slice(0, 1), [2, 2]) },
  (peer, random) => { peer.commands.group(someElements(peer, random)) },
  (peer, random) => { peer.commands.ungroup(anyGroup(peer, random)) },
  (peer, random) => peer.commands.bringToFront(someElements(peer, random)),
  (peer, random) => peer.commands.sendToBack(someElements(peer, random)),
  (peer, random) => peer.commands.place(someElements(peer, random), anyGroup(peer, random), random() < 0.5 ? null : anyElement(peer, random)),
  (peer, random) => { if (peer.view.layout().pages.length < 4) peer.commands.addPage(random() < 0.5 ? null : anyPage(peer, random), [210, 297]) },
  (peer, random) => peer.commands.movePage(anyPage(peer, random), random() < 0.5 ? null : anyPage(peer, random)),
  (peer, random) => { if (random() < 0.2) peer.commands.deletePage(anyPage(peer, random)) },
  (peer, random) => { peer.commands.declareField({ key: pick(random, ['name', 'given_on', 'grade']) ?? 'name', type: 'text', label: { de: 'Feld' } }) },
  (peer, random) => peer.commands.setField('name', { label: { [anyLanguage(random)]: 'Name' } }),
  (peer, random) => { if (random() < 0.3) peer.commands.deleteField('name') },
  (peer, random) => peer.commands.setLanguages([...LANGUAGES].sort(() => random() - 0.5).slice(0, 3)),
]

/** Looks of runs, keys that nobody knows, and nested types, as other clients write them. */
export const FOREIGN: Act = (peer, random) => {
  const entry: unknown = peer.doc.getMap(ROOT.elements).get(anyElement(peer, random))
  const texts: unknown = entry instanceof Y.Map ? entry.get('texts') : undefined
  const text: unknown = texts instanceof Y.Map ? texts.get(anyLanguage(random)) : undefined
  if (text instanceof Y.Text && text.length > 1) {
    // Half of a grapheme must not be formatted alone either.
    if (/^[A-Za-z ]+$/.test(text.toString())) text.format(0, Math.floor(text.length / 2), { weight: random() < 0.5 ? 700 : null })
  } else if (entry instanceof Y.Map) entry.set('later', new Y.Map([['deep', new Y.Array()]]))
}

/** Going back and forth. */
export const HISTORY: readonly Act[] = [
  (peer) => { peer.history.undo() },
  (peer) => { peer.history.undo() },
  (peer) => { peer.history.redo() },
  (peer) => peer.history.close(),
]
