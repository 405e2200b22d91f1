import { ChevronRight } from 'lucide-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { Button as Press } from 'react-aria-components'
import { api, publishing } from '../../../api'
import { useDates, useErrorText, useText } from '../../../i18n'
import { Banner, Button, Icon, Loading, SearchField, Skeleton } from '../../../ui'
import { codeOf } from '../../failure'
import { useSession } from '../../session'
import { published, type Found, type Published } from './published'

/** A pause in typing. */
const SEARCH_AFTER_MS = 220

/** From which template: those that are published, the newest edited first. */
export function Choose({ onChoose }: { onChoose: (one: Published) => void }) {
  const t = useText()
  const errorText = useErrorText()
  const dates = useDates()
  const [search, setSearch] = useState('')
  const { answer, failure, busy, more, again } = usePublished(search.trim())
  const isEmpty = answer !== null && answer.found.length === 0 && answer.next === null
  return (
    <div className="issue-choose">
      <p className="soft">{t('certificate-choose-text')}</p>
      <SearchField label={t('templates-search')} placeholder={t('templates-search-placeholder')} clearLabel={t('clear')} value={search} onChange={setSearch} autoFocus />
      {failure !== null && <Banner tone="bad" title={t('certificate-choose-failed')} code={failure} action={<Button onPress={again}>{t('try-again')}</Button>}>{errorText(failure)}</Banner>}
      {answer === null && failure === null && <Loading label={t('loading')}><div className="issue-choices">{[0, 1, 2].map(key => <Skeleton key={key} height={52} />)}</div></Loading>}
      <p className="visually-hidden" role="status">{answer === null ? '' : t('certificate-choose-found', { count: answer.found.length })}</p>
      {answer !== null && answer.found.length > 0 && (
        <ul className="issue-choices">
          {answer.found.map(one => (
            <li key={one.template.id}>
              <Press className="issue-choice" onPress={() => onChoose(one)} data-testid="issue-template">
                <span className="issue-choice-words">
                  <span className="issue-choice-name">{one.template.name}</span>
                  <span className="issue-choice-facts">{t('certificate-choose-version', { number: one.version.version_number, date: dates.date(new Date(one.version.published_at)) })}</span>
                </span>
                <Icon of={ChevronRight} />
              </Press>
            </li>
          ))}
        </ul>
      )}
      {isEmpty && <Banner title={t(search.trim() === '' ? 'certificate-choose-none' : 'certificate-choose-none-found')}>{t('certificate-choose-none-text')}</Banner>}
      {answer !== null && answer.next !== null && <div className="more"><Button isPending={busy} onPress={more}>{t('certificate-choose-more')}</Button></div>}
    </div>
  )
}

function usePublished(search: string) {
  const { ended } = useSession()
  const [answer, setAnswer] = useState<Found | null>(null)
  const [failure, setFailure] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const latest = useRef(0)

  const look = useCallback(async (before: Found | null) => {
    const turn = ++latest.current
    setBusy(true)
    setFailure(null)
    try {
      const list = (after: string | null) => api.templates({ ...(search !== '' && { search }), ...(after !== null && { after }) })
      const { found, next } = await published(list, publishing.publication, before?.next ?? null)
      if (turn !== latest.current) return
      const known = new Set(before?.found.map(one => one.template.id))
      setAnswer({ found: [...(before?.found ?? []), ...found.filter(one => !known.has(one.template.id))], next })
    } catch (error) { if (turn === latest.current && !ended(error)) setFailure(codeOf(error)) }
    if (turn === latest.current) setBusy(false)
  }, [search, ended])

  useEffect(() => {
    const timer = setTimeout(() => { void look(null) }, search === '' ? 0 : SEARCH_AFTER_MS)
    return () => { clearTimeout(timer); latest.current++ }
  }, [search, look])

  return { answer, failure, busy, more: () => { void look(answer) }, again: () => { void look(null) } }
}
