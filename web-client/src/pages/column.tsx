import type { ReactNode } from 'react'
import './column.css'

export interface ColumnPageProps {
  title: string
  lead?: ReactNode
  /** Beside the title: what the page is in, or its one action. */
  aside?: ReactNode
  children: ReactNode
}

/** A page that is read from top to bottom. */
export function ColumnPage({ title, lead, aside, children }: ColumnPageProps) {
  return (
    <div className="column">
      <header className="column-head">
        <h1>{title}</h1>
        {aside}
        {lead !== undefined && <p className="column-lead">{lead}</p>}
      </header>
      {children}
    </div>
  )
}

export interface PlateProps {
  title: string
  lead?: ReactNode
  /** Beside the title. */
  aside?: ReactNode
  children: ReactNode
}

/** A part of a page, on ground of its own. */
export function Plate({ title, lead, aside, children }: PlateProps) {
  return (
    <section className="plate" aria-label={title}>
      <div className="plate-head">
        <div className="plate-top">
          <h2>{title}</h2>
          {aside !== undefined && <div className="plate-aside">{aside}</div>}
        </div>
        {lead !== undefined && <p className="plate-lead">{lead}</p>}
      </div>
      {children}
    </section>
  )
}

export interface FactProps {
  label: string
  /** Sentences: in a narrow window they stand below their name. */
  isLong?: boolean
  children: ReactNode
}

/** One line of what is known; inside a `Facts`. */
export function Fact({ label, isLong = false, children }: FactProps) {
  return <div className={isLong ? 'fact fact-long' : 'fact'}><dt>{label}</dt><dd>{children}</dd></div>
}

export function Facts({ children }: { children: ReactNode }) {
  return <dl className="facts">{children}</dl>
}
