/** Between a text's own coordinates and the window. */
import type { Element, Layout, LayoutView, Pair } from '../../document/model'
import { applyPose, pagePose, undoPose, type Pose } from '../../kernels/frame'
import { minus, plus } from '../../kernels/plane'
import { scaleOf, toDesk, toWindow, type Viewport } from '../../kernels/viewport'
import { pageOrigin, sceneOf } from '../scene'

/** Where a text lies. */
export interface TextPlace {
  readonly pose: Pose
  readonly origin: Pair
  readonly viewport: Viewport
}

/** Where an element's text lies now. */
export const placeOf = (view: LayoutView, layout: Layout, element: Element, viewport: Viewport): TextPlace =>
  ({ pose: pagePose(sceneOf(view), element.id), origin: pageOrigin(layout, element.page), viewport })

/** A point of a text in the window. */
export const inWindow = ({ pose, origin, viewport }: TextPlace, point: Pair): Pair => toWindow(viewport, plus(origin, applyPose(pose, point)))

/** A point of the window in a text. */
export const inText = ({ pose, origin, viewport }: TextPlace, point: Pair): Pair => undoPose(pose, minus(toDesk(viewport, point), origin))

/** The motion from a text into the window, as SVG writes it. */
export function transformOf(place: TextPlace): string {
  const [x, y] = inWindow(place, [0, 0])
  return `translate(${x.toString()} ${y.toString()}) rotate(${place.pose.angle.toString()}) scale(${scaleOf(place.viewport).toString()})`
}
