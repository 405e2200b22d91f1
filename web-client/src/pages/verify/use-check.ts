import { useCallback, useEffect, useRef, useState } from 'react'
import { checkId, checkText, type Verdict } from '../../verifying/check'
import { readFile, type Held } from '../../verifying/file'
import { unpackCredential } from '../../verifying/offline'
import { readTyped } from '../../verifying/typed'
import { SOURCES } from './sources'

/** Why nothing could be checked. */
export type Fruitless = Extract<Held, { kind: 'nothing' }>['why'] | 'typed' | 'packed' | 'code'

/** How checking stands. `number`: which one it is, so that each answer is told as a new one. */
export type Checking =
  | { readonly kind: 'idle' }
  | { readonly kind: 'busy' }
  | { readonly kind: 'answered'; readonly verdict: Verdict; readonly number: number }
  | { readonly kind: 'fruitless'; readonly why: Fruitless; readonly number: number }
  | { readonly kind: 'elsewhere'; readonly host: string; readonly number: number }

type Outcome = { kind: 'answered'; verdict: Verdict } | { kind: 'fruitless'; why: Fruitless } | { kind: 'elsewhere'; host: string }

async function ofTyped(typed: string, fruitless: Fruitless): Promise<Outcome> {
  const read = readTyped(typed, SOURCES.host)
  switch (read.kind) {
    case 'nothing': return { kind: 'fruitless', why: fruitless }
    case 'elsewhere': return { kind: 'elsewhere', host: read.host }
    case 'id': return { kind: 'answered', verdict: await checkId(read.id, SOURCES) }
    case 'text': return { kind: 'answered', verdict: await checkText(read.text, SOURCES) }
    case 'packed': {
      const text = await unpackCredential(read.packed)
      return text === null ? { kind: 'fruitless', why: 'packed' } : { kind: 'answered', verdict: await checkText(text, SOURCES) }
    }
  }
}

async function ofFile(file: Blob): Promise<Outcome> {
  const held = await readFile(file)
  switch (held.kind) {
    case 'nothing': return { kind: 'fruitless', why: held.why }
    case 'code': return ofTyped(held.text, 'code')
    case 'credential': return { kind: 'answered', verdict: await checkText(held.text, SOURCES) }
  }
}

/** Checks what comes: of several at once, the last counts. `id`: what the address asks for, where it carries no code. */
export function useCheck(id: string | null) {
  const [checking, setChecking] = useState<Checking>({ kind: 'idle' })
  const newest = useRef(0)
  const run = useCallback(async (check: () => Promise<Outcome>) => {
    newest.current += 1
    const number = newest.current
    setChecking({ kind: 'busy' })
    const outcome = await check().catch((): Outcome => ({ kind: 'fruitless', why: 'unknown' }))
    if (number === newest.current) setChecking({ ...outcome, number })
  }, [])
  const checkTyped = useCallback((typed: string) => { void run(() => ofTyped(typed, 'typed')) }, [run])
  const checkScanned = useCallback((text: string) => { void run(() => ofTyped(text, 'code')) }, [run])
  const checkFile = useCallback((file: Blob) => { void run(() => ofFile(file)) }, [run])

  useEffect(() => {
    // What a code carries stands behind the #: browsers keep that to themselves.
    const onHash = (): void => {
      if (location.hash.length > 1) void run(() => ofTyped(location.hash.slice(1), 'packed'))
    }
    if (location.hash.length <= 1 && id !== null) void run(() => ofTyped(id, 'typed'))
    onHash()
    window.addEventListener('hashchange', onHash)
    return () => window.removeEventListener('hashchange', onHash)
  }, [run, id])
  return { checking, checkTyped, checkScanned, checkFile }
}
