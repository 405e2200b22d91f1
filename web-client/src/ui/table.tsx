import type { ReactNode } from 'react'
import './table.css'

export interface Column {
  readonly label: string
  /** Figures, which stand at the end. */
  readonly isNumber?: boolean
  /** The name is said, not shown: buttons tell by themselves what they do. */
  readonly hideLabel?: boolean
}

export interface TableProps {
  label: string
  columns: readonly Column[]
  /** A few short figures, which fit beside each other in any window. */
  keepsColumns?: boolean
  children: ReactNode
}

/**
 * Rows of one kind. In a narrow window each row is a card, in which each cell says its column. The roles are written out because browsers
 * take them from a table that is not laid out as one.
 */
export function Table({ label, columns, keepsColumns = false, children }: TableProps) {
  return (
    <table className={keepsColumns ? 'table' : 'table table-folds'} role="table" aria-label={label}>
      <thead role="rowgroup">
        <tr role="row">
          {columns.map(column => (
            <th key={column.label} role="columnheader" scope="col" className={column.isNumber === true ? 'cell-number' : undefined}>
              <span className={column.hideLabel === true ? 'visually-hidden' : undefined}>{column.label}</span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody role="rowgroup">{children}</tbody>
    </table>
  )
}

export function Row({ children }: { children: ReactNode }) {
  return <tr role="row">{children}</tr>
}

/** What a row is about. */
export function HeadCell({ children }: { children: ReactNode }) {
  return <th role="rowheader" scope="row">{children}</th>
}

export interface CellProps {
  /** The column, where the row is a card and that doesn't go without saying. */
  label?: string
  isNumber?: boolean
  children: ReactNode
}

export function Cell({ label, isNumber = false, children }: CellProps) {
  const className = isNumber ? 'cell-number' : undefined
  // In a card the column stands beside all of it.
  return label === undefined ? <td role="cell" className={className}>{children}</td> : <td role="cell" className={className} data-label={label}><div className="cell-all">{children}</div></td>
}
