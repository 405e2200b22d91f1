/**
 * Places in texts that stay with their words: Yjs' relative positions as short strings.
 */
import { fromBase64, toBase64 } from 'lib0/buffer'
import * as Y from 'yjs'
import { sharedText } from './commands/text'
import type { Editing } from './commands/editing'
import type { TextAnchors } from './model'

/** An encoded position takes some thirty characters; what is longer is none. */
const LONGEST_ANCHOR = 200

/** Anchors over the document that commands write to. */
export function anchorsOver(editing: Editing): TextAnchors {
  return {
    of(id, language, index, beside) {
      const text = sharedText(editing, id, language)
      if (text === undefined) return null
      const at = Math.min(Math.max(index, 0), text.length)
      return toBase64(Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(text, at, beside === 'before' ? -1 : 0)))
    },
    at(id, language, anchor) {
      const text = sharedText(editing, id, language)
      if (text === undefined || anchor === '' || anchor.length > LONGEST_ANCHOR) return null
      try {
        const found = Y.createAbsolutePositionFromRelativePosition(Y.decodeRelativePosition(fromBase64(anchor)), editing.doc)
        return found !== null && found.type === text ? Math.min(found.index, text.length) : null
      } catch {
        // Somebody else's page wrote it, perhaps a later one.
        return null
      }
    },
  }
}
