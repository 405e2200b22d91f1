import { expect, test } from 'vitest'
import { readPresenceState } from './presence-state'

test("somebody's caret in a text is read, and what is odd about it is left out whole", () => {
  const text = { element: 'a', language: 'de', caret: 'AQ==', anchor: 'Ag==' }
  expect(readPresenceState({ text }).text).toEqual(text)
  expect(readPresenceState({ text: { ...text, more: 1 } }).text).toEqual(text)
  for (const odd of [null, 'x', {}, { ...text, language: 'la' }, { ...text, caret: 3 }, { ...text, anchor: undefined }, { ...text, element: 'x'.repeat(201) }]) {
    expect(readPresenceState({ text: odd }).text).toBeUndefined()
  }
})
