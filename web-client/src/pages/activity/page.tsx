import { Braces, Download, Sheet } from 'lucide-react'
import { auditAddress } from '../../api'
import { useText } from '../../i18n'
import { Button, Menu, MenuItem } from '../../ui'
import { ColumnPage, Plate } from '../column'
import { useManages } from '../session'
import { Shell } from '../shell'
import { ActivityFeed } from './feed'

/** What happened to the organisation's templates. */
export function ActivityPage() {
  const t = useText()
  const manages = useManages()
  return (
    <Shell section="activity" crumbs={[{ label: t('activity-title') }]}>
      <ColumnPage title={t('activity-title')} lead={t('activity-lead')} aside={manages ? <AuditExport /> : undefined}>
        <Plate title={t('activity-plate')}><ActivityFeed template={null} /></Plate>
      </ColumnPage>
    </Shell>
  )
}

/** The audit as a file: for those who have to answer for it. The browser saves it while it comes, however long it is. */
function AuditExport() {
  const t = useText()
  const save = (format: 'csv' | 'json'): void => location.assign(auditAddress(format))
  return (
    <Menu label={t('activity-export')} placement="bottom end" trigger={<Button icon={Download} data-testid="audit-export">{t('activity-export')}</Button>}>
      <MenuItem icon={Sheet} label={t('activity-export-csv')} onAction={() => save('csv')} />
      <MenuItem icon={Braces} label={t('activity-export-json')} onAction={() => save('json')} />
    </Menu>
  )
}
