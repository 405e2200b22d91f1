import { describe, expect, it } from 'vitest'
import type { NewCertificateBody } from '../../../protocol/generated'
import { begunForm, type Asks } from '../issue/form'
import { renewed } from './source'

const content = (end?: string): NewCertificateBody => ({
  recipient: { name: 'Zoë Çelik', email: 'zoe@acme.example' }, language: 'fr', valid_from: '2025-01-01', ...(end !== undefined && { valid_until: end }), values: { grade: '5.5', gone: 'x' },
})
const ASKS: Asks = { languages: ['de', 'fr'], fields: [{ key: 'grade', type: 'number', label: {}, required: true, sample: {}, order: 'a' }] }

describe('what takes the place of a certificate', () => {
  it('begins with what that one says, as far as the template asks for it', () => {
    expect(begunForm(ASKS, content('2026-12-31'))).toEqual({
      name: 'Zoë Çelik', email: 'zoe@acme.example', externalId: '', deliver: true, language: 'fr', validFrom: '2025-01-01', validUntil: '2026-12-31', values: { grade: '5.5' },
    })
    expect(begunForm({ ...ASKS, languages: ['de'] }, content()).language).toBe('de')
  })

  it('begins with its image, unless the template asks for something else there by now', () => {
    const photo = `cim_${'0'.repeat(32)}`
    const values = (value: string, type: 'image' | 'text') =>
      begunForm({ languages: [], fields: [{ key: 'photo', type, label: {}, required: true, sample: {}, order: 'a' }] }, { ...content(), values: { photo: value } }).values
    expect([values(photo, 'image'), values('Anna', 'text')]).toEqual([{ photo }, { photo: 'Anna' }])
    expect([values(photo, 'text'), values('Anna', 'image')]).toEqual([{}, {}])
  })

  it('follows on it when it is a renewal, and leaves the end to whoever issues it', () => {
    const now = new Date(2026, 10, 29, 12)
    expect(renewed(content('2026-12-31'), now)).toMatchObject({ valid_from: '2027-01-01' })
    expect(renewed(content('2026-12-31'), now).valid_until).toBeUndefined()
    expect(renewed(content('2028-02-28'), now).valid_from).toBe('2028-02-29')
    expect(renewed(content('2026-11-28'), now).valid_from).toBe('2026-11-29')
    expect(renewed(content(), now).valid_from).toBe('2026-11-29')
  })
})
