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
import { launch, options, person, until } from './chromium.mjs'
import { openTemplate } from './editor.mjs'

/** Of all pixels, how many may differ by more than `FAR` in a channel: 0.1 %. */
const MOST = 0.001
const FAR = 64

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

/** The nodes of a page as they stand on the canvas, photographed at the corner of the window. */
async function onCanvas(who, id, width, height) {
  await who.page.evaluate(async ([id, width, height]) => {
    const from = document.querySelector(`[data-page-id="${id}"]`)
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
    svg.id = 'photographed'
    // As when the marks are switched off.
    svg.setAttribute('class', 'desk-pages desk-unmarked')
    const scale = 96 / 25.4
    const paper = [...document.querySelectorAll('.paper')][[...document.querySelectorAll('[data-page-id]')].indexOf(from)]
    Object.assign(svg.style, {
      position: 'fixed', inset: '0 auto auto 0', width: `${width}px`, height: `${height}px`, zIndex: 2147483647, background: 'white',
    })
    svg.setAttribute('viewBox', `0 0 ${width} ${height}`)
    const page = document.createElementNS('http://www.w3.org/2000/svg', 'g')
    page.setAttribute('transform', `scale(${scale})`)
    const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect')
    // A picture's paper reaches to its last pixel (PICTURE.md, P12).
    ground.setAttribute('width', width / scale)
    ground.setAttribute('height', height / scale)
    ground.setAttribute('fill', getComputedStyle(paper).backgroundColor)
    page.append(ground)
    for (const node of from.children) page.append(node.cloneNode(true))
    for (const mark of page.querySelectorAll('.mark-overflow, .stand-in, .page-edge')) mark.remove()
    svg.append(page)
    document.body.append(svg)
    await Promise.all([...svg.querySelectorAll('image')].map((image) => image.decode?.()))
    // Every tile has been painted by then.
    await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)))
  }, [id, width, height])
  const bytes = await who.page.screenshot({ clip: { x: 0, y: 0, width, height } })
  await who.page.evaluate(() => document.querySelector('#photographed').remove())
  return PNG.sync.read(bytes)
}

async function onServer(who, draft, page, locale) {
  const base64 = await who.page.evaluate(async (route) => {
    const answer = await fetch(route)
    if (!answer.ok) throw new Error(`${route} answered ${answer.status}: ${await answer.text()}`)
    const bytes = new Uint8Array(await answer.arrayBuffer())
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
  }, `/api/drafts/${draft}/render.png?page=${page.toString()}&scale=1&locale=${locale}`)
  return PNG.sync.read(Buffer.from(base64, 'base64'))
}

/** The share of pixels of which a channel differs by more than `FAR`. */
function differing(one, other) {
  assert.deepEqual([one.width, one.height], [other.width, other.height], 'both pictures have the same size')
  let far = 0
  for (let at = 0; at < one.data.length; at += 4) {
    if ([0, 1, 2, 3].some((channel) => Math.abs(one.data[at + channel] - other.data[at + channel]) > FAR)) far += 1
  }
  return far / (one.width * one.height)
}
