import { useEffect, useId, useRef } from 'react'
import { aboutOf } from '../../comments/about'
import type { Pin } from '../../comments/pin'
import type { ShownLanguage } from '../../comments/Quote'
import { useTalk } from '../../comments/talk'
import { ThreadView } from '../../comments/ThreadView'
import type { Layout } from '../../document/model'
import { useText } from '../../i18n'

export interface OpenThreadProps {
  readonly pin: Pin
  readonly layout: Layout
  readonly language: ShownLanguage
  readonly stepping: boolean
  readonly onStep: (by: 1 | -1) => void
  readonly onClose: () => void
}

/** On a touch screen the keyboard would cover what is to be read. */
const hasTouchOnly = (): boolean => matchMedia('(hover: none)').matches

/** The discussion that is open, in the panel. */
export function OpenThread({ pin, layout, language, stepping, onStep, onClose }: OpenThreadProps) {
  const t = useText()
  const titleId = useId()
  const { discussions } = useTalk()
  const section = useRef<HTMLElement>(null)
  // Words that are being typed stay when the thread has its id from the server.
  const key = discussions.firstId(pin.thread.id)
  useEffect(() => {
    const node = section.current
    if (node && !node.contains(document.activeElement)) node.focus({ preventScroll: true })
  }, [key])
  return (
    <section ref={section} className="guest-thread" aria-labelledby={titleId} tabIndex={-1} data-testid="thread">
      <ThreadView
        key={key} pin={pin} titleId={titleId} about={pin.stand.state === 'there' ? aboutOf(pin, layout, language.shown, t) : ''} language={language}
        stepping={stepping || hasTouchOnly()} onStep={onStep} onClose={onClose}
      />
    </section>
  )
}
