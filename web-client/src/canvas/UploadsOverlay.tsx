/** Pictures on their way: each in the box where it will stand, with how far it has come. */
import { X } from 'lucide-react'
import { useText } from '../i18n'
import { pagePose, parentPose } from '../kernels/frame'
import { scaleOf } from '../kernels/viewport'
import type { Upload } from '../tools/uploads'
import { IconButton } from '../ui'
import { useEditor, useEditorState, useLayout } from './context'
import { pageToWindow } from './Overlay'
import { pageOrigin, sceneOf } from './scene'
import { usePart } from './store'

/** All uploads of this editor. */
export function UploadsOverlay() {
  const { uploads } = useEditor()
  const list = usePart(uploads.state, (state) => state.list)
  return list.map((upload) => <Box key={upload.id} upload={upload} />)
}

function Box({ upload }: { readonly upload: Upload }) {
  const { draft } = useEditor()
  const t = useText()
  const layout = useLayout()
  const viewport = useEditorState((state) => state.viewport)
  const { target, name, part, preview, cancel } = upload
  const look = sceneOf(draft.view)
  const element = target.kind === 'fill' ? look(target.id) : undefined
  if (target.kind === 'fill' && !element) return null
  const page = target.kind === 'fill' ? element?.page ?? '' : target.page
  const pose = target.kind === 'fill' ? pagePose(look, target.id) : { ...parentPose(look, page), at: target.at }
  const [width, height] = target.kind === 'fill' ? element?.size ?? [0, 0] : target.size
  const [x, y] = pageToWindow(viewport, pageOrigin(layout, page), pose.at)
  const scale = scaleOf(viewport)
  const percent = Math.round(part * 100)
  return (
    <div
      className="upload" data-testid="upload" onPointerDown={(event) => event.stopPropagation()} onDoubleClick={(event) => event.stopPropagation()}
      style={{ transform: `translate(${x.toString()}px, ${y.toString()}px) rotate(${pose.angle.toString()}deg)`, width: width * scale, height: height * scale }}
    >
      <img src={preview} alt="" draggable={false} />
      <div className="upload-state">
        <div className="upload-bar" role="progressbar" aria-label={t('upload-of', { name })} aria-valuemin={0} aria-valuemax={100} aria-valuenow={percent}>
          <span style={{ width: `${percent.toString()}%` }} />
        </div>
        <IconButton icon={X} label={t('upload-cancel', { name })} onPress={cancel} />
      </div>
    </div>
  )
}
