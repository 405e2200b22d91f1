// What a keystroke in a text of three hundred words takes, as a build runs it. On a machine that has other work the slowest are pauses for memory.
import { mkdtempSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { build } from 'vite'

/** Until here the engine is compiled while it runs; in the page it has set many texts before one has three hundred words. */
const WARM_UP = 300
const MEASURED = 500
/** Half of a frame at 60 Hz: the other half is the browser's. */
const CEILING_MS = 8

const root = fileURLToPath(new URL('..', import.meta.url))
// Inside the folder of packages, so that what is not bundled is found.
const outDir = mkdtempSync(join(root, 'node_modules', '.bench-'))
try {
  const rolldownOptions = { output: { entryFileNames: 'typing.mjs' } }
  await build({ root, configFile: false, publicDir: false, logLevel: 'warn', build: { ssr: 'bench/typing.ts', outDir, target: 'es2023', rolldownOptions } })
  const { keystrokes } = await import(pathToFileURL(join(outDir, 'typing.mjs')).href)
  const took = (await keystrokes(WARM_UP + MEASURED)).slice(WARM_UP).sort((one, other) => one - other)
  const [median, late, longest] = [took[MEASURED / 2], took[Math.ceil(MEASURED * 0.95) - 1], took.at(-1)].map((it) => it.toFixed(1))
  const verdict = Number(late) < CEILING_MS ? 'below' : 'ABOVE'
  console.log(`a keystroke in 300 words            median ${median} ms, p95 ${late} ms (${verdict} the ceiling of ${CEILING_MS} ms), longest ${longest} ms`)
} finally {
  rmSync(outDir, { recursive: true, force: true })
}
