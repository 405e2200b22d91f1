import { useErrorText, useText } from '../../../i18n'
import type { SyncBody } from '../../../protocol/generated'
import { Banner, Button, EmptyState } from '../../../ui'
import { ColumnPage } from '../../column'
import { useManages, useReasonWithout } from '../../session'
import { Shell } from '../../shell'
import { NotAllowedPage } from '../../states'
import { Freshness } from './freshness'
import { LastHour } from './last-hour'
import { useLiveSync, type LiveSync } from './live'
import { Runs } from './runs'
import { SyncSkeleton } from './skeleton'
import { Sources } from './sources'
import { Standing } from './standing'
import { Tellings } from './tellings'
import { Things } from './things'
import { totalsOf } from './totals'
import './page.css'

/** How people and organisations come in from WorkOS, and reach the registry. */
export function SyncPage() {
  const t = useText()
  const reason = useReasonWithout('manage')
  return useManages() ? <Followed /> : <NotAllowedPage title={t('sync-title')} reason={reason ?? ''} />
}

function Followed() {
  const t = useText()
  const live = useLiveSync()
  // Somebody who stopped managing while the page was open.
  if (live.lost?.code === 'permission_required') return <NotAllowedPage title={t('sync-title')} reason={t('needs-manage')} />
  return (
    <Shell section="sync" crumbs={[{ label: t('sync-title') }]}>
      <ColumnPage title={t('sync-title')} lead={t('sync-lead')} aside={live.body?.workos !== false && <Freshness live={live} />}>
        <Lost live={live} />
        {live.body === null ? live.lost === null && <SyncSkeleton /> : <Told body={live.body} onAsk={live.ask} />}
      </ColumnPage>
      <Tellings live={live} />
    </Shell>
  )
}

function Told({ body, onAsk }: { body: SyncBody; onAsk: () => void }) {
  const t = useText()
  if (!body.workos) return <EmptyState title={t('sync-off-title')}><p>{t('sync-off-text')}</p></EmptyState>
  const totals = totalsOf(body)
  return (
    <>
      <Troubles body={body} />
      <div className="plates">
        <Standing body={body} totals={totals} />
        <LastHour minutes={body.minutes} />
      </div>
      <Things totals={totals} onRetried={onAsk} />
      <Runs runs={body.runs} onAsked={onAsk} />
      <Sources body={body} />
    </>
  )
}

/** The server is away: what is shown is what was known last. Without anything to show it is an error like others. */
function Lost({ live }: { live: LiveSync }) {
  const t = useText()
  const errorText = useErrorText()
  if (live.lost === null) return null
  const again = <Button onPress={live.ask}>{t('try-again')}</Button>
  if (live.body !== null) return <Banner tone="warn" title={t('sync-lost-title')} action={again}>{t('sync-lost-text')}</Banner>
  return <Banner tone="bad" title={t('sync-failed')} code={live.lost.code} action={again}>{errorText(live.lost.code)}</Banner>
}

/** What keeps everything from going on, with what to do about it. */
function Troubles({ body }: { body: SyncBody }) {
  const t = useText()
  const { registry, events, keys } = body
  return (
    <>
      {registry.state === 'unreachable' && <Banner tone="bad" title={t('registry-unreachable-title')}>{t('registry-unreachable-text')}</Banner>}
      {registry.state === 'differs' && <Banner tone="bad" title={t('registry-differs-title')}>{t('registry-differs-text')}</Banner>}
      {events.gap_at !== null && <Banner tone="warn" title={t('events-gap-title')}>{t('events-gap-text')}</Banner>}
      {keys.failure !== null && keys.ids.length === 0 && <Banner tone="bad" title={t('keys-none-title')}>{t('keys-none-text')}</Banner>}
    </>
  )
}
