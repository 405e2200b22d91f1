import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { versionPicture, versions } from '../../../api'
import type { Layout } from '../../../document/model'
import { LANGUAGE_NAMES, useErrorText, useI18n, useText } from '../../../i18n'
import type { Fault, NewCertificateBody } from '../../../protocol/generated'
import { layoutFromJson } from '../../../thumbnails/from-json'
import { Banner, Button, Checkbox, Dialog, Loading, Select, Skeleton, TextField } from '../../../ui'
import { codeOf } from '../../failure'
import { PageTurner } from '../../page-turner'
import { useSession } from '../../session'
import { DayInput, FieldInput } from './field-input'
import { begunForm, bodyOf, dayOf, emptyForm, lostImages, needsEnd, offered, sorted, wrongId, wrongsOf, type Form, type Input, type Wrong } from './form'
import type { Source } from './published'
import { useImageUploads } from './use-image-uploads'

export interface FormDialogProps {
  readonly of: Source
  /** What stands in the form at first; without it, it is empty. */
  readonly begun?: NewCertificateBody
  /** For a certificate that takes the place of another. */
  readonly words?: { readonly title: string; readonly lead: string; readonly issue: string }
  /** Closed, it keeps what was typed. */
  readonly isOpen: boolean
  readonly isSending: boolean
  /** Why it was not taken. */
  readonly refused: { readonly code: string; readonly faults: readonly Fault[] } | null
  readonly onIssue: (certificate: NewCertificateBody, deliver: boolean) => void
  /** To another template; not where there is no choice. */
  readonly onBack?: () => void
  readonly onClose: () => void
}

type Read = { kind: 'loading' } | { kind: 'failed'; code: string } | { kind: 'there'; layout: Layout }

/** The form for one certificate, once it is known what its template asks for. */
export function FormDialog(props: FormDialogProps) {
  const t = useText()
  const errorText = useErrorText()
  const { ended } = useSession()
  const { of, isOpen, words, onBack, onClose } = props
  const [read, setRead] = useState<Read>({ kind: 'loading' })
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    let stale = false
    versions.layout(of.version.version_id).then(
      json => { if (!stale) setRead({ kind: 'there', layout: layoutFromJson(json) }) },
      (error: unknown) => { if (!stale && !ended(error)) setRead({ kind: 'failed', code: codeOf(error) }) },
    )
    return () => { stale = true }
  }, [of.version.version_id, turn, ended])

  if (read.kind === 'there') return <Filled {...props} layout={read.layout} />
  return (
    <Dialog size="wide" title={words?.title ?? t('certificate-form-title')} isOpen={isOpen} onClose={onClose} actions={<>{onBack !== undefined && <Button onPress={onBack}>{t('back')}</Button>}<Button autoFocus onPress={onClose}>{t('cancel')}</Button></>}>
      {read.kind === 'loading'
        ? <Loading label={t('loading')}><div className="issue-part">{[0, 1, 2, 3, 4].map(key => <Skeleton key={key} height={28} />)}</div></Loading>
        : <Banner tone="bad" title={t('certificate-form-failed')} code={read.code} action={<Button onPress={() => { setRead({ kind: 'loading' }); setTurn(now => now + 1) }}>{t('try-again')}</Button>}>{errorText(read.code)}</Banner>}
    </Dialog>
  )
}

