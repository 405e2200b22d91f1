/** The draft as it will be printed: the server's own picture, in any language, with samples or with values of one's own. */
import { Download, RefreshCw } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { ApiError, render, RENDER_KINDS, type RenderKind, type RenderQuery } from '../../api'
import { useEditor, useEditorState, useLayoutPart, useSaveState } from '../../canvas/context'
import type { Field, Language } from '../../document/model'
import { LANGUAGE_NAMES, useErrorText, useText } from '../../i18n'
import { inLanguage, sampleFor } from '../../scene/words'
import { Banner, Button, Dialog, EmptyState, Loading, Select, showToast, Skeleton, TextField } from '../../ui'
import { PageTurner } from '../page-turner'
import './preview.css'

/** How long to wait for the next key before the picture is asked for again. */
const SETTLED_MS = 350
/** Pixels of a downloaded PNG: 300 an inch. */
const PRINT_SCALE = 300 / 96
/** Characters of a value. */
const LONGEST_VALUE = 500

type Picture =
  | { readonly kind: 'none' }
  | { readonly kind: 'there'; readonly address: string }
  | { readonly kind: 'failed'; readonly code: string }

/** The dialog behind the bar's button. */
export function PreviewDialog({ draft, name, onClose }: { readonly draft: string; readonly name: string; readonly onClose: () => void }) {
  const t = useText()
  const { draft: open } = useEditor()
  const fields = useLayoutPart((layout) => layout.fields)
  const languages = useLayoutPart((layout) => layout.languages)
  const pages = useLayoutPart((layout) => layout.pages)
  const shown = useEditorState((state) => state.language)
  const current = useEditorState((state) => state.page)
  const [language, setLanguage] = useState<Language>(languages.includes(shown) ? shown : languages[0] ?? shown)
  const [at, setAt] = useState(() => Math.max(0, pages.findIndex((page) => page.id === current)))
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({})
  const index = Math.min(at, pages.length - 1)
  const save = useSaveState()
  const values = useMemo(() => valuesOf(typed, fields, language, languages), [typed, fields, language, languages])
  const query: RenderQuery = useMemo(() => ({ locale: language, ...(values ? { values } : {}) }), [language, values])
  const { picture, busy, again } = usePicture(draft, query, index + 1, save.kind === 'saved')
  const size = pages[index]?.size ?? [210, 297]
  return (
    <Dialog size="full" title={t('preview-title')} isOpen onClose={onClose} actions={<Button onPress={onClose}>{t('close')}</Button>}>
      <div className="preview">
        <div className="preview-desk" aria-busy={busy}>
          {save.kind === 'offline' && <Banner tone="warn">{t('preview-offline')}</Banner>}
          {save.kind !== 'offline' && save.kind !== 'saved' && <Banner tone="info">{t('preview-unsaved')}</Banner>}
          <Shown picture={picture} busy={busy} size={size} number={index + 1} onAgain={again} />
        </div>
        <div className="preview-side">
          <Select
            label={t('preview-language')} value={language} onChange={setLanguage}
            options={languages.map((id) => ({ id, label: LANGUAGE_NAMES[id] }))}
          />
          <PageTurner index={index} count={pages.length} onIndex={setAt} />
          <fieldset className="preview-values">
            <legend>{t('preview-values')}</legend>
            <p className="soft hint">{t(fields.length === 0 ? 'preview-no-fields' : 'preview-values-hint')}</p>
            {fields.map((field) => (
              <TextField
                key={field.key} label={inLanguage(field.label, { language, layout: open.view.layout() }) ?? field.key} maxLength={LONGEST_VALUE}
                placeholder={sampleFor(field, language, languages) ?? ''} value={typed[field.key] ?? ''}
                onChange={(value) => setTyped((before) => ({ ...before, [field.key]: value }))}
              />
            ))}
          </fieldset>
          <div className="preview-downloads">
            {RENDER_KINDS.map((kind) => <DownloadButton key={kind} draft={draft} kind={kind} query={query} page={index + 1} name={name} />)}
          </div>
        </div>
      </div>
    </Dialog>
  )
}

