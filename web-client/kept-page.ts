import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Plugin, Rollup } from 'vite'

const PAGE = '/src/pages/verify/page.tsx'
const CATALOGUE = /\/src\/i18n\/[a-z]{2}\/index\.ts$/
/** What is too large to be kept for a case that is rare: with the server away, a PDF says no more than the credential file in it. */
const LEFT_OUT = /\/src\/verifying\/pdf\.ts$/

/**
 * Writes `verify-worker.js`, which keeps the page for checking certificates on a device: with the list of that page's own files, under a version that is another
 * one whenever one of them is.
 */
export function keptPage(): Plugin {
  return {
    name: 'kept-page',
    enforce: 'post',
    apply: 'build',
    // After all others: chunks that hold nothing but styles are gone by then.
    generateBundle: { order: 'post', handler(_, bundle) {
      const chunks = Object.values(bundle).filter(output => output.type === 'chunk')
      const byName = new Map(chunks.map(chunk => [chunk.fileName, chunk]))
      const entry = chunks.find(chunk => chunk.isEntry)
      const page = chunks.find(chunk => chunk.facadeModuleId?.endsWith(PAGE))
      if (entry === undefined || page === undefined) throw new Error(`the build has no entry, or no chunk of ${PAGE}`)
      const files = new Set<string>()
      const add = (chunk: Rollup.OutputChunk | undefined, dynamic: boolean): void => {
        if (chunk === undefined || files.has(chunk.fileName) || LEFT_OUT.test(chunk.facadeModuleId ?? '')) return
        files.add(chunk.fileName)
        for (const style of chunk.viteMetadata?.importedCss ?? []) files.add(style)
        for (const name of chunk.imports) add(byName.get(name), false)
        if (dynamic) for (const name of chunk.dynamicImports) add(byName.get(name), true)
      }
      add(entry, false)
      add(page, true)
      for (const chunk of chunks) if (CATALOGUE.test(chunk.facadeModuleId ?? '')) add(chunk, false)
      const list = ['/verify', '/theme.js', '/favicon.svg', ...[...files].sort().map(name => `/${name}`)]
      const read = (path: string): string => readFileSync(join(import.meta.dirname, path), 'utf8')
      const source = read('src/pages/verify/worker.js')
      const version = createHash('sha256').update([...list, source, read('index.html'), read('public/theme.js')].join('\n')).digest('hex').slice(0, 16)
      this.emitFile({ type: 'asset', fileName: 'verify-worker.js', source: source.replace('__VERSION__', version).replace('__FILES__', JSON.stringify(list)) })
    } },
  }
}
