// Every page and state, for axe-core and for people to look at (`--out`), in light and dark.
//
//   node pages.mjs --address http://127.0.0.1:8080 --part light|dark|languages [--out folder]
import assert from 'node:assert/strict'
import { accessible, album, cable, launch, options, person, step } from './chromium.mjs'
import { draw, ids, openTemplate, ready, saved, saveState } from './editor.mjs'

const { address, part, out } = options()
const shot = album(out)
const browser = await launch()
const plug = await cable(address)

/** What axe-core sees the same in every language and colour is asked once: a run takes seconds on a full editor. */
const ASKED_ONCE = /(no-such-template|not-found|content-editor|viewer|offline|text-selected)-dark|-(narrow|de|fr|it|rm|en)$/

/** Looks at a page as it stands now: picture, axe, nothing cut off sideways. */
async function look(page, name) {
  await page.waitForFunction(() => document.querySelector('.skeleton') === null && [...document.images].every((image) => image.complete))
  await page.evaluate(() => document.fonts.ready)
  await shot(page, name)
  if (!ASKED_ONCE.test(name)) await accessible(page, name)
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  assert.equal(wide, 0, `${name}: nothing scrolls sideways`)
}

/** A gallery with one template from each starter and one empty one; gives the id of the last from a starter. */
async function beginnings() {
  const { token } = await (await post('/auth/local', { email: 'designer@sample.example' })).json()
  const signedIn = { authorization: `Bearer ${token}` }
  const starters = await (await fetch(`${address}/api/starters`, { headers: signedIn })).json()
  const made = []
  for (const starter of starters) made.push(await (await post('/api/templates', { name: starter.name.de, starter: starter.id }, signedIn)).json())
  assert.equal((await post('/api/templates', { name: 'Teilnahmebestätigung Elternabend 2027' }, signedIn)).status, 201)
  return made.at(-1).id
}

function post(route, body, headers = {}) {
  return fetch(`${address}${route}`, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) })
}

try {
  const template = await beginnings()
  for (const [scheme, locale] of [['light', 'en-GB'], ['dark', 'de-CH']]) {
    if (scheme !== part) continue
    const name = (what) => `${what}-${scheme}`
    await step(`${scheme}, ${locale}`, async () => {
      const guest = await person(browser, address, 'admin@sample.example', { locale, colorScheme: scheme })
      await guest.page.goto(`${address}/`)
      await guest.page.getByRole('button', { name: guest.name }).first().waitFor()
      await look(guest.page, name('sign-in'))
      await guest.context.close()

      const outsider = await person(browser, address, 'designer@other.example', { locale, colorScheme: scheme })
      await outsider.signIn()
      await outsider.page.getByRole('heading', { level: 1 }).waitFor()
      await look(outsider.page, name('templates-empty'))
      await outsider.context.close()

      const anna = await person(browser, plug.address, 'designer@sample.example', { locale, colorScheme: scheme })
      await anna.signIn()
      await anna.page.locator('.card').first().waitFor()
      await look(anna.page, name('templates'))

      const create = { en: 'New template', de: 'Neue Vorlage' }[locale.slice(0, 2)]
      await anna.page.getByRole('button', { name: create }).first().click()
      await anna.page.getByRole('radio').nth(2).waitFor()
      await look(anna.page, name('create'))
      await anna.page.keyboard.press('Escape')

      await anna.page.goto(`${plug.address}/templates/tpl_nothing`)
      await anna.page.getByRole('heading').first().waitFor()
      await look(anna.page, name('no-such-template'))
      await anna.page.goto(`${plug.address}/nothing/here`)
      await anna.page.getByRole('heading').first().waitFor()
      await look(anna.page, name('not-found'))

      await openTemplate(anna, template)
      await look(anna.page, name('editor'))
      const first = (await ids(anna, 'text'))[0]
      await anna.page.locator(`#element-${first}`).focus()
      await anna.page.waitForTimeout(200)
      await look(anna.page, name('editor-text-selected'))
      await draw(anna, 'rectangle', [0.35, 0.35], [0.5, 0.5])
      await saved(anna)
      await look(anna.page, name('editor-rectangle-selected'))
      await anna.page.keyboard.press('Delete')
      await saved(anna)

      const viewer = await person(browser, address, 'viewer@sample.example', { locale, colorScheme: scheme })
      await viewer.signIn(`/templates/${template}`)
      await ready(viewer)
      await look(viewer.page, name('editor-viewer'))
      viewer.assertNoErrors()
      await viewer.context.close()
      const writer = await person(browser, address, 'editor@sample.example', { locale, colorScheme: scheme })
      await writer.signIn(`/templates/${template}`)
      await ready(writer)
      await look(writer.page, name('editor-content-editor'))
      writer.assertNoErrors()
      await writer.context.close()

      plug.pull()
      await anna.context.setOffline(true)
      await saveState(anna, 'offline')
      await look(anna.page, name('editor-offline'))
      plug.plug()
      await anna.context.setOffline(false)
      await saved(anna)
      anna.assertNoErrors()
      await anna.context.close()
    })
  }
  if (part === 'languages') await step('a narrow window', async () => {
    const anna = await person(browser, address, 'designer@sample.example', { viewport: { width: 1024, height: 700 } })
    await anna.signIn()
    await anna.page.locator('.card').first().waitFor()
    await look(anna.page, 'templates-narrow')
    await openTemplate(anna, template)
    await look(anna.page, 'editor-narrow')
    anna.assertNoErrors()
    await anna.context.close()
  })
  if (part === 'languages') await step('the five languages', async () => {
    for (const locale of ['de-CH', 'fr-CH', 'it-CH', 'rm-CH', 'en-GB']) {
      const anna = await person(browser, address, 'designer@sample.example', { locale })
      await anna.signIn()
      await anna.page.locator('.card').first().waitFor()
      await look(anna.page, `templates-${locale.slice(0, 2)}`)
      await openTemplate(anna, template)
      await look(anna.page, `editor-${locale.slice(0, 2)}`)
      assert.equal(await anna.page.locator('html').getAttribute('lang'), locale.slice(0, 2))
      await anna.context.close()
    }
  })
  console.log('done')
} finally {
  await browser.close()
  plug.close()
}
process.exit(0)
