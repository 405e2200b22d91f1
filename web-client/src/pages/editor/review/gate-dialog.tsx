/** What stands against the draft, for whoever only wants to look. */
import { useText } from '../../../i18n'
import { Button, Dialog } from '../../../ui'
import { GateList, useGate } from './gate-list'
import { useJump } from './jump'

/** The dialog behind “Check”. */
export function GateDialog({ draft, onClose }: { readonly draft: string; readonly onClose: () => void }) {
  const t = useText()
  const jump = useJump()
  const { gate, again } = useGate(draft)
  return (
    <Dialog size="wide" title={t('gate-title')} isOpen onClose={onClose} actions={<Button onPress={onClose}>{t('close')}</Button>}>
      <GateList gate={gate} onAgain={again} onJump={(finding) => { onClose(); jump(finding) }} />
    </Dialog>
  )
}
