/**
 * Documents that released versions wrote: what the server reads from them is what this page reads.
 */
import { readFileSync, readdirSync } from 'node:fs'
import * as Y from 'yjs'
import { describe, expect, test } from 'vitest'
import type { Element, TextRun } from './model'
import { plain } from './read/values'
import { DocumentView } from './view'

type Json = Readonly<Record<string, unknown>>
interface Standing extends Json { readonly id: string; readonly elements?: readonly Standing[] }
interface Golden { readonly layout: { readonly pages: readonly Standing[]; readonly fields: readonly Json[]; readonly languages: readonly string[]; readonly styles: readonly Json[] } }

const folder = new URL('../../../tests/golden/documents/', import.meta.url)
const names = readdirSync(folder).filter((name) => name.endsWith('.bin')).map((name) => name.slice(0, -'.bin'.length))

/** The keys of an element that must read the same on both sides when the server names them. */
const ALIKE = ['at', 'size', 'rotation', 'opacity', 'fill', 'stroke', 'strokeWidth', 'strokeDash', 'name', 'locked', 'hidden', 'alt', 'order', 'radius'] as const
const TYPOGRAPHY = ['family', 'weight', 'italic', 'textSize', 'color', 'spacing', 'lineHeight', 'align', 'valign', 'fit'] as const

function compare(standing: Standing, element: Element | undefined, parent: string, page: string): void {
  expect(element, standing.id).toBeDefined()
  if (element === undefined) return
  expect([element.typeName, element.parent, element.page]).toEqual([standing['type'], parent, page])
  for (const key of ALIKE) if (standing[key] !== undefined) expect([standing.id, key, element[key]]).toEqual([standing.id, key, standing[key]])
  if (element.typography !== undefined) {
    for (const key of TYPOGRAPHY) if (standing[key] !== undefined) expect([key, element.typography[key]]).toEqual([key, standing[key]])
  }
  if (element.texts !== undefined) {
    for (const [language, runs] of Object.entries((standing['texts'] ?? {}) as Record<string, TextRun[]>)) {
      const own = element.texts[language as keyof typeof element.texts]
      expect(own.map(words).join('')).toBe(runs.map(words).join(''))
    }
  }
  expect(element.children).toEqual((standing.elements ?? []).map((child) => child.id))
}

const words = ({ insert }: TextRun): string => (typeof insert === 'string' ? insert : `{${insert.field}}`)

test('there are golden documents', () => {
  expect(names.length).toBeGreaterThan(2)
})

describe.each(names)('%s', (name) => {
  const doc = new Y.Doc()
  Y.applyUpdate(doc, readFileSync(new URL(`${name}.bin`, folder)))
  const { layout: golden } = JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8')) as Golden
  const view = new DocumentView(doc)
  const layout = view.layout()

  test('has the same pages, fields, styles and languages', () => {
    expect(layout.pages.map(({ id, size, order }) => ({ id, size, order }))).toEqual(golden.pages.map(({ id, size, order }) => ({ id, size, order })))
    expect(layout.fields.map((field) => field.key)).toEqual(golden.fields.map((field) => field['key']))
    expect(layout.styles.map((style) => style.id)).toEqual(golden.styles.map((style) => style['id']))
    expect(layout.languages).toEqual(golden.languages)
  })

  test('has the same elements in the same places', () => {
    let count = 0
    const walk = (children: readonly Standing[], parent: string, page: string): void => {
      for (const child of children) {
        count += 1
        compare(child, view.element(child.id), parent, page)
        walk(child.elements ?? [], child.id, page)
      }
    }
    for (const page of golden.pages) {
      expect(layout.pages.find((one) => one.id === page.id)?.children).toEqual((page.elements ?? []).map((child) => child.id))
      walk(page.elements ?? [], page.id, page.id)
    }
    expect(layout.elements.size).toBe(count)
  })

  test('loses nothing by being read', () => {
    const before = plain(doc.getMap('elements'))
    view.attach(doc)
    expect(plain(doc.getMap('elements'))).toEqual(before)
  })
})
