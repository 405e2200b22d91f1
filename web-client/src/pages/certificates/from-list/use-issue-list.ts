import { useCallback, useEffect, useRef, useState } from 'react'
import { lists } from '../../../api'
import { tabStorage } from '../../../comments/kept-words'
import type { IssueListBody } from '../../../protocol/generated'
import { codeOf } from '../../failure'
import { navigate } from '../../router'
import { useSession } from '../../session'
import { isUnsure, sent, type Wait } from '../issue/sending'
import { drop } from './kept'

export type IssuingList =
  | { readonly kind: 'none' }
  /** `again`: an answer was lost, and it is sent once more. */
  | { readonly kind: 'sending'; readonly again: boolean }
  /** No answer came: it may have been taken. The same list is never issued twice. */
  | { readonly kind: 'unsure'; readonly code: string }
  | { readonly kind: 'refused'; readonly code: string }

/** Where a batch that was made of a list is followed. */
export const batchPath = (id: string): string => `/certificates/list?batch=${encodeURIComponent(id)}`

/** Has a list issued, and leads to its batch. `onRefused`: it may stand otherwise than it was judged. */
export function useIssueList(id: string, onRefused: () => void): { readonly issuing: IssuingList; readonly issue: (body: IssueListBody) => void } {
  const { ended } = useSession()
  const [issuing, setIssuing] = useState<IssuingList>({ kind: 'none' })
  const gone = useRef(false)
  useEffect(() => { gone.current = false; return () => { gone.current = true } }, [])
  const issue = useCallback((body: IssueListBody) => {
    const wait: Wait = ms => new Promise((resolve, reject) => {
      setTimeout(() => { if (gone.current) reject(new Error('the page was left')); else resolve() }, ms)
    })
    const work = async () => {
      setIssuing({ kind: 'sending', again: false })
      try {
        const batch = await sent(() => lists.issue(id, body), wait, () => setIssuing({ kind: 'sending', again: true }))
        drop(id, tabStorage())
        if (!gone.current) navigate(batchPath(batch.id), 'replace')
      } catch (error) {
        if (gone.current || ended(error)) return
        setIssuing({ kind: isUnsure(error) ? 'unsure' : 'refused', code: codeOf(error) })
        if (!isUnsure(error)) onRefused()
      }
    }
    void work()
  }, [id, ended, onRefused])
  return { issuing, issue }
}