/** As soon as one value is typed the samples of the others are given too: the server shows either samples or values. */
function valuesOf(typed: Readonly<Record<string, string>>, fields: readonly Field[], language: Language, languages: readonly Language[]): Readonly<Record<string, string>> | undefined {
  if (fields.every((field) => (typed[field.key] ?? '') === '')) return undefined
  return Object.fromEntries(fields.flatMap((field): [string, string][] => {
    const value = typed[field.key]
    const says = value !== undefined && value !== '' ? value : sampleFor(field, language, languages)
    return says === undefined ? [] : [[field.key, says]]
  }))
}

function usePicture(draft: string, query: RenderQuery, page: number, saved: boolean): { readonly picture: Picture; readonly busy: boolean; readonly again: () => void } {
  const [picture, setPicture] = useState<Picture>({ kind: 'none' })
  const [busy, setBusy] = useState(true)
  const [count, setCount] = useState(0)
  useEffect(() => {
    const ending = new AbortController()
    setBusy(true)
    const timer = setTimeout(() => void (async () => {
      try {
        const bytes = await render(draft, 'svg', { ...query, page }, ending.signal)
        setPicture({ kind: 'there', address: URL.createObjectURL(bytes) })
        setBusy(false)
      } catch (cause) {
        if (ending.signal.aborted) return
        if (!(cause instanceof ApiError)) throw cause
        setPicture({ kind: 'failed', code: cause.code })
        setBusy(false)
      }
    })(), SETTLED_MS)
    return () => {
      clearTimeout(timer)
      ending.abort()
    }
    // What is saved while the dialog is open is shown as well.
  }, [draft, query, page, count, saved])
  useEffect(() => {
    if (picture.kind !== 'there') return
    return () => URL.revokeObjectURL(picture.address)
  }, [picture])
  return { picture, busy, again: () => setCount((before) => before + 1) }
}

function Shown({ picture, busy, size, number, onAgain }: { readonly picture: Picture; readonly busy: boolean; readonly size: readonly [number, number]; readonly number: number; readonly onAgain: () => void }) {
  const t = useText()
  const errorText = useErrorText()
  const shape = { aspectRatio: `${size[0].toString()} / ${size[1].toString()}` }
  if (picture.kind === 'failed' && !busy) {
    return (
      <EmptyState title={t('preview-failed')} action={<Button icon={RefreshCw} onPress={onAgain}>{t('try-again')}</Button>}>
        <p>{errorText(picture.code)} <code>{picture.code}</code></p>
      </EmptyState>
    )
  }
  if (picture.kind !== 'there') {
    return <Loading label={t('preview-loading')}><div className="preview-paper preview-empty" style={shape}><Skeleton width="60%" height={20} /><Skeleton width="40%" height={12} /><Skeleton width="50%" height={12} /></div></Loading>
  }
  return <img className={busy ? 'preview-paper preview-busy' : 'preview-paper'} style={shape} src={picture.address} alt={t('preview-picture', { number })} data-testid="preview-picture" />
}

function DownloadButton({ draft, kind, query, page, name }: { readonly draft: string; readonly kind: RenderKind; readonly query: RenderQuery; readonly page: number; readonly name: string }) {
  const t = useText()
  const errorText = useErrorText()
  const [busy, setBusy] = useState(false)
  const download = async (): Promise<void> => {
    setBusy(true)
    try {
      const bytes = await render(draft, kind, { ...query, ...(kind === 'pdf' ? {} : { page }), ...(kind === 'png' ? { scale: PRINT_SCALE } : {}) }, new AbortController().signal)
      const link = document.createElement('a')
      link.href = URL.createObjectURL(bytes)
      link.download = `${name}${kind === 'pdf' ? '' : ` ${page.toString()}`}.${kind}`
      link.click()
      // The browser has begun to read it by then.
      setTimeout(() => URL.revokeObjectURL(link.href), 60_000)
    } catch (cause) {
      if (!(cause instanceof ApiError)) throw cause
      showToast({ text: `${errorText(cause.code)} (${cause.code})`, tone: 'bad' })
    } finally {
      setBusy(false)
    }
  }
  return <Button icon={Download} variant={kind === 'pdf' ? 'primary' : 'default'} isPending={busy} onPress={() => void download()} data-testid={`download-${kind}`}>{t('preview-download', { kind: kind.toUpperCase() })}</Button>
}
