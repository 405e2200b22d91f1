import { expect, it } from 'vitest'
import { readRoute, safeNext } from './router'

it('knows every page by its address', () => {
  expect(readRoute('/', '')).toEqual({ page: 'templates' })
  expect(readRoute('/templates/', '')).toEqual({ page: 'templates' })
  expect(readRoute('/templates/tpl_1', '')).toEqual({ page: 'template', id: 'tpl_1', thread: null })
  expect(readRoute('/templates/tpl_1', '?thread=3')).toEqual({ page: 'template', id: 'tpl_1', thread: 3 })
  for (const thread of ['0', '-1', '1.5', '3a', '', '1'.repeat(10)]) expect(readRoute('/templates/tpl_1', `?thread=${thread}`)).toMatchObject({ thread: null })
  expect(readRoute('/sign-in', '?next=%2Ftemplates%2Ftpl_1')).toEqual({ page: 'sign-in', next: '/templates/tpl_1', error: null })
  expect(readRoute('/guest', '')).toEqual({ page: 'guest' })
  expect(readRoute('/claim', '')).toEqual({ page: 'claim' })
  expect(readRoute('/mine', '?x=1')).toEqual({ page: 'mine' })
  expect(readRoute('/verify', '')).toEqual({ page: 'verify', id: null })
  expect(readRoute('/v/crt_0198abcdef0070008000000000000001', '?lang=de')).toEqual({ page: 'verify', id: 'crt_0198abcdef0070008000000000000001' })
  expect(readRoute('/admin/sync', '')).toEqual({ page: 'sync' })
  expect(readRoute('/admin/people', '')).toEqual({ page: 'people', search: '' })
  expect(readRoute('/admin/people', '?search=M%C3%BCller%3F')).toEqual({ page: 'people', search: 'Müller?' })
  expect(readRoute('/settings', '')).toEqual({ page: 'settings' })
  expect(readRoute('/certificates', '')).toEqual({ page: 'certificates' })
  expect(readRoute('/certificates/list', '')).toEqual({ page: 'from-list', id: null, batch: null })
  expect(readRoute('/certificates/list/lst_1', '')).toEqual({ page: 'from-list', id: 'lst_1', batch: null })
  expect(readRoute('/certificates/list', '?batch=bat_1')).toEqual({ page: 'from-list', id: null, batch: 'bat_1' })
  for (const path of ['/templates/tpl_1/more', '/elsewhere', '/admin', '/admin/elsewhere', '/admin/sync/more', '/settings/more', '/certificates/more', '/certificates/list/lst_1/more', '/guest/more', '/verify/more', '/v', '/v/crt_1', '/v/crt_0198abcdef0070008000000000000001/certificate']) {
    expect(readRoute(path, '')).toEqual({ page: 'not-found' })
  }
})

it('takes the code of a failed sign-in from the address, and no sentences', () => {
  expect(readRoute('/sign-in', '?error=sign_in_over')).toEqual({ page: 'sign-in', next: null, error: 'sign_in_over' })
  for (const error of ['', 'Call%20this%20number', '%3Cb%3E', 'x'.repeat(41)]) {
    expect(readRoute('/sign-in', `?error=${error}`)).toMatchObject({ error: null })
  }
})

it('never leads away from this page after signing in', () => {
  for (const next of ['https://example.org', '//example.org', '/\\example.org', 'javascript:alert(1)', '/sign-in?next=/sign-in', '', null]) {
    expect(safeNext(next)).toBeNull()
  }
  expect(safeNext('/admin/people?search=a')).toBe('/admin/people?search=a')
})
