import { Copy, Ellipsis, FolderOpen, PenLine, Trash2 } from 'lucide-react'
import { Link } from 'react-aria-components'
import { useDates, useText } from '../../i18n'
import type { TemplateBody } from '../../protocol/generated'
import { IconButton, Menu, MenuItem, MenuSeparator } from '../../ui'
import { Thumbnail } from './thumbnail'

export interface CardProps {
  template: TemplateBody
  /** Why this person may only open it. */
  reason: string | undefined
  onRename: (template: TemplateBody) => void
  onDuplicate: (template: TemplateBody) => void
  onDelete: (template: TemplateBody) => void
}

export function TemplateCard({ template, reason, onRename, onDuplicate, onDelete }: CardProps) {
  const t = useText()
  const dates = useDates()
  const href = `/templates/${template.id}`
  return (
    <li className="card">
      <Thumbnail template={template} />
      <div className="card-foot">
        <div className="card-words">
          {/* The link's ground is the whole card; the menu lies above it. */}
          <h2 className="card-name"><Link className="card-link" href={href}>{template.name}</Link></h2>
          <p className="card-facts"><time dateTime={template.updated_at}>{t('template-edited', { when: dates.ago(new Date(template.updated_at)) })}</time></p>
          <p className="card-facts">{t('template-by', { name: template.created_by.name })}</p>
        </div>
        <Menu
          label={t('template-actions', { name: template.name })} placement="bottom end" {...(reason !== undefined && { heading: <span>{reason}</span> })}
          trigger={<IconButton icon={Ellipsis} label={t('template-actions', { name: template.name })} />}
        >
          <MenuItem icon={FolderOpen} label={t('template-open')} href={href} />
          <MenuItem icon={PenLine} label={t('template-rename')} isDisabled={reason !== undefined} onAction={() => onRename(template)} />
          <MenuItem icon={Copy} label={t('template-duplicate')} isDisabled={reason !== undefined} onAction={() => onDuplicate(template)} />
          <MenuSeparator />
          <MenuItem icon={Trash2} danger={reason === undefined} label={t('template-delete')} isDisabled={reason !== undefined} onAction={() => onDelete(template)} />
        </Menu>
      </div>
    </li>
  )
}
