import { isPacked } from './offline'
import type { Host } from './issuer'

/** What somebody has typed, pasted or scanned. */
export type Typed =
  | { readonly kind: 'id'; readonly id: string }
  | { readonly kind: 'packed'; readonly packed: string }
  /** The credential itself. */
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'elsewhere'; readonly host: string }
  | { readonly kind: 'nothing' }

/** Letters of an address at most; what is longer is a credential, or nothing. */
const ADDRESS = 4_000

/** Reads it, wherever it came from. An address of another host leads nowhere: whoever asks for it here is told so. */
export function readTyped(typed: string, host: Host): Typed {
  const text = typed.trim()
  if (text.startsWith('{')) return { kind: 'text', text }
  if (text.length > ADDRESS) return { kind: 'nothing' }
  const alone = /^crt_[0-9a-f]{32}$/i.exec(text)
  if (alone !== null) return { kind: 'id', id: text.toLowerCase() }
  if (isPacked(text.replace(/^#/, ''))) return { kind: 'packed', packed: text.replace(/^#/, '') }
  const found = /^(?:https?:\/\/)?([^/?#\s@]+\.[^/?#\s@]+|localhost(?::\d+)?|\[[\da-f:]+\](?::\d+)?)(\/[^?#\s]*)?(?:\?[^#\s]*)?(?:#(\S*))?$/i.exec(text)
  if (found === null) return { kind: 'nothing' }
  const [, there = '', path = '/', code = ''] = found
  if (there.toLowerCase() !== host.toLowerCase()) return { kind: 'elsewhere', host: there.toLowerCase() }
  // What the code carries says more than its address, and needs no server.
  if (isPacked(code)) return { kind: 'packed', packed: code }
  const id = /^\/(?:v|api\/verify)\/(crt_[0-9a-f]{32})(?:\/.*)?$/i.exec(path)?.[1]
  return id === undefined ? { kind: 'nothing' } : { kind: 'id', id: id.toLowerCase() }
}
