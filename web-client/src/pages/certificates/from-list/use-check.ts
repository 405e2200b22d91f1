import { useCallback, useEffect, useState } from 'react'
import { ApiError, lists } from '../../../api'
import type { Fault, ListCheckBody, ListMappingBody } from '../../../protocol/generated'
import { codeOf } from '../../failure'
import { useSession } from '../../session'

/** Rows are judged so long after the last change. */
const SETTLED_MS = 400

export interface Checked {
  /** What the rows come to, by the last mapping that was judged; null: none was yet. */
  readonly check: ListCheckBody | null
  /** Whether that is the mapping as it stands now. */
  readonly isCurrent: boolean
  readonly isBusy: boolean
  /** What judging this mapping failed with. */
  readonly failure: { readonly code: string; readonly faults: readonly Fault[] } | null
  readonly again: () => void
}

interface Known { readonly of: string; readonly check: ListCheckBody }

/** Has the rows judged, by itself after each change. `mapping`: null as long as they cannot be. */
export function useCheck(id: string, mapping: ListMappingBody | null): Checked {
  const { ended } = useSession()
  const [known, setKnown] = useState<Known | null>(null)
  const [failed, setFailed] = useState<{ readonly of: string; readonly code: string; readonly faults: readonly Fault[] } | null>(null)
  const [turn, setTurn] = useState(0)
  const text = mapping === null ? null : JSON.stringify(mapping)

  useEffect(() => {
    if (text === null) return
    const ending = new AbortController()
    setFailed(null)
    const timer = setTimeout(() => {
      lists.check(id, JSON.parse(text) as ListMappingBody, ending.signal).then(
        check => { if (!ending.signal.aborted) setKnown({ of: text, check }) },
        (error: unknown) => {
          if (!ending.signal.aborted && !ended(error)) setFailed({ of: text, code: codeOf(error), faults: error instanceof ApiError ? error.faults : [] })
        },
      )
    }, SETTLED_MS)
    return () => {
      clearTimeout(timer)
      ending.abort()
    }
  }, [id, text, turn, ended])

  const again = useCallback(() => {
    // What was known stays to be seen until it is judged anew.
    setKnown(now => (now === null ? null : { ...now, of: '' }))
    setTurn(now => now + 1)
  }, [])
  const failure = text !== null && failed?.of === text ? failed : null
  const isCurrent = text !== null && known?.of === text && failure === null
  return { check: known?.check ?? null, isCurrent, isBusy: text !== null && !isCurrent && failure === null, failure, again }
}
