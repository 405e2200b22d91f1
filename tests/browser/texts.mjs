// A content editor at work: texts, samples and a new language may be written, everything else says why not; and what was refused whole
// is named, its texts offered again.
//
//   node texts.mjs --address http://127.0.0.1:8080 [--out folder]
import assert from 'node:assert/strict'
import { accessible, album, cable, launch, options, person, step, until } from './chromium.mjs'
import { drag, openTemplate, ready, saved, saveState } from './editor.mjs'

const { address, out } = options()
const shot = album(out)
const browser = await launch()
const plug = await cable(address)

const layout = {
  languages: ['en', 'de'],
  pages: [{ id: 'page', size: [297, 210], elements: [
    { id: 'frame', type: 'rectangle', at: [10, 10], size: [277, 190], fill: 'none', stroke: '#b08d3c', strokeWidth: 1 },
    { id: 'title', type: 'text', at: [60, 40], size: [180, 30], textSize: 24, texts: {
      en: [{ insert: 'Diploma for ' }, { insert: { field: 'name' } }, { insert: ' with honours', attributes: { weight: 700, color: '#aa3322' } }],
      de: [{ insert: 'Diplom' }] } },
  ] }],
  fields: [{ key: 'name', label: { en: 'Name' }, sample: { '*': 'Anna Keller' } }],
}
const HELLO = 100

