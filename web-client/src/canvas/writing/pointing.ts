/** The pointer in a text: a click puts the caret, two choose a word, three a paragraph, and pulling goes on from there. */
import { useRef, type MouseEvent, type PointerEvent } from 'react'
import type { Pair } from '../../document/model'
import { distance } from '../../kernels/plane'
import { indexAt, rectsOf, type SetText } from '../../text'
import { inText, type TextPlace } from './place'
import type { Writing } from './writing'

/** Presses that follow each other so soon, and so near, are one double or triple click. */
const AGAIN_MS = 450
const NEAR_PX = 6

/** What an element that takes the pointer needs. */
export interface Pointing {
  readonly onPointerDown: (event: PointerEvent<SVGSVGElement>) => void
  readonly onPointerMove: (event: PointerEvent<SVGSVGElement>) => void
  readonly onPointerUp: (event: PointerEvent<SVGSVGElement>) => void
  readonly onPointerCancel: (event: PointerEvent<SVGSVGElement>) => void
  readonly onLostPointerCapture: (event: PointerEvent<SVGSVGElement>) => void
  readonly onMouseDown: (event: MouseEvent) => void
  readonly onDoubleClick: (event: MouseEvent) => void
}

/** Takes the pointer to a writing. */
export function usePointing(writing: Writing, set: SetText | undefined, place: TextPlace): Pointing {
  const pressed = useRef<{ readonly clicks: number; readonly at: Pair; readonly timeMs: number; readonly from: readonly [number, number] } | null>(null)
  const pulling = useRef(false)
  const pointOf = (event: PointerEvent<SVGSVGElement>): { readonly window: Pair; readonly text: Pair } => {
    const box = event.currentTarget.getBoundingClientRect()
    const window: Pair = [event.clientX - box.left, event.clientY - box.top]
    return { window, text: inText(place, window) }
  }
  /** Says whether there was a pull to end. */
  const endPull = (event: PointerEvent<SVGSVGElement>): boolean => {
    if (!pulling.current) return false
    event.stopPropagation()
    pulling.current = false
    return true
  }
  return {
    onPointerDown(event) {
      if (event.button !== 0 || set === undefined) return
      event.stopPropagation()
      event.currentTarget.setPointerCapture(event.pointerId)
      const { window, text } = pointOf(event)
      const before = pressed.current
      const again = before !== null && event.timeStamp - before.timeMs < AGAIN_MS && distance(before.at, window) < NEAR_PX
      const clicks = again ? (before.clicks % 3) + 1 : 1
      const { index, upstream } = indexAt(set, ...text)
      const chip = clicks === 1 && !event.shiftKey ? chipUnder(set, text) : undefined
      let from: readonly [number, number] = [index, index]
      if (chip !== undefined) {
        from = [chip, chip + 1]
        writing.select(...from)
      } else if (clicks > 1) {
        from = writing.around(index, clicks === 2 ? 'word' : 'paragraph')
        writing.select(...from)
      } else if (event.shiftKey) {
        const { anchor } = writing.get()
        from = [anchor, anchor]
        writing.select(anchor, index, upstream)
      } else writing.select(index, index, upstream)
      pressed.current = { clicks, at: window, timeMs: event.timeStamp, from }
      pulling.current = true
      writing.focus()
    },
    onPointerMove(event) {
      const start = pressed.current
      if (!pulling.current || start === null || set === undefined) return
      event.stopPropagation()
      const { window, text } = pointOf(event)
      if (distance(window, start.at) < 2) return
      const { index, upstream } = indexAt(set, ...text)
      if (start.clicks > 1) writing.selectAround(index, start.clicks === 2 ? 'word' : 'paragraph', start.from)
      else writing.select(index < start.from[0] ? start.from[1] : start.from[0], index, upstream)
    },
    onPointerUp(event) {
      if (endPull(event)) writing.focus()
    },
    // The browser has taken the pointer for something of its own: it may be lifted without a word.
    onPointerCancel: (event) => { endPull(event) },
    onLostPointerCapture: (event) => { endPull(event) },
    // The keyboard stays in the node that takes it.
    onMouseDown: (event) => event.preventDefault(),
    onDoubleClick: (event) => event.stopPropagation(),
  }
}

/** The field that lies under a point. */
function chipUnder(set: SetText, [x, y]: Pair): number | undefined {
  return set.origins.find(({ field, source }) => field !== undefined
    && rectsOf(set, source.start, source.start + 1).some((it) => x > it.x && x < it.x + it.width && y >= it.top && y <= it.top + it.height))?.source.start
}
