import { Image, ImageOff, ImageUp, TriangleAlert, X } from 'lucide-react'
import { useId, useRef, useState, type ClipboardEvent } from 'react'
import { certificateImage, PICTURE_TYPES } from '../../../api'
import { useErrorText, useText } from '../../../i18n'
import { Button, Icon, IconButton, Progress } from '../../../ui'
import { useFileDrop, useStrayDrops } from '../../file-drop'
import { useKeptFocus } from '../../kept-focus'
import type { ImageUpload } from './image-uploads'

export interface ImageInputProps {
  readonly label: string
  readonly isRequired: boolean
  /** The id of the image; empty: none. */
  readonly value: string
  readonly error: string | undefined
  /** What takes the focus when something is wrong. */
  readonly inputRef: (element: HTMLButtonElement | null) => void
  readonly upload: ImageUpload
  readonly onFiles: (files: readonly File[]) => void
  /** What is on its way does not come. */
  readonly onCancel: () => void
  readonly onRemove: () => void
}

/** An input for an image: a place to drop or paste one, with a button that finds one. What is there already stays until another one has arrived. */
export function ImageInput({ label, isRequired, value, error, inputRef, upload, onFiles, onCancel, onRemove }: ImageInputProps) {
  const t = useText()
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const { place, watch } = useKeptFocus<HTMLButtonElement>()
  const { isOver, drop } = useFileDrop(onFiles)
  useStrayDrops()
  const [broken, setBroken] = useState<string | null>(null)
  const isSending = upload.kind === 'sending'
  // As the browser has it while it is on its way; then as the server has it, which is how it is printed.
  const address = isSending ? upload.preview : value === '' ? null : certificateImage(value)
  const isBroken = address !== null && broken === address
  const isFailed = upload.kind === 'failed' || upload.kind === 'several'
  const isEmpty = value === '' && !isSending
  const ids = { label: `${id}-label`, choose: `${id}-choose`, remove: `${id}-remove`, hint: `${id}-hint`, needed: `${id}-needed`, failed: `${id}-failed`, error: `${id}-error` }
  const about = [isRequired && ids.needed, isEmpty && ids.hint, isFailed && ids.failed, error !== undefined && ids.error].filter(one => one !== false)
  const paste = (event: ClipboardEvent): void => {
    const files = [...event.clipboardData.files]
    if (files.length === 0) return
    event.preventDefault()
    onFiles(files)
  }
  return (
    <div
      className="field" role="group" aria-labelledby={ids.label} data-required={isRequired || undefined} data-invalid={error !== undefined || undefined}
      {...watch} {...drop} onPaste={paste} data-testid="image-input" data-state={isSending ? 'sending' : value === '' ? 'empty' : 'there'}
    >
      <span className="field-label" id={ids.label}>{label}</span>
      {isRequired && <span className="visually-hidden" id={ids.needed}>{t('list-required')}</span>}
      {/* A press beside the buttons takes the focus as well: what is pasted then comes here. */}
      <div className={isOver ? 'issue-image issue-image-over' : 'issue-image'} tabIndex={-1}>
        <span className="issue-image-face">
          {address === null || isBroken ? <Icon of={isBroken ? ImageOff : Image} size={24} /> : <img src={address} draggable={false} alt={t('certificate-image-of', { field: label })} onError={() => setBroken(address)} />}
        </span>
        <div className="issue-image-words">
          <Said upload={upload} failedId={ids.failed} />
          {isEmpty && <p className="field-description" id={ids.hint}>{t('certificate-image-hint')}</p>}
          {isBroken && !isSending && <p className="field-description">{t('mine-picture-failed')}</p>}
          {isSending && <Progress label={t('upload-of', { name: upload.name })} part={upload.part < 1 ? upload.part : null} />}
          <div className="issue-image-acts">
            <input ref={input} type="file" accept={PICTURE_TYPES} hidden data-testid="image-file" onChange={event => { onFiles([...event.target.files ?? []]); event.target.value = '' }} />
            <Button
              ref={element => { place.current = element; inputRef(element) }} id={ids.choose} icon={ImageUp} isPending={isSending} onPress={() => input.current?.click()}
              aria-labelledby={`${ids.label} ${ids.choose}`} aria-describedby={about.join(' ')} data-testid="image-choose"
            >
              {t(value === '' ? 'picture-choose' : 'picture-replace')}
            </Button>
            {isSending && <IconButton icon={X} label={t('upload-cancel', { name: upload.name })} onPress={onCancel} data-testid="image-cancel" />}
            {!isSending && value !== '' && <Button variant="quiet" id={ids.remove} aria-labelledby={`${ids.label} ${ids.remove}`} onPress={onRemove} data-testid="image-remove">{t('picture-remove')}</Button>}
          </div>
        </div>
      </div>
      {error !== undefined && <p className="field-error" id={ids.error}>{error}</p>}
    </div>
  )
}

/** How it goes, told as it comes. */
function Said({ upload, failedId }: { upload: ImageUpload; failedId: string }) {
  const t = useText()
  const errorText = useErrorText()
  return (
    <div className="issue-image-said" role="status">
      {upload.kind === 'sending' && <p className="field-description">{t('upload-of', { name: upload.name })}</p>}
      {upload.kind === 'several' && <p className="field-error" id={failedId}>{t('certificate-image-several')}</p>}
      {upload.kind === 'failed' && <p className="field-error" id={failedId}>{t('upload-failed', { name: upload.name })} {errorText(upload.code)} <code>{upload.code}</code></p>}
      {upload.kind === 'there' && <p className="visually-hidden">{t('certificate-image-there', { name: upload.name })}</p>}
      {upload.kind === 'there' && upload.warnings.map(warning => (
        <p key={warning} className="issue-image-warning"><Icon of={TriangleAlert} size={14} />{t(`asset-warning-${warning.replaceAll('_', '-')}`)}</p>
      ))}
    </div>
  )
}
