/** Which message says what the server says by a word. What is newer than this page is said by a word of its own. */

const KINDS: Readonly<Record<string, string>> = {
  user: 'sync-kind-user', organization: 'sync-kind-organisation', organization_domain: 'sync-kind-domain', organisation_settings: 'sync-kind-settings',
}
const ONES: Readonly<Record<string, string>> = {
  user: 'sync-one-user', organization: 'sync-one-organisation', organization_domain: 'sync-one-domain', organisation_settings: 'sync-one-settings',
}
const REASONS: Readonly<Record<string, string>> = {
  unreachable: 'sync-reason-unreachable', refused: 'sync-reason-refused', schema: 'sync-reason-schema', locked: 'sync-reason-locked', row: 'sync-reason-row', failed: 'sync-reason-failed',
}
const REFUSALS: Readonly<Record<string, string>> = {
  malformed: 'webhooks-refused-malformed', too_old: 'webhooks-refused-too-old', too_new: 'webhooks-refused-too-new', forged: 'webhooks-refused-forged',
}
const RUNS: Readonly<Record<string, string>> = { backfill: 'run-backfill', reconcile: 'run-reconcile' }

const word = (words: Readonly<Record<string, string>>, said: string, other: string): string => (Object.hasOwn(words, said) ? words[said] ?? other : other)

/** Several of a kind: `People`. */
export const kindId = (kind: string): string => word(KINDS, kind, 'sync-kind-other')
/** One of a kind: `Person`. */
export const oneId = (kind: string): string => word(ONES, kind, 'sync-one-other')
/** Why something did not reach the registry, as a sentence. */
export const reasonId = (reason: string | null): string => word(REASONS, reason ?? '', 'sync-reason-failed')
/** Why a webhook was refused, as a sentence. */
export const refusalId = (reason: string): string => word(REFUSALS, reason, 'webhooks-refused-other')
export const runId = (kind: string): string => word(RUNS, kind, 'run-other')

/** Every message that is asked for in this way; a test looks for them. */
export const WORDS: readonly string[] = [
  ...[KINDS, ONES, REASONS, REFUSALS, RUNS].flatMap(words => Object.values(words)),
  'sync-kind-other', 'sync-one-other', 'webhooks-refused-other', 'run-other',
]
