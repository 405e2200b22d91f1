import { UserRoundCog } from 'lucide-react'
import { useLayoutEffect, useRef } from 'react'
import { useText } from '../i18n'
import { Button, Icon } from '../ui'
import { useSession } from './session'
import './impersonation.css'

/** Says across the top of every page who acts in whose name. It stays as long as that is so. */
export function Impersonation() {
  const { state, signOut } = useSession()
  const t = useText()
  const place = useRef<HTMLElement>(null)
  const impersonator = state.kind === 'signed-in' ? state.me.impersonator : null

  useLayoutEffect(() => {
    const banner = place.current
    if (banner === null) return
    // What sticks to the top of the window, or fills it, begins below the banner, however many lines that has.
    const root = document.documentElement
    const measure = () => root.style.setProperty('--above', `${banner.offsetHeight}px`)
    measure()
    const watch = new ResizeObserver(measure)
    watch.observe(banner)
    return () => {
      watch.disconnect()
      root.style.removeProperty('--above')
    }
  }, [impersonator])

  if (state.kind !== 'signed-in' || impersonator === null) return null
  return (
    <aside className="impersonation" ref={place} aria-label={t('impersonation')}>
      <Icon of={UserRoundCog} />
      <p>{t('impersonation-text', { impersonator, name: state.me.person.name, organisation: state.me.organisation.name })}</p>
      <Button variant="quiet" onPress={() => { void signOut() }}>{t('impersonation-end')}</Button>
    </aside>
  )
}
