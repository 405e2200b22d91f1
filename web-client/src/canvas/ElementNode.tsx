/** One element on its page: a named node that can be focused, drawn again only when it changes itself. */
import { memo, useSyncExternalStore } from 'react'
import type { Element, Pair } from '../document/model'
import { useText } from '../i18n'
import { ownBox } from '../kernels/frame'
import { centreOf } from '../kernels/plane'
import { useEditor, useEditorState, useElement, useLayoutPart, usePreview } from './context'
import { spokenName } from './names'
import { Paint } from './paint/Paint'
import { sceneInFlight } from './scene'
import { useComposed } from './writing/composed'

/** An element and, for a group, all that it holds. */
export const ElementNode = memo(function ElementNode({ id }: { readonly id: string }) {
  const element = useElement(id)
  if (!element || element.hidden) return null
  return element.type === 'group' ? <GroupNode element={element} /> : <LeafNode element={element} />
})

const transformOf = (at: Pair, centre: Pair, rotation: number): string => {
  const moved = `translate(${at[0].toString()} ${at[1].toString()})`
  return rotation === 0 ? moved : `${moved} rotate(${rotation.toString()} ${centre[0].toString()} ${centre[1].toString()})`
}

function LeafNode({ element }: { readonly element: Element }) {
  const { draft } = useEditor()
  const t = useText()
  const preview = usePreview(element.id)
  const language = useEditorState((state) => state.language)
  const chosen = useEditorState((state) => state.selection.includes(element.id))
  const edited = useEditorState((state) => state.editing === element.id)
  // Samples, labels and shared colours are read while drawing; elements are told of their own changes only.
  useLayoutPart((layout) => layout.fields)
  useLayoutPart((layout) => layout.styles)
  useLayoutPart((layout) => layout.languages)
  const layout = draft.view.layout()
  const name = spokenName(element, layout, language, t)
  const drawn = useComposed(element, language)
  const { at, size, rotation } = { at: element.at, size: element.size, rotation: element.rotation, ...preview }
  return (
    <g
      id={`element-${element.id}`} data-element-id={element.id} data-type={element.type} className="element"
      role="img" tabIndex={-1} aria-label={chosen ? t('element-chosen', { name }) : name} aria-hidden={edited || undefined}
      transform={transformOf(at, [size[0] / 2, size[1] / 2], rotation)}
      opacity={element.opacity === 1 ? undefined : element.opacity}
    >
      <Paint element={drawn} size={size} layout={layout} language={language} marks />
    </g>
  )
}

function GroupNode({ element }: { readonly element: Element }) {
  const { draft } = useEditor()
  const t = useText()
  const preview = usePreview(element.id)
  const language = useEditorState((state) => state.language)
  const chosen = useEditorState((state) => state.selection.includes(element.id))
  const entered = useEditorState((state) => state.scope === element.id)
  const { at, rotation } = { at: element.at, rotation: element.rotation, ...preview }
  const label = t('element-group-spoken', { name: spokenName(element, draft.view.layout(), language, t), count: element.children.length })
  const shared = {
    id: `element-${element.id}`, 'data-element-id': element.id, 'data-type': 'group', className: entered ? 'element element-entered' : 'element',
    role: 'group', tabIndex: -1, 'aria-label': chosen ? t('element-chosen', { name: label }) : label,
    opacity: element.opacity === 1 ? undefined : element.opacity,
  }
  const children = element.children.map((child) => <ElementNode key={child} id={child} />)
  return rotation === 0
    ? <g {...shared} transform={transformOf(at, [0, 0], 0)}>{children}</g>
    : <g {...shared}><TurnedGroup id={element.id} at={at} rotation={rotation}>{children}</TurnedGroup></g>
}

/** A turned group hears of every change: its centre is that of all it holds. */
function TurnedGroup({ id, at, rotation, children }: { readonly id: string; readonly at: Pair; readonly rotation: number; readonly children: React.ReactNode }) {
  const { draft, previews } = useEditor()
  const centre = (): Pair => centreOf(ownBox(sceneInFlight(draft.view, previews), id))
  const key = useSyncExternalStore(
    (listener) => {
      const stops = [draft.view.subscribe(listener), previews.subscribeAny(listener)]
      return () => {
        for (const stop of stops) stop()
      }
    },
    () => centre().join(' '),
  )
  const [x, y] = key.split(' ').map(Number)
  return <g transform={transformOf(at, [x ?? 0, y ?? 0], rotation)}>{children}</g>
}
