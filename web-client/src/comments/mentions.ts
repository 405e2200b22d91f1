/** People who are meant: looked for behind an `@`, and written as their ids when words are sent. Pure. */
import { MENTION } from './markup'

/** Somebody who can be meant. */
export interface Meant {
  readonly id: string
  readonly name: string
}

/** What stands behind an `@`, up to the caret. */
export interface Looking {
  /** Where the `@` stands. */
  readonly from: number
  readonly query: string
}

/** Words behind an `@` longer than this are no name. */
const LONGEST_QUERY = 40
/** A name of more parts is chosen by its first ones. */
const MOST_PARTS = 3
/** More than can be looked over. */
export const MOST_OFFERED = 6

const plain = (words: string): string => words.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase()

/** Who is being looked for at the caret; `null`: nobody. */
export function lookingAt(words: string, caret: number): Looking | null {
  const from = words.lastIndexOf('@', caret - 1)
  if (from < 0 || caret - from > LONGEST_QUERY) return null
  // An address has one in the middle of its words.
  if (from > 0 && !/[\s([«"'’/-]/.test(words.charAt(from - 1))) return null
  const query = words.slice(from + 1, caret)
  if (/[\n@]/.test(query) || /^\s|\s\s/.test(query) || query.split(' ').length > MOST_PARTS) return null
  return { from, query }
}

/** Those whose name, or a part of it, begins with what was typed; whose first name does go first. */
export function offered(people: readonly Meant[], query: string): Meant[] {
  const wanted = plain(query)
  const rank = ({ name }: Meant): number => {
    const known = plain(name)
    if (known.startsWith(wanted)) return 0
    return known.split(/[\s-]+/).some((part) => part.startsWith(wanted)) ? 1 : 2
  }
  const seen = new Set<string>()
  return people.map((person) => ({ person, rank: rank(person) }))
    .filter((it) => it.rank < 2 && !seen.has(it.person.id) && seen.add(it.person.id))
    .sort((a, b) => a.rank - b.rank || a.person.name.localeCompare(b.person.name)).map((it) => it.person).slice(0, MOST_OFFERED)
}

/** Puts a name in the place of what was typed; says where the caret stands then. */
export function withMention(words: string, looking: Looking, caret: number, { name }: Meant): { readonly words: string; readonly caret: number } {
  const after = words.slice(caret)
  const put = `@${name}${/^\s/.test(after) ? '' : ' '}`
  return { words: words.slice(0, looking.from) + put + after, caret: looking.from + put.length + (/^\s/.test(after) ? 1 : 0) }
}

/**
 * Words as they are sent. Names that were chosen become ids, in the order in which they were chosen where two people have the same name; a name
 * that was only typed stays words.
 */
export function sentWords(words: string, chosen: readonly Meant[]): string {
  const byName = new Map<string, string[]>()
  for (const { id, name } of chosen) byName.set(name, [...byName.get(name) ?? [], id])
  // The longest first: one name may begin with another.
  const names = [...byName.keys()].sort((a, b) => b.length - a.length)
  let sent = ''
  let at = 0
  while (at < words.length) {
    const name = words[at] === '@' ? names.find((it) => words.startsWith(it, at + 1) && !/^[\p{L}\p{N}]/u.test(words.slice(at + 1 + it.length))) : undefined
    const ids = name === undefined ? undefined : byName.get(name)
    const id = ids !== undefined && ids.length > 1 ? ids.shift() : ids?.[0]
    if (name === undefined || id === undefined) {
      sent += words.charAt(at)
      at += 1
    } else {
      sent += `@${id}`
      at += name.length + 1
    }
  }
  return sent.trim()
}

/** What was sent as words to change, with those who are meant in it. */
export function writtenWords(body: string, people: readonly Meant[]): { readonly words: string; readonly chosen: readonly Meant[] } {
  const chosen: Meant[] = []
  const words = body.replaceAll(new RegExp(MENTION, 'g'), (mention, id: string) => {
    const person = people.find((it) => it.id === id)
    if (person === undefined) return mention
    chosen.push(person)
    return `@${person.name}`
  })
  return { words, chosen }
}
