import { useEffect, useRef, useState } from 'react'
import { navigate } from '../../router'

/** A pause in typing. */
const SEARCH_AFTER_MS = 250

/** The address of a search; without one, that of the page. */
export function searchAddress(path: string, search: string): string {
  return search === '' ? path : `${path}?${new URLSearchParams({ search })}`
}

/** A search that stands in the address: it can be kept, sent, and gone back to. What is typed is there at once, the address after a pause. */
export function useSearchInAddress(path: string, searched: string): [typed: string, type: (text: string) => void] {
  const [typed, setTyped] = useState(searched)
  /** What this page put into the address itself. */
  const own = useRef(searched)

  useEffect(() => {
    if (searched === own.current) return
    // The browser's buttons, or a link.
    own.current = searched
    setTyped(searched)
  }, [searched])

  useEffect(() => {
    const wanted = typed.trim()
    if (wanted === own.current) return
    const timer = setTimeout(() => {
      own.current = wanted
      navigate(searchAddress(path, wanted), 'replace')
    }, SEARCH_AFTER_MS)
    return () => clearTimeout(timer)
  }, [typed, path])

  return [typed, setTyped]
}
