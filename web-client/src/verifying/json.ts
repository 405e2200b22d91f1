/** Any JSON. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject
export type JsonObject = { readonly [name: string]: Json }

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Characters of a credential at most, as the server has it: a list of states has some 30,000. */
export const DOCUMENT_CHARACTERS = 256 * 1024

/** Levels of a document at most; a credential has six. */
const LEVELS = 32

/** Why a text is no JSON that can be believed. */
export class Unreadable extends Error {
  override readonly name = 'Unreadable'
}

/**
 * Reads JSON that says everything once. Where a name stands twice in one object, readers differ in which one they take: nobody could say what was signed.
 */
export function readJson(text: string): Json {
  if (text.length > DOCUMENT_CHARACTERS) throw new Unreadable('too large')
  let value: Json
  try { value = JSON.parse(text) as Json } catch { throw new Unreadable('no JSON') }
  noNameTwice(text)
  return value
}

/** The text is JSON: only names and levels are looked at. */
function noNameTwice(text: string): void {
  const open: (Set<string> | null)[] = []
  let at = 0
  let names = false
  while (at < text.length) {
    const letter = text[at]
    if (letter === '"') {
      const end = endOfText(text, at)
      const scope = open.at(-1)
      if (names && scope instanceof Set) {
        const name = JSON.parse(text.slice(at, end)) as string
        if (scope.has(name)) throw new Unreadable(`"${name}" stands twice`)
        scope.add(name)
        names = false
      }
      at = end
      continue
    }
    if (letter === '{' || letter === '[') {
      open.push(letter === '{' ? new Set() : null)
      if (open.length > LEVELS) throw new Unreadable('too deep')
      names = letter === '{'
    } else if (letter === '}' || letter === ']') {
      open.pop()
      names = false
    } else if (letter === ',') {
      names = open.at(-1) instanceof Set
    }
    at += 1
  }
}

function endOfText(text: string, from: number): number {
  let at = from + 1
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at + 1
}

/** A value of a document and where it stands: `credentialSubject.identifier[0].identityHash`. */
export interface Entry {
  readonly path: string
  readonly value: string
}

/** Every value of a document. */
export function entriesOf(value: Json, path = ''): Entry[] {
  if (Array.isArray(value)) return value.flatMap((one: Json, place) => entriesOf(one, `${path}[${place}]`))
  if (isObject(value)) return Object.entries(value).flatMap(([name, one]) => entriesOf(one, path === '' ? name : `${path}.${name}`))
  return [{ path, value: typeof value === 'string' ? value : JSON.stringify(value) }]
}
