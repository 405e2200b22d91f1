import { describe, expect, it } from 'vitest'
import type { Field } from '../../../document/model'
import { bodyOf, dayOf, emptyForm, inputAt, labelOf, lostImages, needsEnd, numberOf, offered, sorted, wrongId, wrongsOf, type Asks, type Form } from './form'

const field = (key: string, type: Field['type'] = 'text', required = false, label: Field['label'] = {}): Field => ({ key, type, required, label, sample: {}, order: key })
const ASKS: Asks = {
  languages: ['de', 'fr'],
  fields: [field('recipient_name', 'text', true), field('certificate_number', 'text', true), field('grade', 'number', true), field('date', 'date', true), field('a/b~c'), field('photo', 'image')],
}
const form = (part: Partial<Form> = {}): Form => ({ ...emptyForm(ASKS, '2026-11-29', 'it'), name: 'Zoë Çelik', ...part, values: { grade: '5.5', date: '2026-11-29', ...part.values } })

describe('a new form', () => {
  it('asks for what somebody has to say, and not for what fills itself', () => {
    expect(offered(ASKS).map(({ key }) => key)).toEqual(['grade', 'date', 'a/b~c', 'photo'])
    expect(emptyForm(ASKS, '2026-11-29', 'it')).toMatchObject({ language: 'de', validFrom: '2026-11-29', validUntil: '', values: { date: '2026-11-29' } })
    expect(emptyForm(ASKS, '2026-11-29', 'fr').language).toBe('fr')
    expect(emptyForm({ languages: [], fields: [field('date', 'text')] }, '2026-11-29', 'fr')).toMatchObject({ language: null, values: {} })
    expect([needsEnd(ASKS), needsEnd({ ...ASKS, fields: [field('valid_until', 'date', true)] })]).toEqual([false, true])
  })

  it('names a field in the page’s language, else in one of the template’s, else by its key', () => {
    expect(labelOf(field('grade', 'number', true, { de: 'Note', it: 'Nota' }), 'it', ['de'])).toBe('Nota')
    expect(labelOf(field('grade', 'number', true, { de: 'Note', it: ' ' }), 'it', ['de'])).toBe('Note')
    expect(labelOf(field('grade'), 'it', ['de'])).toBe('grade')
  })

  it('knows the day where the reader is', () => {
    expect(dayOf(new Date(2026, 0, 5, 23, 59))).toBe('2026-01-05')
  })
})

describe('what is sent', () => {
  it('is what stands in the form, without what is empty', () => {
    expect(bodyOf(form({ name: ' Zoë Çelik ', email: ' ', validUntil: '' }), ASKS)).toEqual({
      recipient: { name: 'Zoë Çelik' }, language: 'de', valid_from: '2026-11-29', values: { grade: '5.5', date: '2026-11-29' },
    })
    const full = form({ email: 'z@a.example ', externalId: 'K-17', language: 'fr', validUntil: '2031-10-31', values: { grade: "1'234,50", 'a/b~c': ' x ', recipient_name: 'no', photo: 'cim_1' } })
    expect(bodyOf(full, ASKS)).toEqual({
      recipient: { name: 'Zoë Çelik', email: 'z@a.example', external_id: 'K-17' }, language: 'fr', valid_from: '2026-11-29', valid_until: '2031-10-31',
      values: { grade: '1234.50', date: '2026-11-29', 'a/b~c': 'x', photo: 'cim_1' },
    })
  })

  it('has numbers as the server takes them', () => {
    const typed = ['5.5', '5,50', "1'234.5", '1’234', '1 234,5', '-4', '−4', '+4', '.5', '5.', '1.234,5', '1,234.5']
    expect(typed.map(numberOf)).toEqual(['5.5', '5.50', '1234.5', '1234', '1234.5', '-4', '-4', '4', '0.5', '5', '1234.5', '1234.5'])
    expect(['', ' ', '-', '.', 'gut', '5.5a', '1e3', '5-6', '1234567890123456', '123456789012345'].map(numberOf)).toEqual(Array(10).fill(null))
    expect(numberOf('12345678901234')).toBe('12345678901234')
  })
})

