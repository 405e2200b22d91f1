import { CircleCheck, Info, OctagonAlert, TriangleAlert, X } from 'lucide-react'
import { useEffect, useState, useSyncExternalStore } from 'react'
import { useText } from '../i18n/i18n'
import type { BannerTone } from './banner'
import { Button, IconButton } from './button'
import { Icon } from './icon'
import './toast.css'

export interface ToastMessage {
  text: string
  tone?: BannerTone
  action?: { label: string; onPress: () => void }
}
interface Shown extends ToastMessage { id: number }

/** How long a message stays; while it is hovered or focused it stays longer. */
const STAYS_MS = 7_000
/** More than these would hide the page; the oldest goes. */
const AT_MOST = 3
const MARKS = { info: Info, good: CircleCheck, warn: TriangleAlert, bad: OctagonAlert } as const

let shown: readonly Shown[] = []
let nextId = 1
const listeners = new Set<() => void>()
const change = (next: readonly Shown[]) => { shown = next; listeners.forEach(listener => listener()) }
const subscribe = (listener: () => void) => { listeners.add(listener); return () => { listeners.delete(listener) } }

/** Says something in passing, at the bottom of the page. Nothing that a person must not miss. */
export function showToast(message: ToastMessage): void {
  change([...shown, { ...message, id: nextId++ }].slice(-AT_MOST))
}

/** Takes all away: they were said to somebody who has left. */
export function clearToasts(): void {
  change([])
}

const dismiss = (id: number) => change(shown.filter(toast => toast.id !== id))

/** Where toasts appear: once, in the app's shell. */
export function ToastRegion() {
  const toasts = useSyncExternalStore(subscribe, () => shown)
  return (
    <div className="toast-region" role="status" aria-live="polite">
      {toasts.map(toast => <Toast key={toast.id} toast={toast} />)}
    </div>
  )
}

function Toast({ toast }: { toast: Shown }) {
  const t = useText()
  const [held, setHeld] = useState(false)
  useEffect(() => {
    if (held) return
    const timer = setTimeout(() => dismiss(toast.id), STAYS_MS)
    return () => clearTimeout(timer)
  }, [held, toast.id])
  const tone = toast.tone ?? 'info'
  return (
    <div className={`toast toast-${tone}`} onPointerEnter={() => setHeld(true)} onPointerLeave={() => setHeld(false)} onFocus={() => setHeld(true)} onBlur={() => setHeld(false)}>
      <Icon of={MARKS[tone]} />
      <p>{toast.text}</p>
      {toast.action !== undefined && <Button variant="quiet" onPress={() => { toast.action?.onPress(); dismiss(toast.id) }}>{toast.action.label}</Button>}
      <IconButton icon={X} label={t('close')} onPress={() => dismiss(toast.id)} />
    </div>
  )
}
