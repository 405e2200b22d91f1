/** What a guest sees behind the door: the version that is ready, and what is said of it. */
import { useEffect, useState } from 'react'
import { TalkProvider } from '../../comments/talk'
import { Heard } from '../../comments/Heard'
import { useErrorText } from '../../i18n'
import type { GuestViewBody } from '../../protocol/generated'
import { showToast } from '../../ui'
import { OpeningPage } from '../states'
import { guestTalk, type OpenedTalk } from './open'
import { Room } from './room'
import type { Outside } from './visit'

export interface GuestReviewProps {
  readonly view: GuestViewBody
  readonly onOutside: (why: Outside, unsent: readonly string[]) => void
  /** Rejects when the server could not be told. */
  readonly onLeave: () => Promise<void>
}

/** The review of one guest. */
export function GuestReview({ view, onOutside, onLeave }: GuestReviewProps) {
  const errorText = useErrorText()
  const [opened, setOpened] = useState<OpenedTalk | null>(null)
  const [me] = useState(view.me)
  useEffect(() => {
    const talk = guestTalk(me, { outside: onOutside, refused: (code) => showToast({ text: errorText(code), tone: 'bad' }) })
    setOpened(talk)
    return () => {
      talk.close()
      setOpened(null)
    }
    // The words of what is told are those of the language in which the page was opened.
  }, [me, onOutside])
  if (opened === null) return <OpeningPage />
  const leave = async () => {
    await onLeave()
    opened.close()
    opened.forget()
  }
  return (
    <TalkProvider value={opened.talk}>
      <Room view={view} unsaid={opened.talk.unsaid} lookAt={opened.lookAt} holdsWords={opened.holdsWords} onLeave={leave} />
      <Heard from={opened.heard} />
    </TalkProvider>
  )
}
