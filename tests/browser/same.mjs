// What stands on the canvas is what the server draws, to the pixel.
//
//   node same.mjs --address http://127.0.0.1:8080 --plan plan.json [--out folder]
//
// The plan lists `{ name, template, draft, locales }`. Of each page the canvas's own nodes are put at the window's corner, at one
// CSS pixel a pixel, photographed, and compared with `render.png`. Marks of the tool (fields, missing texts, the paper's edge) are no
// part of the picture. Prints a line for each page, and `done` at the end.
import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { PNG } from 'pngjs'
import { differing, MOST, onCanvas, onServer } from './canvas-picture.mjs'
import { launch, options, person, until } from './chromium.mjs'
import { openTemplate } from './editor.mjs'

const NAMES = { de: 'Deutsch', fr: 'Français', it: 'Italiano', rm: 'Rumantsch', en: 'English' }

const { address, plan, out } = options()
const works = JSON.parse(readFileSync(plan, 'utf8'))
assert(works.length > 0, 'there is something to compare')
if (out) mkdirSync(out, { recursive: true })

const browser = await launch()
const failures = []
let compared = 0
try {
  const who = await person(browser, address, 'designer@sample.example', { viewport: { width: 1700, height: 1300 } })
  await who.signIn()
  for (const { name, template, draft, locales } of works) {
    await openTemplate(who, template)
    for (const locale of locales) {
      await show(who, locale)
      const pages = await who.page.locator('[data-page-id]').evaluateAll((nodes) => nodes.map((node) => node.dataset.pageId))
      for (const [index, id] of pages.entries()) {
        const drawn = await onServer(who, draft, index + 1, locale)
        const seen = await onCanvas(who, id, drawn.width, drawn.height)
        const share = differing(seen, drawn)
        compared += 1
        const place = `${name} ${locale} page ${(index + 1).toString()}`
        console.log(`  ${place}: ${(share * 100).toFixed(4)} %`)
        if (share > MOST) {
          failures.push(`${place}: ${(share * 100).toFixed(3)} %`)
          if (out) {
            const file = (what) => path.join(out, `${name}-${locale}-${(index + 1).toString()}-${what}.png`)
            writeFileSync(file('canvas'), PNG.sync.write(seen))
            writeFileSync(file('server'), PNG.sync.write(drawn))
          }
        }
      }
    }
  }
  who.assertNoErrors()
  assert.deepEqual(failures, [], `more than ${(MOST * 100).toString()} % of the pixels differ`)
  console.log(`${compared.toString()} pictures compared`)
  console.log('done')
} finally {
  await browser.close()
}
process.exit(0)

/** Shows the certificate in a language, as a person would. */
async function show(who, locale) {
  const shown = async () => (await who.page.getByTestId('language-switch').innerText()).trim().slice(0, 2).toLowerCase()
  if ((await shown()) !== locale) {
    await who.page.getByTestId('language-switch').click()
    await who.page.getByRole('menuitemradio').filter({ hasText: NAMES[locale] }).click()
  }
  await until(`the certificate is shown in ${locale}`, async () => (await shown()) === locale)
  await until('every face has arrived', async () => (await who.page.locator('[data-faces="waiting"]').count()) === 0)
}
