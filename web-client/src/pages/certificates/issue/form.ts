/** What is typed for one certificate, and what is sent and answered of it. Pure. */
import type { Field, Language, Layout } from '../../../document/model'
import type { Fault, NewCertificateBody } from '../../../protocol/generated'

/** Fields of a template that fill themselves. */
const OWN: ReadonlySet<string> = new Set(['recipient_name', 'certificate_number', 'valid_from', 'valid_until'])

/** Where the day of issue stands when nobody says another. */
const DATE = 'date'

/** Digits of a number, as many as the server takes. */
const NUMBER_DIGITS = 15

export interface Form {
  readonly name: string
  readonly email: string
  readonly externalId: string
  /** Whoever has an address is sent a mail. */
  readonly deliver: boolean
  /** Null: the template says none. */
  readonly language: Language | null
  /** Days are written 2026-11-29. */
  readonly validFrom: string
  readonly validUntil: string
  /** By the fields' keys; of an image, its id. */
  readonly values: Readonly<Record<string, string>>
}

/** An input of the form. */
export type Input = 'name' | 'email' | 'external_id' | 'language' | 'valid_from' | 'valid_until' | `value ${string}`

/** Something that is wrong with what stands in an input; `code` as the server says it. */
export interface Wrong { readonly input: Input; readonly code: string }

/** What of a template decides how the form looks. */
export type Asks = Pick<Layout, 'fields' | 'languages'>

/** The fields that somebody fills in. */
export const offered = ({ fields }: Asks): readonly Field[] => fields.filter(field => !OWN.has(field.key))

/** Whether the template asks for an end. */
export const needsEnd = ({ fields }: Asks): boolean => fields.some(field => field.key === 'valid_until' && field.required)

/** What a field is called, in the page's language or else in one of the template's. */
export function labelOf(field: Field, language: Language, languages: readonly Language[]): string {
  return [language, ...languages].map(one => field.label[one]).find(label => label !== undefined && label.trim() !== '') ?? field.key
}

/** A new form. The language is the page's where the template has it. */
export function emptyForm(asks: Asks, today: string, language: Language): Form {
  const dated = offered(asks).some(field => field.key === DATE && field.type === 'date')
  return {
    name: '', email: '', externalId: '', deliver: true, language: asks.languages.includes(language) ? language : asks.languages[0] ?? null,
    validFrom: today, validUntil: '', values: dated ? { [DATE]: today } : {},
  }
}

/** How an image is named. */
const isImageId = (value: string): boolean => /^cim_[0-9a-f]{32}$/.test(value)

/** A form that is begun with what another certificate says. What the template does not ask for is left out, and so is an image where it asks for something else by now. */
export function begunForm(asks: Asks, { recipient, language, valid_from, valid_until, values }: NewCertificateBody): Form {
  const known = asks.languages.find(one => one === language)
  return {
    name: recipient.name, email: recipient.email ?? '', externalId: recipient.external_id ?? '', deliver: true,
    language: known ?? asks.languages[0] ?? null, validFrom: valid_from ?? '', validUntil: valid_until ?? '',
    values: Object.fromEntries(offered(asks).flatMap(({ key, type }) => {
      const value = values[key]
      return value === undefined || isImageId(value) !== (type === 'image') ? [] : [[key, value]]
    })),
  }
}

