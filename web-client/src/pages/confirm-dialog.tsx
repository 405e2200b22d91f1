import { useState } from 'react'
import { useErrorText, useText } from '../i18n'
import { Banner, Button, Dialog } from '../ui'
import { codeOf } from './failure'
import { useSession } from './session'

/** Asks before something is done that cannot be taken back; stays, and says why, when it was not done. */
export function ConfirmDialog({ title, text, action, failed, act, onClose, onDone }: {
  title: string
  text: string
  /** What the button that does it says. */
  action: string
  /** That it was not done. */
  failed: string
  act: () => Promise<unknown>
  onClose: () => void
  onDone: () => void
}) {
  const t = useText()
  const errorText = useErrorText()
  const { ended } = useSession()
  const [failure, setFailure] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  const confirm = async () => {
    setBusy(true)
    setFailure(null)
    try {
      await act()
      onDone()
      return
    } catch (error) { if (!ended(error)) setFailure(codeOf(error)) }
    setBusy(false)
  }

  return (
    <Dialog
      role="alertdialog" title={title} isOpen onClose={onClose}
      actions={<><Button autoFocus onPress={onClose}>{t('cancel')}</Button><Button variant="danger" isPending={busy} onPress={() => { void confirm() }}>{action}</Button></>}
    >
      <p>{text}</p>
      {failure !== null && <Banner tone="bad" title={failed} code={failure}>{errorText(failure)}</Banner>}
    </Dialog>
  )
}
