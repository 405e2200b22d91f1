/** Answers of the server, for tests. */
import type { RunBody, SyncBody, SyncThingBody } from '../../../../protocol/generated'

export function syncBody(changes: Partial<SyncBody> = {}): SyncBody {
  return {
    workos: true,
    registry: { is_mysql: true, state: 'ok', checked_at: null, failure: null, differences: [] },
    kinds: [],
    oldest_waiting_at: null,
    minutes: [],
    webhooks: { received_at: null, waiting: 0, failed: 0, refused: [] },
    events: { fetched_at: null, event_at: null, failure: null, gap_at: null },
    keys: { ids: [], fetched_at: null, failure: null },
    runs: [],
    ...changes,
  }
}

export function runBody(changes: Partial<RunBody> = {}): RunBody {
  return {
    id: 'run_1', kind: 'backfill', state: 'running', started_at: '2026-11-22T10:00:00Z', ended_at: null, done: 0, total: null,
    created: 0, changed: 0, unchanged: 0, refused: 0, removed: 0, error: null,
    ...changes,
  }
}

export function thingBody(changes: Partial<SyncThingBody> = {}): SyncThingBody {
  return {
    kind: 'user', id: 'user_1', name: 'anna@example.org', state: 'failed', attempts: 3, reason: 'row', said: null, failed_at: null, next_try_at: null, synced_at: null,
    ...changes,
  }
}