describe('what is wrong', () => {
  const inputsOf = (part: Partial<Form>, half?: ReadonlySet<'valid_until' | `value ${string}`>) => wrongsOf(form(part), ASKS, half).map(({ input, code }) => `${input}: ${code}`)

  it('is found before it is sent, in the order of the inputs', () => {
    expect(inputsOf({})).toEqual([])
    expect(inputsOf({ name: ' ', values: { grade: '' }, validUntil: '2026-11-28' })).toEqual(['name: name_invalid', 'value grade: value_missing', 'valid_until: day_invalid'])
    expect(inputsOf({ values: { grade: 'gut', date: '12026-01-01' }, validFrom: '0000-01-01' })).toEqual(['value grade: value_invalid', 'value date: value_invalid', 'valid_from: day_invalid'])
    expect(inputsOf({ validUntil: '2026-11-29' })).toEqual([])
  })

  it('leaves the day of issue, and a beginning, to the server', () => {
    expect(inputsOf({ validFrom: '', values: { date: '' } })).toEqual([])
    expect(bodyOf(form({ validFrom: '', values: { date: '' } }), ASKS)).not.toHaveProperty('valid_from')
  })

  it('is half a day, which a browser gives as none', () => {
    expect(inputsOf({}, new Set(['valid_until', 'value date']))).toEqual(['value date: value_invalid', 'valid_until: day_invalid'])
  })

  it('is an image that the template cannot do without', () => {
    const asks: Asks = { ...ASKS, fields: [field('photo', 'image', true)] }
    expect(wrongsOf(form(), asks)).toEqual([{ input: 'value photo', code: 'value_missing' }])
    expect(wrongsOf(form({ values: { photo: 'cim_1' } }), asks)).toEqual([])
  })

  it('is an end that the template asks for', () => {
    expect(wrongsOf(form(), { ...ASKS, fields: [field('valid_until', 'date', true)] })).toEqual([{ input: 'valid_until', code: 'value_missing' }])
  })
})

describe('what the server finds', () => {
  it('stands at its input', () => {
    const places = ['/recipient', '/recipient/name', '/recipient/email', '/recipient/external_id', '/language', '/valid_from', '/valid_until', '/values/grade', '/values/a~1b~0c', '/values/photo', '/values/valid_until']
    expect(places.map(place => inputAt(`/certificates/0${place}`, ASKS)))
      .toEqual(['name', 'name', 'email', 'external_id', 'language', 'valid_from', 'valid_until', 'value grade', 'value a/b~c', 'value photo', 'valid_until'])
    expect(inputAt('/certificate/values/photo', ASKS)).toBe('value photo')
    for (const at of ['/certificates/1/recipient/name', '/certificates/0', '/certificates/0/values/newer', '/key', '']) expect.soft(inputAt(at, ASKS), at).toBeNull()
    expect(inputAt('/certificates/0/language', { ...ASKS, languages: ['de'] })).toBeNull()
  })

  it('is told once for each input, in their order; what has no place is told apart', () => {
    const fault = (place: string, code: string) => ({ at: `/certificates/0${place}`, code, message: '' })
    const found = sorted([fault('/values/grade', 'value_invalid'), fault('/values/newer', 'value_missing'), fault('/recipient/email', 'email_invalid'), fault('/values/grade', 'value_missing')], ASKS)
    expect(found).toEqual({ wrongs: [{ input: 'email', code: 'email_invalid' }, { input: 'value grade', code: 'value_invalid' }], elsewhere: ['value_missing'] })
  })

  it('is an image that it has forgotten, or that is of another certificate: that one is gone from the form', () => {
    const wrong = (input: 'value photo' | 'value grade' | 'name', code: string) => ({ input, code })
    expect(lostImages([wrong('value photo', 'image_unknown')], ASKS)).toEqual(['photo'])
    expect(lostImages([wrong('value photo', 'value_invalid')], ASKS)).toEqual(['photo'])
    expect(lostImages([wrong('value photo', 'value_missing'), wrong('value grade', 'value_invalid'), wrong('name', 'name_invalid')], ASKS)).toEqual([])
    expect([wrongId(wrong('value photo', 'image_unknown'), form(), ASKS), wrongId(wrong('value photo', 'value_invalid'), form(), ASKS)]).toEqual(['certificate-wrong-image', 'certificate-wrong-image'])
  })

  it('has words that fit what stands there', () => {
    expect(wrongId({ input: 'valid_until', code: 'day_invalid' }, form({ validUntil: '2026-11-28' }), ASKS)).toBe('certificate-wrong-ends-before')
    expect(wrongId({ input: 'valid_until', code: 'day_invalid' }, form({ validUntil: '' }), ASKS)).toBe('certificate-wrong-day')
    expect(wrongId({ input: 'valid_from', code: 'day_invalid' }, form({ validUntil: '2026-11-28' }), ASKS)).toBe('certificate-wrong-day')
    expect([wrongId({ input: 'name', code: 'name_invalid' }, form({ name: '' }), ASKS), wrongId({ input: 'name', code: 'name_invalid' }, form(), ASKS)]).toEqual(['certificate-wrong-no-name', 'certificate-wrong-name'])
  })
})
