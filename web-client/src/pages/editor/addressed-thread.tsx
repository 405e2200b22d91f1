/** Opens the discussion that the address names, as a notification or a mail leads to it; the address is clean afterwards. */
import { useEffect } from 'react'
import { useEditor } from '../../canvas/context'
import { goToThread, useComments, useDiscussions, usePins } from '../../comments'
import { useText } from '../../i18n'
import { showToast } from '../../ui'
import { navigate, useRoute } from '../router'

/** Waits for the discussion to be there. */
export function AddressedThread({ template }: { readonly template: string }) {
  const t = useText()
  const route = useRoute()
  const editor = useEditor()
  const comments = useComments()
  const pins = usePins()
  const link = useDiscussions((state) => state.link)
  const number = route.page === 'template' ? route.thread : null
  const pin = number === null ? undefined : pins.find(({ thread }) => thread.number === number)
  useEffect(() => {
    if (number === null) return
    if (pin) goToThread(editor, comments, pin)
    // Without a network it may still come.
    else if (link === 'loading' || link === 'offline') return
    else if (link === 'ready') showToast({ text: t('comments-gone'), tone: 'warn' })
    navigate(`/templates/${template}`, 'replace')
  }, [number, pin, link, editor, comments, template, t])
  return null
}
