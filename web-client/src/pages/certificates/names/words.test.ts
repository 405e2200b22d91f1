import { FluentResource } from '@fluent/bundle'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { CertificateState } from '../../../protocol/generated'
import { ANSWER_MOST, failedIds, hindranceId, isAway, isSaid } from './words'

const STATES = ['valid', 'not_yet', 'expired', 'suspended', 'revoked', 'superseded'] as const satisfies readonly CertificateState[]
const read = (path: string) => readFileSync(join(import.meta.dirname, path), 'utf8')
const ids = new Set(['certificates', 'errors'].flatMap(area => new FluentResource(read(`../../../i18n/de/${area}.ftl`)).body.map(entry => entry.id)))

describe('another name', () => {
  it('can be accepted where the certificate can be corrected', () => {
    const of = (state: CertificateState, superseded_by: string | null = null, recipient_name: string | null = 'Nora Weiss') => hindranceId({ state, superseded_by, recipient_name })
    expect(STATES.map(state => of(state))).toEqual([null, null, null, null, 'names-revoked', 'error-certificate-superseded'])
    // Renewed, it holds until it ends, and has a successor all the same.
    expect(of('valid', 'crt_1')).toBe('error-certificate-superseded')
    expect(of('valid', null, null)).toBe('error-certificate-erased')
    expect(['names-revoked', 'error-certificate-superseded', 'error-certificate-erased'].filter(id => !ids.has(id))).toEqual([])
  })

  it('says that nothing was done only where that is known', () => {
    expect(failedIds('accept', 'unreachable', true)).toEqual({ title: 'certificate-unsure', text: 'certificate-unsure-text' })
    expect(failedIds('decline', 'unreachable', true)).toEqual({ title: 'certificate-unsure', text: null })
    expect(failedIds('accept', 'name_request_moved', false)).toEqual({ title: 'certificate-not-issued', text: null })
    expect(failedIds('decline', 'not_found', false)).toEqual({ title: 'names-not-declined', text: 'names-gone' })
    const said = (['accept', 'decline'] as const).flatMap(act => ['not_found', 'certificate_invalid', 'note_invalid', 'unreachable'].flatMap(code => {
      const { title, text } = failedIds(act, code, code === 'unreachable')
      return text === null ? [title] : [title, text]
    }))
    expect(said.filter(id => !ids.has(id))).toEqual([])
    for (const code of ['name_request_moved', 'certificate_superseded', 'certificate_state', 'certificate_erased', 'registry_unavailable']) expect.soft(ids.has(`error-${code.replaceAll('_', '-')}`), code).toBe(true)
  })

  it('leaves to the list what the list says', () => {
    expect(['unreachable', 'registry_unavailable', 'permission_required', 'internal', 'too_many_requests'].map(isSaid)).toEqual([true, true, true, false, false])
    expect(isAway('permission_required')).toBe(false)
  })

  it('is answered in as many letters as the server takes', () => {
    expect(/const NOTE_LETTERS_MOST: usize = ([0-9_]+);/.exec(read('../../../../../server/src/issuance/name_requests.rs'))?.[1]).toBe(ANSWER_MOST.toString())
  })
})
