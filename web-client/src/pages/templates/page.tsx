import { Plus } from 'lucide-react'
import { useState } from 'react'
import { api } from '../../api'
import { useErrorText, useText } from '../../i18n'
import type { TemplateBody } from '../../protocol/generated'
import { Banner, Button, EmptyState, Loading, SearchField, showToast, Skeleton } from '../../ui'
import { codeOf } from '../failure'
import { navigate } from '../router'
import { useReasonWithout, useSession } from '../session'
import { Shell } from '../shell'
import { TemplateCard } from './card'
import { CreateDialog } from './create-dialog'
import { useTemplateList, type TemplateList } from './list'
import { DeleteDialog, NAME_MAX, RenameDialog } from './name-dialog'
import './page.css'

type Open = { kind: 'none' } | { kind: 'create' } | { kind: 'rename' | 'delete'; template: TemplateBody }
const NOTHING: Open = { kind: 'none' }

/** The gallery: every template of the organisation, newest edited first. */
export function TemplatesPage() {
  const t = useText()
  const errorText = useErrorText()
  const { ended } = useSession()
  const reason = useReasonWithout('edit_layout')
  const [search, setSearch] = useState('')
  const [open, setOpen] = useState<Open>(NOTHING)
  const list = useTemplateList(search.trim())

  const duplicate = async (template: TemplateBody) => {
    const name = t('duplicate-name', { name: template.name }).slice(0, NAME_MAX)
    try {
      const { id } = await api.duplicateTemplate(template.id, name)
      list.reload()
      showToast({ tone: 'good', text: t('duplicate-done', { name }), action: { label: t('template-open'), onPress: () => navigate(`/templates/${id}`) } })
    } catch (error) {
      if (!ended(error)) showToast({ tone: 'bad', text: `${t('duplicate-failed', { name: template.name })} ${errorText(codeOf(error))}` })
    }
  }

  const create = <Button variant="primary" icon={Plus} disabledReason={reason} onPress={() => setOpen({ kind: 'create' })}>{t('template-new')}</Button>
  // With nothing there at all, the first step stands in the middle of the page, and only there.
  const isEmpty = list.templates?.length === 0 && list.answered === ''
  return (
    <Shell section="templates" crumbs={[{ label: t('templates-title') }]}>
      <div className="gallery">
        <div className="gallery-head">
          <h1>{t('templates-title')}</h1>
          {!isEmpty && <div className="gallery-search"><SearchField label={t('templates-search')} placeholder={t('templates-search-placeholder')} clearLabel={t('clear')} value={search} onChange={setSearch} /></div>}
          {!isEmpty && create}
        </div>
        <Failure list={list} />
        <Found list={list} search={search.trim()} />
        {list.templates === null
          ? list.failure === null && <GallerySkeleton />
          : list.templates.length > 0 && (
            <ul className="cards">
              {list.templates.map(template => (
                <TemplateCard
                  key={template.id} template={template} reason={reason} onDuplicate={one => { void duplicate(one) }}
                  onRename={one => setOpen({ kind: 'rename', template: one })} onDelete={one => setOpen({ kind: 'delete', template: one })}
                />
              ))}
            </ul>
          )}
        {isEmpty && (
          <EmptyState title={t('templates-empty-title')} action={create}>
            <p>{reason === undefined ? t('templates-empty-text') : t('templates-empty-view')}</p>
          </EmptyState>
        )}
        {list.templates?.length === 0 && list.answered !== '' && (
          <EmptyState title={t('templates-none-title')} action={<Button onPress={() => setSearch('')}>{t('templates-clear-search')}</Button>}>
            <p>{t('templates-none-text', { search: list.answered })}</p>
          </EmptyState>
        )}
        {list.hasMore && <div className="gallery-more"><Button isPending={list.loadingMore} onPress={list.more}>{t('templates-more')}</Button></div>}
      </div>
      {open.kind === 'create' && <CreateDialog onClose={() => setOpen(NOTHING)} />}
      {open.kind === 'rename' && <RenameDialog template={open.template} onClose={() => setOpen(NOTHING)} onDone={() => { setOpen(NOTHING); list.reload() }} />}
      {open.kind === 'delete' && (
        <DeleteDialog
          template={open.template} onClose={() => setOpen(NOTHING)}
          onDone={() => {
            setOpen(NOTHING)
            showToast({ tone: 'good', text: t('delete-done', { name: open.template.name }) })
            list.reload()
            // The button that opened the dialog goes with its card.
            requestAnimationFrame(() => document.getElementById('content')?.focus())
          }}
        />
      )}
    </Shell>
  )
}

/** Without an answer, offline reads differently from an error: what is shown may be old, and it mends itself. */
function Failure({ list }: { list: TemplateList }) {
  const t = useText()
  const errorText = useErrorText()
  if (list.failure === null) return null
  const again = <Button onPress={list.reload}>{t('try-again')}</Button>
  if (list.failure === 'unreachable' && list.templates !== null) {
    return <Banner tone="warn" title={t('templates-offline-title')} action={again}>{t('templates-offline-text')}</Banner>
  }
  return <Banner tone="bad" title={t('templates-failed')} code={list.failure} action={again}>{errorText(list.failure)}</Banner>
}

/** Says to screen readers how many there are once a search is answered. */
function Found({ list, search }: { list: TemplateList; search: string }) {
  const t = useText()
  const count = list.templates?.length ?? 0
  const text = search === '' || list.answered !== search ? '' : t(list.hasMore ? 'templates-found-more' : 'templates-found', { count })
  return <p className="visually-hidden" role="status">{text}</p>
}

function GallerySkeleton() {
  const t = useText()
  return (
    <Loading label={t('templates-loading')}>
      <div className="cards">
        {[0, 1, 2, 3, 4, 5].map(key => (
          <div key={key} className="card">
            <Skeleton height={232} className="skeleton-sheet" />
            <div className="card-foot"><div className="card-words"><Skeleton width="55%" height={14} /><Skeleton width="75%" height={11} className="skeleton-line" /></div></div>
          </div>
        ))}
      </div>
    </Loading>
  )
}
