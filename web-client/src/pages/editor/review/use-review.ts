/** How the draft on the desk stands in its review, kept up to date. */
import { useCallback, useEffect, useRef, useState } from 'react'
import { api } from '../../../api'
import { useEditor } from '../../../canvas/context'
import type { DraftReviewBody } from '../../../protocol/generated'
import { codeOf } from '../../failure'

/** After an edit, how long to wait for the next one before it is asked whether the draft still is what was approved. */
const SETTLED_MS = 350
/** While edits go on without a pause, it is asked so often. */
const AT_LATEST_MS = 900
/** News may be lost; so it is asked now and then by itself. */
const AGAIN_MS = 20_000

export type Review =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly code: string }
  | { readonly kind: 'there'; readonly body: DraftReviewBody }

/** The review of a draft. `put` takes what an answer says; `load` asks again. */
export function useReview(draft: string): { readonly review: Review; readonly put: (body: DraftReviewBody) => void; readonly load: () => void } {
  const { draft: open } = useEditor()
  const [review, setReview] = useState<Review>({ kind: 'loading' })
  const asked = useRef(0)

  const put = useCallback((body: DraftReviewBody) => {
    // An answer that was under way when something was done here is older than this one.
    asked.current += 1
    setReview({ kind: 'there', body })
  }, [])
  const load = useCallback(() => {
    asked.current += 1
    const mine = asked.current
    void api.review(draft).then(
      (body) => { if (mine === asked.current) setReview({ kind: 'there', body }) },
      // What is known stays: an edit must not take the bar away because the network does. That the session has ended the editor says itself, and
      // whoever draws is not taken away from it by what the page asks on its own.
      (error: unknown) => { if (mine === asked.current) setReview((now) => (now.kind === 'there' ? now : { kind: 'failed', code: codeOf(error) })) },
    )
  }, [draft])

  useEffect(load, [load])
  useEffect(() => open.news.subscribe('review', load), [open, load])
  useEffect(() => {
    const timer = setInterval(() => { if (document.visibilityState === 'visible') load() }, AGAIN_MS)
    const onReturn = () => { if (document.visibilityState === 'visible') load() }
    document.addEventListener('visibilitychange', onReturn)
    return () => {
      clearInterval(timer)
      document.removeEventListener('visibilitychange', onReturn)
    }
  }, [load])

  // Whoever edits, here or elsewhere: the page hears of it by the document itself, and asks the server what that makes of the review.
  const watches = review.kind === 'there' && review.body.review !== null
  useEffect(() => {
    if (!watches) return
    let timer: ReturnType<typeof setTimeout> | undefined
    let first = 0
    const stop = open.view.subscribe(() => {
      const now = Date.now()
      if (timer === undefined) first = now
      clearTimeout(timer)
      timer = setTimeout(() => {
        timer = undefined
        load()
      }, Math.max(0, Math.min(SETTLED_MS, first + AT_LATEST_MS - now)))
    })
    return () => {
      clearTimeout(timer)
      stop()
    }
  }, [open, load, watches])
  return { review, put, load }
}