try {
  const anna = await person(browser, address, 'designer@sample.example')
  await anna.signIn()
  const template = (await anna.call('POST', '/api/templates', { name: 'Texts', layout })).body
  await openTemplate(anna, template.id)
  const now = async () => (await anna.call('GET', `/api/drafts/${template.draft_id}/layout`)).body
  const title = async () => (await now()).pages[0].elements.find(({ id }) => id === 'title')
  const words = async (language = 'en') => ((await title()).texts[language] ?? []).map(({ insert }) => (typeof insert === 'string' ? insert : '¤')).join('')

  const writer = await person(browser, address, 'editor@sample.example')
  const { page } = writer
  const press = async (...keys) => { for (const key of keys) await page.keyboard.press(key) }
  const open = async () => {
    await page.locator('#element-title').focus()
    await press('Enter')
    await page.getByTestId('text-editing').waitFor()
  }

  await step('the page says what is theirs, and shows the rest with the reason', async () => {
    await writer.signIn(`/templates/${template.id}`)
    await ready(writer)
    assert.equal(await page.getByTestId('view-only').innerText(), 'Texts only')
    for (const tool of ['text', 'path', 'image', 'field']) {
      assert.equal(await page.getByTestId(`tool-${tool}`).getAttribute('aria-disabled'), 'true', tool)
    }
    await page.locator('#element-title').focus()
    await until('geometry may be read only', async () => (await page.getByLabel('From the left').first().getAttribute('readonly')) !== null)
    await accessible(page, 'the editor of a content editor')
    await shot(page, 'texts-only')
  })

  await step('words are typed in the style of their neighbours, deleted and undone', async () => {
    await open()
    await press('Control+End')
    await page.keyboard.type(' indeed')
    await press('Control+b')
    await saved(writer)
    const last = (await title()).texts.en.at(-1)
    assert.deepEqual([last.insert, last.attributes], [' with honours indeed', { weight: 700, color: '#aa3322' }])
    // Everything, with the looks around it; and back.
    await press('Control+a', 'Delete')
    await saved(writer)
    assert.equal(await words(), '')
    await press('Control+z')
    await saved(writer)
    assert.equal(await words(), 'Diploma for ¤ with honours indeed')
    // Over a stretch in two looks.
    await press('Control+Home', 'Control+Shift+End')
    await page.keyboard.type('Award')
    await saved(writer)
    assert.equal(await words(), 'Award')
    // Where typing is slow, what was typed is undone in several steps.
    await until('it is undone', async () => {
      await press('Control+z')
      await saved(writer)
      return (await words()) === 'Diploma for ¤ with honours indeed'
    })
    await press('Escape')
  })

  await step('the words that stand for a field without a value, and not its format', async () => {
    await open()
    await press('Control+Home', ...'Diploma for '.split('').map(() => 'ArrowRight'), 'Shift+ArrowRight')
    const panel = page.getByTestId('chip-panel')
    await panel.waitFor()
    assert.equal(await panel.getByRole('button').count(), 0)
    await press('Enter')
    await page.getByLabel('If there is no value').fill('N. N.')
    await press('Enter', 'Escape')
    await saved(writer)
    const { texts } = await title()
    assert.deepEqual(texts.en[1], { insert: { field: 'name', fallback: 'N. N.' } })
    assert.equal(await page.getByTestId('view-only').innerText(), 'Texts only')
  })

  await step('nothing is moved, deleted or drawn', async () => {
    const before = JSON.stringify((await now()).pages)
    await page.locator('#element-title').focus()
    await press('Delete', 'ArrowRight', 'Control+d', 'r')
    await drag(writer, [0.5, 0.35], [0.6, 0.6])
    await press('Escape')
    await saved(writer)
    assert.equal(JSON.stringify((await now()).pages), before)
  })

  await step('a text in a language that has none', async () => {
    await page.getByTestId('language-switch').click()
    await page.getByRole('menuitem', { name: 'Write in Français' }).click()
    await open()
    await press('Control+a')
    await page.keyboard.type('Diplôme')
    await press('Escape')
    await saved(writer)
    assert.equal(await words('fr'), 'Diplôme')
    assert.deepEqual((await now()).languages, ['en', 'de'])
  })

  await step('a sample', async () => {
    await page.getByRole('tab', { name: 'Fields' }).click()
    await page.getByRole('button', { name: 'Name' }).first().click()
    const sample = page.getByLabel('Sample').first()
    await sample.fill('Ursina Caduff')
    await sample.press('Enter')
    await saved(writer)
    assert.equal((await now()).fields[0].sample['*'], 'Ursina Caduff')
    assert.equal(await page.getByRole('button', { name: 'Delete' }).first().getAttribute('aria-disabled'), 'true')
  })
  writer.assertNoErrors()
  await writer.context.close()

  await step('edits of somebody who was a designer a moment ago are refused whole, and their texts applied again', async () => {
    const late = await person(browser, plug.address, 'editor@sample.example')
    await late.signIn()
    // The first greeting says what was true before the role changed.
    let greetings = 0
    await late.page.routeWebSocket(/\/collab\//, (socket) => {
      const server = socket.connectToServer()
      server.onMessage((message) => {
        if (typeof message === 'string' || message[0] !== HELLO) return socket.send(message)
        greetings += 1
        if (greetings > 1) return socket.send(message)
        // As long as before: the length stands in front of the words.
        socket.send(Buffer.from(Buffer.from(message).toString('latin1').replace('"texts"', '"edit" '), 'latin1'))
      })
    })
    await openTemplate(late, template.id)
    await until('the tools are there', async () => (await late.page.getByTestId('tool-text').getAttribute('aria-disabled')) === null)
    const text = late.page.getByTestId('text-editing')
    // What draws the words is there before the network goes.
    await late.page.locator('#element-title path').first().waitFor({ state: 'attached' })
    plug.pull()
    await late.context.setOffline(true)
    await saveState(late, 'offline')
    await late.page.locator('#element-title').focus()
    await late.page.keyboard.press('Enter')
    await text.waitFor()
    await late.page.keyboard.press('Control+Home')
    await late.page.keyboard.type('Our ')
    await late.page.keyboard.press('Escape')
    await late.page.keyboard.press('ArrowRight')
    plug.plug()
    await late.context.setOffline(false)
    const dialog = late.page.getByRole('alertdialog')
    await dialog.waitFor()
    assert.match(await dialog.innerText(), /position, size or appearance/)
    await accessible(late.page, 'the dialog of refused edits')
    await shot(late.page, 'refused-edits')
    await dialog.getByRole('button').last().click()
    await dialog.waitFor({ state: 'detached' })
    await saved(late)
    assert.match(await words(), /^Our Diploma/)
    assert.deepEqual((await title()).at, [60, 40])
    assert.equal(await late.page.getByTestId('view-only').innerText(), 'Texts only')
    late.assertNoErrors()
    await late.context.close()
  })
  await saved(anna)
  anna.assertNoErrors()
  console.log('texts: done')
} finally {
  plug.close()
  await browser.close()
}
