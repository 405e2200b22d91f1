import { expect, it } from 'vitest'
import type { FindingBody } from '../../../protocol/generated'
import { byPage, dayOf, dueOf, findingId } from './words'

const finding = (part: Partial<FindingBody>): FindingBody => ({
  code: 'alt_missing', severity: 'warning', element: 'e', page: 'p', language: null, about: '', measured: null, wanted: null, ...part,
})

it('says what was found in its own words', () => {
  const said: readonly (readonly [Partial<FindingBody>, string])[] = [
    [{ code: 'text_overflows', language: 'fr' }, 'gate-text-overflows'],
    [{ code: 'off_page', about: 'all' }, 'gate-off-page-all'],
    [{ code: 'off_page', about: 'words' }, 'gate-off-page-words'],
    [{ code: 'off_page', about: 'part' }, 'gate-off-page-part'],
    [{ code: 'alt_missing' }, 'gate-alt-missing'],
    [{ code: 'alt_missing', language: 'rm' }, 'gate-alt-missing-language'],
    [{ code: 'field_undeclared' }, 'gate-field-undeclared-none'],
    [{ code: 'field_undeclared', about: 'nome' }, 'gate-field-undeclared'],
    [{ code: 'image_missing', about: 'ast_1' }, 'gate-image-missing-gone'],
  ]
  for (const [part, id] of said) expect(findingId(finding(part))).toBe(id)
})

it('goes page by page, and what is of no page comes last', () => {
  const found = [finding({ page: 'b', element: '1' }), finding({ page: null, element: '2' }), finding({ page: 'a', element: '3' }), finding({ page: 'gone', element: '4' })]
  expect(byPage(found, ['a', 'b', 'c']).map(([page, of]) => [page, of.map((it) => it.element).join('')])).toEqual([['a', '3'], ['b', '1'], [null, '24']])
})

it('ends a day where whoever chose it is', () => {
  const due = dueOf('2026-12-24')
  expect(due).not.toBeNull()
  expect(dayOf(due)).toBe('2026-12-24')
  expect(new Date(due ?? '').getHours()).toBe(23)
  expect([dueOf(''), dueOf('24.12.2026')]).toEqual([null, null])
  expect(dayOf(null)).toBe('')
})
