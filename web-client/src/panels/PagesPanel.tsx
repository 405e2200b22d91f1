/** The pages: small pictures to go to, in an order that can be changed. */
import { EllipsisVertical, GripVertical, Plus } from 'lucide-react'
import { Button as AriaButton, useDragAndDrop, type Key } from 'react-aria-components'
import { useCurrentPage, useEditor, useEditorState, useLayoutPart } from '../canvas/context'
import type { Page } from '../document/model'
import { FORMAT_LOCALES, useI18n, useText } from '../i18n'
import { formatNumber } from '../ui/number-format'
import { goToPage } from '../tools/actions'
import { Button, GridList, GridListItem, Icon, IconButton, Menu, MenuItem, MenuSeparator } from '../ui'
import { usePanelWrites, useReason } from './editing'
import { PagePicture } from './PagePicture'

/** The list of pages. */
export function PagesPanel() {
  const { machine, state } = useEditor()
  const t = useText()
  const reason = useReason()
  const { step } = usePanelWrites()
  const pages = useLayoutPart((layout) => layout.pages)
  const current = useEditorState((it) => it.page)
  const page = useCurrentPage()

  const { dragAndDropHooks } = useDragAndDrop({
    getItems: (keys) => [...keys].map((key) => ({ 'text/plain': key.toString() })),
    onReorder: ({ keys, target }) => {
      const [moved] = [...keys] as string[]
      if (moved === undefined || reason !== undefined) return
      const rest = pages.filter((it) => it.id !== moved)
      const at = rest.findIndex((it) => it.id === target.key)
      const after = target.dropPosition === 'before' ? rest[at - 1] : rest[at]
      step((commands) => commands.movePage(moved, after?.id ?? null))
    },
  })

  const add = (): void => {
    const id = step((commands) => commands.addPage(page?.id ?? null, page?.size ?? [210, 297]))
    goToPage(machine.ctx, id)
  }

  return (
    <div className="panel-fill">
      <GridList
        // A list cannot begin or cease to be dragged in: it is made anew when the right to write comes or goes.
        key={String(reason === undefined)}
        aria-label={t('pages-label')} items={pages.map((it, index) => ({ ...it, index }))} dependencies={[current, pages.length]}
        selectionMode="single" selectionBehavior="replace" disallowEmptySelection selectedKeys={pages.some((it) => it.id === current) ? [current] : []}
        onSelectionChange={(keys) => {
          const [id] = keys === 'all' ? [] : [...keys as Set<Key>]
          if (typeof id === 'string' && id !== state.get().page) goToPage(machine.ctx, id)
        }}
        {...(reason === undefined ? { dragAndDropHooks } : {})}
      >
        {(it: Page & { index: number }) => (
          <GridListItem id={it.id} textValue={it.name ?? t('page-number', { number: it.index + 1 })}>
            <PageRow page={it} index={it.index} count={pages.length} />
          </GridListItem>
        )}
      </GridList>
      <div className="panel-foot">
        <Button icon={Plus} onPress={add} disabledReason={reason}>{t('page-add')}</Button>
      </div>
    </div>
  )
}

function PageRow({ page, index, count }: { readonly page: Page; readonly index: number; readonly count: number }) {
  const { state, machine } = useEditor()
  const { t, language } = useI18n()
  const reason = useReason()
  const { step } = usePanelWrites()
  const pages = useLayoutPart((layout) => layout.pages)
  const name = page.name ?? t('page-number', { number: index + 1 })
  const remove = (): void => {
    const next = pages[index + 1] ?? pages[index - 1]
    const wasCurrent = state.get().page === page.id
    step((commands) => commands.deletePage(page.id))
    if (next && wasCurrent) goToPage(machine.ctx, next.id)
  }
  const move = (after: string | null): void => step((commands) => commands.movePage(page.id, after))
  return (
    <div className="page-row">
      {reason === undefined && <AriaButton slot="drag" className="tree-handle page-handle" aria-label={t('layer-move', { name })}><Icon of={GripVertical} size={14} /></AriaButton>}
      <div className="page-frame"><PagePicture page={page} /></div>
      <div className="page-words">
        <span className="page-name">{name}</span>
        <span className="soft">{measuresText(page, FORMAT_LOCALES[language])}</span>
      </div>
      <Menu label={t('page-actions', { name })} placement="bottom end" trigger={<IconButton icon={EllipsisVertical} label={t('page-actions', { name })} />}>
        <MenuItem label={t('page-move-up')} disabledReason={reason ?? (index === 0 ? t('page-is-first') : undefined)} onAction={() => move(pages[index - 2]?.id ?? null)} />
        <MenuItem label={t('page-move-down')} disabledReason={reason ?? (index === count - 1 ? t('page-is-last') : undefined)} onAction={() => move(pages[index + 1]?.id ?? null)} />
        <MenuSeparator />
        <MenuItem danger label={t('page-delete')} disabledReason={reason ?? (count === 1 ? t('page-is-only') : undefined)} onAction={remove} />
      </Menu>
    </div>
  )
}

/** A page's millimetres. */
function measuresText(page: Page, locale: string): string {
  const [width, height] = page.size.map((it) => formatNumber(it, locale, 1))
  return `${width ?? ''}\u00a0×\u00a0${height ?? ''}\u00a0mm`
}

/** A page's size as one says it: by its name, when it has one, and its millimetres. */
export const sizeText = (page: Page, locale: string): string =>
  page.format === 'custom' ? measuresText(page, locale) : `${page.format} · ${measuresText(page, locale)}`
