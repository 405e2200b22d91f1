// What a keystroke in a text of three hundred words costs in the editor itself, from the key to what is drawn: the time that scripts
// take, and that of the browser's own layout, which scripts may ask for early but do not make.
//
//   node keystroke.mjs --address http://127.0.0.1:8080 [--keystrokes 300]
import { launch, options, person } from './chromium.mjs'
import { openTemplate, saved } from './editor.mjs'

/** Until here scripts are still being compiled. */
const WARM_UP = 60
/** Half of a frame at 60 Hz: the other half is the browser's. */
const CEILING_MS = 8
const WORDS = 'Hiermit bestätigen wir, dass die genannte Person den Lehrgang für Weiterbildung mit ausgezeichnetem Erfolg abgeschlossen hat'.split(' ')

const { address, keystrokes = '300' } = options()
const measured = Number(keystrokes)
const browser = await launch()
try {
  const luca = await person(browser, address, 'designer@sample.example')
  const { page } = luca
  await luca.signIn()
  const text = 'text-of-300-words'
  const insert = Array.from({ length: 300 }, (_, index) => WORDS[index % WORDS.length]).join(' ')
  const draft = {
    schema: 1,
    languages: ['de'],
    pages: [{
      id: 'page',
      size: [210, 297],
      elements: [{
        id: text, type: 'text', at: [25, 40], size: [160, 200], family: 'EB Garamond', weight: 400, textSize: 12, lineHeight: 1.3, align: 'justify',
        texts: { de: [{ insert }] },
      }],
    }],
  }
  const made = await luca.call('POST', '/api/templates', { name: 'Keystrokes', layout: draft })
  if (made.status !== 201) throw new Error(JSON.stringify(made.body))
  await openTemplate(luca, made.body.id)
  await page.locator(`#element-${text}`).focus()
  await page.keyboard.press('Enter')
  await page.getByTestId('text-editing').waitFor()
  await page.keyboard.press('Control+Home')
  // In the middle, where half of the lines change.
  for (let line = 0; line < 10; line++) await page.keyboard.press('ArrowDown')
  const protocol = await luca.context.newCDPSession(page)
  await protocol.send('Performance.enable')
  /** Milliseconds so far. A layout that a script asks for is counted in both of the browser's figures. */
  const spent = async () => {
    const { metrics } = await protocol.send('Performance.getMetrics')
    const of = (wanted) => metrics.find(({ name }) => name === wanted).value * 1_000
    const layout = of('LayoutDuration') + of('RecalcStyleDuration')
    return { script: of('ScriptDuration') - layout, layout }
  }
  const painted = () => page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
  const took = []
  for (let keystroke = 0; keystroke < WARM_UP + measured; keystroke++) {
    await painted()
    const before = await spent()
    // Longer words, and now and then a new one.
    await page.keyboard.press(keystroke % 7 === 6 ? 'Space' : 'abcdefghijklmnopq'.charAt(keystroke % 17))
    await painted()
    const after = await spent()
    took.push({ script: after.script - before.script, layout: after.layout - before.layout })
  }
  await saved(luca)
  luca.assertNoErrors()
  const [script, layout] = ['script', 'layout'].map((what) => {
    const sorted = took.slice(WARM_UP).map((it) => it[what]).sort((one, other) => one - other)
    return { median: sorted[measured >> 1], late: sorted[Math.ceil(measured * 0.95) - 1] }
  })
  const verdict = script.late < CEILING_MS ? 'below' : 'ABOVE'
  console.log(`keystroke scripts median ${script.median.toFixed(1)} ms, p95 ${script.late.toFixed(1)} ms (${verdict} the ceiling of ${CEILING_MS} ms); layout median ${layout.median.toFixed(1)} ms, p95 ${layout.late.toFixed(1)} ms`)
} finally {
  await browser.close()
}
process.exit(0)
