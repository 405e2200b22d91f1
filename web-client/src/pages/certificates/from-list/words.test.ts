import { FluentResource } from '@fluent/bundle'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Field } from '../../../document/model'
import type { Asks } from '../issue/form'
import { OWN_TARGETS } from './mapping'
import { obstacleId } from './outcome'
import { DELIMITERS, ENCODINGS, faultId, refusedFile, targetId } from './words'

const ids = new Set(['certificates', 'lists', 'errors'].flatMap(area => new FluentResource(readFileSync(join(import.meta.dirname, `../../../i18n/de/${area}.ftl`), 'utf8')).body.map(entry => entry.id)))
const rust = (path: string) => readFileSync(join(import.meta.dirname, '../../../../..', path), 'utf8')
const field = (key: string, type: Field['type']): Field => ({ key, type, label: {}, required: false, sample: {}, order: key })
const ASKS: Asks = { languages: ['de', 'fr'], fields: [field('a', 'text'), field('b', 'number'), field('c', 'date')] }
const id = (code: string, about: string | null = null, value = 'x') => faultId({ code, about, value }, ASKS)

describe('what is wrong with a row', () => {
  it('has words for every code that the server has', () => {
    const codes = ['server/src/issuance/fill.rs', 'server/src/lists/mapping.rs', 'server/src/lists/acts.rs'].flatMap(path => [...rust(path).matchAll(/"([a-z]+(?:_[a-z]+)+)"(?:,|\.to_owned\(\))/g)].map(match => match[1] ?? ''))
    const judged = ['name_invalid', 'email_invalid', 'external_id_invalid', 'language_unknown', 'day_invalid', 'field_unknown', 'field_fills_itself', 'value_invalid', 'values_too_long', 'value_missing', 'recipient_twice', 'cell_formula', 'cell_error', 'number_invalid']
    for (const code of judged) {
      expect.soft(codes, code).toContain(code)
      expect.soft(ids.has(id(code) ?? ''), code).toBe(true)
    }
    // Of a mapping as a whole nothing is told in rows, and no row gives an image.
    const others = new Set(['image_unknown', 'columns_too_many', 'column_unknown', 'column_twice', 'target_unknown', 'target_twice', 'name_missing', ...OWN_TARGETS, 'recipient_name', 'certificate_number'])
    expect(codes.filter(code => !judged.includes(code) && !others.has(code))).toEqual([])
  })

  it('is said by what it is about', () => {
    expect([id('name_invalid', 'name', ''), id('name_invalid', 'name')]).toEqual(['list-fault-no-name', 'certificate-wrong-name'])
    expect([id('day_invalid', 'valid_until'), id('day_invalid', 'valid_from'), id('day_invalid', 'values/c')]).toEqual(['list-fault-until', 'list-fault-day', 'list-fault-day'])
    expect(['values/a', 'values/b', 'values/c'].map(about => id('value_invalid', about))).toEqual(['certificate-wrong-text', 'list-fault-digits', 'list-fault-day'])
    expect(id('something_newer')).toBeNull()
  })
})

it('has words for everything that can be chosen, and for every obstacle', () => {
  const own = OWN_TARGETS.map(target => targetId(target) ?? '')
  const none = { name: false, fields: [], end: false, picture: undefined }
  const check = { rows: 1, ready: 1, faults: [], given: [], faulty: [], given_before: [], with_email: 0 }
  const obstacles = [
    obstacleId({ ...none, picture: field('d', 'image') }, check, true), obstacleId({ ...none, name: true }, null, true), obstacleId(none, null, true), obstacleId(none, check, false),
    obstacleId(none, { ...check, faulty: [1] }, true), obstacleId(none, { ...check, ready: 0 }, true),
  ]
  expect(obstacles).toEqual(['list-not-picture', 'list-not-name', 'list-not-checked', 'list-not-checked', 'list-not-faulty', 'list-not-any'])
  expect(obstacleId(none, check, true)).toBeNull()
  expect(targetId('values/a')).toBeNull()
  expect([...own, ...obstacles, ...[...ENCODINGS, ...DELIMITERS].map(([, words]) => words)].filter(one => one === null || !ids.has(one))).toEqual([])
})

it('sends no file that is no list by its name or its size', () => {
  const file = (name: string, size = 10) => refusedFile({ name, size })
  expect(['Kurs.csv', 'Kurs.TXT', 'a.b.tsv', 'Kurs.xlsx', 'Kurs'].map(name => file(name))).toEqual([null, null, null, null, null])
  expect([file('Kurs.xls'), file('Kurs.pdf'), file('Kurs.csv.zip'), file('Kurs.csv', 0), file('Kurs.csv', 2 ** 30)]).toEqual(['list-file-kind', 'list-file-kind', 'list-file-kind', 'list-file-empty', 'list-file-large'])
  for (const one of ['list-file-kind', 'list-file-empty', 'list-file-large', 'list-file-several']) expect.soft(ids.has(one), one).toBe(true)
})
