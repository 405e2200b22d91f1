import { Camera as CameraIcon, FileUp } from 'lucide-react'
import { useState, type FormEvent } from 'react'
import { DropZone, FileTrigger } from 'react-aria-components'
import { useI18n, useText } from '../../i18n'
import { Banner, Button, Icon, Loading, Skeleton, TextField } from '../../ui'
import { useStrayDrops } from '../file-drop'
import { PreferenceMenus } from '../preference-menus'
import { BareShell } from '../shell'
import { Answer } from './answer'
import { Camera } from './camera'
import { useCheck, type Fruitless } from './use-check'
import { useKeptPage } from './kept-page'
import './page.css'

const WORDS: Readonly<Record<Fruitless, string>> = {
  large: 'verify-file-large',
  empty: 'verify-file-empty',
  pdf_empty: 'verify-pdf-empty',
  pdf_locked: 'verify-pdf-locked',
  pdf_broken: 'verify-pdf-broken',
  picture_empty: 'verify-picture-empty',
  picture_broken: 'verify-picture-broken',
  unknown: 'verify-file-unknown',
  typed: 'verify-typed-nothing',
  packed: 'verify-packed-broken',
  code: 'verify-code-other',
}

/** Anybody checks a certificate here: by its address, by a file, or by a code. Files stay in the browser. `id`: the one that is asked for already. */
export function VerifyPage({ id }: { readonly id: string | null }) {
  const t = useText()
  const { setLanguage } = useI18n()
  const { checking, checkTyped, checkScanned, checkFile } = useCheck(id)
  const [typed, setTyped] = useState('')
  const [looking, setLooking] = useState(false)
  useKeptPage()
  useStrayDrops()
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (typed.trim() !== '') checkTyped(typed)
  }
  const choose = (file: Blob | null | undefined): void => { if (file != null) checkFile(file) }
  return (
    <BareShell title={t('verify-title')} menus={<PreferenceMenus onLanguage={setLanguage} />}>
      <div className="verify">
        <h1>{t('verify-title')}</h1>
        <p className="verify-lead">{t('verify-lead')}</p>
        <form className="verify-by-address" onSubmit={submit}>
          <TextField label={t('verify-address')} description={t('verify-address-hint', { host: location.host })} value={typed} onChange={setTyped} autoComplete="off" />
          <Button type="submit" variant="primary" data-testid="verify-typed">{t('verify-action')}</Button>
        </form>
        <DropZone
          className="verify-drop" aria-label={t('verify-drop')} getDropOperation={() => 'copy'}
          onDrop={event => {
            const item = event.items.find(item => item.kind === 'file')
            if (item?.kind === 'file') void item.getFile().then(choose)
          }}
        >
          <Icon of={FileUp} size={20} />
          <p>{t('verify-drop')}</p>
          <p className="soft">{t('verify-drop-kinds')}</p>
          <div className="verify-ways">
            <FileTrigger acceptedFileTypes={['.pdf', '.json', '.svg', '.png', 'image/*', 'application/pdf', 'application/json']} onSelect={files => choose(files?.[0])}>
              <Button>{t('verify-choose')}</Button>
            </FileTrigger>
            <Button icon={CameraIcon} onPress={() => setLooking(true)} data-testid="verify-camera">{t('verify-camera')}</Button>
          </div>
        </DropZone>
        {looking && <Camera onClose={() => setLooking(false)} onCode={text => { setLooking(false); checkScanned(text) }} />}
        <p className="verify-note">{t('verify-private')}</p>
        <div aria-live="polite">
          {checking.kind === 'busy' && <Loading label={t('verify-busy')}><Skeleton width="70%" height={36} /></Loading>}
          {checking.kind === 'answered' && <Answer key={checking.number} verdict={checking.verdict} />}
          {checking.kind === 'fruitless' && <Banner key={checking.number} tone="warn" title={t('verify-fruitless')}>{t(WORDS[checking.why])}</Banner>}
          {checking.kind === 'elsewhere' && <Banner key={checking.number} tone="warn" title={t('verify-fruitless')}>{t('verify-elsewhere', { host: checking.host, here: location.host })}</Banner>}
        </div>
      </div>
    </BareShell>
  )
}
