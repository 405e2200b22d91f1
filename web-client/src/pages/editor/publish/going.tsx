/** How far a publication is, in the words of what is true: also while it waits. */
import { useEffect, useRef, useState } from 'react'
import { publishing } from '../../../api'
import { useDates, useErrorText, useText } from '../../../i18n'
import type { DraftPublicationBody, PublicationBody } from '../../../protocol/generated'
import { Banner, Button, Progress, showToast } from '../../../ui'
import { codeOf } from '../../failure'
import { useSession } from '../../session'
import { endOf, stepOf, titleOf } from './words'

/** In the dialog. `may`: whoever looks may end it while it waits. */
export function Going({ publication, may, onLoad }: { readonly publication: PublicationBody; readonly may: boolean; readonly onLoad: () => void }) {
  const t = useText()
  const dates = useDates()
  const { step, steps, waits_for: waits, next_try_at: next, asked_by: by, asked_at: at, version_number: number } = publication
  const words = t('publish-progress-step', { step: Math.min(step + 1, steps), steps })
  return (
    <section className="publish-going" aria-label={t(titleOf(publication), { number })} data-testid="publish-going" data-waits={waits ?? ''}>
      <h3>{t(titleOf(publication), { number })}</h3>
      <Progress label={t(titleOf(publication), { number })} part={step / steps} words={words} />
      <p role="status">{words}: {t(stepOf(publication))}</p>
      {waits !== null && <Banner tone="warn">{t(`publish-waits-${waits}`, { time: next === null ? '–' : timeWithSeconds(new Date(next)) })}</Banner>}
      <p className="soft">{t('publish-asked-by', { person: by.name, time: dates.time(new Date(at)) })}</p>
      {may && waits !== null && publication.may_cancel && <CancelButton publication={publication.id} onLoad={onLoad} />}
    </section>
  )
}

/** Nobody is asked twice: nothing has changed yet, and it can be asked for again. */
function CancelButton({ publication, onLoad }: { readonly publication: string; readonly onLoad: () => void }) {
  const t = useText()
  const errorText = useErrorText()
  const { ended } = useSession()
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const cancel = async (): Promise<void> => {
    setBusy(true)
    setFailure(null)
    try {
      await publishing.cancel(publication)
      onLoad()
    } catch (error) {
      if (!ended(error)) setFailure(codeOf(error))
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <Button isPending={busy} onPress={() => void cancel()} data-testid="publish-cancel">{t('publish-cancel')}</Button>
      {failure !== null && <Banner tone="bad" title={t('publish-cancel-failed')} code={failure}>{errorText(failure)}</Banner>}
    </>
  )
}

/** The next try is some seconds away: minutes would say nothing. */
function timeWithSeconds(at: Date): string {
  return new Intl.DateTimeFormat('de-CH', { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' }).format(at)
}

/** Over the desk, for everybody who has the draft open. */
export function GoingStrip({ body }: { readonly body: DraftPublicationBody }) {
  const t = useText()
  const { open } = body
  if (open === null) return null
  const { step, steps, waits_for: waits, version_number: number } = open
  const words = open.act === 'archive' ? t('publish-progress-archive') : t('publish-strip-open', { number, step: Math.min(step + 1, steps), steps })
  return (
    <div className="editor-banner" data-testid="publish-strip">
      {waits === 'registry' ? <Banner tone="warn">{t(open.act === 'publish' ? 'publish-strip-waits' : 'publish-strip-waits-other', { number })}</Banner> : <Banner tone="info">{words}</Banner>}
    </div>
  )
}

/** Says how it ended, once, to everybody who saw it begin. */
export function useEnds(body: DraftPublicationBody | null): void {
  const t = useText()
  const watched = useRef<string | null>(null)
  useEffect(() => {
    if (body === null) return
    const before = watched.current
    watched.current = body.open?.id ?? null
    if (before === null || before === watched.current) return
    const ended = body.history.find(({ id }) => id === before)
    if (ended === undefined) return
    const { id, tone } = endOf(ended)
    showToast({ text: t(id, { number: ended.version_number }), tone })
  }, [body, t])
}
