import { useEffect } from 'react'
import { useErrorText, useNumbers, useText } from '../../../i18n'
import type { ListCheckBody } from '../../../protocol/generated'
import { Banner, Button, Cell, HeadCell, Progress, Row, Table } from '../../../ui'
import type { Tried } from './fitting'
import { isTriedAtOnce } from './outcome'
import type { Fitting } from './use-fit'

export interface FitPartProps {
  readonly check: ListCheckBody
  readonly fitting: Fitting
  /** Of the whole list. */
  readonly rows: number
  readonly onSee: (row: number) => void
  readonly onLeaveOut: (rows: readonly number[]) => void
}

/** Whether every text has room in the template. */
export function FitPart({ check, fitting: { fit, start, stop }, rows, onSee, onLeaveOut }: FitPartProps) {
  const t = useText()
  const numbers = useNumbers()
  const errorText = useErrorText()
  const atOnce = fit.kind === 'none' && isTriedAtOnce(check)
  useEffect(() => { if (atOnce) start() }, [atOnce, start])
  if (check.ready === 0) return null
  const figures = (tried: Tried) => t('list-tried', { tried: numbers.whole(tried.next === null ? rows : tried.next - 1), rows: numbers.whole(rows) })
  return (
    <section className="list-part" aria-label={t('list-fit')} data-testid="list-fit" data-kind={fit.kind}>
      <div className="list-part-head">
        <h3>{t('list-fit')}</h3>
        {fit.kind === 'none' && <Button onPress={start}>{t('list-fit-start')}</Button>}
        {fit.kind === 'trying' && <Button onPress={stop}>{t('list-fit-stop')}</Button>}
        {fit.kind === 'stopped' && <Button onPress={start}>{t('list-fit-go-on')}</Button>}
        {fit.kind === 'done' && fit.tried.rows.length > 0 && <Button onPress={() => onLeaveOut(fit.tried.rows)} data-testid="list-leave-overflowing">{t('list-leave-overflowing', { count: fit.tried.rows.length, figure: numbers.whole(fit.tried.rows.length) })}</Button>}
      </div>
      {fit.kind === 'none' && <p className="soft">{t('list-fit-text')}</p>}
      {fit.kind === 'trying' && (
        <>
          <Progress label={t('list-fit')} part={fit.tried.next === null ? 1 : (fit.tried.next - 1) / Math.max(1, rows)} words={figures(fit.tried)} />
          <p className="soft">{figures(fit.tried)}</p>
        </>
      )}
      {fit.kind === 'stopped' && (fit.code === null ? <p className="soft">{t('list-fit-stopped', { figures: figures(fit.tried) })}</p> : <Banner tone="bad" title={t('list-fit-failed')} code={fit.code}>{errorText(fit.code)} {figures(fit.tried)}</Banner>)}
      <p role="status" className={fit.kind === 'done' && fit.tried.rows.length === 0 ? 'list-fits' : undefined}>
        {fit.kind === 'done' && (fit.tried.rows.length === 0 ? t('list-fits') : t('list-overflowing', { count: fit.tried.rows.length, figure: numbers.whole(fit.tried.rows.length) }))}
      </p>
      {fit.kind !== 'none' && fit.tried.shown.length > 0 && <Overflowing tried={fit.tried} onSee={onSee} />}
    </section>
  )
}

function Overflowing({ tried, onSee }: { tried: Tried; onSee: (row: number) => void }) {
  const t = useText()
  const numbers = useNumbers()
  return (
    <Table label={t('list-fit')} columns={[{ label: t('list-line') }, { label: t('certificate-column-recipient') }, { label: t('list-too-long') }, { label: t('list-see'), hideLabel: true }]}>
      {tried.shown.map(one => (
        <Row key={one.row}>
          <HeadCell>{t('list-line-of', { line: numbers.whole(one.line) })}</HeadCell>
          <Cell label={t('certificate-column-recipient')}><span className="list-name">{one.name}</span></Cell>
          <Cell label={t('list-too-long')}>{one.elements.join(', ')}</Cell>
          <Cell><Button onPress={() => onSee(one.row)} aria-label={t('list-see-of', { name: one.name })}>{t('list-see')}</Button></Cell>
        </Row>
      ))}
    </Table>
  )
}
