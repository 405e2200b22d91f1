import { Download, GitCompare } from 'lucide-react'
import { useRef, useState } from 'react'
import { api } from '../../../api'
import { useErrorText, useText } from '../../../i18n'
import type { RunBody } from '../../../protocol/generated'
import { Button, showToast, Table } from '../../../ui'
import { Plate } from '../../column'
import { codeOf } from '../../failure'
import { useSession } from '../../session'
import { see, type Seen } from './progress'
import { EndedRun, GoingRun } from './run'
import { runId } from './words'
import './runs.css'

/** The kinds of run that can be asked for. */
type Kind = 'backfill' | 'reconcile'
/** Earlier runs that are shown before somebody asks for all of them. */
const SHOWN = 5

export interface RunsProps {
  runs: readonly RunBody[]
  /** One was asked for. */
  onAsked: () => void
}

/** Work on everything of the organisation: what goes on, and what was done before. */
export function Runs({ runs, onAsked }: RunsProps) {
  const t = useText()
  const errorText = useErrorText()
  const { ended } = useSession()
  const [asking, setAsking] = useState<Kind | null>(null)
  const [showsAll, setShowsAll] = useState(false)
  const seen = useSeen(runs)
  const going = runs.filter(run => run.state === 'running')
  const earlier = runs.filter(run => run.state !== 'running')

  const ask = async (kind: Kind) => {
    setAsking(kind)
    try {
      await api.askForRun(kind)
      onAsked()
    } catch (error) {
      if (!ended(error)) showToast({ tone: 'bad', text: `${t('run-not-asked', { run: t(runId(kind)) })} ${errorText(codeOf(error))}` })
    }
    setAsking(null)
  }
  const start = (kind: Kind, icon: typeof Download) => (
    <Button
      icon={icon} isPending={asking === kind} onPress={() => { void ask(kind) }}
      disabledReason={going.some(run => run.kind === kind) ? t('run-goes-on') : undefined}
    >
      {t(runId(kind))}
    </Button>
  )
  const columns = [{ label: t('run-column-what') }, { label: t('run-column-state') }, { label: t('run-column-result') }, { label: t('run-column-time') }]
  return (
    <Plate title={t('runs-title')} lead={t('runs-lead')} aside={<>{start('backfill', Download)}{start('reconcile', GitCompare)}</>}>
      {going.map(run => <GoingRun key={run.id} run={run} seen={seen.get(run.id)} />)}
      {earlier.length > 0 && (
        <Table label={t('runs-earlier')} columns={columns}>
          {(showsAll ? earlier : earlier.slice(0, SHOWN)).map(run => <EndedRun key={run.id} run={run} />)}
        </Table>
      )}
      {!showsAll && earlier.length > SHOWN && <div className="more"><Button onPress={() => setShowsAll(true)}>{t('runs-more')}</Button></div>}
      {runs.length === 0 && <p className="soft">{t('runs-none')}</p>}
    </Plate>
  )
}

/** What was seen of the runs that go on, for their rates: one look for each time that the server told. */
function useSeen(runs: readonly RunBody[]): ReadonlyMap<string, readonly Seen[]> {
  const kept = useRef<{ runs: readonly RunBody[]; seen: ReadonlyMap<string, readonly Seen[]> }>({ runs: [], seen: new Map() })
  if (kept.current.runs !== runs) kept.current = { runs, seen: see(kept.current.seen, runs, Date.now()) }
  return kept.current.seen
}
