/** Documents as the sync makes and reads them. */
import * as Y from 'yjs'
import { keepQuiet } from '../document/quiet'
import { keepStraight } from '../document/straight'

/** Client ids below are the server's own. */
const FIRST_CLIENT_ID = 16

/** What a document has beyond a state vector, without what still waits for something that is missing: it would be a gap again. */
export function updateBeyond(doc: Y.Doc, stateVector: Uint8Array): Uint8Array {
  const { store } = doc
  const { pendingStructs, pendingDs } = store
  store.pendingStructs = null
  store.pendingDs = null
  try {
    return Y.encodeStateAsUpdate(doc, stateVector)
  } finally {
    store.pendingStructs = pendingStructs
    store.pendingDs = pendingDs
  }
}

/** A document with a client id of its own, above those of the server. */
export function newDoc(): Y.Doc {
  const doc = new Y.Doc()
  keepQuiet(doc)
  keepStraight(doc)
  while (doc.clientID < FIRST_CLIENT_ID) doc.clientID = crypto.getRandomValues(new Uint32Array(1))[0] ?? FIRST_CLIENT_ID
  return doc
}
