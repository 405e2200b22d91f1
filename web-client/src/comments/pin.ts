/** A discussion and where it stands. Pure: the live draft and a frozen version ask the same. */
import { LANGUAGES, type Element, type Language, type Pair } from '../document/model'
import type { Found } from '../kernels/passage'
import { standOf, type PagePlace, type Stand } from '../kernels/pins'
import type { AnchorBody } from '../protocol/generated'
import type { ShownThread } from './acts'

/** Words that a discussion is about. */
export interface Words {
  readonly language: Language
  /** Where they stand now; `null`: they are gone, the text is still there. */
  readonly found: Found | null
}

/** A discussion and where it stands. */
export interface Pin {
  readonly thread: ShownThread
  readonly stand: Stand
  /** What it hangs on; `undefined` for a point, and for what was deleted. */
  readonly element: Element | undefined
  readonly words: Words | undefined
}

/** What a discussion is about words of a text. */
export type PassageAnchor = AnchorBody & { readonly kind: 'passage' }

/** What pins stand on. */
export interface Ground {
  readonly pages: ReadonlySet<string>
  readonly look: (id: string) => Element | undefined
  /** Where words stand in their text now. */
  readonly find: (anchor: PassageAnchor, element: Element, language: Language) => Found | null
  /** Where they stand on their page; `undefined`: they are not shown. */
  readonly wordsAt: (element: Element, language: Language, found: Found) => Pair | undefined
}

/** The page that a pin stands on. */
export const pageOf = (pin: Pick<Pin, 'stand'>): string | undefined => (pin.stand.state === 'pageless' ? undefined : pin.stand.place.page)

/** Where something stands that is said, or about to be. `seen`: where it was seen last. */
export function pinned(anchor: AnchorBody, { pages, look, find, wordsAt }: Ground, seen?: PagePlace): Omit<Pin, 'thread'> {
  const last: PagePlace = { page: anchor.place.page, at: [anchor.place.x, anchor.place.y] }
  if (anchor.kind === 'point') return { stand: standOf(look, pages, { kind: 'point', place: last }), element: undefined, words: undefined }
  const element = look(anchor.element)
  if (anchor.kind === 'element') {
    return { stand: standOf(look, pages, { kind: 'element', element: anchor.element, offset: anchor.offset, last }, seen), element, words: undefined }
  }
  const language = LANGUAGES.find((it) => it === anchor.language)
  const found = element && language ? find(anchor, element, language) : null
  const words = element && language ? { language, found } : undefined
  // At the words where they are shown, else at the corner of their text.
  const at = element && found && language && pages.has(element.page) ? wordsAt(element, language, found) : undefined
  const stand: Stand = element && at
    ? { state: 'there', place: { page: element.page, at } }
    : standOf(look, pages, { kind: 'element', element: anchor.element, offset: [1, 0], last }, seen)
  return { stand, element, words }
}
