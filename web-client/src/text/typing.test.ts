import { expect, it } from 'vitest'
import { setText } from './set-text'
import { runPath } from './outline'
import { testShaper } from './testing'
import type { TextStyle } from './types'
import { millipoints } from './units'

/** What a keystroke may take of the processor on any machine; on an idle one it is a tenth of this. */
const CEILING_MS = 40

const WORDS = 'Hiermit bestätigen wir, dass die genannte Person den Lehrgang für Weiterbildung mit ausgezeichnetem Erfolg abgeschlossen hat'.split(' ')

it('a keystroke in a text of three hundred words sets it anew within a frame', async () => {
  const shaper = await testShaper()
  const style: TextStyle = { family: 'EB Garamond', weight: 400, italic: false, size: millipoints(12), color: '#1b1d22', spacing: 0 }
  let text = Array.from({ length: 300 }, (_, index) => WORDS[index % WORDS.length]).join(' ')
  const took: number[] = []
  for (let keystroke = 0; keystroke < 200; keystroke++) {
    const at = (keystroke * 37) % text.length
    text = text.slice(0, at) + 'abcdefg'.charAt(keystroke % 7) + text.slice(at)
    const before = process.cpuUsage()
    const set = setText(shaper, [{ text, style }], { width: 160, height: 200, lineHeight: 1.3, align: 'justify', valign: 'top', own: style })
    let characters = 0
    for (const line of set.lines) for (const run of line.runs) characters += runPath(shaper.faces, { ...run, size_mpt: run.size }).length
    took.push(process.cpuUsage(before).user / 1000)
    expect(characters).toBeGreaterThan(100_000)
  }
  took.sort((one, other) => one - other)
  const [median, late] = [took[100] ?? 0, took[190] ?? 0]
  console.log(`a keystroke: ${median.toFixed(1)} ms in the middle, ${late.toFixed(1)} ms for 95 of 100`)
  expect(median).toBeLessThan(CEILING_MS)
})
