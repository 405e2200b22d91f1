/** What the columns of a list are taken for, and what is sent of it. Pure. */
import type { Field } from '../../../document/model'
import type { DayOrder, ListAssignmentBody, ListBody, ListColumnBody, ListMappingBody, ListReadingBody } from '../../../protocol/generated'
import { needsEnd, offered, type Asks } from '../issue/form'

/** What a column may be taken for that every certificate has. */
export const OWN_TARGETS = ['name', 'given_name', 'family_name', 'email', 'external_id', 'language', 'valid_from', 'valid_until'] as const

/** What a column may be taken for: as the server calls it. */
export type Target = (typeof OWN_TARGETS)[number] | `values/${string}`

/** Fields that are filled without anybody saying so: the day of issue. */
const FILLS_ITSELF = 'date'

export interface Mapping {
  /** By column; null: it is not used. */
  readonly targets: readonly (Target | null)[]
  /** What the days of a column mean, where somebody has said so; by column. */
  readonly days: readonly (DayOrder | null)[]
  /** Of whoever has none in the list; null: the template has one at most. */
  readonly language: string | null
  /** Days are written 2026-11-29; empty: none for all. */
  readonly validFrom: string
  readonly validUntil: string
  /** Rows that are not issued, by their numbers from 1, in order. */
  readonly leaveOut: readonly number[]
}

/** The fields that a column can give: a cell holds no picture. */
const given = (asks: Asks): readonly Field[] => offered(asks).filter(({ type }) => type !== 'image')

/** A picture that the template cannot do without: no list gives one. */
const neededPicture = (asks: Asks): Field | undefined => offered(asks).find(field => field.type === 'image' && field.required)

/** Everything that can be chosen for a column. */
export function targetsOf(asks: Asks): readonly Target[] {
  const own = asks.languages.length > 1 ? OWN_TARGETS : OWN_TARGETS.filter(target => target !== 'language')
  return [...own, ...given(asks).map((field): Target => `values/${field.key}`)]
}

/** The field of a template that a column is taken for. */
export const fieldOf = (target: string, { fields }: Asks): Field | undefined => fields.find(field => target === `values/${field.key}`)

/** Whether what stands there are days. */
export const isDays = (target: Target | null, asks: Asks): boolean =>
  target === 'valid_from' || target === 'valid_until' || (target !== null && fieldOf(target, asks)?.type === 'date')

const known = (guess: string | null, targets: readonly Target[]): Target | null => targets.find(target => target === guess) ?? null

/** A mapping that believes every guess. `language`: the page's. */
export function begun(list: Pick<ListBody, 'columns'>, asks: Asks, language: string): Mapping {
  const targets = targetsOf(asks)
  const { languages } = asks
  return {
    targets: list.columns.map(column => known(column.guess, targets)),
    days: list.columns.map(() => null),
    language: languages.length < 2 ? null : languages.find(one => one === language) ?? languages[0] ?? null,
    validFrom: '', validUntil: '', leaveOut: [],
  }
}

const PARTS: readonly (Target | null)[] = ['given_name', 'family_name']

/** Whether two columns cannot be these at once: the same thing, or a name beside its parts. */
function clash(one: Target | null, other: Target | null): boolean {
  if (one === null || other === null) return false
  return one === other || (one === 'name' && PARTS.includes(other)) || (other === 'name' && PARTS.includes(one))
}

/** Takes a column for something; what cannot be so at once is not used any more. Rows that were left out are judged anew. */
export function assigned(mapping: Mapping, column: number, target: Target | null): Mapping {
  return { ...mapping, leaveOut: [], targets: mapping.targets.map((before, index) => (index === column ? target : clash(before, target) ? null : before)) }
}

/** Says what the days of a column mean. */
export function withDays(mapping: Mapping, column: number, order: DayOrder): Mapping {
  return { ...mapping, leaveOut: [], days: mapping.days.map((before, index) => (index === column ? order : before)) }
}

/** Leaves out more rows. */
export function without(mapping: Mapping, rows: readonly number[]): Mapping {
  return { ...mapping, leaveOut: [...new Set([...mapping.leaveOut, ...rows])].sort((one, other) => one - other) }
}

