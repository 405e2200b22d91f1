import { entriesOf, isObject, type Entry, type Json } from './json'

/** A value that is another one than it was issued as; null: there is none on that side. */
export interface Difference {
  readonly path: string
  readonly here: string | null
  readonly issued: string | null
}

/** What tells items of a list apart, the first that all have and none shares. Lists of a credential are in no order. */
const NAMES = ['statusPurpose', 'identityType', 'resultDescription', 'id'] as const

/** Every value with where it stands, items of lists by their names: one that is left out moves no other. */
export function namedEntriesOf(value: Json, path = ''): Entry[] {
  if (Array.isArray(value)) {
    const items: readonly Json[] = value
    const name = NAMES.find(name => {
      const names = items.map(item => (isObject(item) ? item[name] : undefined))
      return names.every(one => typeof one === 'string') && new Set(names).size === names.length
    })
    return items.flatMap((item, place) => namedEntriesOf(item, `${path}[${name !== undefined && isObject(item) ? String(item[name]) : place}]`))
  }
  if (isObject(value)) return Object.entries(value).flatMap(([name, one]) => namedEntriesOf(one, path === '' ? name : `${path}.${name}`))
  return entriesOf(value, path)
}

/** In what a document differs from the one that was issued, value by value. */
export function differencesOf(here: Json, issued: Json): Difference[] {
  const byPath = (document: Json): Map<string, string> => new Map(namedEntriesOf(document).map(({ path, value }) => [path, value]))
  const [one, other] = [byPath(here), byPath(issued)]
  return [...new Set([...other.keys(), ...one.keys()])]
    .map(path => ({ path, here: one.get(path) ?? null, issued: other.get(path) ?? null }))
    .filter(({ here, issued }) => here !== issued)
}
