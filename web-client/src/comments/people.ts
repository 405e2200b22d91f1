/** Who people are: by what they said, by where they were meant, and by who is here. */
import { useCallback, useEffect, useMemo, useState } from 'react'
import { comments as api } from '../api'
import { usePeers } from '../document/hooks'
import { useText } from '../i18n'
import type { ShownThread } from './acts'
import { offered, type Meant } from './mentions'
import { useDiscussions, useTalk } from './talk'

/** A pause in typing after which the server is asked. */
const ASK_AFTER_MS = 150

/** Everybody who is named in threads. */
export function named(threads: readonly ShownThread[]): Map<string, string> {
  const names = new Map<string, string>()
  for (const { comments, resolved_by } of threads) {
    for (const { author, mentions } of comments) {
      for (const { id, name } of mentions) names.set(id, name)
      if (author.person !== null && author.name !== null) names.set(author.person, author.name)
    }
    if (resolved_by?.person != null && resolved_by.name !== null) names.set(resolved_by.person, resolved_by.name)
  }
  return names
}

/** People who can be named without asking. */
function useKnown(): ReadonlyMap<string, string> {
  const threads = useDiscussions((state) => state.threads)
  const { discussions, presence } = useTalk()
  const peers = usePeers(presence)
  return useMemo(() => {
    const names = named(threads)
    for (const { state: { user } } of peers) if (user) names.set(user.id, user.name)
    const { person, name } = discussions.me
    if (person !== null && name !== null) names.set(person, name)
    return names
  }, [threads, peers, discussions])
}

/** Somebody's name by their id. */
export function useNames(): (id: string) => string {
  const t = useText()
  const known = useKnown()
  return useCallback((id) => known.get(id) ?? t('comment-somebody'), [known, t])
}

/** Whom to offer for what was typed behind an `@`; `null`: nothing. Guests are offered nobody. Those who are known are offered at once, also without a network. */
export function useOffered(query: string | null): readonly Meant[] {
  const known = useKnown()
  const { discussions, isGuest } = useTalk()
  const looked = isGuest ? null : query
  const [asked, setAsked] = useState<readonly Meant[]>([])
  useEffect(() => {
    if (looked === null) return
    let stale = false
    const timer = setTimeout(() => {
      void api.mentionable(looked).then(({ people }) => {
        if (!stale) setAsked((before) => merged(before, people.flatMap(({ person, name }) => (person === null || name === null ? [] : [{ id: person, name }]))))
      }, () => undefined)
    }, ASK_AFTER_MS)
    return () => {
      stale = true
      clearTimeout(timer)
    }
  }, [looked])
  return useMemo(() => {
    if (looked === null) return []
    const people = merged(asked, [...known].map(([id, name]) => ({ id, name })))
    return offered(people.filter(({ id }) => id !== discussions.me.person), looked)
  }, [looked, asked, known, discussions])
}

const merged = (some: readonly Meant[], others: readonly Meant[]): readonly Meant[] =>
  [...some, ...others.filter(({ id }) => !some.some((it) => it.id === id))]
