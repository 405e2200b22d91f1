/** Choosing a picture: one that the organisation has, or a new one from this computer. */
import { ImageUp } from 'lucide-react'
import { Button as AriaButton } from 'react-aria-components'
import { useCallback, useEffect, useRef, useState } from 'react'
import { api, ApiError, assetAddress, PICTURE_TYPES } from '../../api'
import { useEditor, useEditorState } from '../../canvas/context'
import type { Picking } from '../../canvas/state'
import { useErrorText, useText } from '../../i18n'
import type { AssetBody } from '../../protocol/generated'
import { Button, Dialog, EmptyState, Loading, Skeleton } from '../../ui'
import './pictures.css'

/** Pictures that one answer brings. */
const AT_ONCE = 60

type State =
  | { readonly kind: 'loading' }
  | { readonly kind: 'failed'; readonly code: string }
  | { readonly kind: 'there'; readonly assets: readonly AssetBody[]; readonly next: string | null; readonly more: boolean }

/** Open while a picture is being chosen. */
export function PicturesDialog() {
  const picking = useEditorState((state) => state.picking)
  return picking === null ? null : <Open picking={picking} />
}

function Open({ picking }: { readonly picking: Picking }) {
  const { state, uploads } = useEditor()
  const t = useText()
  const input = useRef<HTMLInputElement>(null)
  const close = (): void => state.set({ picking: null })
  return (
    <Dialog
      size="wide" title={t('pictures-title')} isOpen onClose={close}
      actions={(
        <>
          <Button onPress={close}>{t('cancel')}</Button>
          <Button variant="primary" icon={ImageUp} onPress={() => input.current?.click()}>{t('pictures-upload')}</Button>
        </>
      )}
    >
      <input
        ref={input} type="file" accept={PICTURE_TYPES} hidden data-testid="pictures-file"
        onChange={(event) => {
          const files = [...event.target.files ?? []]
          close()
          uploads.add(files, picking)
        }}
      />
      <Library
        onChoose={(asset) => {
          close()
          uploads.choose(asset, picking)
        }}
      />
    </Dialog>
  )
}

function Library({ onChoose }: { readonly onChoose: (asset: AssetBody) => void }) {
  const t = useText()
  const errorText = useErrorText()
  const [state, setState] = useState<State>({ kind: 'loading' })
  const load = useCallback(async (before?: { readonly assets: readonly AssetBody[]; readonly next: string }) => {
    setState(before ? { kind: 'there', assets: before.assets, next: before.next, more: true } : { kind: 'loading' })
    try {
      const { assets, next } = await api.assets({ limit: AT_ONCE, ...(before ? { after: before.next } : {}) })
      setState({ kind: 'there', assets: [...before?.assets ?? [], ...assets], next, more: false })
    } catch (cause) {
      if (!(cause instanceof ApiError)) throw cause
      setState({ kind: 'failed', code: cause.code })
    }
  }, [])
  useEffect(() => { void load() }, [load])
  if (state.kind === 'loading') {
    return (
      <Loading label={t('pictures-loading')}>
        <div className="pictures-grid">{Array.from({ length: 8 }, (_, index) => <Skeleton key={index} width="100%" height={96} />)}</div>
      </Loading>
    )
  }
  if (state.kind === 'failed') {
    return (
      <EmptyState title={t('pictures-failed')} action={<Button onPress={() => void load()}>{t('try-again')}</Button>}>
        <p>{errorText(state.code)} <code>{state.code}</code></p>
      </EmptyState>
    )
  }
  if (state.assets.length === 0) return <EmptyState title={t('pictures-empty')}><p>{t('pictures-empty-text')}</p></EmptyState>
  const { assets, next } = state
  return (
    <>
      <ul className="pictures-grid">
        {assets.map((asset) => (
          <li key={asset.id}>
            <AriaButton className="picture-choice" onPress={() => onChoose(asset)} data-testid="picture-choice">
              <span className="picture-face"><img src={assetAddress(asset.id)} alt="" loading="lazy" draggable={false} /></span>
              <span className="picture-name">{asset.name}</span>
            </AriaButton>
          </li>
        ))}
      </ul>
      {next !== null && <Button isPending={state.more} onPress={() => void load({ assets, next })}>{t('pictures-more')}</Button>}
    </>
  )
}
