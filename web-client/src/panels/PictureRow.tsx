/** The picture that an element shows: seen small, replaced, taken away. */
import { ImageUp, X } from 'lucide-react'
import { assetAddress } from '../api'
import { useEditor } from '../canvas/context'
import { pictureOf, usePicturesVersion } from '../canvas/pictures'
import type { Element } from '../document/model'
import { useText } from '../i18n'
import { Button, IconButton } from '../ui'
import { usePanelWrites, useReason } from './editing'

/** `optional`: the element is something without a picture, too. */
export function PictureRow({ element, asset, optional = false }: { readonly element: Element; readonly asset: string | undefined; readonly optional?: boolean }) {
  const t = useText()
  const { state } = useEditor()
  const reason = useReason()
  const { set } = usePanelWrites()
  usePicturesVersion()
  const known = asset === undefined ? undefined : pictureOf(asset)
  return (
    <div className="picture-row">
      <span className="picture-thumb">{known?.kind === 'there' && asset !== undefined && <img src={assetAddress(asset)} alt="" draggable={false} />}</span>
      <Button icon={ImageUp} disabledReason={reason} onPress={() => state.set({ picking: { kind: 'fill', id: element.id } })} data-testid="choose-picture">
        {t(asset === undefined ? 'picture-choose' : 'picture-replace')}
      </Button>
      {optional && asset !== undefined && <IconButton icon={X} label={t('picture-remove')} disabledReason={reason} onPress={() => set([element.id], { asset: undefined })} />}
      {known?.kind === 'gone' && <p className="soft hint">{t('picture-gone')}</p>}
    </div>
  )
}
