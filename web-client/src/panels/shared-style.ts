/** Shared text styles made and changed from what is chosen: each with what takes the style, so that it is one step of undo. */
import type { FullLook } from '../canvas/writing/looks'
import type { Commands, Layout, TextLook, Wearer } from '../document/model'

/** What is chosen, as a style is made from it. */
export interface Chosen {
  readonly look: FullLook
  /** Of whole elements; words have none of their own. */
  readonly lineHeight: number | undefined
  readonly wearers: readonly Wearer[]
}

/** Makes a style that looks like what is chosen, and gives it to that. Returns its id. */
export const makeStyle = (commands: Commands, { look, lineHeight, wearers }: Chosen, name: string): string =>
  commands.createStyle({ kind: 'text', name, look: textLook(look, lineHeight) }, wearers)

/** Makes a style look like what is chosen. Of words it keeps its line height: they say nothing about it. */
export function changeStyle(commands: Commands, styles: Layout['styles'], { look, lineHeight, wearers }: Chosen, id: string): void {
  const standing = styles.find((style) => style.id === id)?.look?.lineHeight
  commands.setStyle(id, { look: textLook(look, lineHeight ?? standing) }, wearers)
}

const textLook = ({ style: _beneath, ...look }: FullLook, lineHeight: number | undefined): TextLook =>
  ({ ...look, ...(lineHeight === undefined ? {} : { lineHeight }) })
