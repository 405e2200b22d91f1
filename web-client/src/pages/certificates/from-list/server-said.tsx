import { useText } from '../../../i18n'
import type { Failure } from './use-list'

/** Codes whose sentence of the server says more than ours: which line it is, or how much there may be. */
const SAYS_MORE: ReadonlySet<string> = new Set(['list_unreadable', 'list_too_large', 'lists_full'])

/** What the server said itself, in English: it names the place in the file. */
export function ServerSaid({ failure: { code, message } }: { failure: Failure }) {
  const t = useText()
  if (!SAYS_MORE.has(code) || message === '') return null
  return <span className="list-said">{t('list-server-said')} <span lang="en">{message}</span></span>
}
