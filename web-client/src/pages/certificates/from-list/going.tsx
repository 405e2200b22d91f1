import { useEffect, useRef } from 'react'
import { Link } from 'react-aria-components'
import { useErrorText, useNumbers, useText } from '../../../i18n'
import { Banner, Button, Loading, Skeleton } from '../../../ui'
import { BatchLine } from '../batches/batch'
import { isUnfinished } from '../batches/standing'
import { useBatch } from '../batches/use-followed'
import '../batches/batches.css'

/** What a list was issued as: how far it is, and at the end what became of it. */
export function Going({ id }: { id: string }) {
  const t = useText()
  const errorText = useErrorText()
  const numbers = useNumbers()
  const { batches, failure, look, put } = useBatch(id)
  const batch = batches?.[0] ?? null
  const heading = useRef<HTMLHeadingElement>(null)
  const isThere = batch !== null
  useEffect(() => { if (isThere) heading.current?.focus() }, [isThere])
  if (batch === null) {
    if (failure === null) return <Loading label={t('loading')}><div className="plate"><Skeleton height={14} width="40%" /><Skeleton height={6} /><Skeleton height={14} width="30%" /></div></Loading>
    return <Banner tone="bad" title={t(failure === 'not_found' ? 'list-no-batch' : 'batches-failed')} code={failure} action={<Button onPress={look}>{t('try-again')}</Button>}>{errorText(failure)}</Banner>
  }
  const title = isUnfinished(batch) ? t('list-going') : t(batch.state === 'done' ? 'list-issued' : 'list-ended', { count: batch.issued, figure: numbers.whole(batch.issued) })
  return (
    <section className="plate" aria-labelledby="list-going" data-testid="list-going" data-state={batch.state}>
      <div className="plate-top"><h2 id="list-going" ref={heading} tabIndex={-1}><span role="status">{title}</span></h2></div>
      {isUnfinished(batch) && <p className="soft">{t('list-going-text')}</p>}
      <BatchLine of={batch} isLost={failure !== null} onTurned={put} onFailed={look} />
      <div className="list-acts">
        <Link className="button button-primary" href="/certificates">{t('list-to-certificates')}</Link>
        <Link className="button button-default" href="/certificates/list">{t('list-next')}</Link>
      </div>
    </section>
  )
}
