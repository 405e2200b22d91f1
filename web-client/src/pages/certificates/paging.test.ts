import { describe, expect, it } from 'vitest'
import type { CertificateBody } from '../../protocol/generated'
import { extended, refreshed, replaced, type Listed } from './paging'

const one = (id: string, state: CertificateBody['state'] = 'valid'): CertificateBody => ({
  id, number: id, template_id: 't', title: 'T', version_id: 'v', recipient_name: id, email: null, language: 'de', state,
  valid_from: '2026-11-29T00:00:00.000Z', valid_until: null, issued_at: '2026-11-29T08:00:00.000Z', reason: null, reason_note: null, supersedes: null, superseded_by: null, succession: null, url: `https://example.org/v/${id}`, delivery: null,
})
const listed = (names: string, next: string | null): Listed => ({ certificates: [...names].map(id => one(id)), next })
const names = ({ certificates }: Listed) => certificates.map(({ id }) => id).join('')

describe('a list that grows', () => {
  it('goes on where it ended, and shows nothing twice', () => {
    const all = extended(listed('fed', 'd'), { certificates: [one('d', 'revoked'), one('c'), one('b')], next: 'b' })
    expect([names(all), all.next]).toEqual(['fedcb', 'b'])
    expect(all.certificates[2]?.state).toBe('revoked')
    expect(extended(all, { certificates: [one('a')], next: null }).next).toBeNull()
  })

  it('is read again from the top without losing what is shown below', () => {
    const again = refreshed(listed('fedcba', 'a'), { certificates: [one('g'), one('f', 'suspended'), one('e')], next: 'e' })
    expect([names(again), again.next]).toEqual(['gfedcba', 'a'])
    expect(again.certificates[1]?.state).toBe('suspended')
  })

  it('begins anew where a gap would be left, or where nothing is below', () => {
    expect(names(refreshed(listed('cba', 'a'), listed('ihg', 'g')))).toBe('ihg')
    expect(refreshed(listed('cba', 'a'), listed('ihg', 'g')).next).toBe('g')
    expect(refreshed(listed('cba', null), listed('dcba', null))).toEqual(listed('dcba', null))
    expect(refreshed(listed('fedcba', 'a'), listed('fe', null))).toEqual(listed('fe', null))
    expect(refreshed(null, listed('cba', 'a'))).toEqual(listed('cba', 'a'))
    expect(refreshed(listed('cba', 'a'), listed('', null))).toEqual(listed('', null))
  })

  it('shows one as it stands now, where it stood', () => {
    const now = replaced(listed('cba', 'a'), one('b', 'revoked'))
    expect([names(now), now.next, now.certificates[1]?.state, now.certificates[0]?.state]).toEqual(['cba', 'a', 'revoked', 'valid'])
  })
})
