import { useCallback, useEffect, useMemo, useRef, useState } from 'react'
import { Link } from 'react-aria-components'
import { tabStorage } from '../../../comments/kept-words'
import { useErrorText, useI18n, useText } from '../../../i18n'
import type { ListBody, ListReadingBody } from '../../../protocol/generated'
import { Banner, Button, EmptyState, Loading, Skeleton } from '../../../ui'
import { ColumnPage } from '../../column'
import { useMe, useReasonWithout } from '../../session'
import { Shell } from '../../shell'
import { NotAllowedPage } from '../../states'
import type { Published } from '../issue/published'
import { CheckStep } from './check-step'
import { ColumnsStep } from './columns-step'
import { FileStep } from './file-step'
import { Going } from './going'
import { IssueStep } from './issue-step'
import { drop, keep, kept } from './kept'
import { asked, begun, bodyOf, isJudgeable, reread } from './mapping'
import { ServerSaid } from './server-said'
import { Step } from './step'
import { useCheck } from './use-check'
import { useFit } from './use-fit'
import { useList, useReading, type OpenList, type Taken } from './use-list'
import '../page.css'
import './list.css'

export interface FromListPageProps {
  /** A list that was taken in. */
  readonly id: string | null
  /** What a list was issued as. */
  readonly batch: string | null
}

/** Issues certificates to everybody in a file. */
export function FromListPage(props: FromListPageProps) {
  const t = useText()
  const reason = useReasonWithout('issue')
  if (!useMe().permissions.includes('issue')) return <NotAllowedPage title={t('list-title')} heading={t('certificates-not-allowed')} reason={reason ?? ''} />
  return (
    <Shell section="certificates" crumbs={[{ label: t('certificates-title'), href: '/certificates' }, { label: t('list-title') }]}>
      <ColumnPage title={t('list-title')} lead={props.batch === null ? t('list-lead') : undefined}>
        {props.batch === null ? <Steps id={props.id} /> : <Going key={props.batch} id={props.batch} />}
      </ColumnPage>
    </Shell>
  )
}

function Steps({ id }: { id: string | null }) {
  const t = useText()
  const errorText = useErrorText()
  const open = useList(id)
  const { opened, again } = open
  const [chosen, setChosen] = useState<Published | null>(null)
  /** The list that this page opened itself, or found at its address. */
  const first = useRef(id)
  if (opened.kind === 'there') {
    const { taken } = opened
    return <><FileStep open={open} chosen={taken.of} onChoose={setChosen} /><Work key={`${taken.list.id} ${taken.of.version.version_id}`} taken={taken} open={open} isNew={first.current !== taken.list.id} /></>
  }
  if (opened.kind === 'gone') {
    return (
      <EmptyState title={t('list-gone-title')} action={<><Link className="button button-primary" href="/certificates/list">{t('list-next')}</Link> <Link className="button button-default" href="/certificates">{t('list-to-certificates')}</Link></>}>
        <p>{t('list-gone-text')}</p>
      </EmptyState>
    )
  }
  if (opened.kind === 'failed') {
    return <Banner tone="bad" title={t('list-not-opened')} code={opened.failure.code} action={<Button onPress={again}>{t('try-again')}</Button>}>{errorText(opened.failure.code)}<ServerSaid failure={opened.failure} /></Banner>
  }
  if (opened.kind === 'loading') return <Loading label={t('list-opening')}>{[180, 320].map(height => <div key={height} className="plate"><Skeleton height={16} width="30%" /><Skeleton height={height} /></div>)}</Loading>
  return (
    <>
      <FileStep open={open} chosen={chosen} onChoose={setChosen} />
      <Step number={2} title={t('list-step-columns')} waitsFor={t('list-columns-wait')} />
      <Step number={3} title={t('list-step-check')} waitsFor={t('list-check-waits')} />
      <Step number={4} title={t('list-step-issue')} waitsFor={t('list-issue-waits')} />
    </>
  )
}

/** What is done with a list that is there. */
function Work({ taken, open, isNew }: { taken: Taken; open: OpenList; isNew: boolean }) {
  const { language } = useI18n()
  const { list, layout } = taken
  const { put, again } = open
  const before = useMemo(() => kept(list.id, list.columns.length, tabStorage()), [list.id, list.columns.length])
  const [mapping, setMapping] = useState(() => before?.mapping ?? begun(list, layout, language))
  const [reading, setReading] = useState<ListReadingBody>(() => before?.asked ?? {})
  useEffect(() => keep(list.id, { asked: reading, mapping }, tabStorage()), [list.id, reading, mapping])

  const onRead = useCallback((now: ListBody, how: ListReadingBody) => {
    put(now)
    setReading(how)
    setMapping(was => reread(was, now, layout))
  }, [put, layout])
  const { busy, failure, read } = useReading(taken, onRead)

  const body = useMemo(() => (isJudgeable(mapping, layout) ? bodyOf(mapping, list, layout) : null), [mapping, list, layout])
  const checked = useCheck(list.id, body)
  const fitting = useFit(list.id, body)
  const reopen = useCallback(() => { drop(list.id, tabStorage()); again() }, [list.id, again])
  return (
    <>
      <ColumnsStep taken={taken} mapping={mapping} onChange={setMapping} onRead={change => read(asked(reading, change))} isReading={busy} failure={failure} onAgain={() => read({})} isNew={isNew} />
      <CheckStep taken={taken} mapping={mapping} onChange={setMapping} body={body} checked={checked} fitting={fitting} onReopen={reopen} />
      <IssueStep taken={taken} mapping={mapping} body={body} checked={checked} fit={fitting.fit} />
    </>
  )
}
