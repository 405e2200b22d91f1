/** A page of the version with its pins. A press on it says what is meant. */
import { useLayoutEffect, useMemo, useRef, useState, type PointerEvent, type MouseEvent } from 'react'
import { spokenName } from '../../canvas/names'
import { readingOrderOf } from '../../canvas/scene'
import { pageName } from '../../comments/about'
import { pageOf, type Pin } from '../../comments/pin'
import { PinMarks } from '../../comments/PinMarks'
import type { Language, Layout, Page, Pair } from '../../document/model'
import { useText } from '../../i18n'
import { holdAt } from '../../kernels/pins'
import { times } from '../../kernels/plane'
import { PIXELS_A_MILLIMETRE } from '../../kernels/viewport'
import type { AnchorBody } from '../../protocol/generated'
import { elementAnchor, pointAnchor } from '../../tools/anchors'
import { boxOf } from '../editor/history/boxes'
import { PagePicture } from './picture'

/** Pixels within which thin things are touched. */
const TOUCH_REACH = 3

export interface SheetProps {
  readonly page: Page
  readonly number: number
  readonly layout: Layout
  readonly language: Language
  readonly versionId: string
  /** Of all pages. */
  readonly pins: readonly Pin[]
  readonly open: Pin | undefined
  /** What is about to be discussed. */
  readonly next: Omit<Pin, 'thread'> | null
  readonly onPress: (pin: Pin, isOpen: boolean) => void
  /** Somebody wants to say something about this. */
  readonly onMean: (anchor: AnchorBody) => void
}

/** One page, as large as there is room for. */
export function Sheet({ page, number, layout, language, versionId, pins, open, next, onPress, onMean }: SheetProps) {
  const t = useText()
  const paper = useRef<HTMLDivElement>(null)
  const [width, setWidth] = useState(0)
  const [hovered, setHovered] = useState<string | null>(null)
  useLayoutEffect(() => {
    const node = paper.current
    if (node === null) return
    const measure = (): void => setWidth(node.clientWidth)
    const observer = new ResizeObserver(measure)
    observer.observe(node)
    measure()
    return () => observer.disconnect()
  }, [])
  const [wide, high] = page.size
  const scale = width / wide
  const here = useMemo(() => pins.flatMap((pin) => (pin.stand.state === 'there' && pageOf(pin) === page.id ? [{ pin, at: pin.stand.place.at }] : [])), [pins, page.id])
  const look = (id: string) => layout.elements.get(id)

  /** What lies under a pointer; nothing under pins. */
  const under = (event: MouseEvent | PointerEvent): { readonly at: Pair; readonly element: string | undefined } | null => {
    const node = paper.current
    const target = event.target instanceof Element ? event.target : null
    if (node === null || target === null || !node.contains(target) || target.closest('.pin-place, button') !== null || scale === 0) return null
    const box = node.getBoundingClientRect()
    const at: Pair = [(event.clientX - box.left) / scale, (event.clientY - box.top) / scale]
    return { at, element: holdAt(look, page.children, at, TOUCH_REACH / scale) }
  }
  const mean = (event: MouseEvent): void => {
    const found = under(event)
    // Whoever marks words of something else, and lets go here, means nothing.
    if (found === null || getSelection()?.isCollapsed === false) return
    setHovered(null)
    onMean((found.element === undefined ? null : elementAnchor(look, found.element, found.at)) ?? pointAnchor(page.id, found.at))
  }
  const spot = next?.stand.state === 'there' && next.stand.place.page === page.id ? next : null
  const meant = spot?.element?.id ?? (open?.element?.page === page.id ? open.element.id : undefined)
  return (
    <figure className="guest-sheet" style={{ maxWidth: Math.round(wide * PIXELS_A_MILLIMETRE) }}>
      {layout.pages.length > 1 && <figcaption className="soft">{pageName(layout, page.id, t)}</figcaption>}
      <div
        ref={paper} className="guest-paper" style={{ aspectRatio: `${wide.toString()} / ${high.toString()}` }} data-testid="guest-paper" data-page={page.id}
        onClick={mean} onPointerMove={(event) => { if (event.pointerType === 'mouse') setHovered(under(event)?.element ?? null) }} onPointerLeave={() => setHovered(null)}
      >
        <PagePicture page={number} language={language} versionId={versionId} label={t('guest-page-picture', { number })} />
        <svg className="guest-boxes" viewBox={`0 0 ${wide} ${high}`} aria-hidden focusable="false">
          {hovered !== null && hovered !== meant && <Outline layout={layout} id={hovered} className="guest-box" />}
          {meant !== undefined && <Outline layout={layout} id={meant} className="guest-box guest-box-meant" />}
        </svg>
        {scale > 0 && (
          <PinMarks
            pins={here} scale={scale} toPixels={(at) => times(at, scale)} open={open?.thread.id} onPress={onPress}
            next={spot?.stand.state === 'there' ? spot.stand.place.at : null}
          />
        )}
      </div>
      <Spoken page={page} layout={layout} language={language} />
    </figure>
  )
}

function Outline({ layout, id, className }: { readonly layout: Layout; readonly id: string; readonly className: string }) {
  if (!layout.elements.has(id)) return null
  const { at, size, angle } = boxOf(layout, id)
  return <rect className={className} x={at[0]} y={at[1]} width={size[0]} height={size[1]} transform={`rotate(${angle} ${at[0] + size[0] / 2} ${at[1] + size[1] / 2})`} />
}

/** What stands on the page, for those who do not see its picture. */
function Spoken({ page, layout, language }: Pick<SheetProps, 'page' | 'layout' | 'language'>) {
  const t = useText()
  const elements = useMemo(() => readingOrderOf(layout, page.children).flatMap((id) => layout.elements.get(id) ?? []), [layout, page.children])
  return (
    <ul className="visually-hidden" aria-label={t('guest-page-elements')} lang={language}>
      {elements.map((element) => <li key={element.id}>{spokenName(element, layout, language, t)}</li>)}
    </ul>
  )
}
