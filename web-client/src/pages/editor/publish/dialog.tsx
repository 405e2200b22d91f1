/** The dialog behind the bar's button: what is published, what would be, what speaks for and against it, and how far it is. */
import { CloudUpload } from 'lucide-react'
import { useState } from 'react'
import { publishing, versionPicture } from '../../../api'
import { useEditorState, useLayoutPart } from '../../../canvas/context'
import { LANGUAGE_NAMES, useDates, useErrorText, useText, type Language } from '../../../i18n'
import type { DraftPublicationBody, DraftReviewBody, PublicationBody, TemplateBody } from '../../../protocol/generated'
import { Avatar, Banner, Button, Dialog, EmptyState, Loading, Select, Skeleton } from '../../../ui'
import { ConfirmDialog } from '../../confirm-dialog'
import { codeOf } from '../../failure'
import { useSession } from '../../session'
import { GateList, useGate } from '../review/gate-list'
import { useReview } from '../review/use-review'
import { ChangesList } from './changes'
import { Going } from './going'
import type { Publication } from './use-publication'
import { approvedOf, earlierOf, historyOf, reasonAgainst } from './words'
import './publish.css'

export interface PublishDialogProps {
  readonly template: TemplateBody
  readonly publication: Publication
  readonly onLoad: () => void
  readonly onClose: () => void
}

/** The dialog, over a draft that is open. */
export function PublishDialog({ template, publication, onLoad, onClose }: PublishDialogProps) {
  const t = useText()
  const errorText = useErrorText()
  const { review } = useReview(template.draft_id)
  const close = <Button onPress={onClose}>{t('close')}</Button>
  const failed = publication.kind === 'failed' ? publication.code : review.kind === 'failed' ? review.code : null
  if (failed !== null) {
    return (
      <Dialog title={t('publish-title')} isOpen onClose={onClose} actions={close}>
        <Banner tone="bad" title={t('publish-failed')} code={failed} action={<Button onPress={onLoad}>{t('try-again')}</Button>}>{errorText(failed)}</Banner>
      </Dialog>
    )
  }
  if (publication.kind !== 'there' || review.kind !== 'there') {
    return (
      <Dialog size="wide" title={t('publish-title')} isOpen onClose={onClose} actions={close}>
        <Loading label={t('publish-loading')}><Skeleton height={20} width="60%" /><Skeleton height={14} width="40%" /></Loading>
      </Dialog>
    )
  }
  return <Standing template={template} body={publication.body} review={review.body} onLoad={onLoad} onClose={onClose} />
}

function Standing({ template, body, review, onLoad, onClose }: Omit<PublishDialogProps, 'publication'> & { readonly body: DraftPublicationBody; readonly review: DraftReviewBody }) {
  const t = useText()
  const errorText = useErrorText()
  const { ended } = useSession()
  const approved = approvedOf(review)
  const { gate, again } = useGate(template.draft_id, approved?.id)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const languages = useLayoutPart((layout) => layout.languages)
  const reason = reasonAgainst(body, approved, gate.kind === 'there' ? gate.body.is_open : null)
  const publish = async (): Promise<void> => {
    if (approved === null) return
    setBusy(true)
    setFailure(null)
    try {
      await publishing.publish(approved.id)
      onLoad()
    } catch (error) {
      if (!ended(error)) setFailure(codeOf(error))
    } finally {
      setBusy(false)
    }
  }
  // Without an approved version, what is published can be looked at.
  const shown = approved?.id ?? body.current?.version_id ?? null
  const published = body.current !== null && !body.current.is_archived ? body.current.version_id : null
  return (
    <Dialog
      size="full" title={t('publish-title')} isOpen onClose={onClose}
      actions={(
        <>
          <Button onPress={onClose}>{t('close')}</Button>
          <Button variant="primary" icon={CloudUpload} isPending={busy} disabledReason={reason === null ? undefined : t(reason)} onPress={() => void publish()} data-testid="publish-now">
            {approved === null ? t('publish') : t('publish-action', { number: approved.number })}
          </Button>
        </>
      )}
    >
      <div className="publish" data-testid="publish-dialog">
        <div className="publish-desk">
          {shown === null ? <EmptyState title={t('publish-empty')}><p>{t('publish-next-none')}</p></EmptyState> : <Pictures version={shown} />}
        </div>
        <div className="publish-side">
          {failure !== null && <Banner tone="bad" title={t('publish-not-done')} code={failure}>{errorText(failure)}</Banner>}
          {body.open !== null && <Going publication={body.open} may={body.may === null} onLoad={onLoad} />}
          <Now body={body} template={template} onLoad={onLoad} />
          <section aria-label={t('publish-next')}>
            <h3>{t('publish-next')}</h3>
            <p>{approved === null ? t('publish-next-none') : t(published === approved.id ? 'publish-next-same' : 'publish-next-version', { number: approved.number })}</p>
            {approved !== null && review.is_changed && <Banner tone="info">{t('publish-next-changed')}</Banner>}
          </section>
          {approved !== null && <Approvals review={review} />}
          {approved !== null && published !== approved.id && (
            <section aria-label={t('publish-changes')}>
              <h3>{t('publish-changes')}</h3>
              <ChangesList from={body.current?.version_id ?? null} to={approved.id} languages={languages} />
            </section>
          )}
          {approved !== null && (
            <section aria-label={t('publish-gate')}>
              <h3>{t('publish-gate')}</h3>
              <GateList gate={gate} onAgain={again} />
            </section>
          )}
          <History body={body} onLoad={onLoad} />
        </div>
      </div>
    </Dialog>
  )
}

