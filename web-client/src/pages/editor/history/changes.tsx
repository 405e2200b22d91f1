/** What changed between two states: each thing by its name, with its properties, in every language. */
import { CopyPlus, Crosshair } from 'lucide-react'
import { LANGUAGE_NAMES, useErrorText, useText } from '../../../i18n'
import type { ChangeBody, DiffBody } from '../../../protocol/generated'
import { Badge, Banner, Button, IconButton, Loading, Skeleton, type Tone } from '../../../ui'
import type { Fetched } from './use-history'
import { hasValues, nameOfChange, propertyName, shownValue, typeOf } from './words'

const TONES: Readonly<Record<ChangeBody['how'], Tone>> = { added: 'good', removed: 'bad', moved: 'neutral', changed: 'warn' }

export interface ChangeActions {
  readonly marked: string | null
  /** Shows a changed element in the pictures. */
  readonly onMark: (change: ChangeBody) => void
  /** Goes to it in the draft; none where it is not there. */
  readonly onShow: (change: ChangeBody) => (() => void) | null
  /** Copies it from the version into the draft; none where that cannot be. */
  readonly onCopy: (change: ChangeBody) => (() => void) | null
}

export function Changes({ diff, ...actions }: ChangeActions & { readonly diff: Fetched<DiffBody> }) {
  const t = useText()
  const errorText = useErrorText()
  if (diff.kind === 'loading') return <Loading label={t('history-changes-loading')}><div className="history-waiting"><Skeleton /><Skeleton /><Skeleton /></div></Loading>
  if (diff.kind === 'failed') return <Banner tone="bad" title={t('history-changes-failed')} code={diff.code}>{errorText(diff.code)}</Banner>
  const { changes, total } = diff.value
  return (
    <>
      <h3 className="history-day" role="status">{t('history-changes', { count: total })}</h3>
      <ul className="history-changes" data-testid="history-changes">
        {changes.map((change) => <li key={`${change.thing} ${change.id}`}><Item change={change} {...actions} /></li>)}
      </ul>
      {total > changes.length && <p className="soft">{t('history-changes-more', { count: total - changes.length })}</p>}
    </>
  )
}

function Item({ change, marked, onMark, onShow, onCopy }: ChangeActions & { readonly change: ChangeBody }) {
  const t = useText()
  const name = nameOfChange(change, t)
  const show = onShow(change)
  const copy = onCopy(change)
  const isElement = change.thing === 'element'
  return (
    <article className={change.id === marked && isElement ? 'history-change history-change-marked' : 'history-change'}>
      <div className="history-change-head">
        {isElement
          ? <Button variant="quiet" onPress={() => onMark(change)} aria-pressed={change.id === marked}>{name}</Button>
          : <span className="history-change-name">{name}</span>}
        <Badge tone={TONES[change.how]}>{t(`history-how-${change.how}`)}</Badge>
        {name !== typeOf(change, t) && <span className="soft history-change-type">{typeOf(change, t)}</span>}
        {show !== null && <IconButton icon={Crosshair} label={t('history-show', { name })} onPress={show} />}
        {copy !== null && <IconButton icon={CopyPlus} label={t('history-copy', { name })} onPress={copy} />}
      </div>
      {change.properties.length > 0 && (
        <dl className="history-properties">
          {change.properties.map((property) => (
            <div key={`${property.key} ${property.language ?? ''}`} className="history-property">
              <dt>
                {propertyName(property.key, t)}
                {property.language !== null && <span className="soft"> {languageName(property.language, t('history-all-languages'))}</span>}
              </dt>
              {hasValues(property) && (
                <dd>
                  <del>{shownValue(property.before, property.key, t)}</del> <ins>{shownValue(property.after, property.key, t)}</ins>
                </dd>
              )}
            </div>
          ))}
        </dl>
      )}
    </article>
  )
}

function languageName(code: string, all: string): string {
  if (code === '*') return all
  return Object.entries(LANGUAGE_NAMES).find(([language]) => language === code)?.[1] ?? code
}
