import type { ReactNode } from 'react'
import { Guilloche } from './guilloche'
import './empty-state.css'

export interface EmptyStateProps {
  title: string
  children: ReactNode
  /** The first step. */
  action?: ReactNode
  /** Heading level where it stands. */
  level?: 1 | 2
}

/** Says what would be here, and offers the first step. */
export function EmptyState({ title, children, action, level = 2 }: EmptyStateProps) {
  const Title = level === 1 ? 'h1' : 'h2'
  return (
    <div className="empty-state">
      <span className="empty-motif"><Guilloche size={112} /></span>
      <Title className="empty-title">{title}</Title>
      <div className="empty-text">{children}</div>
      {action !== undefined && <div className="empty-action">{action}</div>}
    </div>
  )
}
