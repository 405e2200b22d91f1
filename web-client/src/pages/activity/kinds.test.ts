import { FluentResource } from '@fluent/bundle'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { GROUPS, wordsOf } from './kinds'

const ids = new Set(new FluentResource(readFileSync(join(import.meta.dirname, '../../i18n/de/activity.ftl'), 'utf8')).body.map(entry => entry.id))

describe('what happened', () => {
  it('has words for every kind, with and without the number of a version', () => {
    for (const kind of [...Object.values(GROUPS).flat(), 'something.newer']) {
      expect.soft(ids.has(wordsOf(kind, null)), kind).toBe(true)
      expect.soft(ids.has(wordsOf(kind, 3)), `${kind} 3`).toBe(true)
    }
  })

  it('names the version where that says more', () => {
    expect(wordsOf('version.published', 3)).toBe('activity-version-published-number')
    expect(wordsOf('version.published', null)).toBe('activity-version-published')
    expect(wordsOf('draft.edited', 3)).toBe('activity-draft-edited')
    expect(wordsOf('something.newer', 3)).toBe('activity-other')
  })
})
