/** Pictures of a draft as the server makes them: what will be printed. */
import { bytesOf, segment } from './request'

/** The kinds of picture. */
export const RENDER_KINDS = ['pdf', 'png', 'svg'] as const
export type RenderKind = (typeof RENDER_KINDS)[number]

/** What of a draft is wanted. */
export interface RenderQuery {
  /** From 1; a PDF has all pages when it is absent. */
  readonly page?: number
  /** Of a PNG: pixels a CSS pixel. */
  readonly scale?: number
  readonly locale: string
  /** Values of the merge fields; absent: their samples. */
  readonly values?: Readonly<Record<string, string>>
}

/** Asks for a picture; throws `ApiError`, or the signal's reason. */
export async function render(draft: string, kind: RenderKind, { page, scale, locale, values }: RenderQuery, signal: AbortSignal): Promise<Blob> {
  const query = new URLSearchParams({ locale })
  if (page !== undefined) query.set('page', page.toString())
  if (scale !== undefined) query.set('scale', scale.toString())
  if (values !== undefined) query.set('values', JSON.stringify(values))
  const answer = await bytesOf(`/api/drafts/${segment(draft)}/render.${kind}?${query}`, signal)
  return answer.blob()
}
