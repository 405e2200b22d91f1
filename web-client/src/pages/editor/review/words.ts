/** What is said of reviews and of what stands against a layout. Pure. */
import type { DraftReviewBody, FindingBody, GateBody, GateCode, ReviewBody, ReviewState, Severity } from '../../../protocol/generated'
import type { Tone } from '../../../ui'

/** The message that names a state. */
export const stateId = (state: ReviewState): string => `review-state-${state.replaceAll('_', '-')}`

/** How a state looks. */
export const STATE_TONES: Readonly<Record<ReviewState, Tone>> = {
  draft: 'neutral', in_review: 'select', changes_requested: 'warn', approved: 'good', published: 'good',
}

/** The message that names a check, for settings. */
export const checkId = (code: GateCode): string => `gate-check-${code.replaceAll('_', '-')}`

/** The message that names what a finding weighs. */
export const severityId = (severity: Severity): string => `gate-severity-${severity}`

/** The message that says a finding, where there is more than one for a check. */
export function findingId({ code, about, language }: FindingBody): string {
  const base = `gate-${code.replaceAll('_', '-')}`
  if (code === 'off_page') return `${base}-${about === 'all' || about === 'words' ? about : 'part'}`
  if (code === 'alt_missing' && language !== null) return `${base}-language`
  if (code === 'field_undeclared' && about === '') return `${base}-none`
  if (code === 'image_missing' && about !== '') return `${base}-gone`
  return base
}

/** How many of each weight. */
export function countOf(gate: GateBody, severity: Severity): number {
  return gate.findings.filter((finding) => finding.severity === severity).length
}

/** Findings page by page, what is of no page last. */
export function byPage(findings: readonly FindingBody[], pages: readonly string[]): readonly (readonly [string | null, readonly FindingBody[]])[] {
  const of = (page: string | null) => findings.filter((finding) => finding.page === page || (page === null && (finding.page === null || !pages.includes(finding.page))))
  return [...pages, null].flatMap((page) => {
    const found = of(page)
    return found.length === 0 ? [] : [[page, found] as const]
  })
}

/** How many approvals there are that count. */
export const approvalsOf = (review: ReviewBody): number => Math.max(0, review.needed - review.missing)

/** Whether what the review is about is not what is seen on the desk any more, and somebody should know. */
export const isOutdated = (body: DraftReviewBody): boolean => body.review !== null && body.is_changed && body.state !== 'draft'

/** The end of a day, where whoever typed it is; null for none. `typed` is what a date field gives: `2026-11-28`. */
export function dueOf(typed: string): string | null {
  const parts = /^(\d{4})-(\d{2})-(\d{2})$/.exec(typed)
  if (!parts) return null
  const at = new Date(Number(parts[1]), Number(parts[2]) - 1, Number(parts[3]), 23, 59, 59)
  return Number.isNaN(at.getTime()) ? null : at.toISOString()
}

/** The day of a moment as a date field takes it. */
export function dayOf(moment: string | null): string {
  if (moment === null) return ''
  const at = new Date(moment)
  const two = (n: number) => String(n).padStart(2, '0')
  return `${at.getFullYear()}-${two(at.getMonth() + 1)}-${two(at.getDate())}`
}
