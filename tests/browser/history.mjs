// The history of a draft: a version is kept, compared with what came after, restored as an edit that others see and its author takes back, and
// an element of it is copied into the draft.
//
//   node history.mjs --address http://127.0.0.1:8080 [--out folder]
import assert from 'node:assert/strict'
import { accessible, album, launch, options, person, step, until } from './chromium.mjs'
import { openTemplate, ready, saved } from './editor.mjs'

const { address, out } = options()
const shot = album(out)
const browser = await launch()

const layout = {
  languages: ['en', 'de'],
  pages: [
    { id: 'front', size: [297, 210], name: 'Front', elements: [
      { id: 'frame', type: 'rectangle', at: [10, 10], size: [277, 190], fill: 'none', stroke: '#b08d3c', strokeWidth: 1.5, name: 'Frame' },
      { id: 'title', type: 'text', at: [50, 50], size: [200, 24], textSize: 34, family: 'EB Garamond', align: 'center', texts: {
        en: [{ insert: 'Diploma' }], de: [{ insert: 'Diplom' }] } },
      { id: 'seal', type: 'ellipse', at: [230, 150], size: [30, 30], fill: '#9e2b25', stroke: 'none', name: 'Seal' },
    ] },
    { id: 'back', size: [297, 210], name: 'Back', elements: [
      { id: 'note', type: 'text', at: [40, 40], size: [200, 20], texts: { en: [{ insert: 'Note on the back' }] } },
    ] },
  ],
}

