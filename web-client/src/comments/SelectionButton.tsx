/** A button beside what is selected, which begins a discussion about it. It goes along with that, and takes the keyboard from nobody. */
import { MessageSquarePlus } from 'lucide-react'
import { useEffect, useLayoutEffect, useRef, useState, useSyncExternalStore, type SyntheticEvent } from 'react'
import { useAccess, useEditor, useEditorState, useLayoutPart } from '../canvas/context'
import { pageToWindow, useDrawn } from '../canvas/Overlay'
import { pageOrigin } from '../canvas/scene'
import type { EditorState } from '../canvas/state'
import { sameList } from '../canvas/store'
import { inWindow } from '../canvas/writing/place'
import { typeset } from '../canvas/writing/typeset'
import type { Writing } from '../canvas/writing/writing'
import type { Pair } from '../document/model'
import { textValue } from '../document/read/texts'
import { useText } from '../i18n'
import { besideOf } from '../kernels/beside'
import { pagePose, selectionBox, turnedCorners } from '../kernels/frame'
import { passageOf } from '../kernels/passage'
import { cornersOf, rectAround } from '../kernels/plane'
import { rectsOf, useFaces } from '../text'
import { commentOnSelection } from '../tools/comment'
import { onMac, shownKeys } from '../tools/shown-keys'
import { Button } from '../ui'
import { useComments, useOpenPin } from './context'
import { RULER } from './ThreadPopover'
import './comments.css'

/** Pixels to what is selected, clear of its handles, and to the edge of the desk: beside a page that is shown whole there is just room for it. */
const AWAY = 12
const MARGIN = 4
/** Its size until it is measured. */
const ABOUT: Pair = [110, 28]

/** The button, while there is something to speak about and nothing else is being done. */
export function SelectionButton() {
  const { may } = useComments()
  const closed = useAccess() === 'closed'
  const idle = useEditorState(isIdle)
  const isOpen = useOpenPin() !== undefined
  const editing = useEditorState((state) => state.editing !== null)
  if (!may || closed || !idle || isOpen) return null
  return editing ? <AtWords /> : <AtElements />
}

const isIdle = ({ tool, gesturing, shaping, commenting }: EditorState): boolean => tool === 'select' && !gesturing && shaping === null && commenting === null

function AtElements() {
  const { draft } = useEditor()
  const selection = useEditorState((state) => state.selection, sameList)
  const viewport = useEditorState((state) => state.viewport)
  const look = useDrawn()
  const chosen = selection.filter((id) => look(id))
  const page = look(chosen[0] ?? '')?.page
  const box = selectionBox(look, chosen)
  if (page === undefined || !box) return null
  const origin = pageOrigin(draft.view.layout(), page)
  return <Beside corners={turnedCorners(box).map((corner) => pageToWindow(viewport, origin, corner))} />
}

function AtWords() {
  const writing = useEditorState((state) => state.writing)
  const pressed = usePressed()
  return writing === null || pressed ? null : <AtWritten writing={writing} />
}

/** While nothing is selected, typing draws nothing here. */
function AtWritten({ writing }: { readonly writing: Writing }) {
  const isSelected = useSyncExternalStore(writing.subscribe, () => {
    const [from, to] = writing.stretch()
    return from !== to && writing.get().composing === null
  })
  return isSelected ? <AtStretch writing={writing} /> : null
}

/** Whether a pointer is held down: words that are being pulled over are not chosen yet. */
function usePressed(): boolean {
  const [pressed, setPressed] = useState(false)
  useEffect(() => {
    const down = (event: PointerEvent): void => setPressed(event.target instanceof Element && event.target.closest('.writing') !== null)
    const up = (): void => setPressed(false)
    document.addEventListener('pointerdown', down, true)
    document.addEventListener('pointerup', up, true)
    document.addEventListener('pointercancel', up, true)
    return () => {
      document.removeEventListener('pointerdown', down, true)
      document.removeEventListener('pointerup', up, true)
      document.removeEventListener('pointercancel', up, true)
    }
  }, [])
  return pressed
}

function AtStretch({ writing }: { readonly writing: Writing }) {
  useSyncExternalStore(writing.subscribe, writing.get)
  useFaces()
  const layout = useLayoutPart((it) => it)
  const viewport = useEditorState((state) => state.viewport)
  const look = useDrawn()
  const element = look(writing.element)
  const [from, to] = writing.stretch()
  if (!element || passageOf(textValue(element.texts?.[writing.language] ?? []), from, to) === null) return null
  const set = typeset(element, layout, writing.language)
  if (set === undefined || set.waiting) return null
  const place = { pose: pagePose(look, element.id), origin: pageOrigin(layout, element.page), viewport }
  const lines = rectsOf(set, from, to).map(({ x, top, width, height }) => ({ x, y: top, width, height }))
  return <Beside corners={lines.flatMap((line) => cornersOf(line).map((corner) => inWindow(place, corner)))} />
}

/** What is pressed here is no press on the desk, and leaves the focus and the caret where they are. */
const keep = {
  onPointerDownCapture: (event: SyntheticEvent) => event.preventDefault(), onMouseDownCapture: (event: SyntheticEvent) => event.preventDefault(),
  onPointerDown: (event: SyntheticEvent) => event.stopPropagation(), onDoubleClick: (event: SyntheticEvent) => event.stopPropagation(),
}

/** The button beside what has these corners in the window. */
function Beside({ corners }: { readonly corners: readonly Pair[] }) {
  const t = useText()
  const { machine } = useEditor()
  const [width, height] = useEditorState((state) => state.window)
  const place = useRef<HTMLSpanElement>(null)
  const [size, setSize] = useState(ABOUT)
  const word = t('comment-send')
  useLayoutEffect(() => {
    const node = place.current
    if (node) setSize([node.offsetWidth, node.offsetHeight])
  }, [word])
  const edge = RULER + MARGIN
  const box = rectAround(corners)
  const at = box && besideOf(box, size, { x: edge, y: edge, width: width - edge - MARGIN, height: height - edge - MARGIN }, AWAY)
  const [x, y] = at ?? [0, 0]
  return (
    <span
      ref={place} className="selection-button" data-testid="selection-button" data-keeps-editing {...keep}
      style={{ transform: `translate(${x.toFixed(0)}px, ${y.toFixed(0)}px)`, visibility: at ? 'visible' : 'hidden' }}
    >
      {/* Who goes by keys has one for it; another stop between the elements would be in their way. */}
      <Button
        icon={MessageSquarePlus} excludeFromTabOrder tooltip={t('key-comment-selection')} shortcut={shownKeys('Shift+F2', onMac())} tooltipPlacement="top"
        onPress={() => { commentOnSelection(machine.ctx) }}
      >
        {word}
      </Button>
    </span>
  )
}
