// A draft that is damaged on the server: everybody reads it, nobody changes it, and it says why in five languages; released, it goes on.
//
//   node damaged.mjs --address http://127.0.0.1:8080 [--out folder]
//
// Says `damage drf_…` when the draft is to be put into quarantine, `release` when it is to be released, and `shut` when its snapshot is
// to be lost.
import assert from 'node:assert/strict'
import { accessible, album, launch, options, person, step, until } from './chromium.mjs'
import { openTemplate, ready, saved } from './editor.mjs'

const { address, out } = options()
const shot = album(out)
const browser = await launch()

const layout = {
  languages: ['en', 'de'],
  pages: [{ id: 'page', size: [297, 210], elements: [
    { id: 'frame', type: 'rectangle', at: [10, 10], size: [277, 190], fill: 'none', stroke: '#b08d3c', strokeWidth: 1 },
    { id: 'title', type: 'text', at: [60, 40], size: [180, 30], textSize: 24, texts: { en: [{ insert: 'Diploma' }], de: [{ insert: 'Diplom' }] } },
  ] }],
}
const TITLES = {
  de: 'Dieser Entwurf kann nur gelesen werden',
  fr: 'Ce projet est en lecture seule',
  it: 'Questa bozza si può solo leggere',
  rm: 'Quest sboz po mo vegnir legì',
  en: 'This draft can only be read',
}

try {
  const anna = await person(browser, address, 'designer@sample.example')
  await anna.signIn()
  const template = (await anna.call('POST', '/api/templates', { name: 'Damaged', layout })).body
  await openTemplate(anna, template.id)
  const { page } = anna
  const at = async () => (await anna.call('GET', `/api/drafts/${template.draft_id}/layout`)).body.pages[0].elements[1].at
  const begun = await at()
  const banner = page.getByTestId('damaged')

  await step('a draft that is put into quarantine while it is open says so, and takes no edits', async () => {
    console.log(`damage ${template.draft_id}`)
    await banner.waitFor({ timeout: 20_000 })
    assert.match(await banner.innerText(), new RegExp(TITLES.en))
    assert.equal(await page.getByTestId('view-only').innerText(), 'View only')
    for (const tool of ['text', 'path', 'image', 'field']) {
      assert.equal(await page.getByTestId(`tool-${tool}`).getAttribute('aria-disabled'), 'true', tool)
    }
    await page.locator('#element-title').focus()
    await page.keyboard.press('ArrowRight')
    assert.deepEqual(await at(), begun)
    await accessible(page, 'a damaged draft')
    await shot(page, 'damaged-light')
  })

  await step('another person joins, in the dark and in every language', async () => {
    const luca = await person(browser, address, 'designer2@sample.example', { colorScheme: 'dark', locale: 'de-CH' })
    await luca.signIn(`/templates/${template.id}`)
    await ready(luca)
    for (const [language, title] of Object.entries(TITLES)) {
      await luca.call('PATCH', '/api/me', { preferred_locale: language })
      await luca.page.reload()
      await ready(luca)
      await until(language, async () => (await luca.page.getByTestId('damaged').innerText()).startsWith(title))
      if (language === 'de') {
        await accessible(luca.page, 'a damaged draft in the dark')
        await shot(luca.page, 'damaged-dark')
      }
    }
    await until('each sees the other', async () => (await page.getByTestId('people').getAttribute('data-count')) === '1')
    luca.assertNoErrors()
    await luca.context.close()
  })

  await step('released, it goes on by itself', async () => {
    console.log('release')
    await banner.waitFor({ state: 'detached', timeout: 20_000 })
    await page.locator('#element-title').focus()
    await page.keyboard.press('ArrowRight')
    await saved(anna)
    assert.notDeepEqual(await at(), begun)
  })

  await step('a draft of which nothing can be loaded says so to those who have it open, and to whoever comes', async () => {
    await page.keyboard.press('ArrowRight')
    console.log('shut')
    await until('the page is closed', async () => (await page.getByTestId('save-state').getAttribute('data-kind')) === 'refused', 90_000)
    assert.match(await page.getByRole('alert').first().innerText(), /This draft cannot be opened/)
    await accessible(page, 'a draft that is shut')
    await shot(page, 'shut-light')
    const answer = await anna.call('GET', `/api/drafts/${template.draft_id}/layout`)
    assert.deepEqual([answer.status, answer.body.code], [500, 'draft_damaged'])
    const luca = await person(browser, address, 'viewer@sample.example', { colorScheme: 'dark' })
    await luca.signIn(`/templates/${template.id}`)
    await luca.page.getByText('This draft cannot be opened').waitFor()
    await shot(luca.page, 'shut-dark')
    luca.assertNoErrors()
  })
  anna.assertNoErrors()
} finally {
  await browser.close()
}
