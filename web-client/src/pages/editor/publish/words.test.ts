import { FluentResource } from '@fluent/bundle'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { ChangeBody, DraftReviewBody, PublicationBody, PublishedBody } from '../../../protocol/generated'
import { approvedOf, byLanguage, earlierOf, endOf, historyOf, reasonAgainst, stepOf, titleOf } from './words'

const ids = new Set(new FluentResource(readFileSync(join(import.meta.dirname, '../../../i18n/de/publishing.ftl'), 'utf8')).body.map(entry => entry.id))

const publication = (change: Partial<PublicationBody>): PublicationBody => ({
  id: 'pub_1', act: 'publish', version_id: 'ver_1', version_number: 1, state: 'open', step: 0, steps: 4, waits_for: null, next_try_at: null,
  asked_by: { id: 'per_1', name: 'Anna Keller' }, asked_at: '2026-11-27T08:00:00.000Z', ended_at: null, may_cancel: true, cancelled_by: null, ...change,
})
const published = (change: Partial<PublishedBody>): PublishedBody => ({
  version_id: 'ver_1', version_number: 1, content_hash: 'aa', published_at: '2026-11-27T08:00:00.000Z', is_archived: false, ...change,
})

describe('what is told of a publication', () => {
  it('has words for every act, step and end', () => {
    for (const act of ['publish', 'roll_back', 'archive'] as const) {
      for (const step of [0, 1, 2, 3, 4, 9]) expect.soft(ids.has(stepOf(publication({ act, step }))), `${act} ${step.toString()}`).toBe(true)
      for (const state of ['open', 'done', 'failed', 'cancelled'] as const) {
        const one = publication({ act, state })
        for (const id of [titleOf(one), historyOf(one), endOf(one).id]) expect.soft(ids.has(id), id).toBe(true)
      }
    }
    for (const wait of ['registry', 'storage', 'fault']) expect.soft(ids.has(`publish-waits-${wait}`), wait).toBe(true)
  })

  it('says why a version cannot be published, the weightiest first', () => {
    const free = { current: null, open: null, may: null }
    const next = { id: 'ver_2' }
    for (const [state, approved, gate, reason] of [
      [free, next, true, null],
      [free, next, null, null],
      [free, next, false, 'publish-gate-closed'],
      [free, null, true, 'publish-next-none'],
      [{ ...free, open: publication({}) }, null, true, 'publish-busy'],
      [{ ...free, may: 'permission_required' as const }, next, true, 'publish-needs'],
      [{ ...free, current: published({ version_id: 'ver_2' }) }, next, true, 'publish-next-same'],
      [{ ...free, current: published({ version_id: 'ver_2', is_archived: true }) }, next, true, null],
      [{ ...free, current: published({}) }, next, true, null],
    ] as const) {
      expect(reasonAgainst(state, approved, gate)).toBe(reason)
      if (reason !== null) expect(ids.has(reason)).toBe(true)
    }
  })

  it('publishes what is approved and nothing else', () => {
    const review = (state: string) => ({ review: { state, version_id: 'ver_3', version_number: 3 } }) as unknown as DraftReviewBody
    for (const state of ['draft', 'in_review', 'changes_requested']) expect(approvedOf(review(state))).toBeNull()
    for (const state of ['approved', 'published']) expect(approvedOf(review(state))).toEqual({ id: 'ver_3', number: 3 })
    expect(approvedOf({ review: null } as unknown as DraftReviewBody)).toBeNull()
    expect(approvedOf(null)).toBeNull()
  })

  it('orders changes by language, what concerns all first', () => {
    const change = (id: string, ...languages: (string | null)[]): ChangeBody => ({
      thing: 'element', id, how: 'changed', kind: null, name: null, page: null,
      properties: languages.map(language => ({ key: 'texts', language, before: null, after: null })),
    })
    const groups = byLanguage([change('a', 'fr'), change('b', null, 'de'), change('c'), change('d', 'xx', 'fr')], ['de', 'fr'])
    expect(groups.map(([language, changes]) => [language, changes.map(({ id }) => id)])).toEqual([
      [null, ['b', 'c']], ['de', ['b']], ['fr', ['a', 'd']], ['xx', ['d']],
    ])
  })

  it('offers each earlier version once, and never the current one', () => {
    const done = (id: string, act: PublicationBody['act'] = 'publish') => publication({ version_id: id, act, state: 'done' })
    const history = [done('ver_3'), done('ver_1', 'roll_back'), done('ver_2'), done('ver_2'), done('ver_1'), publication({ version_id: 'ver_9', state: 'failed' })]
    const offered = (current: PublishedBody | null) => earlierOf({ current, history }).map(({ version_id }) => version_id)
    expect(offered(published({ version_id: 'ver_3' }))).toEqual(['ver_2', 'ver_1'])
    expect(offered(published({ version_id: 'ver_3', is_archived: true }))).toEqual(['ver_3', 'ver_2', 'ver_1'])
    expect(offered(null)).toEqual(['ver_3', 'ver_2', 'ver_1'])
  })
})
