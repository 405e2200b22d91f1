import { describe, expect, it } from 'vitest'
import type { Field } from '../../../document/model'
import type { ListColumnBody } from '../../../protocol/generated'
import type { Asks } from '../issue/form'
import { asked, assigned, begun, bodyOf, isDays, isJudgeable, lacks, orderOf, reread, targetsOf, twoWays, withDays, without, type Mapping } from './mapping'

const field = (key: string, type: Field['type'] = 'text', required = false): Field => ({ key, type, required, label: {}, sample: {}, order: key })
const ASKS: Asks = {
  languages: ['de', 'fr'],
  fields: [field('recipient_name', 'text', true), field('certificate_number', 'text', true), field('grade', 'number', true), field('date', 'date', true), field('seen', 'date'), field('photo', 'image')],
}
const column = (name: string, guess: string | null, part: Partial<ListColumnBody> = {}): ListColumnBody => ({ name, samples: [], guess, days: null, days_unsure: false, ...part })
const LIST = {
  reading: { encoding: 'UTF-8', delimiter: ';', header: true },
  columns: [column('Vorname', 'given_name'), column('Name', 'family_name'), column('Note', 'values/grade'), column('Gesehen', 'values/seen', { days: 'month_first' }), column('Kurs', 'values/newer'), column('Leer', null)],
}
const targets = (mapping: Mapping) => mapping.targets.map(target => target ?? '-').join(' ')

describe('a mapping', () => {
  it('begins with what was guessed and can be chosen', () => {
    expect(targetsOf(ASKS)).toEqual(['name', 'given_name', 'family_name', 'email', 'external_id', 'language', 'valid_from', 'valid_until', 'values/grade', 'values/date', 'values/seen'])
    expect(targetsOf({ ...ASKS, languages: ['de'] })).not.toContain('language')
    const mapping = begun(LIST, ASKS, 'fr')
    expect([targets(mapping), mapping.language, mapping.leaveOut]).toEqual(['given_name family_name values/grade values/seen - -', 'fr', []])
    expect([begun(LIST, ASKS, 'rm').language, begun(LIST, { ...ASKS, languages: ['de'] }, 'de').language, begun(LIST, { ...ASKS, languages: [] }, 'de').language]).toEqual(['de', null, null])
  })

  it('has each thing once, and a name whole or in parts', () => {
    const mapping = without(begun(LIST, ASKS, 'de'), [3])
    expect(targets(assigned(mapping, 5, 'values/grade'))).toBe('given_name family_name - values/seen - values/grade')
    expect(targets(assigned(mapping, 5, 'name'))).toBe('- - values/grade values/seen - name')
    expect(targets(assigned(assigned(mapping, 5, 'name'), 0, 'given_name'))).toBe('given_name - values/grade values/seen - -')
    expect(targets(assigned(mapping, 0, null))).toBe('- family_name values/grade values/seen - -')
    expect(assigned(mapping, 0, null).leaveOut).toEqual([])
  })

  it('leaves rows out once each, in order', () => {
    const mapping = without(without(begun(LIST, ASKS, 'de'), [7, 3]), [3, 10, 5])
    expect(mapping.leaveOut).toEqual([3, 5, 7, 10])
  })

  it('is sent with what is used, and with the order of days where there are days', () => {
    const mapping = { ...begun(LIST, ASKS, 'de'), validUntil: '2031-10-31', leaveOut: [2] }
    expect(bodyOf(mapping, LIST, ASKS)).toEqual({
      reading: LIST.reading,
      columns: [{ column: 0, to: 'given_name' }, { column: 1, to: 'family_name' }, { column: 2, to: 'values/grade' }, { column: 3, to: 'values/seen', days: 'month_first' }],
      language: 'de', valid_until: '2031-10-31', leave_out: [2],
    })
    expect(bodyOf(withDays(mapping, 3, 'day_first'), LIST, ASKS).columns[3]).toEqual({ column: 3, to: 'values/seen', days: 'day_first' })
    // The same days in a text are a text.
    expect(bodyOf(assigned(mapping, 3, 'external_id'), LIST, ASKS).columns[3]).toEqual({ column: 3, to: 'external_id' })
    expect([isDays('valid_from', ASKS), isDays('values/seen', ASKS), isDays('values/grade', ASKS), isDays(null, ASKS)]).toEqual([true, true, false, false])
    expect([orderOf(mapping, LIST.columns[3], 3), orderOf(mapping, LIST.columns[0], 0)]).toEqual(['month_first', null])
  })

  it('lacks what the template asks for and nothing gives', () => {
    const mapping = begun(LIST, ASKS, 'de')
    expect(lacks(mapping, ASKS)).toEqual({ name: false, fields: [], end: false, picture: undefined })
    const poor = assigned(assigned(assigned(mapping, 0, null), 1, null), 2, null)
    const more: Asks = { ...ASKS, fields: [...ASKS.fields, field('valid_until', 'date', true), field('face', 'image', true)] }
    const lacking = lacks(poor, more)
    expect([lacking.name, lacking.fields.map(({ key }) => key), lacking.end, lacking.picture?.key]).toEqual([true, ['grade'], true, 'face'])
    expect([lacks({ ...poor, validUntil: '2031-10-31' }, more).end, lacks(assigned(poor, 5, 'valid_until'), more).end]).toEqual([false, false])
    expect([isJudgeable(mapping, ASKS), isJudgeable(poor, ASKS), isJudgeable(assigned(poor, 0, 'family_name'), ASKS)]).toEqual([true, false, true])
  })
})

