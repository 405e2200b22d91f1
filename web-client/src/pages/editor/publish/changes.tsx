/** What a publication changes against what is published, language by language. */
import { useEffect, useState } from 'react'
import { publishing } from '../../../api'
import { LANGUAGE_NAMES, LANGUAGES, useErrorText, useText } from '../../../i18n'
import type { ChangeBody, DiffBody } from '../../../protocol/generated'
import { Banner, Loading, Skeleton } from '../../../ui'
import { codeOf } from '../../failure'
import { useSession } from '../../session'
import { hasValues, nameOfChange, propertyName, shownValue } from '../history/words'
import { byLanguage } from './words'

/** More lines say less. */
const SHOWN = 40

type Changes = { readonly kind: 'loading' } | { readonly kind: 'failed'; readonly code: string } | { readonly kind: 'there'; readonly body: DiffBody }

/** From the published version, if there is one, to the one that is to be published. */
export function ChangesList({ from, to, languages }: { readonly from: string | null; readonly to: string; readonly languages: readonly string[] }) {
  const t = useText()
  const errorText = useErrorText()
  const { ended } = useSession()
  const [changes, setChanges] = useState<Changes>({ kind: 'loading' })
  useEffect(() => {
    if (from === null) return
    let stale = false
    setChanges({ kind: 'loading' })
    publishing.changes(from, to).then(
      (body) => { if (!stale) setChanges({ kind: 'there', body }) },
      (error: unknown) => { if (!stale && !ended(error)) setChanges({ kind: 'failed', code: codeOf(error) }) },
    )
    return () => { stale = true }
  }, [from, to, ended])
  if (from === null) return <p>{t('publish-changes-first')}</p>
  if (changes.kind === 'loading') return <Loading label={t('publish-changes-loading')}><Skeleton height={14} width="70%" /></Loading>
  if (changes.kind === 'failed') return <Banner tone="bad" title={t('publish-changes-failed')} code={changes.code}>{errorText(changes.code)}</Banner>
  const { body } = changes
  if (body.total === 0) return <p data-testid="publish-changes-none">{t('publish-changes-none')}</p>
  return (
    <div className="publish-changes" data-testid="publish-changes">
      {byLanguage(body.changes, languages).map(([language, group]) => (
        <section key={language ?? ''}>
          <h4>{language === null ? t('publish-changes-all') : nameOfLanguage(language)}</h4>
          <ul>
            {group.slice(0, SHOWN).map((change) => <Change key={`${change.thing} ${change.id}`} change={change} language={language} />)}
            {group.length > SHOWN && <li className="soft">{t('publish-changes-more', { count: group.length - SHOWN })}</li>}
          </ul>
        </section>
      ))}
    </div>
  )
}

/** What became of a thing, and what of it is another in this language. */
function Change({ change, language }: { readonly change: ChangeBody; readonly language: string | null }) {
  const t = useText()
  const properties = change.properties.filter((property) => property.language === language)
  return (
    <li>
      {t(`publish-change-${change.how}`, { name: nameOfChange(change, t) })}
      {properties.map((property) => (
        <span key={property.key} className="publish-property">
          {propertyName(property.key, t)}
          {hasValues(property) && <>: <del>{shownValue(property.before, property.key, t)}</del> <ins>{shownValue(property.after, property.key, t)}</ins></>}
        </span>
      ))}
    </li>
  )
}

function nameOfLanguage(language: string): string {
  const known = LANGUAGES.find((one) => one === language)
  return known === undefined ? language : LANGUAGE_NAMES[known]
}
