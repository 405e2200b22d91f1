// How many pages a warm Chromium draws and prints in a second, and how many when it is started for each.
//
//   node printing.mjs --plan plan.json
//
// The plan: `{ pages: [svg], size: [mm, mm], seconds }`. Prints `png <a second>`, `pdf <a second>` and `cold <a second>`.
import { readFileSync } from 'node:fs'
import { launch, options } from './chromium.mjs'

/** Pages before time is taken. */
const WARM_UP = 5
/** Starts of which the time is taken. */
const STARTS = 5

const { plan } = options()
const { pages, size, seconds } = JSON.parse(readFileSync(plan, 'utf8'))
const [width, height] = size.map((it) => `${it}mm`)
const [wide, high] = size.map((it) => Math.ceil((it * 96) / 25.4))
const html = (svg) => `<!doctype html><style>@page { size: ${width} ${height}; margin: 0 } body { margin: 0 } svg { display: block; width: ${width}; height: ${height} }</style>${svg}`

const browser = await launch()
try {
  const page = await (await browser.newContext({ viewport: { width: wide, height: high } })).newPage()
  const rate = async (work) => {
    const one = async (number) => {
      await page.setContent(html(pages[number % pages.length]))
      const bytes = await work()
      if (bytes.length < 1_000) throw new Error(`${bytes.length} bytes are no picture`)
    }
    for (let number = 0; number < WARM_UP; number++) await one(number)
    const start = performance.now()
    let done = 0
    while (performance.now() - start < seconds * 1_000) await one(done++)
    return (done / (performance.now() - start)) * 1_000
  }
  console.log(`png ${(await rate(() => page.screenshot())).toFixed(3)}`)
  console.log(`pdf ${(await rate(() => page.pdf({ width, height, printBackground: true }))).toFixed(3)}`)
} finally {
  await browser.close()
}
const start = performance.now()
for (let number = 0; number < STARTS; number++) {
  const fresh = await launch()
  const page = await fresh.newPage()
  await page.setContent(html(pages[number % pages.length]))
  await page.pdf({ width, height, printBackground: true })
  await fresh.close()
}
console.log(`cold ${((STARTS / (performance.now() - start)) * 1_000).toFixed(3)}`)
process.exit(0)
