import { expect, it } from 'vitest'
import { workosAddress } from './way-back'

it('leads to WorkOS with the page to come back to', () => {
  expect(workosAddress('/admin/people?search=a&b')).toBe('/auth/sign-in?return_to=%2Fadmin%2Fpeople%3Fsearch%3Da%26b')
  expect(workosAddress(null, 'org_1')).toBe('/auth/sign-in?return_to=%2Ftemplates&organisation=org_1')
})
