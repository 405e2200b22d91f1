// Two people discuss a certificate: pins stay with what they mean, whatever becomes of it, and nothing that was said is lost or there twice.
//
//   node comments.mjs --address http://127.0.0.1:8080 [--out folder]
import assert from 'node:assert/strict'
import { accessible, album, cable, launch, options, person, step, until } from './chromium.mjs'
import { click, drag, middle, openTemplate, ready, saved, saveState } from './editor.mjs'

const { address, out } = options()
const shot = album(out)
const browser = await launch()
const plug = await cable(address)

const layout = {
  languages: ['en', 'de'],
  pages: [{ id: 'page', size: [297, 210], elements: [
    { id: 'frame', type: 'rectangle', at: [10, 10], size: [277, 190], fill: 'none', stroke: '#b08d3c', strokeWidth: 1 },
    { id: 'title', type: 'text', at: [50, 36], size: [200, 24], textSize: 30, texts: { en: [{ insert: 'Certificate of completion' }], de: [{ insert: 'Abschlusszertifikat' }] } },
    { id: 'words', type: 'text', at: [50, 70], size: [200, 40], textSize: 16, texts: {
      en: [{ insert: 'This is to certify that Anna Keller has completed the course in typography with honours.' }],
      de: [{ insert: 'Anna Keller hat den Kurs in Typografie mit Auszeichnung abgeschlossen.' }] } },
    { id: 'seal', type: 'rectangle', at: [210, 140], size: [40, 30], fill: '#9e2b25' },
    { id: 'box', type: 'rectangle', at: [60, 130], size: [60, 40], fill: '#e9e4d8' },
  ] }],
  fields: [],
}

const pin = (who, number) => who.page.locator(`[data-testid="pin"][data-number="${number}"]`)
const panel = (who) => who.page.getByTestId('comments-panel')
const thread = (who) => who.page.getByTestId('thread')

/** Where a pin points, in the window. */
async function tip(who, number) {
  const box = await pin(who, number).boundingBox()
  assert(box, `pin ${number} is there`)
  return [box.x, box.y + box.height]
}

/** Where a part of an element's own frame is drawn, in the window. */
const partOf = (who, id, size, part) => who.page.evaluate(([id, size, part]) => {
  const node = document.getElementById(`element-${id}`)
  const at = new DOMPoint(size[0] * part[0], size[1] * part[1]).matrixTransform(node.getScreenCTM())
  return [at.x, at.y]
}, [id, size, part])

/** Waits until a pin points at a part of an element. */
async function points(who, number, id, size, part) {
  await until(`${who.email}: pin ${number} is on ${id}`, async () => {
    const [at, want] = [await tip(who, number), await partOf(who, id, size, part)]
    return Math.hypot(at[0] - want[0], at[1] - want[1]) < 2.5
  })
}

/** Begins a discussion about what lies at a point of the canvas, which is given as shares. */
async function begin(who, at, words) {
  await who.page.keyboard.press('c')
  await click(who, ...at)
  await who.page.getByTestId('composer').fill(words)
  await who.page.keyboard.press('Control+Enter')
}

async function close(who) {
  await who.page.getByTestId('thread-close').click()
  await until('it is closed', async () => (await thread(who).count()) === 0)
}

const button = (who) => who.page.getByTestId('selection-button')
const focused = (who) => who.page.evaluate(() => document.activeElement?.dataset.testid ?? document.activeElement?.id)
const said = (who) => thread(who).getByTestId('comment').locator('.comment-words').allInnerTexts()
const threads = async (who) => (await who.call('GET', `/api/drafts/${draft}/threads`)).body.threads.filter(({ gone }) => !gone)

