import { useEffect, useState } from 'react'
import { lists } from '../../../api'
import type { ListMappingBody } from '../../../protocol/generated'
import { codeOf } from '../../failure'
import { useSession } from '../../session'

/** A picture is asked for so long after the last change. */
const SETTLED_MS = 200

export type Picture = { readonly kind: 'none' } | { readonly kind: 'there'; readonly address: string } | { readonly kind: 'failed'; readonly code: string }

/** A page, from 1, of a row as its certificate would look. `mapping`: null where it cannot be shown. What was seen last stays until the next is there. */
export function usePreview(id: string, mapping: ListMappingBody | null, row: number, page: number): { readonly picture: Picture; readonly isBusy: boolean; readonly again: () => void } {
  const { ended } = useSession()
  const [picture, setPicture] = useState<Picture>({ kind: 'none' })
  const [isBusy, setBusy] = useState(false)
  const [turn, setTurn] = useState(0)
  const text = mapping === null ? null : JSON.stringify(mapping)
  useEffect(() => {
    if (text === null) { setBusy(false); return }
    const ending = new AbortController()
    setBusy(true)
    const timer = setTimeout(() => {
      lists.preview(id, { mapping: JSON.parse(text) as ListMappingBody, row, page }, ending.signal).then(
        bytes => { if (!ending.signal.aborted) { setPicture({ kind: 'there', address: URL.createObjectURL(bytes) }); setBusy(false) } },
        (error: unknown) => { if (!ending.signal.aborted && !ended(error)) { setPicture({ kind: 'failed', code: codeOf(error) }); setBusy(false) } },
      )
    }, SETTLED_MS)
    return () => {
      clearTimeout(timer)
      ending.abort()
    }
  }, [id, text, row, page, turn, ended])
  useEffect(() => {
    if (picture.kind !== 'there') return
    return () => URL.revokeObjectURL(picture.address)
  }, [picture])
  return { picture, isBusy, again: () => setTurn(now => now + 1) }
}
