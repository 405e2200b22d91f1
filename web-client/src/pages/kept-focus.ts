import { useEffect, useRef, type FocusEvent, type RefObject } from 'react'

/** What takes the focus over, and what the part of the page is given to know whether it has it. */
export interface KeptFocus<Place extends HTMLElement> {
  readonly place: RefObject<Place | null>
  readonly watch: { readonly onFocus: (event: FocusEvent) => void; readonly onBlur: (event: FocusEvent) => void }
}

/** Keeps the focus in a part of the page where what had it is taken away, by what it did: whoever has a keyboard or a screen reader would begin at the top again. */
export function useKeptFocus<Place extends HTMLElement>(): KeptFocus<Place> {
  const place = useRef<Place>(null)
  const isInside = useRef(false)
  // What is taken away while it has the focus is not told by React as blurred.
  useEffect(() => {
    if (!isInside.current || (document.activeElement !== null && document.activeElement !== document.body)) return
    if (place.current !== null) { place.current.focus(); return }
    // All of it is gone: what is left of the page has it, and this part does not ask for it when it comes back.
    isInside.current = false
    document.getElementById('content')?.focus()
  })
  return { place, watch: { onFocus: () => { isInside.current = true }, onBlur: () => { isInside.current = false } } }
}