try {
  const anna = await person(browser, address, 'designer@sample.example')
  await anna.signIn()
  const template = (await anna.call('POST', '/api/templates', { name: 'History', layout })).body
  const { page } = anna
  const now = async () => (await anna.call('GET', `/api/drafts/${template.draft_id}/layout`)).body
  const element = async (id) => (await now()).pages.flatMap(({ elements }) => elements).find((one) => one.id === id)
  const dialog = page.getByRole('dialog').first()
  const changes = page.getByTestId('history-changes')
  const openHistory = async () => {
    await page.getByTestId('history-open').click()
    await page.getByTestId('history').waitFor()
  }
  const closeHistory = async () => {
    await dialog.getByRole('button', { name: 'Close' }).click()
    await page.getByTestId('history').waitFor({ state: 'detached' })
  }
  await openTemplate(anna, template.id)
  const ben = await person(browser, address, 'designer2@sample.example')
  await ben.signIn(`/templates/${template.id}`)
  await ready(ben)

  await step('a draft without versions says how they come to be', async () => {
    await openHistory()
    await dialog.getByText('No versions yet').waitFor()
    await accessible(page, 'an empty history')
    await shot(page, 'history-empty')
  })

  await step('what is now is kept under a name', async () => {
    await page.getByTestId('history-freeze').click()
    await page.getByLabel('Name (optional)').fill('As the council saw it')
    await page.keyboard.press('Enter')
    await page.getByTestId('history-chosen').filter({ hasText: 'As the council saw it' }).waitFor()
    await dialog.getByText('No difference').waitFor()
    // By keyboard, from within the list.
    await page.getByTestId('history-version').first().focus()
    await page.keyboard.press('Escape')
    await page.getByTestId('history').waitFor({ state: 'detached' })
  })

  await step('two people go on editing', async () => {
    await page.locator('#element-title').focus()
    await page.keyboard.press('Enter')
    await page.getByTestId('text-editing').waitFor()
    await page.keyboard.press('Control+a')
    await page.keyboard.type('Certificate of honour')
    await page.keyboard.press('Escape')
    for (let i = 0; i < 12; i++) await page.keyboard.press('ArrowDown')
    await saved(anna)
    await ben.page.locator('#element-seal').focus()
    await ben.page.keyboard.press('Delete')
    await saved(ben)
    await until('both are there', async () => (await element('seal')) === undefined && (await element('title')).texts.en[0].insert === 'Certificate of honour')
  })

  await step('the history tells what changed, by name, property and language', async () => {
    await openHistory()
    await page.getByTestId('history-version').filter({ hasText: 'As the council saw it' }).click()
    await changes.getByText('Certificate of honour').first().waitFor()
    const words = await changes.innerText()
    for (const expected of ['Seal', 'removed', 'Position', 'Text', 'English']) assert(words.includes(expected), `${expected} in ${words}`)
    await until('both pages are painted', async () => (await page.locator('.history-paper .layout-picture').count()) === 2)
    await until('letters are painted', async () => (await page.locator('.history-paper .layout-picture path').count()) > 2)
    await accessible(page, 'a comparison')
    await shot(page, 'history-side-by-side')
    await changes.getByRole('button', { name: 'Seal', exact: true }).click()
    await page.locator('.history-box-marked').first().waitFor()
    await shot(page, 'history-marked')
  })

  await step('one over the other, and in turn', async () => {
    const mode = async (from, to) => {
      await page.getByRole('button', { name: from }).first().click()
      await page.getByRole('option', { name: to }).click()
    }
    await mode(/Side by side/, 'Overlaid')
    await page.getByLabel('How much of the newer state can be seen').waitFor()
    await shot(page, 'history-overlaid')
    await mode(/Overlaid/, 'In turn')
    await page.getByRole('button', { name: 'Turn over' }).click()
    await accessible(page, 'a comparison in turn')
    await shot(page, 'history-in-turn')
    await mode(/In turn/, 'Side by side')
  })

  await step('checkpoints make themselves, with those who wrote, and the slider walks through the day', async () => {
    await page.getByTestId('history-version').filter({ hasText: ben.name }).first().waitFor({ timeout: 60_000 })
    const slider = page.getByTestId('history-slider')
    await slider.waitFor()
    await slider.focus()
    await page.keyboard.press('Home')
    const said = new Set()
    for (let place = 0; place <= Number(await slider.getAttribute('max')); place++) {
      said.add(await slider.getAttribute('aria-valuetext'))
      await page.keyboard.press('ArrowRight')
    }
    for (const who of [anna, ben]) assert([...said].some((words) => words.includes(who.name)), `${who.name} in ${[...said].join('; ')}`)
    await shot(page, 'history-slider')
    await page.keyboard.press('Home')
    await page.getByTestId('history-chosen').filter({ hasText: 'As the council saw it' }).waitFor()
  })

  await step('an element of the old version is copied into the draft', async () => {
    await changes.getByRole('button', { name: /Copy “Seal”/ }).click()
    await until('it is there again, under an id of its own', async () => (await now()).pages[0].elements.some(({ id, name }) => name === 'Seal' && id !== 'seal'))
    await closeHistory()
    await page.keyboard.press('Control+z')
    await until('and is taken back', async () => !(await now()).pages[0].elements.some(({ name }) => name === 'Seal'))
  })

  await step('restoring is an edit that others see at once, and its author takes back', async () => {
    await saved(anna)
    await openHistory()
    await page.getByTestId('history-version').filter({ hasText: 'As the council saw it' }).click()
    await page.getByTestId('history-restore').click()
    await accessible(page, 'the question before restoring')
    await shot(page, 'history-restore')
    await page.getByRole('alertdialog').getByRole('button', { name: 'Restore' }).click()
    await page.getByTestId('history').waitFor({ state: 'detached' })
    await ben.page.locator('#element-seal').waitFor()
    await saved(anna)
    assert.equal((await element('title')).texts.en[0].insert, 'Diploma')
    await shot(page, 'history-restored')
    await page.keyboard.press('Control+z')
    await ben.page.locator('#element-seal').waitFor({ state: 'detached' })
    await saved(anna)
    assert.equal((await element('title')).texts.en[0].insert, 'Certificate of honour')
    await page.keyboard.press('Control+Shift+z')
    await ben.page.locator('#element-seal').waitFor()
  })

  await step('the other goes back to the checkpoint from before, in German and at night', async () => {
    const late = await person(browser, address, 'designer2@sample.example', { locale: 'de-CH', colorScheme: 'dark' })
    await late.signIn(`/templates/${template.id}`)
    await ready(late)
    await late.page.getByTestId('history-open').click()
    // When the newest checkpoint holds the very same, no other is made before restoring: the first that has his deletion is the way back.
    const his = late.page.getByTestId('history-version').filter({ hasText: ben.name })
    await until('his deletion is chosen', async () => {
      // A checkpoint that comes at this moment moves all others down under the pointer.
      await his.last().click()
      return (await his.last().getAttribute('aria-selected')) === 'true'
    })
    await late.page.getByTestId('history-changes').getByText('Deutsch').or(late.page.getByTestId('history-changes').getByText('English')).first().waitFor()
    await accessible(late.page, 'a comparison in German, dark')
    await shot(late.page, 'history-german-dark')
    await late.page.getByTestId('history-restore').click()
    await late.page.getByRole('alertdialog').getByRole('button', { name: 'Wiederherstellen' }).click()
    await late.page.getByTestId('history').waitFor({ state: 'detached' })
    await page.locator('#element-seal').waitFor({ state: 'detached' })
    late.assertNoErrors()
    await late.context.close()
  })

  await step('who may only look sees the history and changes nothing', async () => {
    const viewer = await person(browser, address, 'viewer@sample.example')
    await viewer.signIn(`/templates/${template.id}`)
    await ready(viewer)
    await viewer.page.getByTestId('history-open').click()
    await viewer.page.getByTestId('history-version').first().waitFor()
    for (const button of ['history-freeze', 'history-restore', 'history-name']) {
      assert.equal(await viewer.page.getByTestId(button).getAttribute('aria-disabled'), 'true', button)
    }
    assert.equal(await viewer.page.getByRole('button', { name: /^Copy “/ }).count(), 0)
    viewer.assertNoErrors()
    await viewer.context.close()
  })
  anna.assertNoErrors()
  ben.assertNoErrors()
  console.log('history: done')
} finally {
  await browser.close()
}
