/**
 * Marks the transactions that this page's commands make; all others are somebody else's.
 */
export class LocalEdit {
  /** @param typing what is being typed into; edits of one such place may be joined. `null` for everything else. */
  constructor(readonly typing: string | null) {}
}

/** One whole step: sent at once, undone alone. */
export const STEP = new LocalEdit(null)
