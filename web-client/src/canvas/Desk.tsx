/** The desk: takes the pointer, the wheel and the keyboard to the tools, and lays everything over one another. */
import { useCallback, useEffect, useLayoutEffect, useRef, type DragEvent, type KeyboardEvent, type PointerEvent, type FocusEvent, type ReactNode } from 'react'
import { useText } from '../i18n'
import { bringIntoView, fitPage, neighbour } from '../tools/actions'
import type { PointerInput } from '../tools/machine'
import { onPage, pageAt } from '../tools/where'
import type { Pair } from '../document/model'
import { minus, roundPair } from '../kernels/plane'
import { panBy, zoomAt } from '../kernels/viewport'
import { useEditor, useLayoutPart } from './context'
import { Overlay } from './Overlay'
import { Pages, Papers } from './Page'
import { PeersCursors, PeersSelections } from './PeersOverlay'
import { Rulers } from './Rulers'
import { UploadsOverlay } from './UploadsOverlay'
import { PeersCarets } from './writing/PeersCarets'
import { WritingOnCanvas } from './writing/WritingOnCanvas'
import './canvas.css'

/** How much a notch of the wheel zooms. */
const WHEEL_ZOOM = 0.0022
/** A line of a wheel that counts in lines, in pixels. */
const WHEEL_LINE = 16

