import { ExternalLink } from 'lucide-react'
import { useState } from 'react'
import { Link } from 'react-aria-components'
import { recipient } from '../../api'
import { useErrorText, useText } from '../../i18n'
import type { OwnCertificateBody } from '../../protocol/generated'
import { Banner, Button, CopyBlock, Dialog, Icon, Radios } from '../../ui'
import { codeOf } from '../failure'
import { linkedinAddress, type Detail } from './link'

/** Shows a certificate to others: with all that it says, or only that it holds; and takes it to LinkedIn. */
export function ShareDialog({ of: one, onChanged, onClose }: { readonly of: OwnCertificateBody; readonly onChanged: () => Promise<void>; readonly onClose: () => void }) {
  const t = useText()
  const errorText = useErrorText()
  const [detail, setDetail] = useState<Detail>('all')
  const [brief, setBrief] = useState(one.brief_url)
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<string | null>(null)
  const turn = async (act: () => Promise<string | null>) => {
    setBusy(true)
    setFailure(null)
    try {
      setBrief(await act())
      void onChanged()
    } catch (error) { setFailure(codeOf(error)) }
    setBusy(false)
  }
  const make = () => turn(async () => (await recipient.share(one.id)).brief_url)
  const end = () => turn(async () => { await recipient.unshare(one.id); return null })
  const address = detail === 'all' ? one.url : brief
  return (
    <Dialog title={t('mine-share-one', { title: one.title })} isOpen onClose={onClose} actions={<Button onPress={onClose} data-testid="share-close">{t('close')}</Button>}>
      <div className="share" data-testid="share">
        <Radios<Detail>
          label={t('share-detail')} value={detail} onChange={setDetail}
          options={[{ id: 'all', label: t('share-all') }, { id: 'brief', label: t('share-brief') }]}
        />
        <p className="soft">{t(detail === 'all' ? 'share-all-text' : 'share-brief-text')}</p>
        {failure !== null && <Banner tone="bad" title={t('share-failed')} code={failure}>{errorText(failure)}</Banner>}
        {address === null && <Button isPending={busy} onPress={() => { void make() }} data-testid="share-make">{t('share-make')}</Button>}
        {address !== null && (
          <>
            <CopyBlock label={t('share-address')} text={address} />
            <div className="share-acts">
              <Link className="button button-default" href={linkedinAddress(one, address, detail)} target="_blank" rel="noreferrer" data-testid="share-linkedin"><Icon of={ExternalLink} /><span>{t('share-linkedin')}</span></Link>
              {detail === 'brief' && <Button variant="danger" isPending={busy} onPress={() => { void end() }} data-testid="share-end">{t('share-end')}</Button>}
            </div>
          </>
        )}
      </div>
    </Dialog>
  )
}
