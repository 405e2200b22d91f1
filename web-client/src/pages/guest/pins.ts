/** Where discussions stand on the version that a guest sees. Nothing moves there. Pure. */
import { pageOf, pinned, type Ground, type Pin } from '../../comments/pin'
import type { ShownThread } from '../../comments/acts'
import type { Layout } from '../../document/model'
import { textValue } from '../../document/read/texts'
import { findPassage } from '../../kernels/passage'

/** Nothing is shown: every discussion is about something else. */
export const NO_LAYOUT: Layout = { languages: [], pages: [], elements: new Map(), fields: [], styles: [] }

/** What pins of a version stand on. Words are pointed at by the corner of their text. */
export const groundOf = (layout: Layout): Ground => ({
  pages: new Set(layout.pages.map(({ id }) => id)),
  look: (id) => layout.elements.get(id),
  find: (anchor, element, language) => findPassage(textValue(element.texts?.[language] ?? []), anchor, null),
  wordsAt: () => undefined,
})

/** Every discussion, and where it stands. */
export function pinsOn(layout: Layout, threads: readonly ShownThread[]): Pin[] {
  const ground = groundOf(layout)
  return threads.map((thread) => ({ thread, ...pinned(thread.anchor, ground) }))
}

/** Pins that belong together in a list. */
export interface PinGroup {
  /** `null`: about what this version does not have. */
  readonly page: string | null
  readonly pins: readonly Pin[]
}

/** Whether what a discussion is about can be seen on the pages. */
export const isShown = (pin: Pin): boolean => pin.stand.state === 'there'

/** Pins page by page, in the order of the pages; those that are about something else come last. */
export function groupsOf(pins: readonly Pin[], layout: Layout): PinGroup[] {
  const pages = layout.pages.map(({ id }) => ({ page: id, pins: pins.filter((pin) => isShown(pin) && pageOf(pin) === id) }))
  const elsewhere = { page: null, pins: pins.filter((pin) => !isShown(pin)) }
  return [...pages, elsewhere].filter((group) => group.pins.length > 0)
}