/** The approved version as it will be issued, in any of its languages. */
function Pictures({ version }: { readonly version: string }) {
  const t = useText()
  const languages = useLayoutPart((layout) => layout.languages)
  const pages = useLayoutPart((layout) => layout.pages)
  const shown = useEditorState((state) => state.language)
  const [language, setLanguage] = useState<Language>(languages.includes(shown) ? shown : languages[0] ?? shown)
  return (
    <>
      <Select label={t('publish-language')} value={language} onChange={setLanguage} options={languages.map((id) => ({ id, label: LANGUAGE_NAMES[id] }))} />
      <div className="publish-papers">
        {pages.map((page, index) => <Picture key={`${version} ${page.id} ${language}`} version={version} page={index + 1} language={language} size={page.size} />)}
      </div>
    </>
  )
}

function Picture({ version, page, language, size }: { readonly version: string; readonly page: number; readonly language: string; readonly size: readonly [number, number] }) {
  const t = useText()
  const [failed, setFailed] = useState(false)
  if (failed) return <p className="soft">{t('publish-picture-failed')}</p>
  return (
    <img
      className="publish-paper" style={{ aspectRatio: `${size[0].toString()} / ${size[1].toString()}` }} src={versionPicture(version, page, language)}
      alt={t('publish-picture', { page })} onError={() => setFailed(true)} data-testid="publish-picture"
    />
  )
}

/** From what certificates are issued now, and the way to end that. */
function Now({ body, template, onLoad }: { readonly body: DraftPublicationBody; readonly template: TemplateBody; readonly onLoad: () => void }) {
  const t = useText()
  const dates = useDates()
  const [ending, setEnding] = useState(false)
  const { current } = body
  const words = current === null
    ? t('publish-now-none')
    : t(current.is_archived ? 'publish-now-archived' : 'publish-now-version', { number: current.version_number, date: dates.date(new Date(current.published_at)) })
  return (
    <section aria-label={t('publish-now')} data-testid="publish-current" data-version={current?.version_number ?? ''}>
      <h3>{t('publish-now')}</h3>
      <p>{words}</p>
      {current !== null && !current.is_archived && body.may === null && body.open === null && (
        <Button onPress={() => setEnding(true)} data-testid="publish-archive">{t('publish-archive')}</Button>
      )}
      {ending && (
        <ConfirmDialog
          title={t('publish-archive-title')} text={t('publish-archive-text')} action={t('publish-archive-action')} failed={t('publish-not-done')}
          act={() => publishing.archive(template.id)} onClose={() => setEnding(false)}
          onDone={() => {
            setEnding(false)
            onLoad()
          }}
        />
      )}
    </section>
  )
}

/** Who has approved, and when. */
function Approvals({ review }: { readonly review: DraftReviewBody }) {
  const t = useText()
  const dates = useDates()
  const said = review.review?.verdicts.filter(({ verdict }) => verdict === 'approved') ?? []
  if (said.length === 0) return null
  return (
    <section aria-label={t('publish-approvals')}>
      <h3>{t('publish-approvals')}</h3>
      <ul className="publish-approvals">
        {said.map(({ person, decided_at: at, note }) => (
          <li key={person.id}>
            <Avatar person={person} size={24} />
            <span>{t('publish-approved-by', { person: person.name, date: dates.date(new Date(at)) })}{note !== null && <span className="soft"> {note}</span>}</span>
          </li>
        ))}
      </ul>
    </section>
  )
}

/** What was done, and the way back to what was published before. */
function History({ body, onLoad }: { readonly body: DraftPublicationBody; readonly onLoad: () => void }) {
  const t = useText()
  const dates = useDates()
  const [back, setBack] = useState<PublicationBody | null>(null)
  const mayGoBack = body.may === null && body.open === null
  const earlier = mayGoBack ? earlierOf(body) : []
  return (
    <section aria-label={t('publish-history')} data-testid="publish-history">
      <h3>{t('publish-history')}</h3>
      {body.history.length === 0 && <p className="soft">{t('publish-history-none')}</p>}
      <ol className="publish-history">
        {body.history.map((one) => {
          const at = new Date(one.ended_at ?? one.asked_at)
          return (
            <li key={one.id}>
              <span>{t(historyOf(one), { number: one.version_number })}</span>
              <span className="soft">{t('publish-history-line', { person: one.asked_by.name, date: dates.date(at), time: dates.time(at) })}</span>
            </li>
          )
        })}
      </ol>
      {earlier.map((one) => (
        <Button key={one.version_id} onPress={() => setBack(one)} data-testid="publish-back">{t('publish-roll-back', { number: one.version_number })}</Button>
      ))}
      {back !== null && (
        <ConfirmDialog
          title={t('publish-roll-back-title', { number: back.version_number })} text={t('publish-roll-back-text', { number: back.version_number })}
          action={t('publish-roll-back-action')} failed={t('publish-not-done')}
          act={() => publishing.rollBack(back.version_id)} onClose={() => setBack(null)}
          onDone={() => {
            setBack(null)
            onLoad()
          }}
        />
      )}
    </section>
  )
}
