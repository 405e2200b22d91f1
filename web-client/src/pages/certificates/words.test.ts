import { FluentResource } from '@fluent/bundle'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Field } from '../../document/model'
import type { CertificateState } from '../../protocol/generated'
import { actsIn, DELIVERIES, deliveryId, failedIds, needsReason, NOTE_MOST, reasonId, REASONS, stateId, successionsOf } from './acts'
import { emptyForm, wrongId, type Asks } from './issue/form'

const STATES = ['valid', 'not_yet', 'expired', 'suspended', 'revoked', 'superseded'] as const satisfies readonly CertificateState[]
const ids = new Set(['certificates', 'errors'].flatMap(area => new FluentResource(readFileSync(join(import.meta.dirname, `../../i18n/de/${area}.ftl`), 'utf8')).body.map(entry => entry.id)))
const rust = (path: string) => readFileSync(join(import.meta.dirname, '../../../..', path), 'utf8')

describe('what can be done to a certificate', () => {
  it('has words for every state, reason and act', () => {
    const generated = readFileSync(join(import.meta.dirname, '../../protocol/generated.ts'), 'utf8')
    const all = (name: string) => [...(new RegExp(`export type ${name} = ([^;]+);`).exec(generated)?.[1] ?? '').matchAll(/"([a-z_]+)"/g)].map(match => match[1])
    expect(all('CertificateState').sort()).toEqual([...STATES].sort())
    expect(all('StateReason').sort()).toEqual([...REASONS].sort())
    const acts = ['suspend', 'reinstate', 'revoke'].flatMap(act => ['', '-one', '-text', '-done', '-soon'].map(end => `certificate-${act}${end}`))
    const deliveries = [...(/export type DeliveryState = ([^;]+);/.exec(generated)?.[1] ?? '').matchAll(/"([a-z_]+)"/g)].map(match => match[1] ?? '')
    expect(deliveries.length).toBeGreaterThan(7)
    expect([...deliveries.map(state => `certificate-delivery-${state}`), ...DELIVERIES.map(deliveryId)].filter(id => !ids.has(id))).toEqual([])
    expect([...STATES.map(stateId), ...REASONS.map(reasonId), ...acts].filter(id => !ids.has(id))).toEqual([])
  })

  it('offers what makes sense, and nothing for what was revoked', () => {
    expect(STATES.map(state => actsIn(state).join(' '))).toEqual(['suspend revoke', 'suspend revoke', 'suspend revoke', 'reinstate revoke', '', ''])
    const of = (state: CertificateState, superseded_by: string | null = null) => successionsOf({ state, superseded_by }).join(' ')
    expect(STATES.map(state => of(state))).toEqual(['correct renew', 'correct renew', 'correct renew', 'correct', '', ''])
    expect(of('valid', 'crt_1')).toBe('')
    expect((['suspend', 'reinstate', 'revoke'] as const).map(needsReason)).toEqual([true, false, true])
  })

  it('says that nothing was changed only where that is known', () => {
    expect(failedIds('certificate_state').title).toBe('certificate-act-failed')
    expect(failedIds('permission_required')).toEqual({ title: 'certificate-act-failed', text: null })
    for (const code of ['registry_unavailable', 'unreachable', 'unreadable', 'timed_out', 'unavailable', 'internal']) expect.soft(failedIds(code).title, code).toBe('certificate-act-open')
    for (const code of ['certificate_superseded', 'certificate_busy']) expect(failedIds(code).title).toBe('certificate-act-failed')
    for (const code of ['certificate_state', 'note_invalid', 'registry_unavailable', 'unreachable']) expect.soft(ids.has(failedIds(code).text ?? ''), code).toBe(true)
  })

  it('takes as many letters of why as the server does, and says how many', () => {
    expect(/const NOTE_LETTERS_MOST: usize = ([0-9_]+);/.exec(rust('server/src/issuance/lifecycle.rs'))?.[1]).toBe(NOTE_MOST.toString())
    expect(failedIds('note_invalid')).toEqual({ title: 'certificate-act-failed', text: 'certificate-reason-note-wrong' })
    expect(readFileSync(join(import.meta.dirname, '../../i18n/de/certificates.ftl'), 'utf8')).toContain(`certificate-reason-note-wrong = Höchstens ${NOTE_MOST} Zeichen`)
  })
})

it('has a sentence of its own for every fault that the server finds', () => {
  const field = (key: string, type: Field['type']): Field => ({ key, type, label: {}, required: false, sample: {}, order: key })
  const asks: Asks = { languages: ['de', 'fr'], fields: [field('a', 'text'), field('b', 'number'), field('c', 'date')] }
  const codes = new Set([...rust('server/src/issuance/fill.rs').matchAll(/"([a-z]+(?:_[a-z]+)+)",/g)].map(match => match[1] ?? ''))
  for (const code of ['name_invalid', 'email_invalid', 'external_id_invalid', 'language_unknown', 'day_invalid', 'value_missing', 'recipient_twice']) {
    expect.soft(codes.has(code), code).toBe(true)
    const id = wrongId({ input: 'name', code }, emptyForm(asks, '2026-11-29', 'de'), asks)
    expect.soft(id, code).not.toBe('certificate-wrong-other')
    expect.soft(ids.has(id), id).toBe(true)
  }
  const values = (['value a', 'value b', 'value c'] as const).map(input => wrongId({ input, code: 'value_invalid' }, emptyForm(asks, '2026-11-29', 'de'), asks))
  expect(values).toEqual(['certificate-wrong-text', 'certificate-wrong-number', 'certificate-wrong-day'])
  expect([...values, wrongId({ input: 'name', code: 'newer' }, emptyForm(asks, '2026-11-29', 'de'), asks)].filter(id => !ids.has(id))).toEqual([])
})