/** The day of a moment, where the reader is. */
export function dayOf(at: Date): string {
  const two = (part: number) => part.toString().padStart(2, '0')
  return `${at.getFullYear().toString().padStart(4, '0')}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
}

/** A number as the server takes it, or null. People in Switzerland write 1'234.50, and some 1 234,50; trailing zeros stay as they were typed. */
export function numberOf(typed: string): string | null {
  let text = typed.trim().replace(/[\u2212\u2013]/g, '-').replace(/['\u2019\s\u00a0\u202f]/g, '').replace(/^\+/, '')
  const mark = Math.max(text.lastIndexOf('.'), text.lastIndexOf(','))
  if (mark >= 0) text = `${text.slice(0, mark).replace(/[.,]/g, '')}.${text.slice(mark + 1)}`
  const [, sign = '', whole = '', part = ''] = /^(-?)(\d*)(?:\.(\d*))?$/.exec(text) ?? []
  if (whole + part === '' || (whole === '' ? 1 : whole.length) + Math.max(1, part.length) > NUMBER_DIGITS) return null
  return `${sign}${whole === '' ? '0' : whole}${part === '' ? '' : `.${part}`}`
}

const isDay = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !text.startsWith('0000')

/** What is wrong as far as the page can tell, in the order of the inputs; `half`: days of which a part was typed. */
export function wrongsOf(form: Form, asks: Asks, half: ReadonlySet<Input> = new Set()): readonly Wrong[] {
  const wrongs: Wrong[] = []
  const add = (input: Input, code: string) => { wrongs.push({ input, code }) }
  if (form.name.trim() === '') add('name', 'name_invalid')
  for (const field of offered(asks)) {
    const input: Input = `value ${field.key}`
    const value = (form.values[field.key] ?? '').trim()
    // Of the day of issue the server knows what it is.
    if (half.has(input)) add(input, 'value_invalid')
    else if (value === '' && field.required && field.key !== DATE) add(input, 'value_missing')
    else if (value !== '' && field.type === 'number' && numberOf(value) === null) add(input, 'value_invalid')
    else if (value !== '' && field.type === 'date' && !isDay(value)) add(input, 'value_invalid')
  }
  const { validFrom, validUntil } = form
  if (half.has('valid_from') || (validFrom !== '' && !isDay(validFrom))) add('valid_from', 'day_invalid')
  if (half.has('valid_until') || (validUntil !== '' && !isDay(validUntil))) add('valid_until', 'day_invalid')
  else if (validUntil === '' && needsEnd(asks)) add('valid_until', 'value_missing')
  else if (validUntil !== '' && validFrom !== '' && validUntil < validFrom) add('valid_until', 'day_invalid')
  return wrongs
}

/** What is sent. */
export function bodyOf(form: Form, asks: Asks): NewCertificateBody {
  const given = (text: string) => (text.trim() === '' ? undefined : text.trim())
  const values: Record<string, string> = {}
  for (const field of offered(asks)) {
    const value = given(form.values[field.key] ?? '')
    if (value !== undefined) values[field.key] = field.type === 'number' ? numberOf(value) ?? value : value
  }
  const email = given(form.email)
  const externalId = given(form.externalId)
  const from = given(form.validFrom)
  const until = given(form.validUntil)
  return {
    recipient: { name: form.name.trim(), ...(email !== undefined && { email }), ...(externalId !== undefined && { external_id: externalId }) },
    ...(form.language !== null && { language: form.language }),
    ...(from !== undefined && { valid_from: from }),
    ...(until !== undefined && { valid_until: until }),
    values,
  }
}

const PLACES: ReadonlyMap<string, Input> = new Map([
  ['/recipient', 'name'], ['/recipient/name', 'name'], ['/recipient/email', 'email'], ['/recipient/external_id', 'external_id'],
  ['/language', 'language'], ['/valid_from', 'valid_from'], ['/valid_until', 'valid_until'],
  // Fields that fill themselves from another input.
  ['/values/recipient_name', 'name'], ['/values/valid_from', 'valid_from'], ['/values/valid_until', 'valid_until'],
])

/** The input that a fault is about, by its place: `/certificates/0/values/grade`, `/certificate/values/grade`. Null: no input of this form. */
export function inputAt(at: string, asks: Asks): Input | null {
  const place = /^\/certificates?(?:\/0)?(\/.+)$/.exec(at)?.[1]
  if (place === undefined) return null
  const known = PLACES.get(place)
  if (known !== undefined) return known === 'language' && asks.languages.length < 2 ? null : known
  const key = /^\/values\/([^/]+)$/.exec(place)?.[1]?.replaceAll('~1', '/').replaceAll('~0', '~')
  return key !== undefined && offered(asks).some(field => field.key === key) ? `value ${key}` : null
}

/** What the server found: what stands at an input, one each, in the order of the inputs; and the codes of what has no place in this form. */
export function sorted(faults: readonly Fault[], asks: Asks): { readonly wrongs: readonly Wrong[]; readonly elsewhere: readonly string[] } {
  const found = new Map<Input, Wrong>()
  const elsewhere: string[] = []
  for (const { at, code } of faults) {
    const input = inputAt(at, asks)
    if (input === null) elsewhere.push(code)
    else if (!found.has(input)) found.set(input, { input, code })
  }
  return { wrongs: inputs(asks).flatMap(input => found.get(input) ?? []), elsewhere }
}

/** Every input, as they stand below each other. */
export function inputs(asks: Asks): readonly Input[] {
  return ['name', 'email', 'external_id', ...offered(asks).map((field): Input => `value ${field.key}`), 'language', 'valid_from', 'valid_until']
}

/** The fields whose image the server does not have for this certificate, by their keys: it has to be chosen again. */
export const lostImages = (wrongs: readonly Wrong[], asks: Asks): readonly string[] => offered(asks)
  .filter(({ key, type }) => type === 'image' && wrongs.some(({ input, code }) => input === `value ${key}` && (code === 'image_unknown' || code === 'value_invalid')))
  .map(({ key }) => key)

/** The message that says what is wrong. */
export function wrongId({ input, code }: Wrong, form: Form, asks: Asks): string {
  switch (code) {
    case 'name_invalid': return form.name.trim() === '' ? 'certificate-wrong-no-name' : 'certificate-wrong-name'
    case 'email_invalid': return 'certificate-wrong-email'
    case 'external_id_invalid': return 'certificate-wrong-external-id'
    case 'language_unknown': return 'certificate-wrong-language'
    case 'recipient_twice': return 'certificate-wrong-twice'
    case 'value_missing': return 'certificate-wrong-missing'
    case 'image_unknown': return 'certificate-wrong-image'
    case 'day_invalid':
      return input === 'valid_until' && isDay(form.validUntil) && isDay(form.validFrom) && form.validUntil < form.validFrom ? 'certificate-wrong-ends-before' : 'certificate-wrong-day'
    case 'value_invalid': {
      const type = asks.fields.find(field => input === `value ${field.key}`)?.type
      return type === 'number' ? 'certificate-wrong-number' : type === 'date' ? 'certificate-wrong-day' : type === 'image' ? 'certificate-wrong-image' : 'certificate-wrong-text'
    }
    default: return 'certificate-wrong-other'
  }
}
