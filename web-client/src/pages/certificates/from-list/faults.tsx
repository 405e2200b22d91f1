import { useState } from 'react'
import { useI18n, useNumbers, useText } from '../../../i18n'
import type { ListCheckBody, ListFaultBody } from '../../../protocol/generated'
import { Button, Cell, HeadCell, Row, Table } from '../../../ui'
import { columnName, targetName } from './columns-step'
import type { Target } from './mapping'
import type { Taken } from './use-list'
import { faultId } from './words'

/** Faults that are shown before somebody asks for all. */
const AT_FIRST = 8

export interface FaultsProps {
  readonly check: ListCheckBody
  readonly taken: Taken
  readonly onLeaveOut: (rows: readonly number[]) => void
}

/** What is wrong with rows, where it stands, and the way to leave those out. */
export function Faults({ check: { faults, faulty }, taken, onLeaveOut }: FaultsProps) {
  const t = useText()
  const numbers = useNumbers()
  const [all, setAll] = useState(false)
  if (faulty.length === 0) return null
  const shown = all ? faults : faults.slice(0, AT_FIRST)
  const told = new Set(faults.map(fault => fault.row)).size
  return (
    <section className="list-part" aria-label={t('list-faults')} data-testid="list-faults">
      <div className="list-part-head">
        <h3>{t('list-faults')}</h3>
        <Button onPress={() => onLeaveOut(faulty)} data-testid="list-leave-faulty">{t('list-leave-faulty', { count: faulty.length, figure: numbers.whole(faulty.length) })}</Button>
      </div>
      <p className="soft">{t('list-faults-text')}</p>
      <Table label={t('list-faults')} columns={[{ label: t('list-line') }, { label: t('list-column') }, { label: t('list-there') }, { label: t('list-wrong') }]}>
        {shown.map((fault, index) => <FaultRow key={index} fault={fault} taken={taken} />)}
      </Table>
      {faults.length > shown.length && <div className="more"><Button onPress={() => setAll(true)}>{t('list-faults-all', { count: faults.length })}</Button></div>}
      {all && faulty.length > told && <p className="soft">{t('list-faults-more', { count: faulty.length - told, figure: numbers.whole(faulty.length - told) })}</p>}
    </section>
  )
}

function FaultRow({ fault, taken: { list, layout } }: { fault: ListFaultBody; taken: Taken }) {
  const { t, language } = useI18n()
  const numbers = useNumbers()
  const column = fault.column === null ? undefined : list.columns[fault.column]
  return (
    <Row>
      <HeadCell>{t('list-line-of', { line: numbers.whole(fault.line) })}</HeadCell>
      <Cell label={t('list-column')}>
        {column !== undefined && fault.column !== null ? columnName(t, column, fault.column) : fault.about === null ? <span className="soft">{t('list-whole-row')}</span> : targetName(t, fault.about as Target, layout, language)}
      </Cell>
      <Cell label={t('list-there')}>{fault.value === '' ? <span className="soft">{t('list-nothing')}</span> : <span className="list-value">{fault.value}</span>}</Cell>
      <Cell label={t('list-wrong')}><FaultWords fault={fault} taken={{ list, layout }} /></Cell>
    </Row>
  )
}

/** What is wrong, in the language of the page; what is newer than it, as the server says it. */
export function FaultWords({ fault, taken: { layout } }: { fault: ListFaultBody; taken: Pick<Taken, 'list' | 'layout'> }) {
  const t = useText()
  const id = faultId(fault, layout)
  return id === null ? <span lang="en">{fault.message}</span> : t(id)
}
