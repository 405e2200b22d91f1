/** Keys as people know them: by what stands on the keyboard in front of them. */

/** Keys as they stand on the keyboard in front of somebody. */
export function shownKeys(keys: string, mac: boolean): string {
  const names: Readonly<Record<string, string>> = mac
    ? { Mod: '⌘', Shift: '⇧', Alt: '⌥' }
    : { Mod: 'Ctrl' }
  const arrows: Readonly<Record<string, string>> = { ArrowUp: '↑', ArrowDown: '↓', ArrowLeft: '←', ArrowRight: '→', Backspace: '⌫', Enter: '↵', Escape: 'Esc', Delete: mac ? '⌦' : 'Del' }
  if (keys === '+' || keys === '-') return keys
  return keys.split(/\+(?=.)/).map((key) => names[key] ?? arrows[key] ?? key).join(mac ? '' : ' ')
}

/** Whether this is a Mac, whose modifier is Command. */
export const onMac = (): boolean => /Mac|iP(hone|ad)/.test(navigator.platform)
