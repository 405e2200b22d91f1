/** All tools, by name. */
import type { ToolName } from '../canvas/state'
import { comment } from './comment'
import { drawing } from './draw'
import { hand } from './hand'
import type { Tool } from './machine'
import { pen } from './pen'
import { select } from './select'

export const tools: Readonly<Record<ToolName, Tool>> = {
  select,
  text: drawing('text'),
  rectangle: drawing('rectangle'),
  ellipse: drawing('ellipse'),
  polygon: drawing('polygon'),
  star: drawing('star'),
  line: drawing('line'),
  path: pen,
  image: drawing('image'),
  qr: drawing('qr'),
  signature: drawing('signature'),
  seal: drawing('seal'),
  field: drawing('field'),
  comment,
  hand,
}
