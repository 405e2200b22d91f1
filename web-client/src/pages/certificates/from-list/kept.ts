/** Mappings that are being made: they outlive the page, in this tab. */
import type { ListReadingBody } from '../../../protocol/generated'
import type { Mapping } from './mapping'

/** The part of the browser's storage that is used. */
export type MappingStorage = Pick<Storage, 'getItem' | 'setItem'>

export interface KeptMapping {
  /** How the file is asked to be read. */
  readonly asked: ListReadingBody
  readonly mapping: Mapping
}

interface Kept extends KeptMapping { readonly list: string }

const NAME = 'imprimatur.lists'
/** As many lists may wait at once, and more: the oldest goes. */
const MOST_KEPT = 8
/** Letters of all of them; rows that are left out may be many. */
const LONGEST_KEPT = 400_000

/** Keeps how far somebody is with a list. A browser may forbid it: then it lasts as long as the page. */
export function keep(list: string, { asked, mapping }: KeptMapping, storage: MappingStorage | null): void {
  let all = [...read(storage).filter(one => one.list !== list), { list, asked, mapping }].slice(-MOST_KEPT)
  let text = JSON.stringify(all)
  while (text.length > LONGEST_KEPT && all.length > 0) {
    all = all.slice(1)
    text = JSON.stringify(all)
  }
  write(text, storage)
}

/** How far somebody was with a list that has so many columns; null: nothing is kept of it, or nothing that fits. */
export function kept(list: string, columns: number, storage: MappingStorage | null): KeptMapping | null {
  const found = read(storage).find(one => one.list === list)
  return found === undefined || found.mapping.targets.length !== columns || found.mapping.days.length !== columns ? null : { asked: found.asked, mapping: found.mapping }
}

/** How somebody asked for a list to be read. */
export const keptReading = (list: string, storage: MappingStorage | null): ListReadingBody => read(storage).find(one => one.list === list)?.asked ?? {}

/** It is issued, or gone. */
export function drop(list: string, storage: MappingStorage | null): void {
  const all = read(storage)
  if (all.some(one => one.list === list)) write(JSON.stringify(all.filter(one => one.list !== list)), storage)
}

function write(text: string, storage: MappingStorage | null): void {
  try { storage?.setItem(NAME, text) } catch { /* as above */ }
}

/** What another version of this page wrote, or another program, is no mapping. */
function read(storage: MappingStorage | null): readonly Kept[] {
  try {
    const all: unknown = JSON.parse(storage?.getItem(NAME) ?? '[]')
    return Array.isArray(all) ? all.filter(isKept) : []
  } catch { return [] }
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value)
const isText = (value: unknown): boolean => typeof value === 'string'

function isKept(value: unknown): value is Kept {
  if (!isObject(value) || !isText(value['list']) || !isObject(value['asked']) || !isObject(value['mapping'])) return false
  const { targets, days, language, validFrom, validUntil, leaveOut } = value['mapping']
  const each = (list: unknown, is: (one: unknown) => boolean) => Array.isArray(list) && list.every(is)
  return each(targets, one => one === null || isText(one)) && each(days, one => one === null || one === 'day_first' || one === 'month_first')
    && (language === null || isText(language)) && isText(validFrom) && isText(validUntil) && each(leaveOut, one => Number.isInteger(one))
}
