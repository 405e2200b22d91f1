/**
 * A page writes nothing because of what others wrote.
 *
 * Left alone, Yjs takes redundant formats away after a foreign edit, as an edit of this page's own: somebody who may only read, or only
 * write words, would send what is refused, and a page that nobody touches would say that it saves. The server's replica leaves them too.
 */
import type * as Y from 'yjs'

/** Keeps a document from tidying formats after foreign edits. */
export function keepQuiet(doc: Y.Doc): void {
  doc.on('afterTransaction', (transaction: Y.Transaction) => {
    transaction._needFormattingCleanup = false
  })
}
