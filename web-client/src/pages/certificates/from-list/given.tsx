import { useState } from 'react'
import { Link } from 'react-aria-components'
import { useDates, useNumbers, useText } from '../../../i18n'
import type { ListCheckBody } from '../../../protocol/generated'
import { Badge, Button, Cell, HeadCell, Row, Table } from '../../../ui'
import { publicPath } from '../row'

/** People who are shown before somebody asks for all. */
const AT_FIRST = 5

/** People who have a certificate of this template already, and the way to leave them out. */
export function Given({ check: { given, given_before: rows }, onLeaveOut }: { check: ListCheckBody; onLeaveOut: (rows: readonly number[]) => void }) {
  const t = useText()
  const dates = useDates()
  const numbers = useNumbers()
  const [all, setAll] = useState(false)
  if (rows.length === 0) return null
  const shown = all ? given : given.slice(0, AT_FIRST)
  const columns = [{ label: t('list-line') }, { label: t('certificate-column-recipient') }, { label: t('certificate-column-number') }, { label: t('certificate-column-issued') }, { label: t('list-content') }]
  return (
    <section className="list-part" aria-label={t('list-given')} data-testid="list-given">
      <div className="list-part-head">
        <h3>{t('list-given')}</h3>
        <Button onPress={() => onLeaveOut(rows)} data-testid="list-leave-given">{t('list-leave-given', { count: rows.length, figure: numbers.whole(rows.length) })}</Button>
      </div>
      <p className="soft">{t('list-given-text', { count: rows.length, figure: numbers.whole(rows.length) })}</p>
      <Table label={t('list-given')} columns={columns}>
        {shown.map(one => (
          <Row key={one.row}>
            <HeadCell>{t('list-line-of', { line: numbers.whole(one.line) })}</HeadCell>
            <Cell label={t('certificate-column-recipient')}><span className="list-name">{one.name}</span></Cell>
            <Cell label={t('certificate-column-number')}><Link className="list-link" href={publicPath(one.certificate)} target="_blank" rel="noopener">{one.number}</Link></Cell>
            <Cell label={t('certificate-column-issued')}>{dates.date(new Date(one.issued_at))}</Cell>
            <Cell label={t('list-content')}><Badge tone={one.is_same ? 'warn' : 'neutral'}>{t(one.is_same ? 'list-content-same' : 'list-content-other')}</Badge></Cell>
          </Row>
        ))}
      </Table>
      {given.length > shown.length && <div className="more"><Button onPress={() => setAll(true)}>{t('list-given-all', { count: given.length })}</Button></div>}
    </section>
  )
}
