/** Whether pins are hidden, for this browser. */

const STORED = 'imprimatur.pins'
const HIDDEN = 'hidden'

/** Whether they were hidden when this browser was used last. */
export function arePinsHidden(): boolean {
  // A browser may forbid storage; the choice then lasts as long as the page.
  try { return localStorage.getItem(STORED) === HIDDEN } catch { return false }
}

/** Hides the pins, or shows them again. */
export function hidePins(view: { readonly set: (patch: { readonly pinsHidden: boolean }) => void }, hidden: boolean): void {
  view.set({ pinsHidden: hidden })
  try {
    if (hidden) localStorage.setItem(STORED, HIDDEN)
    else localStorage.removeItem(STORED)
  } catch { /* as above */ }
}
