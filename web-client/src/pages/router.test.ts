import { expect, it } from 'vitest'
import { readRoute, safeNext } from './router'

it('knows every page by its address', () => {
  expect(readRoute('/', '')).toEqual({ page: 'templates' })
  expect(readRoute('/templates/', '')).toEqual({ page: 'templates' })
  expect(readRoute('/templates/tpl_1', '')).toEqual({ page: 'template', id: 'tpl_1' })
  expect(readRoute('/sign-in', '?next=%2Ftemplates%2Ftpl_1')).toEqual({ page: 'sign-in', next: '/templates/tpl_1' })
  expect(readRoute('/templates/tpl_1/more', '')).toEqual({ page: 'not-found' })
  expect(readRoute('/elsewhere', '')).toEqual({ page: 'not-found' })
})

it('never leads away from this page after signing in', () => {
  for (const next of ['https://example.org', '//example.org', '/\\example.org', 'javascript:alert(1)', '/sign-in?next=/sign-in', '', null]) {
    expect(safeNext(next)).toBe('/templates')
  }
})
