import { afterEach, expect, it, vi } from 'vitest'
import { rememberNext, wantedNext, workosAddress } from './way-back'

afterEach(() => { vi.unstubAllGlobals() })

function storage() {
  const kept = new Map<string, string>()
  vi.stubGlobal('sessionStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => { kept.set(key, value) },
    removeItem: (key: string) => { kept.delete(key) },
  })
}

it('leads to WorkOS with the page to come back to', () => {
  expect(workosAddress('/admin/people?search=a&b')).toBe('/auth/sign-in?return_to=%2Fadmin%2Fpeople%3Fsearch%3Da%26b')
  expect(workosAddress(null, 'org_1')).toBe('/auth/sign-in?return_to=%2Ftemplates&organisation=org_1')
})

it('knows after a failed sign-in where somebody wanted to go', () => {
  storage()
  expect(wantedNext(null, 'sign_in_over')).toBeNull()
  rememberNext('/templates/tpl_1')
  expect(wantedNext(null, 'sign_in_over')).toBe('/templates/tpl_1')
  expect(wantedNext('/settings', 'sign_in_over')).toBe('/settings')
  expect(wantedNext(null, null)).toBeNull()
  rememberNext(null)
  expect(wantedNext(null, 'sign_in_over')).toBeNull()
})

it('believes no address that somebody put into the storage, and does without one', () => {
  storage()
  rememberNext('//example.org')
  expect(wantedNext(null, 'sign_in_over')).toBeNull()
  vi.unstubAllGlobals()
  rememberNext('/settings')
  expect(wantedNext(null, 'sign_in_over')).toBeNull()
})
