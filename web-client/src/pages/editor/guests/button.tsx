import { UserRoundPlus } from 'lucide-react'
import { useState } from 'react'
import { useText } from '../../../i18n'
import { Button } from '../../../ui'
import { useReasonWithout } from '../../session'
import { GuestsDialog } from './dialog'

/** Invites people without an account to look and comment. `version`: the number of the version that they would see. */
export function GuestsButton({ draft, version }: { readonly draft: string; readonly version: number | null }) {
  const t = useText()
  const reason = useReasonWithout('edit_texts')
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <Button variant="quiet" icon={UserRoundPlus} disabledReason={reason} onPress={() => setOpen(true)} data-testid="guests">{t('guests-invite')}</Button>
      {isOpen && <GuestsDialog draft={draft} version={version} onClose={() => setOpen(false)} />}
    </>
  )
}
