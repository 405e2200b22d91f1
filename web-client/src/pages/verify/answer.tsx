import { CircleCheck, CircleHelp, OctagonAlert, TriangleAlert, type LucideIcon } from 'lucide-react'
import { useEffect, useRef, type ReactNode } from 'react'
import { useDates, useErrorText, useText } from '../../i18n'
import type { CertificateState, StateReason } from '../../protocol/generated'
import type { Verdict } from '../../verifying/check'
import { Icon } from '../../ui'
import { Altered } from './altered'
import { Everything, RegisterFacts, SignedFacts } from './facts'

type Tone = 'good' | 'warn' | 'bad' | 'neutral'
const SIGNS: Readonly<Record<Tone, LucideIcon>> = { good: CircleCheck, warn: TriangleAlert, bad: OctagonAlert, neutral: CircleHelp }

const STATES: Readonly<Record<CertificateState, readonly [Tone, string]>> = {
  valid: ['good', 'verify-state-valid'],
  not_yet: ['warn', 'verify-state-not-yet'],
  expired: ['warn', 'verify-state-expired'],
  suspended: ['warn', 'verify-state-suspended'],
  revoked: ['bad', 'verify-state-revoked'],
  superseded: ['bad', 'verify-state-superseded'],
}

const REASONS: Readonly<Record<StateReason, string>> = {
  mistake: 'verify-reason-mistake',
  wrong_person: 'verify-reason-wrong-person',
  no_longer_met: 'verify-reason-no-longer-met',
  deceit: 'verify-reason-deceit',
  asked: 'verify-reason-asked',
  other: 'verify-reason-other',
}

/** The answer: in one sentence, then why, then what was signed. */
export function Answer({ verdict }: { readonly verdict: Verdict }) {
  const t = useText()
  const dates = useDates()
  const errorText = useErrorText()
  switch (verdict.kind) {
    case 'genuine': {
      const { state, reason, reasonNote, lists, register, isRegistered, isOther, credential } = verdict
      const untold = lists === 'forged' ? (['warn', 'verify-list-forged'] as const) : (['neutral', 'verify-state-unknown'] as const)
      const [tone, title] = state !== null ? STATES[state] : isRegistered ? untold : (['warn', 'verify-state-unregistered'] as const)
      const id = /crt_[0-9a-f]{32}$/.exec(credential.id)?.[0]
      return (
        <Sheet tone={tone} title={t(title)}>
          {reason !== null && <Why reason={reason} words={reasonNote} />}
          {lists === 'forged' && <p data-testid="verify-list-forged">{t('verify-list-forged-text')}</p>}
          {lists === 'told' && state !== null && <p>{t('verify-checked-here')}</p>}
          {lists !== 'forged' && state === null && isRegistered && <p>{t('verify-signature-only')}</p>}
          {!isRegistered && <p>{t(isOther ? 'verify-other-registered' : 'verify-not-registered')}</p>}
          {isRegistered && register === null && <p>{t('verify-register-silent')}</p>}
          {register !== null && register.superseded_by !== null && <Newer id={register.superseded_by} isCorrection={state === 'superseded'} />}
          {register !== null && id !== undefined && <p><a href={`/v/${id}`}>{t('verify-its-page')}</a></p>}
          <SignedFacts credential={credential} />
          {register !== null && <RegisterFacts register={register} />}
        </Sheet>
      )
    }
    case 'offline': {
      const { state, seenMs, isTold, credential } = verdict
      const title = state === 'valid' ? (seenMs === null ? 'verify-offline-named' : 'verify-offline-known') : STATES[state][1]
      return (
        <Sheet tone={state === 'valid' ? (seenMs === null ? 'warn' : 'neutral') : STATES[state][0]} title={t(title)}>
          {isTold && <p>{t('verify-keys-silent')}</p>}
          {!isTold && <p>{seenMs === null ? t('verify-offline-key-unknown') : t('verify-offline-key-seen', { date: dates.date(new Date(seenMs)) })}</p>}
          {!isTold && <p data-testid="verify-offline-limits">{t('verify-offline-limits')}</p>}
          <SignedFacts credential={credential} />
        </Sheet>
      )
    }
    case 'altered': return <Sheet tone="bad" title={t('verify-altered')}><Altered verdict={verdict} /></Sheet>
    case 'foreign': return (
      <Sheet tone="warn" title={t('verify-foreign')}>
        <p>{t('verify-foreign-text')}</p>
        <p><code className="verify-name">{verdict.issuer}</code></p>
        {verdict.id !== null && <p><a href={`/v/${verdict.id}`}>{t('verify-its-page')}</a></p>}
        <Everything title={t('verify-claims')} document={verdict.document} />
      </Sheet>
    )
    case 'erased': {
      const [tone, title] = STATES[verdict.state]
      return (
        <Sheet tone={tone} title={t(title)}>
          {verdict.reason !== null && <Why reason={verdict.reason} words={null} />}
          <p>{t('verify-erased')}</p>
          {verdict.register.superseded_by !== null && <Newer id={verdict.register.superseded_by} isCorrection={verdict.state === 'superseded'} />}
          <RegisterFacts register={verdict.register} />
        </Sheet>
      )
    }
    case 'damaged': return <Sheet tone="bad" title={t('verify-damaged')}><p>{t('verify-damaged-text')}</p></Sheet>
    case 'unknown': return <Sheet tone="neutral" title={t('verify-unknown')}><p>{t('verify-unknown-text')}</p></Sheet>
    case 'away': return <Sheet tone="neutral" title={t('verify-away')}><p>{t('verify-away-text')} {verdict.code === 'unreachable' ? null : <>{errorText(verdict.code)} <code>{verdict.code}</code></>}</p></Sheet>
    case 'nothing': return <Sheet tone="neutral" title={t('verify-nothing')}><p>{t(verdict.why === 'json' ? 'verify-nothing-json' : 'verify-nothing-credential')}</p></Sheet>
  }
}

/** Why it does not hold. `words`: those of its issuer, in a language that nobody here knows. */
function Why({ reason, words }: { readonly reason: StateReason; readonly words: string | null }) {
  const t = useText()
  return (
    <>
      {/* That it is given on request would be wrong where it is given. */}
      {(reason !== 'other' || words === null) && <p>{t(REASONS[reason])}</p>}
      {words !== null && (
        <div className="verify-words" data-testid="verify-words">
          <p>{t('verify-reason-words')}</p>
          <blockquote className="verify-quote" lang="">{words}</blockquote>
        </div>
      )}
    </>
  )
}

/** Another one stands in its place, or follows on it. */
function Newer({ id, isCorrection }: { readonly id: string; readonly isCorrection: boolean }) {
  const t = useText()
  return <p data-testid="verify-newer">{t(isCorrection ? 'verify-corrected' : 'verify-renewed')} <a href={`/v/${id}`}>{t('verify-to-newer')}</a></p>
}

/** Whoever waits for the answer is taken to it. */
function Sheet({ tone, title, children }: { readonly tone: Tone; readonly title: string; readonly children: ReactNode }) {
  const head = useRef<HTMLHeadingElement>(null)
  useEffect(() => { head.current?.focus() }, [])
  return (
    <section className="verify-answer" data-testid="verify-answer" data-tone={tone} aria-label={title}>
      <h2 ref={head} tabIndex={-1} className={`verify-says verify-${tone}`}><Icon of={SIGNS[tone]} size={32} /><span>{title}</span></h2>
      {children}
    </section>
  )
}