function Filled({ of, begun, words, layout, isOpen, isSending, refused, onIssue, onBack, onClose }: FormDialogProps & { readonly layout: Layout }) {
  const { t, language } = useI18n()
  const [form, setForm] = useState<Form>(() => (begun === undefined ? emptyForm(layout, dayOf(new Date()), language) : begunForm(layout, begun)))
  const [wrongs, setWrongs] = useState<readonly Wrong[]>([])
  const [elsewhere, setElsewhere] = useState<readonly string[]>([])
  const places = useRef(new Map<Input, HTMLInputElement | HTMLButtonElement>())
  const fields = useMemo(() => offered(layout), [layout])
  const forget = (input: Input) => setWrongs(now => now.filter(wrong => wrong.input !== input))
  // Images arrive some time after they were chosen: what was typed meanwhile stays.
  const fill = useCallback((key: string, value: string) => setForm(now => ({ ...now, values: { ...now.values, [key]: value } })), [])
  const { of: uploadOf, isSending: isUploading, uploads } = useImageUploads(fill)

  const show = (found: readonly Wrong[]) => {
    setWrongs(found)
    const [first] = found
    if (first !== undefined) places.current.get(first.input)?.focus()
  }
  // Each refusal is told once, also when the same comes again.
  const told = useRef(refused)
  useEffect(() => {
    if (refused === null || refused === told.current) return
    told.current = refused
    const found = sorted(refused.faults, layout)
    setElsewhere(found.elsewhere)
    for (const key of lostImages(found.wrongs, layout)) {
      fill(key, '')
      uploads.drop(key)
    }
    show(found.wrongs)
  }, [refused, layout, fill, uploads])

  const submit = () => {
    if (isSending || isUploading) return
    // A browser gives an empty value for half a day: the field would be left out without a word.
    const half = new Set([...places.current].filter(([, input]) => input.validity.badInput).map(([input]) => input))
    const found = wrongsOf(form, layout, half)
    setElsewhere([])
    show(found)
    if (found.length === 0) onIssue(bodyOf(form, layout), form.deliver && form.email.trim() !== '')
  }
  const change = (input: Input, part: Partial<Form>) => {
    setForm(now => ({ ...now, ...part }))
    forget(input)
  }
  const imageOf = (key: string) => ({
    upload: uploadOf(key),
    onFiles: (files: readonly File[]) => { forget(`value ${key}`); uploads.take(key, files) },
    onCancel: () => uploads.drop(key),
    onRemove: () => { fill(key, ''); uploads.drop(key) },
  })
  const errorAt = (input: Input) => {
    const wrong = wrongs.find(one => one.input === input)
    return wrong === undefined ? undefined : t(wrongId(wrong, form, layout))
  }
  const placed = (input: Input) => (element: HTMLInputElement | HTMLButtonElement | null) => {
    if (element === null) places.current.delete(input)
    else places.current.set(input, element)
  }
  const simple = (input: Input) => ({ error: errorAt(input), inputRef: placed(input), validationBehavior: 'aria' as const })

  return (
    <Dialog
      size="wide" title={words?.title ?? t('certificate-form-title')} isOpen={isOpen} onClose={onClose} onSubmit={submit}
      actions={(
        <>
          {onBack !== undefined && <Button onPress={onBack}>{t('back')}</Button>}
          <Button onPress={onClose}>{t('cancel')}</Button>
          <Button variant="primary" type="submit" isPending={isSending} disabledReason={isUploading ? t('certificate-image-waits') : undefined} data-testid="issue-now">
            {words?.issue ?? t('certificate-issue-one')}
          </Button>
        </>
      )}
    >
      <div className="issue">
        <div className="issue-form">
          {words !== undefined && <p className="issue-lead">{words.lead}</p>}
          <p className="issue-from">{t('certificate-from', { name: of.template.name, number: of.version.version_number })}</p>
          <Refused refused={refused} wrongs={wrongs} elsewhere={elsewhere} onBack={onBack} />
          <section className="issue-part" aria-label={t('certificate-recipient')}>
            <h3>{t('certificate-recipient')}</h3>
            <TextField {...simple('name')} label={t('certificate-recipient-name')} isRequired autoFocus autoComplete="off" value={form.name} onChange={name => change('name', { name })} />
            <div className="issue-pair">
              <TextField {...simple('email')} label={t('certificate-recipient-email')} type="email" autoComplete="off" description={t('certificate-recipient-email-hint')} value={form.email} onChange={email => change('email', { email })} />
              <TextField {...simple('external_id')} label={t('certificate-recipient-id')} autoComplete="off" description={t('certificate-recipient-id-hint')} value={form.externalId} onChange={externalId => change('external_id', { externalId })} />
            </div>
            <Checkbox
              label={t('certificate-deliver')} isSelected={form.deliver && form.email.trim() !== ''} onChange={deliver => setForm(now => ({ ...now, deliver }))}
              disabledReason={form.email.trim() === '' ? t('certificate-deliver-nobody') : undefined}
            />
          </section>
          {fields.length > 0 && (
            <section className="issue-part" aria-label={t('certificate-values')}>
              <h3>{t('certificate-values')}</h3>
              <div className="issue-pair">
                {fields.map(field => (
                  <FieldInput
                    key={field.key} field={field} language={language} languages={layout.languages} {...simple(`value ${field.key}`)}
                    value={form.values[field.key] ?? ''} onChange={value => { forget(`value ${field.key}`); fill(field.key, value) }} image={imageOf(field.key)}
                  />
                ))}
              </div>
            </section>
          )}
          <section className="issue-part" aria-label={t('certificate-validity')}>
            <h3>{t('certificate-validity')}</h3>
            {layout.languages.length > 1 && form.language !== null && (
              <div className="issue-narrow">
                <Select label={t('certificate-language')} value={form.language} onChange={chosen => change('language', { language: chosen })} options={layout.languages.map(id => ({ id, label: LANGUAGE_NAMES[id] }))} />
              </div>
            )}
            <div className="issue-pair">
              <DayInput {...simple('valid_from')} label={t('certificate-valid-from')} hint={t('certificate-valid-from-hint')} value={form.validFrom} onChange={validFrom => change('valid_from', { validFrom })} />
              <DayInput {...simple('valid_until')} label={t('certificate-valid-until')} isRequired={needsEnd(layout)} hint={needsEnd(layout) ? undefined : t('certificate-valid-until-hint')} value={form.validUntil} onChange={validUntil => change('valid_until', { validUntil })} />
            </div>
          </section>
        </div>
        <Preview version={of.version.version_id} layout={layout} language={form.language} />
      </div>
    </Dialog>
  )
}

