import { FluentResource } from '@fluent/bundle'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { ApiError } from '../../api'
import { linkedinAddress, uselessBy, uselessId, USELESS } from './link'

const one = { title: 'Kurs & mehr', organisation: 'Schule Beispiel', number: '2026-00001', issued_at: '2026-11-30T23:30:00.000Z', valid_until: null }

it('tells LinkedIn what it asks for, and of an end only where there is one', () => {
  const address = new URL(linkedinAddress(one, 'https://certificates.example/v/crt_1', 'all'))
  expect(address.origin + address.pathname).toBe('https://www.linkedin.com/profile/add')
  expect(Object.fromEntries(address.searchParams)).toEqual({
    startTask: 'CERTIFICATION_NAME', name: 'Kurs & mehr', organizationName: 'Schule Beispiel', issueYear: '2026', issueMonth: '11',
    certUrl: 'https://certificates.example/v/crt_1', certId: '2026-00001',
  })
  const ending = new URL(linkedinAddress({ ...one, valid_until: '2031-10-31T23:59:59.000Z' }, 'https://certificates.example/s/shr_1', 'brief'))
  expect([ending.searchParams.get('expirationYear'), ending.searchParams.get('expirationMonth')]).toEqual(['2031', '10'])
})

it('tells LinkedIn no number where the page that it leads to tells none', () => {
  const brief = new URL(linkedinAddress(one, 'https://certificates.example/s/shr_1', 'brief'))
  expect(brief.searchParams.get('certUrl')).toBe('https://certificates.example/s/shr_1')
  expect(brief.href).not.toContain(one.number)
})

it('has words for every link that does nothing, and tries again what may yet do something', () => {
  const ids = new Set(new FluentResource(readFileSync(join(import.meta.dirname, '../../i18n/de/recipients.ftl'), 'utf8')).body.map(entry => entry.id))
  expect(USELESS.flatMap(why => [`${uselessId(why)}-title`, `${uselessId(why)}-text`]).filter(id => !ids.has(id))).toEqual([])
  expect(uselessBy(new ApiError('recipient_link_used', '', 409))).toBe('recipient_link_used')
  for (const error of [new ApiError('registry_unavailable', '', 503), new ApiError('unreachable', '', 0), new Error('odd')]) expect(uselessBy(error)).toBeNull()
})
