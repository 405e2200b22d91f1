import { useState } from 'react'
import { useText } from '../../../i18n'
import { Button, Dialog, showToast } from '../../../ui'
import { Choose } from './choose'
import { FormDialog } from './form-dialog'
import { GoingDialog } from './going'
import type { Published } from './published'
import type { Issuer } from './use-issuing'

export interface IssueDialogProps {
  readonly issuer: Issuer
  readonly onClose: () => void
}

/** Issues one certificate: from which template, for whom, with what on it; then how far it is, and where it can be seen. */
export function IssueDialog({ issuer: { issuing, issue, again, look, begin }, onClose }: IssueDialogProps) {
  const t = useText()
  const [of, setOf] = useState<Published | null>(null)
  /** Counts forms: the next certificate begins with an empty one. */
  const [turn, setTurn] = useState(1)

  const close = () => {
    if (issuing.kind === 'following' || issuing.kind === 'left') showToast({ text: t('certificate-goes-on') })
    else if (issuing.kind === 'sending' || issuing.kind === 'unsure') showToast({ text: t('certificate-maybe') })
    onClose()
  }
  const next = () => {
    setTurn(now => now + 1)
    begin()
  }
  if (of === null) {
    return (
      <Dialog title={t('certificate-issue-title')} isOpen onClose={onClose} actions={<Button onPress={onClose}>{t('cancel')}</Button>}>
        <Choose onChoose={setOf} />
      </Dialog>
    )
  }
  const isForm = issuing.kind === 'none' || issuing.kind === 'refused' || (issuing.kind === 'sending' && !issuing.again)
  return (
    <>
      {!isForm && <GoingDialog of={of} issuing={issuing} onAgain={again} onLook={look} onBack={begin} onNext={next} onClose={close} />}
      {/* What was typed stays while it is on its way: it may have to be mended. */}
      <FormDialog
        key={`${of.template.id} ${turn.toString()}`} of={of} isOpen={isForm} refused={issuing.kind === 'refused' ? issuing : null} isSending={issuing.kind === 'sending'}
        onIssue={(certificate, deliver) => issue({ template_id: of.template.id, certificates: [certificate], deliver })}
        onBack={() => { setOf(null); begin() }} onClose={close}
      />
    </>
  )
}
