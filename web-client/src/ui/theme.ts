import { useSyncExternalStore } from 'react'

export type Theme = 'system' | 'light' | 'dark'
export const THEMES: readonly Theme[] = ['system', 'light', 'dark']

/** `public/theme.js` reads the same key before the first paint. */
const STORED = 'imprimatur.theme'
const listeners = new Set<() => void>()

function current(): Theme {
  const chosen = document.documentElement.dataset['theme']
  return chosen === 'light' || chosen === 'dark' ? chosen : 'system'
}

/** Chooses a theme for this device; `system` follows the system again. */
export function setTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
  // A browser may forbid storage; the choice then lasts as long as the page.
  try {
    if (theme === 'system') localStorage.removeItem(STORED)
    else localStorage.setItem(STORED, theme)
  } catch { /* as above */ }
  listeners.forEach(listener => listener())
}

export function useTheme(): Theme {
  return useSyncExternalStore(listener => { listeners.add(listener); return () => { listeners.delete(listener) } }, current)
}
