/** The versions of a draft, day by day. */
import { Milestone } from 'lucide-react'
import { useDates, useErrorText, useText } from '../../../i18n'
import type { VersionBody } from '../../../protocol/generated'
import { Avatar, Badge, Banner, Button, EmptyState, GridList, GridListItem, Icon, Loading, showToast, Skeleton } from '../../../ui'
import { codeOf } from '../../failure'
import { byDay, startOfDay } from './days'
import type { Fetched, Versions } from './use-history'
import { authorsOf, titleOf } from './words'

/** Faces that a row has room for. */
const FACES = 3

export function VersionList({ versions, chosen, against, onChoose }: {
  readonly versions: Versions
  readonly chosen: string | null
  /** The other side of the comparison. */
  readonly against: string | null
  readonly onChoose: (version: VersionBody) => void
}) {
  const t = useText()
  const dates = useDates()
  const found: Fetched<readonly VersionBody[]> = versions.list
  const errorText = useErrorText()
  const more = async (): Promise<void> => {
    try { await versions.more?.() } catch (error) { showToast({ text: errorText(codeOf(error)), tone: 'bad' }) }
  }
  if (found.kind === 'loading') {
    return <Loading label={t('history-loading')}><div className="history-waiting"><Skeleton height={36} /><Skeleton height={36} /><Skeleton height={36} /></div></Loading>
  }
  if (found.kind === 'failed') {
    return (
      <Banner tone="bad" title={t('history-failed')} code={found.code} action={<Button onPress={() => void versions.refresh()}>{t('try-again')}</Button>}>
        {errorText(found.code)}
      </Banner>
    )
  }
  if (found.value.length === 0) return <EmptyState title={t('history-empty-title')}><p>{t('history-empty-text')}</p></EmptyState>
  const today = startOfDay(new Date()).getTime()
  return (
    <div className="history-days">
      {byDay(found.value).map((day) => (
        <section key={day.start.getTime()}>
          <h3 className="history-day">{day.start.getTime() === today ? t('history-today') : dates.date(day.start)}</h3>
          <GridList
            aria-label={day.start.getTime() === today ? t('history-today') : dates.date(day.start)} selectionMode="single" disallowEmptySelection
            // Escape is the dialog’s.
            escapeKeyBehavior="none"
            selectedKeys={chosen === null ? [] : [chosen]}
            onSelectionChange={(keys) => {
              const version = day.versions.find((one) => keys !== 'all' && keys.has(one.id))
              if (version !== undefined) onChoose(version)
            }}
          >
            {day.versions.map((version) => (
              <GridListItem key={version.id} id={version.id} textValue={`${titleOf(version, t, dates.time)}, ${authorsOf(version, t)}`} data-testid="history-version">
                <Row version={version} isOther={version.id === against} />
              </GridListItem>
            ))}
          </GridList>
        </section>
      ))}
      {versions.more !== null && <Button variant="quiet" onPress={() => void more()}>{t('history-more')}</Button>}
    </div>
  )
}

function Row({ version, isOther }: { readonly version: VersionBody; readonly isOther: boolean }) {
  const t = useText()
  const dates = useDates()
  const stays = version.number !== null || version.name !== null
  const people = version.authors.length > 0 ? version.authors : version.made_by === null ? [] : [version.made_by]
  return (
    <div className={stays ? 'history-row history-row-kept' : 'history-row'}>
      <span className="history-mark">{stays && <Icon of={Milestone} size={14} />}</span>
      <span className="history-row-words">
        <span className="history-row-title">{titleOf(version, t, dates.time)}</span>
        <span className="history-row-more soft">
          {stays && `${dates.time(new Date(version.created_at))} · `}
          {authorsOf(version, t)}
        </span>
      </span>
      {version.occasion === 'before_restore' && <Badge>{t('history-before-restore')}</Badge>}
      {isOther && <Badge tone="select">{t('history-other-side')}</Badge>}
      <span className="history-faces">{people.slice(0, FACES).map((person) => <Avatar key={person.id} person={person} size={20} />)}</span>
    </div>
  )
}
