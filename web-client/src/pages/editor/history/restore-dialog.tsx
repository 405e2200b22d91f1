/** Restores a version: as an edit of one's own, over a checkpoint that was made just before. */
import { versions as remote } from '../../../api'
import { useEditor } from '../../../canvas/context'
import { isObject } from '../../../document/commands/restore'
import { useText } from '../../../i18n'
import type { VersionBody } from '../../../protocol/generated'
import { step } from '../../../tools/gesture'
import { showToast } from '../../../ui'
import { ConfirmDialog } from '../../confirm-dialog'

export function RestoreDialog({ version, title, onClose, onDone }: {
  readonly version: VersionBody; readonly title: string; readonly onClose: () => void; readonly onDone: () => void
}) {
  const t = useText()
  const { draft, machine } = useEditor()
  const act = async (): Promise<void> => {
    const { layout } = await remote.restore(version.id)
    // One step of undo, under the own client id: its author takes it back as any other edit.
    const changed = isObject(layout) && step(machine.ctx, () => draft.commands.restore(layout))
    if (!changed) {
      showToast({ text: t('history-restored-nothing'), tone: 'info' })
      return
    }
    showToast({ text: t('history-restored', { title }), tone: 'good', action: { label: t('history-undo'), onPress: () => draft.history.undo() } })
  }
  return (
    <ConfirmDialog
      title={t('history-restore-title', { title })} text={t('history-restore-text')} action={t('history-restore-action')} failed={t('history-restore-failed')}
      act={act} onClose={onClose} onDone={onDone}
    />
  )
}
