import { CircleCheck, Info, OctagonAlert, TriangleAlert, type LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import { Icon } from './icon'
import './banner.css'

export type BannerTone = 'info' | 'good' | 'warn' | 'bad'
const MARKS: Record<BannerTone, LucideIcon> = { info: Info, good: CircleCheck, warn: TriangleAlert, bad: OctagonAlert }

export interface BannerProps {
  tone?: BannerTone
  title?: string
  /** A stable code to quote to whoever helps. */
  code?: string | undefined
  action?: ReactNode
  children: ReactNode
}

/** What happened, what was kept, what to do. Errors are announced at once. */
export function Banner({ tone = 'info', title, code, action, children }: BannerProps) {
  return (
    <div className={`banner banner-${tone}`} role={tone === 'bad' ? 'alert' : 'status'}>
      <Icon of={MARKS[tone]} />
      <div className="banner-text">
        {title !== undefined && <p className="banner-title">{title}</p>}
        <p>{children}{code !== undefined && <> <code className="banner-code">{code}</code></>}</p>
      </div>
      {action !== undefined && <div className="banner-action">{action}</div>}
    </div>
  )
}
