import { useEffect, useState } from 'react'
import { issuance } from '../../../api'
import { useErrorText, useText } from '../../../i18n'
import type { CertificateBody, NewCertificateBody } from '../../../protocol/generated'
import { Banner, Button, Dialog, Loading, showToast, Skeleton } from '../../../ui'
import { codeOf } from '../../failure'
import { useSession } from '../../session'
import { FormDialog } from '../issue/form-dialog'
import { GoingDialog } from '../issue/going'
import type { Source } from '../issue/published'
import type { Issuer } from '../issue/use-issuing'
import { renewed, sourceOf } from './source'

export interface SucceedDialogProps {
  readonly of: CertificateBody
  readonly how: 'correct' | 'renew'
  readonly issuer: Issuer
  readonly onClose: () => void
}

type Read = { kind: 'loading' } | { kind: 'failed'; code: string } | { kind: 'there'; source: Source; content: NewCertificateBody }

/** Issues a certificate that takes the place of another, from what that one says. */
export function SucceedDialog({ of: old, how, issuer: { issuing, succeed, again, look, begin }, onClose }: SucceedDialogProps) {
  const t = useText()
  const errorText = useErrorText()
  const { ended } = useSession()
  const [read, setRead] = useState<Read>({ kind: 'loading' })
  const [turn, setTurn] = useState(0)
  useEffect(() => {
    let stale = false
    Promise.all([sourceOf(old, how), issuance.content(old.id)]).then(
      ([source, content]) => { if (!stale) setRead({ kind: 'there', source, content: how === 'renew' ? renewed(content, new Date()) : content }) },
      (error: unknown) => { if (!stale && !ended(error)) setRead({ kind: 'failed', code: codeOf(error) }) },
    )
    return () => { stale = true }
  }, [old, how, turn, ended])

  const title = t(`certificate-${how}-title`, { number: old.number })
  if (read.kind !== 'there') {
    return (
      <Dialog size="wide" title={title} isOpen onClose={onClose} actions={<Button autoFocus onPress={onClose}>{t('cancel')}</Button>}>
        {read.kind === 'loading'
          ? <Loading label={t('loading')}><div className="issue-part">{[0, 1, 2, 3, 4].map(key => <Skeleton key={key} height={28} />)}</div></Loading>
          : <Banner tone="bad" title={t('certificate-succeed-failed', { number: old.number })} code={read.code} action={<Button onPress={() => { setRead({ kind: 'loading' }); setTurn(now => now + 1) }}>{t('try-again')}</Button>}>{errorText(read.code)}</Banner>}
      </Dialog>
    )
  }
  const close = () => {
    if (issuing.kind === 'following' || issuing.kind === 'left') showToast({ text: t('certificate-goes-on') })
    else if (issuing.kind === 'sending' || issuing.kind === 'unsure') showToast({ text: t('certificate-maybe') })
    onClose()
  }
  const isForm = issuing.kind === 'none' || issuing.kind === 'refused' || (issuing.kind === 'sending' && !issuing.again)
  return (
    <>
      {!isForm && <GoingDialog of={read.source} issuing={issuing} onAgain={again} onLook={look} onBack={begin} onClose={close} />}
      {/* What was typed stays while it is on its way: it may have to be mended. */}
      <FormDialog
        of={read.source} begun={read.content} isOpen={isForm} refused={issuing.kind === 'refused' ? issuing : null} isSending={issuing.kind === 'sending'}
        words={{ title, lead: t(`certificate-${how}-lead`, { number: old.number }), issue: t(`certificate-${how}-one`) }}
        onIssue={(certificate, deliver) => succeed({ of: old.id, how, certificate, deliver })} onClose={close}
      />
    </>
  )
}
