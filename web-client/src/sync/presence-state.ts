/**
 * Another page's state, taken with care: it is that page's word, and may be of a later version or of a stranger's making.
 */
import { LANGUAGES, type Geometry, type PresenceState } from '../document/model'
import { flag, freeze, number, pair, position, size, text, word } from '../document/read/values'

/** More than anybody can select by hand; the rest is left out. */
const MOST_NAMES = 2_000

type Raw = Readonly<Record<string, unknown>>

/** What of a state has the right shape. */
export function readPresenceState(raw: Raw): PresenceState {
  const state: { -readonly [K in keyof PresenceState]: PresenceState[K] } = {}
  const user = object(raw['user'])
  if (user !== undefined) {
    state.user = { id: text(user['id']) ?? '', name: text(user['name']) ?? '', color: text(user['color']) ?? '#5a5f69' }
  }
  const cursor = object(raw['cursor'])
  const at = position(cursor?.['at'])
  const cursorPage = text(cursor?.['page'])
  if (at !== undefined && cursorPage !== undefined) state.cursor = { page: cursorPage, at }
  if (Array.isArray(raw['selection'])) {
    state.selection = raw['selection'].filter((id): id is string => typeof id === 'string').slice(0, MOST_NAMES)
  }
  const tool = text(raw['tool'])
  if (tool !== undefined) state.tool = tool
  const page = text(raw['page'])
  if (page !== undefined) state.page = page
  const language = word(raw['language'], LANGUAGES)
  if (language !== undefined) state.language = language
  const caret = textPlace(object(raw['text']))
  if (caret !== undefined) state.text = caret
  const gesture = object(raw['gesture'])
  const elements = object(gesture?.['elements'])
  if (gesture !== undefined && elements !== undefined) {
    state.gesture = { kind: text(gesture['kind']) ?? '', elements: geometries(elements) }
  }
  if (flag(raw['quiet']) === true) state.quiet = true
  return freeze(state)
}

/** An anchor takes some thirty characters and an id forty; what is longer is neither. */
const LONGEST_WORD = 200

function textPlace(raw: Raw | undefined): PresenceState['text'] {
  const language = word(raw?.['language'], LANGUAGES)
  const [element, caret, anchor] = ['element', 'caret', 'anchor'].map((key) => text(raw?.[key]))
  if (language === undefined || element === undefined || caret === undefined || anchor === undefined) return undefined
  if ([element, caret, anchor].some((it) => it.length > LONGEST_WORD)) return undefined
  return { element, language, caret, anchor }
}

function geometries(raw: Raw): Record<string, Partial<Geometry>> {
  const read: Record<string, Partial<Geometry>> = {}
  for (const [id, value] of Object.entries(raw).slice(0, MOST_NAMES)) {
    const geometry = object(value)
    if (geometry === undefined) continue
    const at = position(geometry['at'])
    const box = pair(geometry['size']) === undefined ? undefined : size(geometry['size'], true)
    const rotation = number(geometry['rotation'])
    read[id] = { ...(at && { at }), ...(box && { size: box }), ...(rotation !== undefined && { rotation }) }
  }
  return read
}

function object(value: unknown): Raw | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Raw) : undefined
}
