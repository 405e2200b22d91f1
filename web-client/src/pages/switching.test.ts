import { expect, it } from 'vitest'
import { pageAfterSwitch } from './switching'

it('stays on a page that every organisation has, and leaves one that belongs to another', () => {
  for (const path of ['/admin/sync', '/admin/people', '/settings', '/templates']) expect(pageAfterSwitch(path)).toBe(path)
  expect(pageAfterSwitch('/templates/tpl_1')).toBe('/templates')
})
