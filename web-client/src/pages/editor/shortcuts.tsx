/** All keys of the editor, drawn from the table that they work by. */
import { useText } from '../../i18n'
import { SHORTCUTS, type Shortcut } from '../../tools/keys'
import { onMac, shownKeys } from '../../tools/shown-keys'
import { Button, Dialog } from '../../ui'

const GROUPS: readonly Shortcut['group'][] = ['tools', 'edit', 'arrange', 'view', 'discuss']

/** Keys and pointer habits that are not single presses. */
const HABITS = [
  ['pan', ['Space']], ['zoom-wheel', ['Mod']], ['duplicate-drag', ['Alt']], ['keep-ratio', ['Shift']], ['no-snap', ['Mod']], ['deep-select', ['Mod']],
] as const

/** The dialog behind `?`. */
export function ShortcutsDialog({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const t = useText()
  const mac = onMac()
  const lines = (group: Shortcut['group']): { id: string; keys: string[] }[] => {
    const byId = new Map<string, string[]>()
    for (const { id, keys, group: of } of SHORTCUTS) {
      if (of !== group || id === 'shortcuts') continue
      byId.set(id, [...(byId.get(id) ?? []), ...keys.slice(0, id === 'delete' || id === 'redo' ? 2 : 1)])
    }
    return [...byId].map(([id, keys]) => ({ id, keys: keys.map((it) => shownKeys(it, mac)) }))
  }
  return (
    <Dialog size="wide" title={t('shortcuts-title')} isOpen={isOpen} onClose={onClose} actions={<Button onPress={onClose}>{t('close')}</Button>}>
      <div className="keys-columns">
        {GROUPS.map((group) => (
          <section key={group}>
            <h3>{t(`keys-${group}`)}</h3>
            <dl className="keys-list">
              {lines(group).map(({ id, keys }) => (
                <div key={id}>
                  <dt>{t(wordFor(id))}</dt>
                  <dd>{(keys.length > 2 ? [keys[0] ?? '', '…', keys.at(-1) ?? ''] : keys).map((key, index) => (key === '…' ? <span key={index}>…</span> : <kbd key={index}>{key}</kbd>))}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <section>
          <h3>{t('keys-pointer')}</h3>
          <dl className="keys-list">
            {HABITS.map(([id, keys]) => (
              <div key={id}>
                <dt>{t(`habit-${id}`)}</dt>
                <dd>{keys.map((key) => <kbd key={key}>{key === 'Space' ? t('key-space') : shownKeys(key, mac)}</kbd>)}</dd>
              </div>
            ))}
          </dl>
        </section>
      </div>
    </Dialog>
  )
}

/** Tools, zoom, undo and redo have names already. */
const wordFor = (id: string): string => (id.startsWith('tool-') || id.startsWith('zoom-') || id === 'undo' || id === 'redo' ? id : `key-${id}`)
