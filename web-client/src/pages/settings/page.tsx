import { useText } from '../../i18n'
import { ColumnPage, Plate } from '../column'
import { NotificationPreferences } from '../inbox/preferences'
import { useManages } from '../session'
import { Shell } from '../shell'
import { IssuingRules } from './issuing-rules'
import { Keys } from './keys'
import { OrganisationSettings } from './organisation'
import { OwnLanguage } from './own-language'
import { ReviewRules } from './review-rules'
import './page.css'

/** What somebody settles for themselves; and for the organisation, if they manage it. */
export function SettingsPage() {
  const t = useText()
  const manages = useManages()
  return (
    <Shell section="settings" crumbs={[{ label: t('settings-title') }]}>
      <div className="settings">
        <ColumnPage title={t('settings-title')}>
          <Plate title={t('settings-own')} lead={t('settings-own-lead')}><OwnLanguage /></Plate>
          <Plate title={t('notify-title')} lead={t('notify-lead')}><NotificationPreferences /></Plate>
          {manages ? <><OrganisationSettings /><IssuingRules /><ReviewRules /><Keys /></> : <p className="soft settings-rest">{t('settings-rest')}</p>}
        </ColumnPage>
      </div>
    </Shell>
  )
}
