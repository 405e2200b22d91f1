import { useEffect, useState, type ReactNode } from 'react'
import './skeleton.css'

/** Loading is shown only when it takes longer than a glance. */
const SHOWN_AFTER_MS = 150

/** The shape of what comes, after 150 ms; `label` is said to screen readers. */
export function Loading({ label, children }: { label: string; children: ReactNode }) {
  const [shown, setShown] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setShown(true), SHOWN_AFTER_MS)
    return () => clearTimeout(timer)
  }, [])
  return (
    <div role="status" aria-busy="true">
      <span className="visually-hidden">{label}</span>
      {shown && children}
    </div>
  )
}

/** A grey shape where text or a picture will be. */
export function Skeleton({ width = '100%', height = 12, className = '' }: { width?: number | string; height?: number | string; className?: string }) {
  return <span className={`skeleton ${className}`} style={{ width, height }} aria-hidden />
}
