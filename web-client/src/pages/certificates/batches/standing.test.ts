import { FluentResource } from '@fluent/bundle'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { BatchBody, BatchState } from '../../../protocol/generated'
import { hasMoved, isGoing, issuedOf, isUnfinished, partOf, reportName, sortedBatches, standsId, turnsIn, waitMs } from './standing'

const STATES = ['open', 'paused', 'done', 'cancelled', 'failed'] as const satisfies readonly BatchState[]
const ids = new Set(new FluentResource(readFileSync(join(import.meta.dirname, '../../../i18n/de/lists.ftl'), 'utf8')).body.map(entry => entry.id))
const NOW = Date.parse('2026-11-29T12:00:00Z')
const batch = (id: string, state: BatchState, part: Partial<BatchBody> = {}): BatchBody => ({
  id, template_id: 't', title: 'Kurs', version_id: 'v', state, all: 500, issued: 312, waits: false, asked_by: { id: 'p', name: 'P' }, asked_at: '2026-11-29T08:00:00.000Z',
  ended_at: state === 'done' || state === 'cancelled' ? '2026-11-29T09:00:00.000Z' : null, supersedes: null, certificates: [], ...part,
})

describe('a batch', () => {
  it('has words for each state and each act', () => {
    const all = [...STATES.map(state => standsId({ state, waits: false })), standsId({ state: 'open', waits: true }), ...['pause', 'resume', 'cancel'].map(act => `batch-${act}`)]
    expect(all.filter(id => !ids.has(id))).toEqual([])
    expect(standsId({ state: 'paused', waits: true })).toBe('batch-paused')
  })

  it('can be turned as long as it has not ended', () => {
    expect(STATES.map(state => turnsIn(state).join(' '))).toEqual(['pause cancel', 'resume cancel', '', '', 'resume cancel'])
    expect(STATES.filter(state => isUnfinished({ state }))).toEqual(['open', 'paused', 'failed'])
    expect(STATES.filter(state => isGoing({ state }))).toEqual(['open'])
  })

  it('tells how far it is, and what its report is called', () => {
    expect([partOf(batch('a', 'open')), partOf({ issued: 0, all: 0 }), partOf({ issued: 3, all: 2 })]).toEqual([0.624, 0, 1])
    expect(reportName(batch('a', 'done'))).toBe('Kurs 2026-11-29.csv')
  })
})

describe('batches', () => {
  it('are shown while something can be done, and those of many for some days after', () => {
    const old = batch('old', 'done', { ended_at: '2026-11-22T11:59:59.000Z' })
    const many = ['1', '2', '3', '4', '5', '6'].map(id => batch(id, id === '2' ? 'cancelled' : 'done'))
    const sorted = sortedBatches([batch('a', 'open'), batch('one', 'done', { all: 1 }), batch('single', 'open', { all: 1 }), old, batch('p', 'paused', { asked_at: '2026-01-01T00:00:00.000Z' }), batch('f', 'failed'), ...many], NOW)
    expect(sorted.unfinished.map(({ id }) => id)).toEqual(['a', 'single', 'p', 'f'])
    expect(sorted.ended.map(({ id }) => id)).toEqual(['1', '2', '3', '4', '5'])
  })

  it('are looked at soon while they move, and less and less often while they do not', () => {
    const waits = (moved: boolean) => { const all: number[] = []; for (let index = 0, last: number | null = null; index < 9; index++) all.push(last = waitMs(last, moved)); return all.map(Math.round) }
    expect(waits(true)).toEqual([500, 800, 1280, 2000, 2000, 2000, 2000, 2000, 2000])
    expect(waits(false)).toEqual([500, 800, 1280, 2048, 3277, 5243, 8389, 10000, 10000])
    expect(waitMs(10_000, true)).toBe(2_000)
  })

  it('have moved when one is further, stands otherwise, or is new', () => {
    const before = [batch('a', 'open'), batch('b', 'paused')]
    expect(hasMoved(before, before)).toBe(false)
    expect([
      hasMoved(before, [batch('a', 'open', { issued: 313 }), batch('b', 'paused')]), hasMoved(before, [batch('a', 'open'), batch('b', 'open')]),
      hasMoved(before, [batch('c', 'open'), ...before]), hasMoved([], before), hasMoved(before, [batch('b', 'paused'), batch('a', 'open')]),
    ]).toEqual([true, true, true, true, true])
    expect(issuedOf(before)).toBe(624)
  })
})
