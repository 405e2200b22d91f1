import { describe, expect, it } from 'vitest'
import type { SettingsBody } from '../../protocol/generated'
import { bodyOf, daysOf, draftOf, faultsOf, isChanged, type SettingsDraft } from './draft'

const BODY: SettingsBody = {
  default_language: 'fr', retention_days: 3_650, brand: { primary: '#1E7A5A', accent: null }, billing: { email: 'bills@example.org', reference: null },
}
const draft = (changes: Partial<SettingsDraft> = {}): SettingsDraft => ({ ...draftOf(BODY), ...changes })

describe('a draft', () => {
  it('that nobody touched says what was there', () => {
    expect(bodyOf(draft())).toEqual(BODY)
    expect(isChanged(draft(), BODY)).toBe(false)
  })

  it('is changed by what would be saved otherwise, and by nothing else', () => {
    expect(isChanged(draft({ days: " 3'650 " }), BODY)).toBe(false)
    expect(isChanged(draft({ email: ' bills@example.org' }), BODY)).toBe(false)
    expect(isChanged(draft({ keeps: 'for-ever' }), BODY)).toBe(true)
    expect(isChanged(draft({ accent: '#2b5ba8' }), BODY)).toBe(true)
  })

  it('carries the brand as it was, and leaves out what is empty', () => {
    const brand = { ...BODY.brand, colors: ['#AABBCC'], fonts: ['EB Garamond'], logo: { assets: ['ast_1'], clear_mm: 7.5 }, locked: ['logo' as const] }
    const branded = draftOf({ ...BODY, brand })
    expect(branded).toMatchObject({ colors: ['#aabbcc'], clear: '7.5' })
    expect(bodyOf(branded).brand).toEqual(brand)
    expect(bodyOf({ ...branded, logo: [], clear: 'whatever' }).brand).not.toHaveProperty('logo')
    expect(faultsOf({ ...branded, clear: '7,5' })).toEqual({})
    for (const clear of ['', 'wide', '100,1', '-1']) expect(faultsOf({ ...branded, clear }).clear).toBeDefined()
    expect(faultsOf({ ...branded, logo: [], clear: 'wide' })).toEqual({})
  })

  it('keeps for ever what has no days', () => {
    expect(bodyOf(draft({ keeps: 'for-ever', days: 'whatever' })).retention_days).toBeNull()
    expect(draftOf({ ...BODY, retention_days: null })).toMatchObject({ keeps: 'for-ever', days: '3650' })
  })
})

it.each([['365', 365], [' 3’650 ', 3_650], ["3'650", 3_650], ['36 525', 36_525], ['0', 0], ['', null], ['ten', null], ['-1', null], ['1,5', null]])('reads %j as %j days', (typed, days) => {
  expect(daysOf(typed)).toBe(days)
})

describe('what the server would refuse is said before', () => {
  it.each([['0', false], ['1', true], ['36525', true], ['36526', false], ['', false], ['soon', false]])('%j days', (days, isGood) => {
    expect(faultsOf(draft({ days })).days === undefined).toBe(isGood)
  })

  it('but not the days of what is kept for ever', () => {
    expect(faultsOf(draft({ keeps: 'for-ever', days: '' }))).toEqual({})
  })

  it.each([['', true], ['a@b.ch', true], ['a@b', false], ['@b.ch', false], ['a b@c.ch', false], ['a@.ch', false], ['a@ch.', false]])('%j as an address', (email, isGood) => {
    expect(faultsOf(draft({ email })).email === undefined).toBe(isGood)
  })

  it('a reference that is too long', () => {
    expect(faultsOf(draft({ reference: 'x'.repeat(320) }))).toEqual({})
    expect(faultsOf(draft({ reference: 'x'.repeat(321) })).reference).toBeDefined()
  })
})
