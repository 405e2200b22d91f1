/** One keystroke in a text of three hundred words: set anew, and written as paths. */
import { runPath, setText } from '../src/text'
import { testShaper } from '../src/text/testing'
import type { TextStyle } from '../src/text/types'
import { millipoints } from '../src/text/units'

const WORDS = 'Hiermit bestätigen wir, dass die genannte Person den Lehrgang für Weiterbildung mit ausgezeichnetem Erfolg abgeschlossen hat'.split(' ')
const STYLE: TextStyle = { family: 'EB Garamond', weight: 400, italic: false, size: millipoints(12), color: '#1b1d22', spacing: 0 }
const BOX = { width: 160, height: 200, lineHeight: 1.3, align: 'justify', valign: 'top', own: STYLE } as const

/** How long each of `count` keystrokes took, in milliseconds on the clock. Each goes to another place of a text that keeps its length. */
export async function keystrokes(count: number): Promise<number[]> {
  const shaper = await testShaper()
  const original = Array.from({ length: 300 }, (_, index) => WORDS[index % WORDS.length]).join(' ')
  const took: number[] = []
  for (let keystroke = 0; keystroke < count; keystroke++) {
    const at = (keystroke * 37) % original.length
    const text = original.slice(0, at) + 'abcdefghijklmnopq'.charAt(keystroke % 17) + original.slice(at)
    const start = performance.now()
    const set = setText(shaper, [{ text, style: STYLE }], BOX)
    let characters = 0
    for (const line of set.lines) for (const run of line.runs) characters += runPath(shaper.faces, { ...run, size_mpt: run.size }).length
    took.push(performance.now() - start)
    if (characters < 100_000) throw new Error(`only ${characters.toString()} characters of paths`)
  }
  return took
}
