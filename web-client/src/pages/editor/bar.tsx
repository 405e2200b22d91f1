/** The bar: where one is, whether it is saved, the tools, who is here, language and zoom. */
import { useState } from 'react'
import { ChevronRight, Eye, History, PanelLeft, PanelRight } from 'lucide-react'
import { Button as AriaButton, Link } from 'react-aria-components'
import { useText } from '../../i18n'
import type { TemplateBody } from '../../protocol/generated'
import { Button, Guilloche, Icon, IconButton, ToggleButton, ToolbarSeparator, Tooltip } from '../../ui'
import { AccountMenu } from '../account-menu'
import { Bell } from '../inbox/bell'
import { useReasonWithout } from '../session'
import { RenameDialog } from '../templates/name-dialog'
import { HistoryDialog } from './history/dialog'
import { LanguageSwitch } from './languages'
import { People } from './people'
import { PreviewDialog } from './preview'
import { SaveStatus, ViewOnly } from './save-status'
import { Tools, UndoRedo } from './toolbar'
import { Zoom } from './zoom'

export interface BarProps {
  readonly template: TemplateBody
  readonly onRenamed: () => Promise<void>
  readonly left: boolean
  readonly right: boolean
  readonly onLeft: (open: boolean) => void
  readonly onRight: (open: boolean) => void
}

/** The editor's bar. */
export function Bar({ template, onRenamed, left, right, onLeft, onRight }: BarProps) {
  const t = useText()
  const [preview, setPreview] = useState(false)
  const [history, setHistory] = useState(false)
  return (
    <header className="bar">
      <div className="bar-start">
        <Link className="bar-brand" href="/templates" aria-label={t('nav-templates')}><Guilloche size={26} /></Link>
        <nav className="bar-crumbs" aria-label={t('breadcrumb')}>
          <Link className="bar-crumb" href="/templates">{t('nav-templates')}</Link>
          <Icon of={ChevronRight} size={14} />
          <Name template={template} onRenamed={onRenamed} />
        </nav>
        <SaveStatus />
        <ViewOnly />
      </div>
      <div className="bar-middle">
        <UndoRedo />
        <Tools />
      </div>
      <div className="bar-end">
        <People />
        <LanguageSwitch />
        <Zoom />
        <Button variant="quiet" icon={Eye} onPress={() => setPreview(true)} data-testid="preview">{t('preview')}</Button>
        <IconButton icon={History} label={t('history-title')} onPress={() => setHistory(true)} data-testid="history-open" />
        {history && <HistoryDialog draft={template.draft_id} onClose={() => setHistory(false)} />}
        {preview && <PreviewDialog draft={template.draft_id} name={template.name} onClose={() => setPreview(false)} />}
        <ToolbarSeparator />
        <ToggleButton icon={PanelLeft} label={t('panel-left')} isSelected={left} onChange={onLeft} data-testid="toggle-left" />
        <ToggleButton icon={PanelRight} label={t('panel-right')} isSelected={right} onChange={onRight} data-testid="toggle-right" />
        <Bell />
        <AccountMenu />
      </div>
    </header>
  )
}

/** The template's name; pressing it renames it. */
function Name({ template, onRenamed }: Pick<BarProps, 'template' | 'onRenamed'>) {
  const t = useText()
  const reason = useReasonWithout('edit_layout')
  const [renaming, setRenaming] = useState(false)
  const { name } = template
  if (reason !== undefined) return <h1 className="bar-name" title={name}>{name}</h1>
  return (
    <>
      <h1 className="bar-title">
        <Tooltip text={t('rename-title')}>
          <AriaButton className="bar-name bar-rename" aria-description={t('rename-title')} onPress={() => setRenaming(true)} data-testid="rename">{name}</AriaButton>
        </Tooltip>
      </h1>
      {renaming && (
        <RenameDialog
          template={template} onClose={() => setRenaming(false)}
          onDone={() => {
            setRenaming(false)
            void onRenamed()
          }}
        />
      )}
    </>
  )
}
