/** The discussion that is open, or the one that is about to begin, beside its pin; it goes along with it. */
import { useEffect, useId, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { useEditor, useEditorState, useLayoutPart } from '../canvas/context'
import { pagePlaces } from '../canvas/scene'
import type { Pair } from '../document/model'
import { useText } from '../i18n'
import { clamp, plus } from '../kernels/plane'
import type { Stand } from '../kernels/pins'
import { toWindow } from '../kernels/viewport'
import type { AnchorBody } from '../protocol/generated'
import { Checkbox, IconButton, Menu, MenuItem } from '../ui'
import { EllipsisVertical, X } from 'lucide-react'
import { Composer } from './Composer'
import { useAbout, useComments, useCommentsView, useOpenPin } from './context'
import type { Pin } from './pin'
import { focusPin } from './PinMarks'
import { QuotedWords } from './Quote'
import { useStepThread } from './step'
import { NEW, NOTHING, useUnsaid } from './talk'
import { ThreadView } from './ThreadView'
import './comments.css'

/** Pixels from the pin to what opens beside it, and from there to the edge of the desk. */
const BESIDE = 34
const MARGIN = 12
/** What the rulers take of the desk. */
export const RULER = 20

/** What floats over the desk. */
export function ThreadPopover() {
  const pin = useOpenPin()
  const commenting = useEditorState((state) => state.commenting)
  if (commenting !== null) return <NewThread key={JSON.stringify(commenting)} anchor={commenting} />
  return pin ? <OpenThread key="thread" pin={pin} /> : null
}

function OpenThread({ pin }: { readonly pin: Pin }) {
  const { state } = useEditor()
  const { discussions, may } = useComments()
  const about = useAbout()
  const step = useStepThread()
  const shown = useEditorState((it) => it.language)
  const stepping = useCommentsView((view) => view.stepping)
  const titleId = useId()
  // Words that are being typed stay when the thread has its id from the server.
  const key = discussions.firstId(pin.thread.id)
  const close = (): void => {
    state.set({ thread: null })
    focusPin(pin.thread.id, '.desk')
  }
  return (
    <Floating stand={pin.stand} titleId={titleId} focusKey={key} onClose={close}>
      <ThreadView
        key={key} pin={pin} titleId={titleId} about={about(pin)} language={{ shown, show: (language) => state.set({ language }) }} stepping={stepping}
        onStep={step} onClose={close} more={may && <More pin={pin} />}
      />
    </Floating>
  )
}

/** Whether it blocks the approval is for those to say who began it, or approve. */
function More({ pin }: { readonly pin: Pin }) {
  const t = useText()
  const { discussions, approves } = useComments()
  const { thread } = pin
  const began = thread.comments[0]?.author.person === discussions.me.person
  return (
    <Menu label={t('comment-thread-more')} placement="bottom end" trigger={<IconButton icon={EllipsisVertical} label={t('comment-thread-more')} data-testid="thread-more" />}>
      <MenuItem
        label={t(thread.blocking ? 'comment-unblock' : 'comment-block')} data-testid="block"
        disabledReason={began || approves ? undefined : t('why-not-block')} onAction={() => discussions.setBlocking(thread.id, !thread.blocking)}
      />
    </Menu>
  )
}

function NewThread({ anchor }: { readonly anchor: AnchorBody }) {
  const t = useText()
  const { state } = useEditor()
  const { discussions, standing } = useComments()
  const titleId = useId()
  const about = useAbout()
  const [value, setValue] = useUnsaid(NEW)
  const [blocking, setBlocking] = useState(false)
  const stands = standing.standOf(anchor)
  const close = (): void => {
    state.set({ commenting: null })
    focusPin('', '.desk')
  }
  return (
    <Floating stand={stands.stand} titleId={titleId} focusKey={NEW} onClose={close}>
      <header className="thread-head">
        <h2 id={titleId} className="thread-title">{t('comment-new')}<span className="soft thread-about">{about(stands)}</span></h2>
        <span className="thread-tools"><IconButton icon={X} label={t('close')} onPress={close} /></span>
      </header>
      {anchor.kind === 'passage' && <div className="thread-standing"><QuotedWords anchor={anchor} /></div>}
      <div className="thread-foot">
        <Composer
          label={t('comment-new-label')} placeholder={t('comment-new-placeholder')} send={t('comment-send')} value={value} autoFocus onChange={setValue} onCancel={close}
          onSend={(body) => {
            setValue(NOTHING)
            state.set({ commenting: null, thread: discussions.begin(anchor, body, blocking) })
          }}
        >
          <Checkbox label={t('comment-blocking-short')} isSelected={blocking} onChange={setBlocking} />
        </Composer>
      </div>
    </Floating>
  )
}

/** A panel beside a place on the desk. Others go on working: it takes nothing but its own room. */
function Floating({ stand, titleId, focusKey, onClose, children }: {
  readonly stand: Stand; readonly titleId: string; readonly focusKey: string; readonly onClose: () => void; readonly children: ReactNode
}) {
  const { state } = useEditor()
  const step = useStepThread()
  const viewport = useEditorState((it) => it.viewport)
  const window = useEditorState((it) => it.window)
  const places = useLayoutPart(pagePlaces)
  const panel = useRef<HTMLDivElement>(null)
  const [size, setSize] = useState<Pair>([320, 240])
  const { unsaid } = useComments()

  useLayoutEffect(() => {
    const node = panel.current
    if (!node) return
    const measure = (): void => setSize([node.offsetWidth, node.offsetHeight])
    const observer = new ResizeObserver(measure)
    observer.observe(node)
    measure()
    return () => observer.disconnect()
  }, [])

  // Those who may not answer are brought here too.
  useEffect(() => {
    const node = panel.current
    if (node && !node.contains(document.activeElement)) node.focus({ preventScroll: true })
  }, [focusKey])

  // A press on the desk means the desk; words that were typed stay where they were.
  useEffect(() => {
    const pressed = (event: PointerEvent): void => {
      const target = event.target instanceof Element ? event.target : null
      if (target?.closest('.desk') == null || target.closest('.pins') !== null) return
      if (state.get().commenting !== null && unsaid.has(NEW)) return
      state.set({ thread: null, commenting: null })
    }
    document.addEventListener('pointerdown', pressed, true)
    return () => document.removeEventListener('pointerdown', pressed, true)
  }, [state, unsaid])

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.defaultPrevented) return
    const typing = event.target instanceof HTMLTextAreaElement
    if (event.key === 'Escape') onClose()
    else if (event.key.toLowerCase() === 'n' && !typing && !event.ctrlKey && !event.metaKey && !event.altKey) step(event.shiftKey ? -1 : 1)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  const origin = stand.state === 'pageless' ? undefined : places.get(stand.place.page)
  const at = stand.state !== 'pageless' && origin ? toWindow(viewport, plus([origin.x, origin.y], stand.place.at)) : ([window[0] / 2 - size[0] / 2 - BESIDE, MARGIN * 3] as const)
  const right = at[0] + BESIDE
  const left = right + size[0] + MARGIN <= window[0] ? right : at[0] - size[0] - MARGIN
  const x = clamp(left, MARGIN + RULER, Math.max(window[0] - size[0] - MARGIN, MARGIN))
  const y = clamp(at[1] - 40, MARGIN + RULER, Math.max(window[1] - size[1] - MARGIN, MARGIN + RULER))
  return (
    <div className="thread-layer">
      <div
        ref={panel} className="thread popover" role="dialog" aria-labelledby={titleId} tabIndex={-1} data-testid="thread"
        style={{ transform: `translate(${x.toFixed(0)}px, ${y.toFixed(0)}px)`, maxHeight: Math.max(window[1] - 2 * MARGIN - RULER, 160) }} onKeyDown={onKeyDown}
      >
        {children}
      </div>
    </div>
  )
}
