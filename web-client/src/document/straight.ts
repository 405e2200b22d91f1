/**
 * A page asks for no place that is nowhere.
 *
 * Where something was deleted and brought back several times, undo and redo of Yjs put text behind one that stands further right than
 * what it is to stand before. Where that comes to stand depends on whether the two are one struct by then: it would read otherwise once
 * the browser’s copy is read again. The server takes such a right neighbour out (SPEC U2), so it is taken out here before anybody sees it.
 */
import * as Y from 'yjs'

/** Takes right neighbours that stand left out of what a page writes, before it is told to anybody. */
export function keepStraight(doc: Y.Doc): void {
  doc.on('afterTransaction', (transaction: Y.Transaction) => {
    if (!transaction.local) return
    const structs = doc.store.clients.get(doc.clientID) ?? []
    const from = transaction.beforeState.get(doc.clientID) ?? 0
    for (let at = structs.length - 1; at >= 0; at -= 1) {
      const struct = structs[at]
      if (struct === undefined || struct.id.clock < from) return
      if (struct instanceof Y.Item && isTurned(struct)) struct.rightOrigin = null
    }
  })
}

/** Whether the right neighbour that an item names stands left of it. Only one that was written before its left one can. */
function isTurned({ origin, rightOrigin, left }: Y.Item): boolean {
  if (origin === null || rightOrigin === null) return false
  if (origin.client !== rightOrigin.client || origin.clock < rightOrigin.clock) return false
  for (let it = left; it !== null; it = it.left) {
    const { client, clock } = it.id
    if (client === rightOrigin.client && clock <= rightOrigin.clock && rightOrigin.clock < clock + it.length) return true
  }
  return false
}
