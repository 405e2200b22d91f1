/** Where something small floats beside what it belongs to. Pure arithmetic in pixels of the window. */
import type { Pair } from '../document/model'
import { clamp, type Rect } from './plane'

/**
 * The place of something of a size beside a box, whole within a room: above it, else below, else on one of its sides; over its upper part only
 * where the box leaves no room around it. `undefined`: nothing of the box is seen in the room.
 */
export function besideOf(box: Rect, [width, height]: Pair, room: Rect, gap: number): Pair | undefined {
  const [right, bottom] = [room.x + room.width, room.y + room.height]
  // Of what is larger than the room, the part that is seen counts.
  const [fromX, toX] = [Math.max(box.x, room.x), Math.min(box.x + box.width, right)]
  const [fromY, toY] = [Math.max(box.y, room.y), Math.min(box.y + box.height, bottom)]
  if (fromX > toX || fromY > toY) return undefined
  const x = clamp((fromX + toX - width) / 2, room.x, Math.max(right - width, room.x))
  const y = clamp((fromY + toY - height) / 2, room.y, Math.max(bottom - height, room.y))
  const above = box.y - gap - height
  if (above >= room.y) return [x, above]
  const below = box.y + box.height + gap
  if (below + height <= bottom) return [x, below]
  const after = box.x + box.width + gap
  if (after + width <= right) return [after, y]
  const before = box.x - gap - width
  return before >= room.x ? [before, y] : [x, room.y]
}
