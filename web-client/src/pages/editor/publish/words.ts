/** What is told of a publication. Pure. */
import type { ChangeBody, DraftPublicationBody, DraftReviewBody, PublicationBody, PublicationState } from '../../../protocol/generated'

/** The messages of the steps of each act, in their order. */
const STEPS: Readonly<Record<PublicationBody['act'], readonly string[]>> = {
  publish: ['publish-step-files', 'publish-step-version', 'publish-step-template', 'publish-step-note'],
  roll_back: ['publish-step-template', 'publish-step-note'],
  archive: ['publish-step-template', 'publish-step-note'],
}

/** What is being done of it now, as a message id. */
export function stepOf({ act, step }: PublicationBody): string {
  const steps = STEPS[act]
  return steps[Math.min(step, steps.length - 1)] ?? 'publish-step-note'
}

/** What goes on, as a message id. */
export function titleOf({ act }: PublicationBody): string {
  if (act === 'publish') return 'publish-progress'
  return act === 'roll_back' ? 'publish-progress-back' : 'publish-progress-archive'
}

/** What was done, as a message id. */
export function historyOf({ act, state }: PublicationBody): string {
  if (state === 'failed') return 'publish-history-failed'
  if (state === 'cancelled') return 'publish-history-cancelled'
  return `publish-history-${act.replace('_', '-')}`
}

/** How something ended that was open before: as a message id with its tone. */
export function endOf({ act, state }: PublicationBody): { readonly id: string; readonly tone: 'good' | 'bad' | 'info' } {
  if (state === 'failed') return { id: act === 'publish' ? 'publish-done-failed' : 'publish-done-failed-other', tone: 'bad' }
  if (state === 'cancelled') return { id: 'publish-done-cancelled', tone: 'info' }
  return { id: act === 'archive' ? 'publish-done-archive' : 'publish-done', tone: 'good' }
}

/** The version that could be published: what is approved, or was published and can be again. */
export function approvedOf(review: DraftReviewBody | null): { readonly id: string; readonly number: number } | null {
  const asked = review?.review ?? null
  if (asked === null || (asked.state !== 'approved' && asked.state !== 'published')) return null
  return { id: asked.version_id, number: asked.version_number }
}

/** Why a version cannot be published now, as a message id; null: it can. */
export function reasonAgainst(
  publication: Pick<DraftPublicationBody, 'current' | 'open' | 'may'>, approved: { readonly id: string } | null, isGateOpen: boolean | null,
): string | null {
  if (publication.may !== null) return 'publish-needs'
  if (publication.open !== null) return 'publish-busy'
  if (approved === null) return 'publish-next-none'
  const { current } = publication
  if (current !== null && !current.is_archived && current.version_id === approved.id) return 'publish-next-same'
  return isGateOpen === false ? 'publish-gate-closed' : null
}

/** Changes by the language that they are in; `null`: in none, or in all. The order is that of the languages. */
export function byLanguage(changes: readonly ChangeBody[], languages: readonly string[]): readonly (readonly [string | null, readonly ChangeBody[]])[] {
  const groups = new Map<string | null, ChangeBody[]>()
  for (const change of changes) {
    const inLanguages = new Set(change.properties.map(({ language }) => language))
    // What was added or removed has no properties, and concerns every language.
    if (inLanguages.size === 0) inLanguages.add(null)
    for (const language of inLanguages) {
      const group = groups.get(language)
      if (group) group.push(change)
      else groups.set(language, [change])
    }
  }
  const order: readonly (string | null)[] = [null, ...languages]
  const place = (language: string | null): number => {
    const at = order.indexOf(language)
    return at < 0 ? order.length : at
  }
  return [...groups].sort(([one], [other]) => place(one) - place(other))
}

/** Versions that were published and are not the current one, the newest first, each once. */
export function earlierOf({ current, history }: Pick<DraftPublicationBody, 'current' | 'history'>): readonly PublicationBody[] {
  const seen = new Set<string>(current === null || current.is_archived ? [] : [current.version_id])
  const earlier: PublicationBody[] = []
  for (const one of history) {
    if (one.act !== 'publish' || one.state !== DONE || seen.has(one.version_id)) continue
    seen.add(one.version_id)
    earlier.push(one)
  }
  return earlier
}

const DONE: PublicationState = 'done'
