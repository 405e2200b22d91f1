/** All tools, by name. */
import type { ToolName } from '../canvas/state'
import { drawing } from './draw'
import { hand } from './hand'
import type { Tool } from './machine'
import { select } from './select'

export const tools: Readonly<Record<ToolName, Tool>> = {
  select,
  text: drawing('text'),
  rectangle: drawing('rectangle'),
  ellipse: drawing('ellipse'),
  line: drawing('line'),
  field: drawing('field'),
  hand,
}
