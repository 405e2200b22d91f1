/**
 * What somebody said, as pieces to show: plain words, **bold**, _italic_, `code`, addresses and people who are meant. Pure; nothing of it is
 * ever taken as HTML, and an address leads to http and https only.
 */

/** A piece of what was said. */
export type Piece =
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'bold' | 'italic'; readonly inside: readonly Piece[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'link'; readonly href: string; readonly text: string }
  | { readonly kind: 'person'; readonly id: string }

/** A mention, as it is sent: `@` and a person's id. */
export const MENTION = /@(per_[0-9A-Za-z]{1,40})/

/** Where something other than words may begin. */
const BEGINS = /\*\*|_|`|https?:\/\/|@per_/g
/** An address ends before what cannot stand in one, and before marks of this very markup. */
const ADDRESS = /^https?:\/\/[^\s<>"`*\\^{|}]+/
/** Marks that do not close are passed over so often: what somebody wrote to keep others' pages busy stays words. */
const MOST_TRIED = 32
/** What ends a sentence rather than an address. */
const TRAILING = /[.,;:!?'’»”_]+$/

/** The pieces of what was said, in order. */
export const piecesOf = (body: string): readonly Piece[] => read(body, true, true)

/** Bold may hold italic and the other way round, neither itself: so nothing nests without end. */
function read(body: string, bold: boolean, italic: boolean): Piece[] {
  const pieces: Piece[] = []
  let from = 0
  const words = (to: number): void => {
    if (to > from) pieces.push({ kind: 'words', text: body.slice(from, to) })
  }
  const begins = new RegExp(BEGINS)
  for (let found = begins.exec(body); found !== null; found = begins.exec(body)) {
    const piece = pieceAt(body, found.index, found[0], bold, italic)
    if (piece === undefined) continue
    words(found.index)
    pieces.push(piece.piece)
    from = piece.to
    begins.lastIndex = from
  }
  words(body.length)
  return pieces
}

function pieceAt(body: string, at: number, mark: string, bold: boolean, italic: boolean): { readonly piece: Piece; readonly to: number } | undefined {
  switch (mark) {
    case '**': return bold ? marked(body, at, mark, (inside) => ({ kind: 'bold', inside: read(inside, false, italic) })) : undefined
    case '_':
      // Not within a word: names_like_this stay as they are.
      if (!italic || isLetter(body[at - 1])) return undefined
      return marked(body, at, mark, (inside) => ({ kind: 'italic', inside: read(inside, bold, false) }))
    case '`': return marked(body, at, mark, (text) => ({ kind: 'code', text }))
    case '@per_': {
      const found = MENTION.exec(body.slice(at))
      return found?.index === 0 && found[1] !== undefined ? { piece: { kind: 'person', id: found[1] }, to: at + found[0].length } : undefined
    }
    default: return address(body, at)
  }
}

const isLetter = (character: string | undefined): boolean => character !== undefined && /[\p{L}\p{N}]/u.test(character)

/** What stands between a mark and the next one like it in the same paragraph, without spaces or more marks at its ends. */
function marked(body: string, at: number, mark: string, make: (inside: string) => Piece): { readonly piece: Piece; readonly to: number } | undefined {
  const from = at + mark.length
  if (body.startsWith(mark, from) || /\s/.test(body.charAt(from))) return undefined
  const line = body.indexOf('\n', from)
  const end = line < 0 ? body.length : line
  let to = body.indexOf(mark, from + 1)
  for (let tried = 0; to > 0 && to < end && tried < MOST_TRIED; tried++) {
    const closes = !/\s/.test(body.charAt(to - 1)) && !body.endsWith(mark, to) && !(mark === '_' && isLetter(body[to + 1]))
    if (closes) return { piece: make(body.slice(from, to)), to: to + mark.length }
    to = body.indexOf(mark, to + 1)
  }
  return undefined
}

function address(body: string, at: number): { readonly piece: Piece; readonly to: number } | undefined {
  if (isLetter(body[at - 1])) return undefined
  let text = ADDRESS.exec(body.slice(at))?.[0].replace(TRAILING, '') ?? ''
  // A bracket that was not opened within the address closes one around it.
  while (text.endsWith(')') && count(text, ')') > count(text, '(')) text = text.slice(0, -1).replace(TRAILING, '')
  if (!URL.canParse(text)) return undefined
  const url = new URL(text)
  // With a name before the host an address looks like another one.
  if ((url.protocol !== 'http:' && url.protocol !== 'https:') || url.username !== '' || url.password !== '') return undefined
  return { piece: { kind: 'link', href: url.href, text }, to: at + text.length }
}

const count = (text: string, character: string): number => text.split(character).length - 1

/** What was said in plain words, for previews and for whoever has it read out. */
export function plainWords(body: string, nameOf: (id: string) => string): string {
  const plain = (pieces: readonly Piece[]): string => pieces.map((piece) => {
    switch (piece.kind) {
      case 'bold': case 'italic': return plain(piece.inside)
      case 'person': return `@${nameOf(piece.id)}`
      default: return piece.text
    }
  }).join('')
  return plain(piecesOf(body))
}
