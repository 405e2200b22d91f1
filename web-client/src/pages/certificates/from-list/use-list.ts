import { useCallback, useEffect, useRef, useState } from 'react'
import { api, ApiError, lists, publishing, versions } from '../../../api'
import { tabStorage } from '../../../comments/kept-words'
import type { Layout } from '../../../document/model'
import type { ListBody, ListReadingBody } from '../../../protocol/generated'
import { layoutFromJson } from '../../../thumbnails/from-json'
import { codeOf } from '../../failure'
import { navigate } from '../../router'
import { useSession } from '../../session'
import type { Published } from '../issue/published'
import { keptReading } from './kept'
import { refusedFile } from './words'

/** A list, and what it is for. */
export interface Taken {
  readonly list: ListBody
  readonly of: Published
  readonly layout: Layout
}

/** What a request failed with, and the server's own sentence: it may name the place in the file. */
export interface Failure { readonly code: string; readonly message: string }

export type Opened =
  /** No list was taken in. */
  | { readonly kind: 'none' }
  | { readonly kind: 'loading' }
  /** It was issued, discarded, or has expired. */
  | { readonly kind: 'gone' }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'there'; readonly taken: Taken }

/** A file on its way. `refused`: nothing of it was sent; the message that says why. */
export type Sending =
  | { readonly kind: 'none' }
  | { readonly kind: 'sending'; readonly name: string; readonly part: number }
  | { readonly kind: 'refused'; readonly id: string }
  | { readonly kind: 'failed'; readonly name: string; readonly failure: Failure }

export interface OpenList {
  readonly opened: Opened
  readonly sending: Sending
  /** Takes a file in for a template. */
  readonly take: (of: Published, files: readonly File[]) => void
  readonly cancel: () => void
  /** Shows what was read once more. */
  readonly put: (list: ListBody) => void
  /** Opens it anew: with the template as it is published now. */
  readonly again: () => void
}

const failureOf = (error: unknown): Failure => ({ code: codeOf(error), message: error instanceof ApiError ? error.message : '' })

/** The list that the address names, with its template; and taking another one in. */
export function useList(id: string | null): OpenList {
  const { ended } = useSession()
  const [opened, setOpened] = useState<Opened>(id === null ? { kind: 'none' } : { kind: 'loading' })
  const [sending, setSending] = useState<Sending>({ kind: 'none' })
  const [turn, setTurn] = useState(0)
  /** The list that is there: it was read when it was taken in. */
  const there = useRef<string | null>(null)
  const onItsWay = useRef<AbortController | null>(null)
  useEffect(() => () => onItsWay.current?.abort(), [])

  useEffect(() => {
    if (id === null) {
      there.current = null
      setOpened({ kind: 'none' })
      return
    }
    if (there.current === id) return
    let stale = false
    setOpened({ kind: 'loading' })
    open(id, keptReading(id, tabStorage())).then(
      taken => { if (!stale) { there.current = id; setOpened({ kind: 'there', taken }) } },
      (error: unknown) => { if (!stale && !ended(error)) setOpened(error instanceof ApiError && error.code === 'not_found' ? { kind: 'gone' } : { kind: 'failed', failure: failureOf(error) }) },
    )
    return () => { stale = true }
  }, [id, turn, ended])

  const take = useCallback((of: Published, files: readonly File[]) => {
    const [file] = files
    if (file === undefined) return
    const refused = files.length > 1 ? 'list-file-several' : refusedFile(file)
    if (refused !== null) {
      setSending({ kind: 'refused', id: refused })
      return
    }
    const before = there.current
    onItsWay.current?.abort()
    const way = new AbortController()
    onItsWay.current = way
    const work = async () => {
      setSending({ kind: 'sending', name: file.name, part: 0 })
      try {
        const list = await lists.take(of.template.id, file, part => { if (!way.signal.aborted) setSending({ kind: 'sending', name: file.name, part }) }, way.signal)
        const taken = await about(list, of)
        if (way.signal.aborted) return
        there.current = list.id
        setSending({ kind: 'none' })
        setOpened({ kind: 'there', taken })
        navigate(`/certificates/list/${encodeURIComponent(list.id)}`)
        // What it takes the place of would be forgotten after a day anyway.
        if (before !== null) void lists.discard(before).catch(() => undefined)
      } catch (error) {
        if (!way.signal.aborted && !ended(error)) setSending({ kind: 'failed', name: file.name, failure: failureOf(error) })
      }
    }
    void work()
  }, [ended])

  const cancel = useCallback(() => {
    onItsWay.current?.abort()
    setSending({ kind: 'none' })
  }, [])
  const put = useCallback((list: ListBody) => setOpened(now => (now.kind === 'there' && now.taken.list.id === list.id ? { kind: 'there', taken: { ...now.taken, list } } : now)), [])
  const again = useCallback(() => {
    there.current = null
    setTurn(now => now + 1)
  }, [])
  return { opened, sending, take, cancel, put, again }
}

async function open(id: string, reading: ListReadingBody): Promise<Taken> {
  const list = await lists.read(id, reading)
  const template = await api.template(list.template_id)
  const { current } = await publishing.publication(template.draft_id)
  if (current === null || current.is_archived) throw new ApiError('nothing_to_issue_from', '', 409)
  return about(list, { template, version: current })
}

async function about(list: ListBody, of: Published): Promise<Taken> {
  return { list, of, layout: layoutFromJson(await versions.layout(of.version.version_id)) }
}

/** Reads a list otherwise than it was read. */
export function useReading(taken: Taken, onRead: (list: ListBody, asked: ListReadingBody) => void) {
  const { ended } = useSession()
  const [busy, setBusy] = useState(false)
  const [failure, setFailure] = useState<Failure | null>(null)
  const latest = useRef(0)
  const read = useCallback((asked: ListReadingBody) => {
    const turn = ++latest.current
    setBusy(true)
    setFailure(null)
    lists.read(taken.list.id, asked).then(
      list => { if (turn === latest.current) onRead(list, asked) },
      (error: unknown) => { if (turn === latest.current && !ended(error)) setFailure(failureOf(error)) },
    ).finally(() => { if (turn === latest.current) setBusy(false) })
  }, [taken.list.id, onRead, ended])
  return { busy, failure, read }
}
