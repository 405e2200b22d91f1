import { useErrorText, useNumbers, useText } from '../../../i18n'
import { Banner, Button, EmptyState, Loading, SearchField, Skeleton } from '../../../ui'
import { ColumnPage, Plate } from '../../column'
import { useManages, useReasonWithout } from '../../session'
import { Shell } from '../../shell'
import { NotAllowedPage } from '../../states'
import { Domains } from './domains'
import { useMemberList, type MemberList } from './list'
import { Members } from './members'
import { useSearchInAddress } from './search'
import './page.css'

/** Who is a member of the organisation, and its domains. */
export function PeoplePage({ search }: { search: string }) {
  const t = useText()
  const reason = useReasonWithout('manage')
  return useManages() ? <Listed search={search} /> : <NotAllowedPage title={t('people-title')} reason={reason ?? ''} />
}

function Listed({ search }: { search: string }) {
  const t = useText()
  const numbers = useNumbers()
  const list = useMemberList(search)
  const [typed, type] = useSearchInAddress('/admin/people', search)
  if (list.failure === 'permission_required') return <NotAllowedPage title={t('people-title')} reason={t('needs-manage')} />
  const { answer, answered } = list
  const total = answer === null ? undefined : t('people-total', { count: answer.total, figure: numbers.whole(answer.total) })
  return (
    <Shell section="people" crumbs={[{ label: t('people-title') }]}>
      <ColumnPage title={t('people-title')} lead={answer === null ? t('people-lead') : <>{t('people-lead')} {t(answer.workos ? 'people-workos' : 'people-local')}</>}>
        <Failure list={list} />
        <Plate
          title={total ?? t('people-members')}
          aside={<div className="members-search"><SearchField label={t('people-search')} placeholder={t('people-search-placeholder')} clearLabel={t('clear')} value={typed} onChange={type} /></div>}
        >
          <Found list={list} search={search} />
          {answer === null && list.failure === null && <MembersSkeleton />}
          {answer !== null && answer.members.length > 0 && <Members members={answer.members} />}
          {answer !== null && answer.members.length === 0 && (answered === ''
            ? <EmptyState title={t('people-empty-title')}><p>{t(answer.workos ? 'people-workos' : 'people-local')}</p></EmptyState>
            : <EmptyState title={t('people-none-title')} action={<Button onPress={() => type('')}>{t('people-clear-search')}</Button>}><p>{t('people-none-text', { search: answered })}</p></EmptyState>)}
          {answer !== null && answer.after !== null && <div className="more"><Button isPending={list.loadingMore} onPress={list.more}>{t('people-more')}</Button></div>}
        </Plate>
        {answer !== null && <Domains domains={answer.domains} />}
      </ColumnPage>
    </Shell>
  )
}

/** What is shown may be old, and mends itself; or there is nothing to show. */
function Failure({ list }: { list: MemberList }) {
  const t = useText()
  const errorText = useErrorText()
  if (list.failure === null) return null
  const again = <Button onPress={list.reload}>{t('try-again')}</Button>
  if (list.failure === 'unreachable' && list.answer !== null) return <Banner tone="warn" title={t('no-connection')} action={again}>{t('last-known')}</Banner>
  return <Banner tone="bad" title={t('people-failed')} code={list.failure} action={again}>{errorText(list.failure)}</Banner>
}

/** How many are shown of those that a search finds; said to screen readers as well. */
function Found({ list, search }: { list: MemberList; search: string }) {
  const t = useText()
  const numbers = useNumbers()
  const count = list.answer?.members.length ?? 0
  const isAnswered = search !== '' && list.answered === search && list.answer !== null
  const values = { count, figure: numbers.whole(count) }
  return <p className={isAnswered && count > 0 ? 'members-found' : 'visually-hidden'} role="status">{isAnswered ? t(list.answer?.after == null ? 'people-found' : 'people-found-more', values) : ''}</p>
}

function MembersSkeleton() {
  const t = useText()
  return (
    <Loading label={t('people-loading')}>
      <div className="members-skeleton">
        {[0, 1, 2, 3, 4, 5, 6, 7].map(key => (
          <div key={key} className="member"><Skeleton width={32} height={32} className="members-face" /><div className="member-words"><Skeleton width={180} height={14} /><Skeleton width={240} height={11} /></div></div>
        ))}
      </div>
    </Loading>
  )
}
