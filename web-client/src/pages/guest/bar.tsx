import { LogOut } from 'lucide-react'
import { useState } from 'react'
import { useAuthorName } from '../../comments/Comment'
import { useDates, useErrorText, useText } from '../../i18n'
import type { GuestViewBody, ReadyVersionBody } from '../../protocol/generated'
import { Avatar, Button, Dialog, Guilloche, showToast } from '../../ui'
import { codeOf } from '../failure'
import { GuestMenus } from './menus'

export interface GuestBarProps {
  readonly view: GuestViewBody
  /** The version that is shown. */
  readonly version: ReadyVersionBody | null
  readonly holdsWords: () => boolean
  readonly onLeave: () => Promise<void>
}

/** What is seen, whose it is, who is here, and the way out. */
export function GuestBar({ view, version, holdsWords, onLeave }: GuestBarProps) {
  const t = useText()
  const dates = useDates()
  const errorText = useErrorText()
  const authorName = useAuthorName()
  const [asking, setAsking] = useState(false)
  const [busy, setBusy] = useState(false)
  const name = authorName(view.me)
  const leave = async () => {
    setAsking(false)
    setBusy(true)
    try {
      await onLeave()
      return
    } catch (error) { showToast({ tone: 'bad', text: `${t('guest-leave-failed')} ${errorText(codeOf(error))}` }) }
    setBusy(false)
  }
  return (
    <header className="guest-bar">
      <span className="guest-brand" aria-hidden><Guilloche size={28} /></span>
      <div className="guest-title">
        <h1>{view.template}</h1>
        <p className="soft">
          {view.organisation}
          {version !== null && <> · <span data-testid="guest-version">{t('guest-version', { number: version.number, date: dates.date(new Date(version.frozen_at)) })}</span></>}
        </p>
      </div>
      <div className="guest-who">
        <span className="guest-me"><Avatar person={{ id: view.me.guest ?? '', name, color: view.me.color }} /><span className="guest-name" data-testid="guest-name">{name}</span></span>
        <GuestMenus />
        <Button icon={LogOut} isPending={busy} onPress={() => { if (holdsWords()) setAsking(true); else void leave() }} data-testid="guest-leave">{t('guest-leave')}</Button>
      </div>
      {asking && (
        <Dialog
          role="alertdialog" title={t('guest-leave-title')} isOpen onClose={() => setAsking(false)}
          actions={<><Button autoFocus onPress={() => setAsking(false)}>{t('cancel')}</Button><Button variant="danger" onPress={() => { void leave() }}>{t('guest-leave')}</Button></>}
        >
          <p>{t('guest-leave-text')}</p>
        </Dialog>
      )}
    </header>
  )
}
