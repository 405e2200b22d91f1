import { RefreshCw, RotateCw } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { api } from '../../../api'
import { useErrorText, useNumbers, useText } from '../../../i18n'
import type { SyncThingBody } from '../../../protocol/generated'
import { Banner, Button, Loading, Select, showToast, Skeleton, Table } from '../../../ui'
import { Plate } from '../../column'
import { codeOf } from '../../failure'
import { useNow } from '../../now'
import { useSession } from '../../session'
import { useThingList, type ThingList } from './thing-list'
import { ThingRow } from './thing-row'
import { isOutdated, keyOf, STATES } from './things-state'
import type { Totals } from './totals'
import './things.css'

/** Words for when something was are not finer than that. */
const TICK_MS = 10_000
/** Rows before somebody asks for more: what stands below has to be found, too. */
const SHOWN = 10

export interface ThingsProps {
  totals: Totals
  /** Something is tried again: how it fares is worth asking. */
  onRetried: () => void
}

/** What is brought to the registry, one by one: above all what failed, and why. */
export function Things({ totals, onRetried }: ThingsProps) {
  const t = useText()
  const errorText = useErrorText()
  const numbers = useNumbers()
  const { ended } = useSession()
  const list = useThingList()
  const [retryingAll, setRetryingAll] = useState(false)
  const [showsMore, setShowsMore] = useState(false)
  const read = useReadTotals(list.things === null ? null : list.readings, totals)

  const retry = async (thing: SyncThingBody | null) => {
    try {
      const { retried } = await api.retrySync({ thing: thing === null ? null : { kind: thing.kind, id: thing.id } })
      list.retried(thing === null ? null : keyOf(thing))
      if (thing === null) showToast({ tone: 'good', text: t('things-retried', { count: retried, figure: numbers.whole(retried) }) })
      onRetried()
    } catch (error) {
      if (!ended(error)) showToast({ tone: 'bad', text: `${t('things-retry-failed')} ${errorText(codeOf(error))}` })
    }
  }
  const retryAll = async () => {
    setRetryingAll(true)
    await retry(null)
    setRetryingAll(false)
  }

  const hasMore = list.after !== null || (!showsMore && (list.things?.length ?? 0) > SHOWN)
  const names = { failed: t('things-failed'), pending: t('things-pending'), success: t('things-success'), all: t('things-all') }
  const options = STATES.map(id => ({
    id, label: id === 'all' ? names.all : t('things-with-count', { state: names[id], figure: numbers.whole(totals[id]) }),
  }))
  return (
    <Plate
      title={t('things-title')} lead={t('things-lead')}
      aside={(
        <>
          <div className="things-state"><Select label={t('things-show')} hideLabel value={list.listed} onChange={listed => { setShowsMore(false); list.choose(listed) }} options={options} /></div>
          {totals.failed > 0 && <Button variant="primary" icon={RotateCw} isPending={retryingAll} onPress={() => { void retryAll() }}>{t('things-retry-all')}</Button>}
        </>
      )}
    >
      {/* Says that there is news, and leaves the list as it is: nothing moves until somebody says so. */}
      <div className="things-news">
        <Button variant="quiet" icon={RefreshCw} isPending={list.busy} onPress={list.reload}>{t('things-reload')}</Button>
        {list.things !== null && read !== null && isOutdated(list.listed, read, totals) && <span>{t('things-outdated')}</span>}
      </div>
      {list.failure !== null && <Banner tone="bad" title={t('things-list-failed')} code={list.failure} action={<Button onPress={list.reload}>{t('try-again')}</Button>}>{errorText(list.failure)}</Banner>}
      <Listed list={list} shown={showsMore ? Infinity : SHOWN} onRetry={thing => { void retry(thing) }} />
      {list.things !== null && hasMore && <div className="more"><Button isPending={list.busy} onPress={() => { if (showsMore) list.more(); else setShowsMore(true) }}>{t('things-more')}</Button></div>}
    </Plate>
  )
}

/** How the figures were when the list was read last. */
function useReadTotals(reading: number | null, totals: Totals): Totals | null {
  const [read, setRead] = useState<Totals | null>(null)
  const newest = useRef(totals)
  newest.current = totals
  useEffect(() => { setRead(reading === null ? null : newest.current) }, [reading])
  return read
}

function Listed({ list, shown, onRetry }: { list: ThingList; shown: number; onRetry: (thing: SyncThingBody) => void }) {
  const t = useText()
  const now = useNow(TICK_MS)
  if (list.things === null) {
    return list.failure !== null ? null : (
      <Loading label={t('things-loading')}><div className="things-skeleton">{[0, 1, 2].map(key => <Skeleton key={key} height={40} />)}</div></Loading>
    )
  }
  if (list.things.length === 0) {
    const empty = { failed: t('things-none-failed'), pending: t('things-none-pending'), success: t('things-none-success'), all: t('things-none') }
    return <p className="things-empty">{empty[list.listed]}</p>
  }
  const columns = [
    { label: t('things-column-name') }, { label: t('things-column-state') }, { label: t('things-column-tries'), isNumber: true },
    { label: t('things-column-when') }, { label: t('things-column-actions'), hideLabel: true },
  ]
  return (
    <div className="things"><Table label={t('things-title')} columns={columns}>
      {list.things.slice(0, shown).map(thing => (
        <ThingRow key={keyOf(thing)} thing={thing} isTrying={list.trying.has(keyOf(thing))} hasLeft={list.left.has(keyOf(thing))} now={now} onRetry={() => onRetry(thing)} />
      ))}
    </Table></div>
  )
}