/**
 * What stays of a mapping once the file is read otherwise. As long as it has as many columns, each stays what it was taken for, and those that were
 * nothing are guessed anew; else all of it is. Rows may be others now: none is left out.
 */
export function reread(mapping: Mapping, now: Pick<ListBody, 'columns'>, asks: Asks): Mapping {
  const guessed = { ...begun(now, asks, mapping.language ?? ''), language: mapping.language, validFrom: mapping.validFrom, validUntil: mapping.validUntil }
  if (now.columns.length !== mapping.targets.length) return guessed
  const targets = [...mapping.targets]
  guessed.targets.forEach((guess, index) => {
    if (targets[index] === null && !targets.some(target => clash(target, guess))) targets[index] = guess
  })
  return { ...guessed, targets, days: mapping.days }
}

/** The order of the days of a column; null: it has none that could mean two. */
export const orderOf = (mapping: Mapping, column: ListColumnBody | undefined, index: number): DayOrder | null => mapping.days[index] ?? column?.days ?? null

/** What is sent. */
export function bodyOf(mapping: Mapping, list: Pick<ListBody, 'columns' | 'reading'>, asks: Asks): ListMappingBody {
  const columns = mapping.targets.flatMap((target, column): ListAssignmentBody[] => {
    if (target === null) return []
    const days = isDays(target, asks) ? orderOf(mapping, list.columns[column], column) : null
    return [{ column, to: target, ...(days !== null && { days }) }]
  })
  return {
    reading: list.reading, columns,
    ...(mapping.language !== null && { language: mapping.language }),
    ...(mapping.validFrom !== '' && { valid_from: mapping.validFrom }),
    ...(mapping.validUntil !== '' && { valid_until: mapping.validUntil }),
    leave_out: [...mapping.leaveOut],
  }
}

/** What a mapping lacks. */
export interface Lacks {
  /** No column says whom the certificates are for. */
  readonly name: boolean
  /** Fields that the template asks for, and no column gives. */
  readonly fields: readonly Field[]
  /** The template asks for an end, and nothing gives one. */
  readonly end: boolean
  /** A picture that the template cannot do without: no list gives one. */
  readonly picture: Field | undefined
}

export function lacks(mapping: Mapping, asks: Asks): Lacks {
  const has = (target: Target) => mapping.targets.includes(target)
  return {
    name: !has('name') && !has('given_name') && !has('family_name'),
    fields: given(asks).filter(field => field.required && field.key !== FILLS_ITSELF && !has(`values/${field.key}`)),
    end: needsEnd(asks) && mapping.validUntil === '' && !has('valid_until'),
    picture: neededPicture(asks),
  }
}

/** Whether the rows can be judged at all: the server refuses a mapping without a name as a whole. */
export const isJudgeable = (mapping: Mapping, asks: Asks): boolean => !lacks(mapping, asks).name

/** A day among samples that could be read two ways, and both readings; where none of them could, one that everybody knows. */
export function twoWays(samples: readonly string[]): { readonly text: string; readonly dayFirst: Date; readonly monthFirst: Date } {
  for (const text of [...samples, '03/04/2026']) {
    const [, whole = '', first, second, year] = /^\s*((\d{1,2})[/-](\d{1,2})[/-](\d{4}))\b/.exec(text) ?? []
    const [one, other] = [Number(first), Number(second)]
    if (whole === '' || one === other || one < 1 || other < 1 || one > 12 || other > 12) continue
    return { text: whole, dayFirst: new Date(Date.UTC(Number(year), other - 1, one)), monthFirst: new Date(Date.UTC(Number(year), one - 1, other)) }
  }
  // The last of the texts above always is one.
  return { text: '', dayFirst: new Date(0), monthFirst: new Date(0) }
}

/** How a file is asked to be read: what somebody has said of it. What belongs to one sheet, or one way to split cells, is found out anew with another. */
export function asked(before: ListReadingBody, change: ListReadingBody): ListReadingBody {
  const header = change.sheet === undefined && change.delimiter === undefined && before.header !== undefined ? { header: before.header } : {}
  const { header: _, ...rest } = before
  return { ...rest, ...header, ...change }
}
