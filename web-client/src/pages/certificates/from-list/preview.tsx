import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useState } from 'react'
import { useErrorText, useNumbers, useText } from '../../../i18n'
import type { ListCheckBody, ListMappingBody } from '../../../protocol/generated'
import { Banner, Button, IconButton, Loading, NumberField, Skeleton } from '../../../ui'
import { PageTurner } from '../../page-turner'
import { FaultWords } from './faults'
import type { Mapping } from './mapping'
import { neighbour, unseen } from './outcome'
import type { Taken } from './use-list'
import { usePreview } from './use-preview'

export interface PreviewProps {
  readonly taken: Taken
  readonly mapping: Mapping
  readonly body: ListMappingBody
  readonly check: ListCheckBody
  readonly row: number
  readonly onRow: (row: number) => void
}

/** A row as its certificate would look. What is wrong with one cannot be shown, and is said instead. */
export function Preview({ taken, mapping, body, check, row, onRow }: PreviewProps) {
  const t = useText()
  const numbers = useNumbers()
  const { rows } = taken.list
  const why = unseen(row, mapping.leaveOut, check)
  // Whoever goes through the rows looks at the same page of each.
  const [index, setIndex] = useState(0)
  const { picture, isBusy, again } = usePreview(taken.list.id, why === null ? body : null, row, index + 1)
  const { pages } = taken.layout
  const [width, height] = pages[index]?.size ?? [210, 297]
  const shape = { aspectRatio: `${width.toString()} / ${height.toString()}` }
  const [before, after] = [neighbour(row, -1, rows, mapping.leaveOut), neighbour(row, 1, rows, mapping.leaveOut)]
  return (
    <figure className="list-preview" aria-label={t('list-preview')} data-testid="list-preview" data-row={row} data-page={index + 1} data-state={why ?? (isBusy ? 'busy' : picture.kind)}>
      <figcaption className="list-preview-head">
        <IconButton icon={ChevronLeft} label={t('list-preview-before')} disabledReason={before === row ? t('list-preview-first') : undefined} onPress={() => onRow(before)} />
        <div className="list-preview-row"><NumberField label={t('list-preview-row')} prefix={t('list-preview-entry')} value={row} min={1} max={rows} digits={0} onChange={next => onRow(Math.round(next))} /><span className="soft">{t('list-preview-of', { rows: numbers.whole(rows) })}</span></div>
        <IconButton icon={ChevronRight} label={t('list-preview-after')} disabledReason={after === row ? t('list-preview-last') : undefined} onPress={() => onRow(after)} />
      </figcaption>
      {why === null && <PageTurner index={index} count={pages.length} onIndex={setIndex} />}
      {why === null
        ? <Shown picture={picture} isBusy={isBusy} shape={shape} alt={t('list-preview-alt', { row: numbers.whole(row), page: index + 1 })} onAgain={again} />
        : <div className="list-unseen" role="status">{why === 'left-out' ? <p>{t('list-unseen-left-out')}</p> : <Faulty taken={taken} check={check} row={row} />}</div>}
    </figure>
  )
}

function Shown({ picture, isBusy, shape, alt, onAgain }: { picture: ReturnType<typeof usePreview>['picture']; isBusy: boolean; shape: { aspectRatio: string }; alt: string; onAgain: () => void }) {
  const t = useText()
  const errorText = useErrorText()
  if (picture.kind === 'failed' && !isBusy) return <Banner tone="bad" title={t('list-preview-failed')} code={picture.code} action={<Button onPress={onAgain}>{t('try-again')}</Button>}>{errorText(picture.code)}</Banner>
  if (picture.kind !== 'there') return <Loading label={t('list-preview-loading')}><div className="list-paper list-paper-empty" style={shape}><Skeleton width="60%" height={16} /><Skeleton width="40%" /><Skeleton width="50%" /></div></Loading>
  return <img className={isBusy ? 'list-paper list-paper-busy' : 'list-paper'} style={shape} src={picture.address} alt={alt} />
}

function Faulty({ taken, check, row }: { taken: Taken; check: ListCheckBody; row: number }) {
  const t = useText()
  const numbers = useNumbers()
  const own = check.faults.filter(fault => fault.row === row)
  const [first] = own
  return (
    <>
      <p>{first === undefined ? t('list-unseen-faulty') : t('list-unseen-faulty-line', { line: numbers.whole(first.line) })}</p>
      {own.length > 0 && <ul>{own.map((fault, index) => <li key={index}>{fault.value !== '' && <span className="list-value">{fault.value}</span>} <FaultWords fault={fault} taken={taken} /></li>)}</ul>}
    </>
  )
}