describe('a file that is read otherwise', () => {
  it('keeps what its columns were taken for, and guesses the rest', () => {
    const mapping = without({ ...assigned(begun(LIST, ASKS, 'fr'), 0, 'external_id'), validFrom: '2026-11-01' }, [4])
    const now = { columns: LIST.columns.map((_, index) => column('', index === 5 ? 'email' : index === 4 ? 'family_name' : null)) }
    const after = reread(mapping, now, ASKS)
    expect([targets(after), after.language, after.validFrom, after.leaveOut]).toEqual(['external_id family_name values/grade values/seen - email', 'fr', '2026-11-01', []])
  })

  it('begins anew with other columns', () => {
    const after = reread(begun(LIST, ASKS, 'fr'), { columns: [column('Name', 'name'), column('Note', 'values/grade')] }, ASKS)
    expect([targets(after), after.language, after.days]).toEqual(['name values/grade', 'fr', [null, null]])
  })

  it('finds out anew what belongs to another sheet or another way to split cells', () => {
    expect(asked({}, { encoding: 'macintosh' })).toEqual({ encoding: 'macintosh' })
    expect(asked({ encoding: 'macintosh', header: false }, { delimiter: ',' })).toEqual({ encoding: 'macintosh', delimiter: ',' })
    expect(asked({ sheet: 'A', header: false }, { sheet: 'B' })).toEqual({ sheet: 'B' })
    expect(asked({ encoding: 'macintosh', header: false }, { encoding: 'UTF-8' })).toEqual({ encoding: 'UTF-8', header: false })
    expect(asked({ header: false }, { header: true })).toEqual({ header: true })
  })
})

it('shows by a sample how its days could be read', () => {
  const read = (...samples: string[]) => { const { text, dayFirst, monthFirst } = twoWays(samples); return [text, dayFirst.toISOString().slice(0, 10), monthFirst.toISOString().slice(0, 10)] }
  expect(read('28/11/2026', '5/5/2026', ' 03-04-2025 08:00')).toEqual(['03-04-2025', '2025-04-03', '2025-03-04'])
  expect(read('12/1/2026')).toEqual(['12/1/2026', '2026-01-12', '2026-12-01'])
  for (const samples of [[], ['29/11/2026'], ['4/4/2026'], ['0/3/2026'], ['3.4.2026'], ['03/04/20261']]) expect.soft(read(...samples), samples.join()).toEqual(['03/04/2026', '2026-04-03', '2026-03-04'])
})
