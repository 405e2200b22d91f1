/**
 * Opens a draft for the editor page.
 */
import { ApiError, api } from '../api'
import type { OpenDraft } from '../document/model'
import type { Verdict } from './connection'
import { DraftSession } from './draft'
import { openStore } from './storage'
import { browserSurroundings } from './surroundings'

/** Opens a draft as a person; call `close` when the page is left. The browser's own copy is kept for each person apart. */
export function openDraft({ draft, person }: { readonly draft: string; readonly person: string }): OpenDraft {
  return new DraftSession({
    url: socketAddress(draft),
    surroundings: browserSurroundings,
    openStore: (clientId) => openStore(person, draft, clientId),
    diagnose: () => diagnose(draft),
  })
}

function socketAddress(draft: string): string {
  const address = new URL(`/collab/${encodeURIComponent(draft)}`, window.location.href)
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
  return address.href
}

/** A refused upgrade tells a browser nothing; the same question by HTTP does. */
async function diagnose(draft: string): Promise<Verdict | null> {
  try {
    await api.draft(draft)
    return null
  } catch (error) {
    if (!(error instanceof ApiError)) return null
    switch (error.status) {
      case 401: return { code: 4401, reason: 'session_ended' }
      case 403: return { code: 4403, reason: 'permission_required' }
      case 404: return { code: 4404, reason: 'draft_gone' }
      default: return null
    }
  }
}
