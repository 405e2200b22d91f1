import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants } from 'node:zlib'
import type { Plugin } from 'vite'

const WORTH_IT = /\.(?:js|css|svg|wasm)$/
/** What is smaller fits into one packet as it is. */
const LEAST_BYTES = 1_400
/** The best takes sixteen times as long, for a twelfth less. */
const QUALITY = 9

/** Packs what the build wrote, each file beside itself: the server sends it so to whoever reads Brotli. */
export function packed(): Plugin {
  return {
    name: 'packed',
    apply: 'build',
    writeBundle: { order: 'post', sequential: true, handler({ dir }) {
      if (dir === undefined) throw new Error('the build has no folder')
      for (const name of readdirSync(dir, { recursive: true, encoding: 'utf8' })) {
        if (!WORTH_IT.test(name)) continue
        const bytes = readFileSync(join(dir, name))
        if (bytes.length < LEAST_BYTES) continue
        const params = { [constants.BROTLI_PARAM_QUALITY]: QUALITY, [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length }
        writeFileSync(join(dir, `${name}.br`), brotliCompressSync(bytes, { params }))
      }
    } },
  }
}