/** The desk with the pages on it. `children` lie over the pages, below the pointers of others. */
export function Desk({ children }: { readonly children?: ReactNode }) {
  const { draft, state, machine, uploads } = useEditor()
  const t = useText()
  const desk = useRef<HTMLDivElement>(null)
  const corner = useRef<Pair | null>(null)
  const broad = useRef(0)
  const byPointer = useRef(false)
  const hasPages = useLayoutPart((layout) => layout.pages.length > 0)

  const inputOf = useCallback((event: PointerEvent | globalThis.PointerEvent | globalThis.MouseEvent): PointerInput => {
    const box = desk.current?.getBoundingClientRect()
    return {
      window: [event.clientX - (box?.left ?? 0), event.clientY - (box?.top ?? 0)],
      shift: event.shiftKey, alt: event.altKey, mod: event.ctrlKey || event.metaKey, button: event.button,
      touch: 'pointerType' in event && event.pointerType === 'touch',
    }
  }, [])

  // The desk keeps its place under the panels: what is seen stays where it is on the screen when one of them opens.
  useLayoutEffect(() => {
    const node = desk.current
    if (!node) return
    const measure = (): void => {
      const box = node.getBoundingClientRect()
      const before = corner.current
      corner.current = [box.left, box.top]
      const resized = broad.current !== globalThis.innerWidth
      broad.current = globalThis.innerWidth
      state.set({ window: [box.width, box.height] })
      if (before === null || (resized && state.get().fitted)) fitPage(machine.ctx)
      else state.set({ viewport: panBy(state.get().viewport, minus(before, corner.current)) })
    }
    const observer = new ResizeObserver(measure)
    observer.observe(node)
    measure()
    return () => observer.disconnect()
  }, [state, machine])

  useEffect(() => {
    if (hasPages) fitPage(machine.ctx)
  }, [hasPages, machine])

  useEffect(() => {
    const node = desk.current
    if (!node) return
    const wheel = (event: WheelEvent): void => {
      event.preventDefault()
      const unit = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? WHEEL_LINE : event.deltaMode === WheelEvent.DOM_DELTA_PAGE ? node.clientHeight : 1
      const { viewport } = state.get()
      if (event.ctrlKey || event.metaKey) {
        // A pinch comes in small steps, a wheel in large ones.
        const by = Math.max(Math.min(event.deltaY * unit, 120), -120) * (Math.abs(event.deltaY) < 30 ? 4 : 1)
        state.set({ viewport: zoomAt(viewport, inputOf(event).window, viewport.zoom * Math.exp(-by * WHEEL_ZOOM)), fitted: false, following: null })
      } else {
        const [x, y] = event.shiftKey && event.deltaX === 0 ? [event.deltaY, 0] : [event.deltaX, event.deltaY]
        state.set({ viewport: panBy(viewport, [-x * unit, -y * unit]), fitted: false, following: null })
      }
    }
    const held = (event: globalThis.KeyboardEvent): void =>
      machine.keys({ shift: event.shiftKey, alt: event.altKey, mod: event.ctrlKey || event.metaKey })
    node.addEventListener('wheel', wheel, { passive: false })
    globalThis.addEventListener('keydown', held)
    globalThis.addEventListener('keyup', held)
    return () => {
      node.removeEventListener('wheel', wheel)
      globalThis.removeEventListener('keydown', held)
      globalThis.removeEventListener('keyup', held)
    }
  }, [state, machine, inputOf])

  // A file that is dropped beside the desk: the browser would leave the page and open it.
  useEffect(() => {
    const beside = (event: globalThis.DragEvent): void => {
      if (event.defaultPrevented || event.dataTransfer?.types.includes('Files') !== true) return
      event.preventDefault()
      event.dataTransfer.dropEffect = 'none'
    }
    globalThis.addEventListener('dragover', beside)
    globalThis.addEventListener('drop', beside)
    return () => {
      globalThis.removeEventListener('dragover', beside)
      globalThis.removeEventListener('drop', beside)
    }
  }, [])

  const showCursor = (pointer: PointerInput): void => {
    const page = pageAt(machine.ctx, pointer)
    draft.presence.set({ cursor: { page, at: roundPair(onPage(machine.ctx, pointer, page)) } })
  }

  const onPointerDown = (event: PointerEvent<HTMLDivElement>): void => {
    if (event.button > 1) return
    // Keeps the browser from dragging, selecting text and moving the focus: the tools do the latter.
    event.preventDefault()
    const focused = document.activeElement
    if (focused instanceof HTMLElement && focused !== desk.current && !desk.current?.contains(focused)) focused.blur()
    state.get().writing?.end()
    desk.current?.setPointerCapture(event.pointerId)
    byPointer.current = true
    machine.down(inputOf(event))
    const [only] = state.get().selection
    const node = state.get().editing === null && only !== undefined ? document.getElementById(`element-${only}`) : null
    if (node instanceof SVGElement) node.focus({ preventScroll: true })
    else if (state.get().editing === null) desk.current?.focus({ preventScroll: true })
    byPointer.current = false
  }

  const onPointerMove = (event: PointerEvent<HTMLDivElement>): void => {
    const pointer = inputOf(event)
    machine.move(pointer)
    if (desk.current && machine.at === 'idle') desk.current.style.cursor = machine.cursor(pointer)
    else if (desk.current && machine.at === 'panning') desk.current.style.cursor = 'grabbing'
    showCursor(pointer)
  }

  const onFocus = (event: FocusEvent): void => {
    const id = event.target instanceof SVGElement ? event.target.dataset['elementId'] : undefined
    if (id === undefined || byPointer.current || machine.at !== 'idle') return
    if (!state.get().selection.includes(id)) state.set({ selection: [id] })
    bringIntoView(machine.ctx, id)
  }

  const holdsFiles = (event: DragEvent): boolean => event.dataTransfer.types.includes('Files')
  const onDragOver = (event: DragEvent): void => {
    if (!holdsFiles(event)) return
    event.preventDefault()
    const taken = machine.ctx.mayEdit()
    event.dataTransfer.dropEffect = taken ? 'copy' : 'none'
    desk.current?.toggleAttribute('data-dropping', taken)
  }
  const onDragLeave = (event: DragEvent): void => {
    // Going over something that lies on the desk is no leaving.
    if (!(event.relatedTarget instanceof Node && desk.current?.contains(event.relatedTarget) === true)) desk.current?.removeAttribute('data-dropping')
  }
  const onDrop = (event: DragEvent): void => {
    if (!holdsFiles(event)) return
    event.preventDefault()
    desk.current?.removeAttribute('data-dropping')
    const pointer = inputOf(event.nativeEvent)
    const page = pageAt(machine.ctx, pointer)
    uploads.add([...event.dataTransfer.files], { kind: 'about', page, at: onPage(machine.ctx, pointer, page) })
  }

  /** Tab goes through the elements in reading order; from the last one it leaves the desk. */
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Tab' || event.ctrlKey || event.altKey || event.metaKey || state.get().editing !== null) return
    // From a button that floats over the desk the browser goes on by itself.
    if (event.target instanceof HTMLElement && event.target !== desk.current) return
    const at = event.target instanceof SVGElement ? (event.target.dataset['elementId'] ?? null) : null
    if (at === null && event.shiftKey) return
    const next = neighbour(machine.ctx, at, event.shiftKey ? -1 : 1)
    const node = next === undefined ? (event.shiftKey ? desk.current : null) : document.getElementById(`element-${next}`)
    if (!node) return
    event.preventDefault()
    node.focus({ preventScroll: true })
  }

  return (
    <div
      ref={desk} className="desk" data-testid="canvas" role="application" tabIndex={0} aria-label={t('canvas-label')} aria-describedby="canvas-keys"
      onPointerDown={onPointerDown} onPointerMove={onPointerMove}
      onPointerUp={(event) => machine.up(inputOf(event))}
      onPointerCancel={() => { machine.cancel() }}
      onPointerLeave={() => {
        draft.presence.set({ cursor: null })
        state.set({ hovered: null })
      }}
      onDoubleClick={(event) => machine.doubleClick(inputOf(event.nativeEvent))}
      onContextMenu={(event) => event.preventDefault()}
      onDragOver={onDragOver} onDragLeave={onDragLeave} onDrop={onDrop}
      onFocus={onFocus} onKeyDown={onKeyDown}
    >
      <span id="canvas-keys" className="visually-hidden">{t('canvas-keys')}</span>
      <Papers />
      <Pages />
      <PeersSelections />
      <Overlay />
      <UploadsOverlay />
      <PeersCarets />
      {children}
      <WritingOnCanvas />
      <PeersCursors />
      <Rulers />
    </div>
  )
}
