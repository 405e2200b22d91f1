import { useCallback, useEffect, useRef, useState } from 'react'
import { lists } from '../../../api'
import type { ListMappingBody } from '../../../protocol/generated'
import { codeOf } from '../../failure'
import { useSession } from '../../session'
import type { Wait } from '../issue/sending'
import { NOTHING_TRIED, triedAll, type Tried } from './fitting'

export type Fit =
  | { readonly kind: 'none' }
  | { readonly kind: 'trying'; readonly tried: Tried }
  /** Somebody stopped it, or it failed (`code`): it can go on from there. */
  | { readonly kind: 'stopped'; readonly tried: Tried; readonly code: string | null }
  | { readonly kind: 'done'; readonly tried: Tried }

export interface Fitting {
  readonly fit: Fit
  /** Begins, or goes on where it was stopped. */
  readonly start: () => void
  readonly stop: () => void
}

/** Tries the rows of a list in its template. What was found is of one mapping: with another one it begins anew. */
export function useFit(id: string, mapping: ListMappingBody | null): Fitting {
  const { ended } = useSession()
  const text = mapping === null ? '' : JSON.stringify(mapping)
  const [state, setState] = useState<{ readonly of: string; readonly fit: Fit }>({ of: text, fit: { kind: 'none' } })
  const ending = useRef<AbortController | null>(null)
  useEffect(() => () => ending.current?.abort(), [id, text])
  const fit: Fit = state.of === text ? state.fit : { kind: 'none' }

  const from = fit.kind === 'stopped' ? fit.tried : NOTHING_TRIED
  const start = useCallback(() => {
    if (text === '') return
    ending.current?.abort()
    const mine = new AbortController()
    ending.current = mine
    const { signal } = mine
    const wait: Wait = ms => new Promise((resolve, reject) => {
      const timer = setTimeout(resolve, ms)
      signal.addEventListener('abort', () => { clearTimeout(timer); reject(signal.reason as Error) }, { once: true })
    })
    const asked = JSON.parse(text) as ListMappingBody
    let last = from
    const say = (now: Fit) => { if (!signal.aborted) setState({ of: text, fit: now }) }
    say({ kind: 'trying', tried: from })
    triedAll(from, row => lists.fit(id, { mapping: asked, from: row }, signal), wait, tried => { last = tried; say({ kind: 'trying', tried }) }).then(
      () => say({ kind: 'done', tried: last }),
      (error: unknown) => { if (!signal.aborted && !ended(error)) say({ kind: 'stopped', tried: last, code: codeOf(error) }) },
    )
  }, [id, text, from, ended])
  const stop = useCallback(() => {
    ending.current?.abort()
    setState(now => (now.fit.kind === 'trying' ? { of: now.of, fit: { kind: 'stopped', tried: now.fit.tried, code: null } } : now))
  }, [])
  return { fit, start, stop }
}