/** That it was not taken: what is wrong in sentences where no input can say it. */
function Refused({ refused, wrongs, elsewhere, onBack }: { refused: FormDialogProps['refused']; wrongs: readonly Wrong[]; elsewhere: readonly string[]; onBack: FormDialogProps['onBack'] }) {
  const t = useText()
  const errorText = useErrorText()
  if (refused?.code === 'certificate_invalid' && elsewhere.length === 0 && refused.faults.length > 0) {
    // Mended one by one, they need no summary.
    return wrongs.length === 0 ? null : <Banner tone="bad" title={t('certificate-not-issued')}>{t('certificate-wrong-count', { count: wrongs.length })}</Banner>
  }
  if (refused?.code === 'certificate_invalid' || refused?.code === 'nothing_to_issue_from') {
    return (
      <Banner tone="bad" title={t('certificate-not-issued')} code={elsewhere[0] ?? refused.code} action={onBack && <Button onPress={onBack}>{t('certificate-choose-again')}</Button>}>
        {refused.code === 'nothing_to_issue_from' ? errorText(refused.code) : t('certificate-wrong-template')}
      </Banner>
    )
  }
  if (refused !== null) return <Banner tone="bad" title={t('certificate-not-issued')} code={refused.code}>{errorText(refused.code === 'key_reused' ? 'internal' : refused.code)}</Banner>
  return null
}

/** A page as it was published, with its samples: what is being filled in. */
function Preview({ version, layout, language }: { version: string; layout: Layout; language: string | null }) {
  const t = useText()
  const [failed, setFailed] = useState<number | null>(null)
  const [index, setIndex] = useState(0)
  const { pages } = layout
  const [width, height] = pages[index]?.size ?? [210, 297]
  const shape = { aspectRatio: `${width.toString()} / ${height.toString()}` }
  const isFailed = failed === index
  if (language === null || (isFailed && pages.length < 2)) return null
  return (
    <figure className="issue-preview">
      <PageTurner index={index} count={pages.length} onIndex={setIndex} />
      {isFailed
        ? <div className="issue-preview-failed" style={shape} role="status">{t('list-preview-failed')}</div>
        : <img src={versionPicture(version, index + 1, language)} alt={t('certificate-preview', { page: index + 1 })} style={shape} onError={() => setFailed(index)} />}
      {!isFailed && <figcaption>{t('certificate-preview-text')}</figcaption>}
    </figure>
  )
}