let draft
try {
  const luca = await person(browser, address, 'designer@sample.example')
  const flurina = await person(browser, plug.address, 'designer2@sample.example')

  await step('both open a certificate', async () => {
    await luca.signIn()
    const template = (await luca.call('POST', '/api/templates', { name: 'Discussed', layout })).body
    draft = template.draft_id
    await openTemplate(luca, template.id)
    await flurina.signIn(`/templates/${template.id}`)
    await ready(flurina)
    luca.template = template.id
  })

  await step('an empty list says what would be here', async () => {
    await luca.page.getByRole('tab', { name: 'Comments' }).click()
    await panel(luca).getByText('Nothing open').waitFor()
    await accessible(luca.page, 'an empty list of comments')
    await shot(luca.page, 'empty')
  })

  await step('Luca comments on an element and mentions Flurina with the keyboard', async () => {
    await luca.page.keyboard.press('Escape')
    await luca.page.getByTestId('canvas').focus()
    await luca.page.keyboard.press('c')
    await click(luca, ...await middle(luca, 'box'))
    const field = luca.page.getByTestId('composer')
    await field.waitFor()
    await shot(luca.page, 'composer')
    await field.pressSequentially('Is this **too pale**? See https://example.com/a. @flu')
    await luca.page.getByTestId('mentionable').getByText(flurina.name).waitFor()
    await shot(luca.page, 'mention')
    await luca.page.keyboard.press('Enter')
    assert.match(await field.inputValue(), new RegExp(`@${flurina.name} $`))
    await luca.page.keyboard.press('Control+Enter')
    await pin(luca, 1).waitFor()
    await points(luca, 1, 'box', [60, 40], [0.5, 0.5])
    await until('words are shown with their markup', async () => (await thread(luca).locator('.comment-words strong').innerText()) === 'too pale')
    assert.equal(await thread(luca).locator('.comment-words a').getAttribute('href'), 'https://example.com/a')
    assert.equal(await thread(luca).locator('.mention').innerText(), `@${flurina.name}`)
    const [told] = await threads(luca)
    assert.deepEqual(told.comments[0].mentions.map(({ name }) => name), [flurina.name])
  })

  await step('Flurina sees it at once, unread, and answers', async () => {
    await pin(flurina, 1).waitFor({ timeout: 5_000 })
    assert.match(await pin(flurina, 1).getAttribute('aria-label'), /unread/)
    await until('it is said to those who hear the page', async () => /too pale/.test(await flurina.page.getByTestId('heard').innerText()))
    await shot(flurina.page, 'unread')
    await pin(flurina, 1).click()
    assert.equal(await flurina.page.evaluate(() => document.activeElement?.dataset.testid), 'composer')
    await flurina.page.keyboard.type('A little. I will make it darker.')
    await flurina.page.keyboard.press('Control+Enter')
    await until('Luca reads the answer', async () => (await said(luca)).length === 2)
    await until('it is read', async () => !/unread/.test(await pin(flurina, 1).getAttribute('aria-label')))
    await thread(flurina).getByTestId('comment').first().hover()
    await thread(flurina).getByTestId('react').first().click()
    await flurina.page.getByRole('menuitem', { name: 'I agree' }).click()
    await thread(luca).getByTestId('reaction').getByText('👍 1').waitFor()
    await accessible(flurina.page, 'a discussion')
    await shot(luca.page, 'thread')
    await close(flurina)
  })

  await step('one’s own words can be changed and taken back', async () => {
    await flurina.page.keyboard.press('n')
    const own = thread(flurina).getByTestId('comment').nth(1)
    await own.hover()
    await own.getByTestId('comment-more').click()
    await flurina.page.getByTestId('comment-edit').click()
    await own.getByTestId('composer').fill('Yes, and the seal too.')
    await own.getByTestId('send').click()
    await until('Luca reads the other words', async () => (await said(luca))[1] === 'Yes, and the seal too.')
    await thread(luca).getByText('edited').waitFor()
    assert.equal(await thread(luca).getByTestId('comment').nth(1).getByTestId('comment-more').count(), 0, 'others’ words are theirs')
    await close(flurina)
    await close(luca)
  })

  await step('the pin follows while Flurina moves the element, and afterwards', async () => {
    const from = await middle(flurina, 'box')
    const before = await tip(luca, 1)
    await flurina.page.keyboard.press('Escape')
    await drag(flurina, [from[0] + 0.02, from[1] + 0.03], [from[0] + 0.12, from[1] - 0.04], {
      meanwhile: async () => {
        await until('Luca’s pin has moved', async () => Math.abs((await tip(luca, 1))[0] - before[0]) > 20)
        await points(luca, 1, 'box', [60, 40], [0.5, 0.5])
      },
    })
    await saved(flurina)
    await points(luca, 1, 'box', [60, 40], [0.5, 0.5])
    await points(flurina, 1, 'box', [60, 40], [0.5, 0.5])
  })

  await step('it follows when the element is turned, and resized', async () => {
    // A pin away from the middle shows that it turns along.
    await begin(luca, await (async () => {
      const box = await luca.page.getByTestId('canvas').boundingBox()
      const [x, y] = await partOf(luca, 'seal', [40, 30], [0.2, 0.25])
      return [(x - box.x) / box.width, (y - box.y) / box.height]
    })(), 'This corner')
    await pin(flurina, 2).waitFor()
    await points(flurina, 2, 'seal', [40, 30], [0.2, 0.25])
    await close(luca)
    await luca.page.locator('#element-seal').focus()
    await luca.page.getByRole('tab', { name: 'Design' }).click()
    const turn = luca.page.getByLabel('Rotation')
    await turn.fill('60')
    await turn.press('Enter')
    await saved(luca)
    await points(flurina, 2, 'seal', [40, 30], [0.2, 0.25])
    await points(luca, 2, 'seal', [40, 30], [0.2, 0.25])
    await luca.page.getByLabel('Width').first().fill('60')
    await luca.page.getByLabel('Width').first().press('Enter')
    await luca.page.getByLabel('Width').first().press('Escape')
    await saved(luca)
    await points(flurina, 2, 'seal', [60, 30], [0.2, 0.25])
    await shot(flurina.page, 'turned')
  })

  await step('it stays where the element was when that is deleted, and is back when it is', async () => {
    const before = await tip(flurina, 2)
    await luca.page.locator('#element-seal').focus()
    await luca.page.keyboard.press('Delete')
    await until('the element is gone', async () => (await flurina.page.locator('#element-seal').count()) === 0)
    await until('the pin says so', async () => (await pin(flurina, 2).getAttribute('data-stand')) === 'gone')
    const there = await tip(flurina, 2)
    assert(Math.hypot(there[0] - before[0], there[1] - before[1]) < 2.5, 'at its last place')
    await pin(flurina, 2).click()
    await thread(flurina).getByText('Element deleted').first().waitFor()
    await shot(flurina.page, 'deleted')
    // Whoever comes later finds it at the same place.
    await until('its last place is written down', async () => {
      const { x, y } = (await threads(luca)).find(({ number }) => number === 2).anchor.place
      return Math.hypot(x - 218, y - 147.5) > 2
    }, 20_000)
    await luca.page.getByTestId('undo').click()
    await until('it is back', async () => (await pin(flurina, 2).getAttribute('data-stand')) === 'there')
    await points(flurina, 2, 'seal', [60, 30], [0.2, 0.25])
    await close(flurina)
  })

  await step('words are meant by pulling over them, and found again after edits', async () => {
    const canvas = await luca.page.getByTestId('canvas').boundingBox()
    const share = ([x, y]) => [(x - canvas.x) / canvas.width, (y - canvas.y) / canvas.height]
    await luca.page.keyboard.press('Escape')
    await luca.page.keyboard.press('c')
    await drag(luca, share(await partOf(luca, 'title', [200, 24], [0.02, 0.2])), share(await partOf(luca, 'title', [200, 24], [0.25, 0.2])))
    const quote = await thread(luca).locator('q').innerText()
    assert.match('Certificate of completion', new RegExp(quote))
    assert(quote.length > 3, quote)
    await luca.page.getByTestId('composer').fill('Rather “Diploma”?')
    await luca.page.getByTestId('send').click()
    await pin(flurina, 3).waitFor()
    await shot(luca.page, 'passage')
    const before = await tip(luca, 3)
    await close(luca)
    await flurina.page.locator('#element-title').focus()
    await flurina.page.keyboard.press('Enter')
    await flurina.page.getByTestId('text-editing').waitFor()
    await flurina.page.keyboard.press('Control+Home')
    await flurina.page.keyboard.type('Our ')
    await flurina.page.keyboard.press('Escape')
    await saved(flurina)
    await until('the pin goes along with its words', async () => (await tip(luca, 3))[0] > before[0] + 10)
    assert.equal(await luca.page.locator('.quoted').count() > 0, true)
  })

  await step('a button floats beside what is selected, out of the way of gestures', async () => {
    await luca.page.keyboard.press('Escape')
    await luca.page.locator('#element-box').focus()
    await button(luca).waitFor()
    await shot(luca.page, 'button')
    const beside = async () => [await button(luca).boundingBox(), await luca.page.locator('#element-box').boundingBox()]
    const [float, box] = await beside()
    assert(float.y + float.height <= box.y && Math.abs(float.x + float.width / 2 - box.x - box.width / 2) < 2, 'above it, over its middle')
    const from = await middle(luca, 'box')
    await drag(luca, [from[0] + 0.02, from[1] + 0.03], [from[0] + 0.04, from[1] + 0.03], { meanwhile: async () => assert.equal(await button(luca).count(), 0, 'while it is moved') })
    await until('it went along', async () => (await beside())[0].x > float.x + 10)
    await luca.page.getByTestId('undo').click()
    await luca.page.locator('#element-box').focus()
    await button(luca).click()
    assert.equal(await focused(luca), 'composer')
    assert.equal(await button(luca).count(), 0, 'while something is being said')
    await luca.page.keyboard.press('Escape')
    await luca.page.locator('#element-box').focus()
    await luca.page.keyboard.press('Shift+F2')
    await thread(luca).getByText('New comment').waitFor()
    await luca.page.keyboard.press('Escape')
  })

  await step('and beside words, without taking the caret', async () => {
    await luca.page.locator('#element-words').focus()
    await luca.page.keyboard.press('Enter')
    await luca.page.getByTestId('text-editing').waitFor()
    await luca.page.keyboard.press('Control+Home')
    await until('nothing is selected', async () => (await button(luca).count()) === 0)
    for (let i = 0; i < 4; i++) await luca.page.keyboard.press('Shift+ArrowRight')
    await button(luca).waitFor()
    assert.equal(await focused(luca), 'text-editing')
    const { x, y, width, height } = await button(luca).boundingBox()
    await luca.page.mouse.move(x + width / 2, y + height / 2)
    await luca.page.mouse.down()
    assert.equal(await focused(luca), 'text-editing', 'while it is pressed')
    await shot(luca.page, 'button-words')
    await luca.page.mouse.up()
    await thread(luca).locator('q').getByText('This', { exact: true }).waitFor()
    assert.equal(await focused(luca), 'composer')
    await luca.page.keyboard.press('Escape')
  })

  await step('pins can be hidden; what is opened shows its own', async () => {
    const pins = luca.page.locator('[data-testid="pin"]')
    await luca.page.getByTestId('canvas').focus()
    await luca.page.keyboard.press('Shift+C')
    await until('no pin stands on the sheet', async () => (await pins.count()) === 0)
    await luca.page.getByTestId('pins-hidden').getByText('Comments hidden').waitFor()
    await luca.page.reload()
    await ready(luca)
    await luca.page.getByRole('tab', { name: 'Comments' }).click()
    assert.equal(await panel(luca).getByTestId('hide-pins').getAttribute('aria-pressed'), 'true')
    assert.equal(await pins.count(), 0, 'nor after a reload')
    await panel(luca).getByTestId('thread-row').first().click()
    await until('only its own', async () => (await pins.count()) === 1 && (await pin(luca, 1).count()) === 1)
    await accessible(luca.page, 'hidden pins')
    await shot(luca.page, 'pins-hidden')
    await close(luca)
    assert.equal(await pins.count(), 0)
    await panel(luca).getByTestId('hide-pins').click()
    await until('all are back', async () => (await pins.count()) === 3)
  })

  await step('words that were not sent are there after a reload, wherever they were typed', async () => {
    const field = luca.page.getByTestId('composer')
    await pin(luca, 1).click()
    await thread(luca).getByTestId('comment').first().hover()
    await thread(luca).getByTestId('comment-more').first().click()
    await luca.page.getByTestId('comment-edit').click()
    await field.first().fill('Is this **far** too pale?')
    await field.last().pressSequentially('Or shall @flu')
    await luca.page.getByTestId('mentionable').getByText(flurina.name).waitFor()
    await luca.page.keyboard.press('Enter')
    await close(luca)
    await luca.page.keyboard.press('Escape')
    await luca.page.keyboard.press('c')
    await click(luca, ...await middle(luca, 'seal'))
    await field.fill('Is this still our seal?')
    await luca.page.reload()
    await ready(luca)
    await until('what was begun is open', async () => (await field.inputValue()) === 'Is this still our seal?')
    assert.equal(await focused(luca), 'composer')
    await shot(luca.page, 'words-again')
    await luca.page.keyboard.press('Escape')
    await pin(luca, 1).click()
    assert.deepEqual([await field.first().inputValue(), await field.last().inputValue()], ['Is this **far** too pale?', `Or shall @${flurina.name} `])
    assert.equal(await field.last().evaluate((node) => node === document.activeElement), true, 'the answer has the keyboard')
    await shot(luca.page, 'edit-again')
    await field.last().press('Control+Enter')
    await until('it is sent, and means her still', async () => (await threads(luca)).find(({ number }) => number === 1).comments.at(-1).mentions.length === 1)
    await thread(luca).getByRole('button', { name: 'Cancel' }).first().click()
    await close(luca)
    await luca.page.reload()
    await ready(luca)
    await pin(luca, 1).click()
    assert.deepEqual([await field.count(), await field.inputValue()], [1, ''], 'what was sent, or given up, is gone')
    await close(luca)
    await luca.page.keyboard.press('Escape')
    await luca.page.keyboard.press('c')
    await click(luca, ...await middle(luca, 'seal'))
    assert.equal(await field.inputValue(), 'Is this still our seal?', 'what was closed comes with the next')
    await field.fill('')
    await luca.page.keyboard.press('Escape')
    assert.equal(await luca.page.evaluate(() => [localStorage, sessionStorage].flatMap(Object.keys).some((name) => name.startsWith('imprimatur.words'))), false)
    await luca.page.getByRole('tab', { name: 'Comments' }).click()
  })

  await step('resolved and opened again, with who and when', async () => {
    await luca.page.getByRole('tab', { name: 'Comments' }).click()
    await panel(luca).getByTestId('thread-row').first().waitFor()
    assert.equal(await panel(luca).getByTestId('thread-row').count(), 3)
    await pin(flurina, 1).click()
    await thread(flurina).getByTestId('resolve').click()
    await until('it leaves Luca’s list', async () => (await panel(luca).getByTestId('thread-row').count()) === 2)
    await until('and the sheet', async () => (await pin(luca, 1).count()) === 0)
    await panel(luca).getByTestId('shown-resolved').click()
    await panel(luca).getByText(`Resolved by ${flurina.name}`).waitFor()
    await panel(luca).getByTestId('thread-row').click()
    await thread(luca).getByTestId('resolved').waitFor()
    await shot(luca.page, 'resolved')
    await thread(luca).getByTestId('reopen').click()
    await panel(luca).getByText('Nothing resolved yet').waitFor()
    await panel(luca).getByTestId('shown-open').click()
    await until('it is in the list again', async () => (await panel(luca).getByTestId('thread-row').count()) === 3)
    await close(flurina)
    await close(luca)
  })

  await step('the list goes from one to the next', async () => {
    await luca.page.getByTestId('canvas').focus()
    for (const number of [1, 2, 3, 1]) {
      await luca.page.keyboard.press('n')
      await thread(luca).getByText(`No. ${number}`).first().waitFor()
    }
    await luca.page.keyboard.press('Shift+N')
    await thread(luca).getByText('No. 3').first().waitFor()
    await luca.page.keyboard.press('Escape')
    await until('closed, and back at its pin', async () => (await luca.page.evaluate(() => document.activeElement?.getAttribute('data-number'))) === '3')
    await panel(luca).getByTestId('shown-mine').click()
    assert.equal(await panel(luca).getByTestId('thread-row').count(), 3)
    await panel(luca).getByTestId('shown-open').click()
  })

  await step('what blocks is marked, by whoever began it', async () => {
    await pin(luca, 2).click()
    await thread(luca).getByTestId('thread-more').click()
    await luca.page.getByTestId('block').click()
    await thread(luca).getByText('Blocks approval').first().waitFor()
    await until('Flurina is told', async () => /Blocks approval/.test(await pin(flurina, 2).getAttribute('aria-label')))
    await close(luca)
  })

  await step('a comment made without a network is sent once later, by a page that comes after', async () => {
    plug.pull()
    await flurina.context.setOffline(true)
    await saveState(flurina, 'offline')
    await begin(flurina, [0.5, 0.8], 'Written in the train')
    await thread(flurina).getByTestId('waits').waitFor()
    await flurina.page.getByTestId('composer').fill('And a second thought')
    await flurina.page.keyboard.press('Control+Enter')
    await until('both wait', async () => (await thread(flurina).getByTestId('waits').count()) === 2)
    await flurina.page.getByRole('tab', { name: 'Comments' }).click()
    await panel(flurina).getByText('2 comments are kept').waitFor()
    await shot(flurina.page, 'offline')
    await flurina.page.waitForTimeout(300)
    await flurina.page.close()
    assert.equal((await threads(luca)).length, 3, 'nobody else has it')
    plug.plug()
    await flurina.context.setOffline(false)
    await flurina.newPage()
    await openTemplate(flurina, luca.template)
    await pin(luca, 4).waitFor({ timeout: 20_000 })
    await until('the second thought too', async () => (await threads(luca)).find(({ number }) => number === 4)?.comments.length === 2)
    await flurina.page.reload()
    await ready(flurina)
    await pin(flurina, 4).waitFor()
    const told = await threads(luca)
    assert.deepEqual(told.map(({ number }) => number).sort(), [1, 2, 3, 4])
    assert.deepEqual(told.find(({ number }) => number === 4).comments.map(({ body }) => body), ['Written in the train', 'And a second thought'])
  })

  await step('an address leads to a discussion', async () => {
    await luca.page.goto(`${luca.address}/templates/${luca.template}?thread=4`)
    await thread(luca).getByText('No. 4').first().waitFor()
    assert.equal(new URL(luca.page.url()).search, '')
    await close(luca)
    await luca.page.getByRole('tab', { name: 'Comments' }).click()
  })

  await step('many pins at one place are a list', async () => {
    for (const words of ['Here', 'And here', 'And here as well']) {
      await begin(flurina, [0.62, 0.8], words)
      await until('it is sent', async () => (await thread(flurina).getByTestId('waits').count()) === 0 && (await thread(flurina).getByText('No. ').count()) > 0)
      await close(flurina)
    }
    const many = luca.page.getByTestId('pin-many')
    await until('three are one', async () => (await many.getAttribute('data-count')) === '3')
    await many.click()
    await luca.page.getByTestId('pin-in-list').first().waitFor()
    await shot(luca.page, 'many')
    await luca.page.getByTestId('pin-in-list').nth(1).click()
    await until('the one that was chosen is open', async () => (await said(luca))[0] === 'And here')
    await close(luca)
  })

  await step('who only reads sees everything and is told why they cannot answer', async () => {
    const vera = await person(browser, address, 'viewer@sample.example', { colorScheme: 'dark', locale: 'de-CH' })
    await vera.signIn(`/templates/${luca.template}`)
    await ready(vera)
    assert.equal(await vera.page.getByTestId('tool-comment').getAttribute('aria-disabled'), 'true')
    await vera.page.getByRole('tab', { name: /Kommentare/ }).click()
    await panel(vera).getByTestId('thread-row').first().click()
    await thread(vera).getByText('Sie können hier lesen.').waitFor()
    assert.equal(await vera.page.getByTestId('composer').count(), 0)
    await accessible(vera.page, 'a discussion in the dark')
    await shot(vera.page, 'viewer')
    vera.assertNoErrors()
    await vera.context.close()
  })

  await step('an approver, who changes nothing, comments', async () => {
    const approver = await person(browser, address, 'approver@sample.example', { locale: 'fr-CH' })
    await approver.signIn(`/templates/${luca.template}`)
    await ready(approver)
    await approver.page.getByTestId('canvas').focus()
    await begin(approver, [0.4, 0.85], 'Très bien')
    await until('it has a number', async () => (await threads(luca)).length === 8)
    await approver.page.getByRole('tab', { name: /Commentaires/ }).click()
    await shot(approver.page, 'approver')
    approver.assertNoErrors()
    await approver.context.close()
  })

  await step('somebody else who signs in on the same browser finds no words of hers', async () => {
    const kept = () => flurina.page.evaluate(() => [localStorage, sessionStorage].flatMap(Object.keys).filter((name) => name.startsWith('imprimatur.words')).length)
    await pin(flurina, 1).click()
    await flurina.page.getByTestId('composer').fill('For nobody else')
    assert.equal(await kept(), 1)
    assert.equal((await flurina.call('POST', '/auth/sign-out')).status, 200)
    await Object.assign(Object.create(flurina), { email: luca.email }).signIn(`/templates/${luca.template}`)
    await ready(flurina)
    assert.equal(await kept(), 0)
  })

  luca.assertNoErrors()
  flurina.assertNoErrors()
  console.log('done')
} finally {
  await browser.close()
  plug.close()
}
process.exit(0)
