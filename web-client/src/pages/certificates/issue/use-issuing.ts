import { useCallback, useEffect, useRef, useState } from 'react'
import { ApiError, issuance } from '../../../api'
import type { BatchBody, CertificateBody, Fault, NewBatchBody, NewCertificateBody } from '../../../protocol/generated'
import { codeOf } from '../../failure'
import { useSession } from '../../session'
import { followed, isUnsure, Keys, sent, type Told, type Wait } from './sending'

/** How far one certificate is. */
export type Issuing =
  | { readonly kind: 'none' }
  /** `again`: an answer was lost, and it is sent once more. */
  | { readonly kind: 'sending'; readonly again: boolean }
  /** No answer came. It may have been taken; only sending the very same again can tell. */
  | { readonly kind: 'unsure'; readonly code: string }
  /** It was not taken. */
  | { readonly kind: 'refused'; readonly code: string; readonly faults: readonly Fault[] }
  | { readonly kind: 'following'; readonly told: Told }
  /** It is going to be issued; the page has stopped looking. */
  | { readonly kind: 'left'; readonly batch: BatchBody; readonly code: string | null }
  /** It will not be issued. */
  | { readonly kind: 'over'; readonly batch: BatchBody }
  /** `certificate`: null when it cannot be read right now. */
  | { readonly kind: 'issued'; readonly id: string; readonly certificate: CertificateBody | null }

/** What is to take the place of a certificate, and how. */
export interface Successor {
  readonly of: string
  readonly how: 'correct' | 'renew'
  readonly certificate: NewCertificateBody
  readonly deliver: boolean
}

/** Issuing, as a page does it. */
export interface Issuer {
  readonly issuing: Issuing
  readonly issue: (what: Omit<NewBatchBody, 'key'>) => void
  /** Has one issued that takes the place of another. */
  readonly succeed: (what: Successor) => void
  /** Sends the very same once more. */
  readonly again: () => void
  /** Goes on looking how far it is. */
  readonly look: (batch: BatchBody) => void
  /** Turns to the next. What is on its way goes on, and is told to `onIssued` alone. */
  readonly begin: () => void
}

/** Issues certificates, one after the other, and follows each. What was asked for goes on when the page is left. */
export function useIssuing(onIssued: (certificate: CertificateBody | null) => void): Issuer {
  const { ended } = useSession()
  const [issuing, setIssuing] = useState<Issuing>({ kind: 'none' })
  const keys = useRef(new Keys())
  const asked = useRef<(() => Promise<BatchBody>) | null>(null)
  const gone = useRef(false)
  const turn = useRef(0)
  useEffect(() => { gone.current = false; return () => { gone.current = true } }, [])

  const wait = useCallback<Wait>(ms => new Promise((resolve, reject) => {
    setTimeout(() => { if (gone.current) reject(new Error('the page was left')); else resolve() }, ms)
  }), [])

  const follow = useCallback(async (begun: BatchBody) => {
    const mine = turn.current
    const say = (now: Issuing) => { if (mine === turn.current) setIssuing(now) }
    try {
      const batch = await followed(begun, issuance.batch, wait, told => say({ kind: 'following', told }))
      const [id] = batch.certificates
      if (batch.state === 'done' && id !== undefined) {
        const certificate = await issuance.certificate(id).catch(() => null)
        say({ kind: 'issued', id, certificate })
        onIssued(certificate)
      } else if (batch.state === 'open' || batch.state === 'paused') say({ kind: 'left', batch, code: null })
      else say({ kind: 'over', batch })
    } catch (error) {
      if (!gone.current && !ended(error)) say({ kind: 'left', batch: begun, code: codeOf(error) })
    }
  }, [wait, ended, onIssued])

  const send = useCallback(async () => {
    const ask = asked.current
    if (ask === null) return
    const mine = turn.current
    const say = (now: Issuing) => { if (mine === turn.current) setIssuing(now) }
    say({ kind: 'sending', again: false })
    let batch: BatchBody
    try {
      batch = await sent(ask, wait, () => say({ kind: 'sending', again: true }))
    } catch (error) {
      if (gone.current || ended(error)) return
      if (isUnsure(error)) say({ kind: 'unsure', code: codeOf(error) })
      else say({ kind: 'refused', code: codeOf(error), faults: error instanceof ApiError ? error.faults : [] })
      return
    }
    // It was taken. The same once more is another: by the same key, this one would be the answer.
    keys.current.forget()
    await follow(batch)
  }, [wait, ended, follow])

  const issue = useCallback((what: Omit<NewBatchBody, 'key'>) => {
    const body = keys.current.keyed(what)
    asked.current = () => issuance.issue(body)
    void send()
  }, [send])
  const succeed = useCallback((what: Successor) => {
    const { of, how, certificate, deliver, key } = keys.current.keyed(what)
    asked.current = () => (how === 'correct' ? issuance.correct(of, { key, certificate, deliver, from_current: false }) : issuance.renew(of, { key, certificate, deliver }))
    void send()
  }, [send])

  const again = useCallback(() => { void send() }, [send])
  const look = useCallback((batch: BatchBody) => { void follow(batch) }, [follow])
  const begin = useCallback(() => {
    turn.current++
    setIssuing({ kind: 'none' })
  }, [])
  return { issuing, issue, succeed, again, look, begin }
}
