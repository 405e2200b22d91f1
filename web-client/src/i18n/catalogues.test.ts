import { FluentResource } from '@fluent/bundle'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { LANGUAGES, type Language } from './language'

const AREAS = ['shell', 'auth', 'templates', 'editor', 'history', 'tools', 'comments', 'people', 'guests', 'review', 'sync', 'settings', 'activity', 'publishing', 'certificates', 'lists', 'recipients', 'inbox', 'verify', 'errors'] as const
const HERE = import.meta.dirname
type Messages = ReadonlyMap<string, { variables: string; empty: boolean }>

/** Names of all variables inside a pattern of Fluent's runtime syntax tree. */
function variables(node: unknown, found = new Set<string>()): Set<string> {
  if (Array.isArray(node)) for (const one of node) variables(one, found)
  else if (typeof node === 'object' && node !== null) {
    if ('type' in node && node.type === 'var' && 'name' in node) found.add(String(node.name))
    for (const one of Object.values(node)) variables(one, found)
  }
  return found
}

function source(language: Language, area: string): string {
  return readFileSync(join(HERE, language, `${area}.ftl`), 'utf8')
}

function messages(language: Language, area: string): Messages {
  return new Map(new FluentResource(source(language, area)).body.map(entry => [
    entry.id,
    { variables: [...variables(entry.value)].sort().join(' '), empty: entry.value === null || entry.value === '' },
  ]))
}

function files(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? files(path) : /\.tsx?$/.test(entry.name) && !entry.name.includes('.test.') ? [path] : []
  })
}

describe.each(AREAS)('%s', area => {
  const reference = messages('de', area)
  it.each(LANGUAGES.filter(language => language !== 'de'))('%s has the ids and variables of de', language => {
    const here = messages(language, area)
    expect([...here.keys()].sort()).toEqual([...reference.keys()].sort())
    for (const [id, message] of here) expect.soft(`${id} ${message.variables}`).toBe(`${id} ${reference.get(id)?.variables}`)
  })
  it.each(LANGUAGES)('%s has no empty message, none that cannot be read, none twice', language => {
    const here = messages(language, area)
    for (const [id, message] of here) expect.soft(message.empty, id).toBe(false)
    const written = [...source(language, area).matchAll(/^([a-z][a-z0-9-]*) *=/gm)].map(match => match[1])
    expect(written).toEqual([...new Set(written)])
    expect([...here.keys()].sort()).toEqual([...new Set(written)].sort())
  })
})

it('spells German as in Switzerland', () => {
  for (const area of AREAS) expect(source('de', area)).not.toContain('ß')
})

it('has every message that the page asks for, and in one area only', () => {
  const known = AREAS.flatMap(area => [...messages('de', area).keys()])
  expect(known.length).toBe(new Set(known).size)
  const texts = files(join(HERE, '..')).map(path => readFileSync(path, 'utf8'))
  const asked = texts.flatMap(text => [...text.matchAll(/\bt\('([a-z][a-z0-9-]*)'/g)].map(match => match[1] ?? ''))
  // One of two: `t(isFailed ? 'run-state-failed' : 'run-state-done')`.
  const either = texts.flatMap(text => text.split('\n').filter(line => /\bt\([^')]/.test(line)))
    .flatMap(line => [...line.matchAll(/\? '([a-z0-9]+(?:-[a-z0-9]+)+)' : '([a-z0-9]+(?:-[a-z0-9]+)+)'[,)]/g)].flatMap(match => [match[1] ?? '', match[2] ?? '']))
  expect(either.length).toBeGreaterThan(10)
  expect([...asked, ...either].filter(id => !known.includes(id))).toEqual([])
})

it('has a sentence for every code and every close reason of the server', () => {
  const generated = readFileSync(join(HERE, '../protocol/generated.ts'), 'utf8')
  const codes = [...(/export type ErrorCode = ([^;]+);/.exec(generated)?.[1] ?? '').matchAll(/"([a-z_]+)"/g)].map(match => match[1] ?? '')
  codes.push(...[...generated.matchAll(/reason: "([a-z_]+)"/g)].map(match => match[1] ?? ''))
  expect(codes.length).toBeGreaterThan(30)
  const sentences = messages('de', 'errors')
  expect(codes.filter(code => !sentences.has(`error-${code.replaceAll('_', '-')}`))).toEqual([])
})
