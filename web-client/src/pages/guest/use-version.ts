import { useCallback, useEffect, useState } from 'react'
import { guest } from '../../api'
import type { Layout } from '../../document/model'
import type { ReadyVersionBody } from '../../protocol/generated'
import { layoutFromJson } from '../../thumbnails/from-json'
import { codeOf } from '../failure'

export type FetchedLayout =
  | { readonly kind: 'loading' }
  | { readonly kind: 'there'; readonly layout: Layout }
  | { readonly kind: 'failed'; readonly code: string }

/**
 * The version that is shown, and another one that is ready meanwhile: nothing changes under somebody's eyes before they say so. Only where nothing
 * was ready the first one is shown at once.
 */
export function useVersion(ready: ReadyVersionBody | null) {
  const [version, setVersion] = useState(ready)
  const [layout, setLayout] = useState<FetchedLayout>({ kind: 'loading' })
  const [count, setCount] = useState(0)
  const id = version?.id ?? null
  useEffect(() => { if (id === null && ready !== null) setVersion(ready) }, [id, ready])
  useEffect(() => {
    if (id === null) return
    let stale = false
    setLayout({ kind: 'loading' })
    guest.layout(id).then(
      (json) => { if (!stale) setLayout({ kind: 'there', layout: layoutFromJson(json) }) },
      (error: unknown) => { if (!stale) setLayout({ kind: 'failed', code: codeOf(error) }) },
    )
    return () => { stale = true }
  }, [id, count])
  const newer = ready !== null && id !== null && ready.id !== id ? ready : null
  const showNewer = useCallback(() => setVersion(ready), [ready])
  const again = useCallback(() => setCount((was) => was + 1), [])
  return { version, layout, newer, showNewer, again }
}
