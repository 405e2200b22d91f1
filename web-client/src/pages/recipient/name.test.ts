import { FluentResource } from '@fluent/bundle'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { CertificateState, NameRequestState, OwnNameRequestBody } from '../../protocol/generated'
import { askedFor, begunWith, lineId, NOTE_MOST, refusedBy, standingOf, wrongNameId } from './name'

const read = (path: string) => readFileSync(join(import.meta.dirname, path), 'utf8')
const ids = new Set(['recipients', 'certificates', 'errors'].flatMap(area => new FluentResource(read(`../../i18n/de/${area}.ftl`)).body.map(entry => entry.id)))
const asked = (state: NameRequestState, note: string | null = null): OwnNameRequestBody => ({ name: 'Nora Weiss-Keller', note, state, asked_at: '2026-11-22T12:00:00.000Z', decided_at: null, answer: null })
const standing = (request: NameRequestState | null, state: CertificateState = 'valid', may_ask_name = true) => {
  const { line, mayAsk, mayChange, mayTakeBack } = standingOf({ may_ask_name, name_request: request === null ? null : asked(request), state })
  return [line, mayAsk && 'ask', mayChange && 'change', mayTakeBack && 'back'].filter(Boolean).join(' ')
}

describe('a card', () => {
  it('says how the newest request stands, and offers what can be done', () => {
    expect(standing(null)).toBe('ask')
    expect(standing('open')).toBe('open change back')
    expect(standing('declined')).toBe('declined ask')
    expect(standing('accepted')).toBe('accepted ask')
    expect(standing('accepted', 'superseded', false)).toBe('corrected')
  })

  it('offers nothing that would be refused', () => {
    expect(standing(null, 'revoked', false)).toBe('')
    expect(standing('open', 'revoked', false)).toBe('open back')
    expect(standing('declined', 'superseded', false)).toBe('declined')
  })

  it('has words for every line', () => {
    expect((['open', 'declined', 'accepted', 'corrected'] as const).map(lineId).filter(id => !ids.has(id))).toEqual([])
  })
})

describe('what is asked', () => {
  it('begins with what is asked already, or with the name that stands there', () => {
    expect(begunWith({ recipient_name: 'Nora Weiss', name_request: null })).toEqual({ name: 'Nora Weiss', note: '' })
    expect(begunWith({ recipient_name: 'Nora Weiss', name_request: asked('open', 'Heirat') })).toEqual({ name: 'Nora Weiss-Keller', note: 'Heirat' })
    expect(begunWith({ recipient_name: 'Nora Weiss', name_request: asked('declined', 'Heirat') })).toEqual({ name: 'Nora Weiss', note: '' })
  })

  it('is sent without white space around it, and without a note where there is none', () => {
    expect(askedFor(' Nora Keller ', ' \n ')).toEqual({ name: 'Nora Keller', note: null })
    expect(askedFor('Nora Keller', 'Ich habe\ngeheiratet. ')).toEqual({ name: 'Nora Keller', note: 'Ich habe\ngeheiratet.' })
  })

  it('is another name', () => {
    expect([wrongNameId('  ', 'Nora Weiss'), wrongNameId(' Nora Weiss ', 'Nora Weiss'), wrongNameId('nora weiss', 'Nora Weiss')]).toEqual(['certificate-wrong-no-name', 'mine-name-same', null])
  })

  it('is refused at its place, in words for recipients', () => {
    expect(['name_invalid', 'note_invalid', 'certificate_superseded', 'name_requests_full', 'unreachable'].map(code => refusedBy(code).at)).toEqual(['name', 'note', 'dialog', 'dialog', 'dialog'])
    expect(['name_invalid', 'note_invalid', 'certificate_superseded'].map(code => refusedBy(code).id ?? '').filter(id => !ids.has(id))).toEqual([])
    for (const code of ['certificate_state', 'name_requests_full', 'name_request_moved', 'not_found', 'too_many_requests', 'registry_unavailable']) expect.soft(ids.has(`error-${code.replaceAll('_', '-')}`), code).toBe(true)
  })

  it('is as long as the server takes it', () => {
    expect(/const NOTE_LETTERS_MOST: usize = ([0-9_]+);/.exec(read('../../../../server/src/issuance/name_requests.rs'))?.[1]).toBe(NOTE_MOST.toString())
  })
})
