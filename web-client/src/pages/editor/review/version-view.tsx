/** The version that is to be decided, held against the one that was published last. */
import { useEffect, useMemo, useState } from 'react'
import { versions as remote } from '../../../api'
import { useEditorState } from '../../../canvas/context'
import { LANGUAGE_NAMES, useText } from '../../../i18n'
import type { VersionBody } from '../../../protocol/generated'
import { layoutFromJson } from '../../../thumbnails/from-json'
import { Select } from '../../../ui'
import { codeOf } from '../../failure'
import { useSession } from '../../session'
import { pagesOf } from '../history/boxes'
import { Changes } from '../history/changes'
import { Compare, MODES, type Mode } from '../history/compare'
import { useDiff, useLayoutOf, type Fetched } from '../history/use-history'
import '../history/history.css'

/** One version, without what it holds; nothing is asked for without an id. */
function useVersion(id: string | null): Fetched<VersionBody> {
  const { ended } = useSession()
  const [version, setVersion] = useState<Fetched<VersionBody>>({ kind: 'loading' })
  useEffect(() => {
    if (id === null) return
    let stale = false
    void remote.one(id).then(
      (value) => { if (!stale) setVersion({ kind: 'there', value }) },
      (error: unknown) => { if (!stale && !ended(error)) setVersion({ kind: 'failed', code: codeOf(error) }) },
    )
    return () => { stale = true }
  }, [id, ended])
  return version
}

export interface VersionViewProps {
  readonly draft: string
  readonly version: string
  /** What it is held against. */
  readonly against: string | null
}

/** Its pages in any language, and every difference. */
export function VersionView({ draft, version, against }: VersionViewProps) {
  const t = useText()
  const shown = useEditorState((state) => state.language)
  const asked = useVersion(version)
  const published = useVersion(against)
  const [mode, setMode] = useState<Mode>('side')
  const [language, setLanguage] = useState(shown)
  const [wanted, setPage] = useState('')
  const [marked, setMarked] = useState<string | null>(null)
  const ours = asked.kind === 'there' ? asked.value : null
  const theirs = published.kind === 'there' ? published.value : null
  const after = useLayoutOf(draft, ours, 0)
  const before = useLayoutOf(draft, theirs, 0)
  const diff = useDiff(ours === null ? null : theirs, ours ?? 'now', 0)
  const changes = useMemo(() => (diff.kind === 'there' ? diff.value.changes : []), [diff])
  const layout = after.kind === 'there' ? layoutFromJson(after.value) : null
  const pages = pagesOf(before.kind === 'there' ? layoutFromJson(before.value) : null, layout)
  const page = pages.includes(wanted) ? wanted : pages[0] ?? ''
  const languages = layout?.languages ?? [shown]
  const title = t('review-version', { number: ours?.number ?? '' })
  const failed = asked.kind === 'failed' ? asked : after
  const side = { title, layout: failed }
  return (
    <div className="review-view" data-testid="review-view">
      <div className="review-picture-head">
        <Select label={t('preview-language')} value={language} onChange={setLanguage} options={languages.map((id) => ({ id, label: LANGUAGE_NAMES[id] }))} />
        {pages.length > 1 && <Select label={t('preview-page')} value={page} onChange={setPage} options={pages.map((id, at) => ({ id, label: t('page-number', { number: at + 1 }) }))} />}
        {against !== null && <Select label={t('history-mode')} value={mode} onChange={setMode} options={MODES.map((id) => ({ id, label: t(`history-mode-${id}`) }))} />}
      </div>
      <div className="review-desk">
        {against === null || mode === 'one'
          ? <Compare mode="one" page={page} language={language} changes={[]} marked={null} before={side} after={side} />
          : <Compare mode={mode} page={page} language={language} changes={changes} marked={marked} before={{ title: t('review-now-published'), layout: before }} after={side} />}
      </div>
      {against === null ? <p className="soft">{t('review-first')}</p> : (
        <section aria-label={t('review-differences')}>
          <Changes
            diff={diff} marked={marked} onShow={() => null} onCopy={() => null}
            onMark={(change) => {
              setMarked((was) => (was === change.id ? null : change.id))
              if (change.page !== null) setPage(change.page)
            }}
          />
        </section>
      )}
    </div>
  )
}
