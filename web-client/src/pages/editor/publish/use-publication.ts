/** What is published of the draft on the desk, and what is being done to it, kept up to date for everybody who has it open. */
import { useCallback, useEffect, useRef, useState } from 'react'
import { publishing } from '../../../api'
import { useEditor } from '../../../canvas/context'
import type { DraftPublicationBody } from '../../../protocol/generated'
import { codeOf } from '../../failure'

/** News may be lost; so it is asked now and then by itself: more often while something is being done. */
const AGAIN_MS = 30_000
const OPEN_AGAIN_MS = 3_000

export type Publication =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly code: string }
  | { readonly kind: 'there'; readonly body: DraftPublicationBody }

/** How the publication of a draft stands; `load` asks again. */
export function usePublication(draft: string): { readonly publication: Publication; readonly load: () => void } {
  const { draft: open } = useEditor()
  const [publication, setPublication] = useState<Publication>({ kind: 'loading' })
  const asked = useRef(0)
  const load = useCallback(() => {
    asked.current += 1
    const mine = asked.current
    void publishing.publication(draft).then(
      (body) => { if (mine === asked.current) setPublication({ kind: 'there', body }) },
      // What is known stays, however the network does. That the session has ended the editor says itself.
      (error: unknown) => { if (mine === asked.current) setPublication((now) => (now.kind === 'there' ? now : { kind: 'failed', code: codeOf(error) })) },
    )
  }, [draft])
  useEffect(load, [load])
  useEffect(() => open.news.subscribe('publication', load), [open, load])
  const isOpen = publication.kind === 'there' && publication.body.open !== null
  useEffect(() => {
    const timer = setInterval(() => { if (document.visibilityState === 'visible') load() }, isOpen ? OPEN_AGAIN_MS : AGAIN_MS)
    return () => clearInterval(timer)
  }, [load, isOpen])
  return { publication, load }
}
