// Somebody is told of what concerns them: the badge in the editor and in the gallery, the inbox, what they want to be told of.
//
//   node inbox.mjs --address http://127.0.0.1:8080 [--out folder]
import assert from 'node:assert/strict'
import { accessible, album, launch, options, person, step, until } from './chromium.mjs'
import { openTemplate } from './editor.mjs'

const { address, out } = options()
const shot = album(out)
const browser = await launch()

const anchor = { kind: 'point', place: { page: 'page', x: 40, y: 60 } }
let keys = 0
const key = () => `story-${String(++keys).padStart(16, '0')}`

const unread = (somebody) => somebody.page.getByTestId('bell').getAttribute('data-unread').then(Number)
const told = (somebody, count) => until(`${somebody.email} has ${count} unread`, async () => (await unread(somebody)) === count)

async function look(page, name) {
  await page.evaluate(() => document.fonts.ready)
  await shot(page, name)
  await accessible(page, name)
}

try {
  const anna = await person(browser, address, 'designer@sample.example', { locale: 'de-CH' })
  const max = await person(browser, address, 'approver@sample.example', { locale: 'de-CH' })
  await anna.signIn()
  await max.signIn()
  const maxs = (await max.call('GET', '/api/me')).body.person.id
  const { body: made } = await anna.call('POST', '/api/templates', { name: 'Diplom der Informatik' })
  const { body: other } = await anna.call('POST', '/api/templates', { name: 'Urkunde' })
  const say = async (who, draft, body) => (await who.call('POST', `/api/drafts/${draft}/threads`, { key: key(), anchor, body })).body
  let thread

  await step('nothing is new', async () => {
    await told(max, 0)
    await max.page.getByTestId('bell').click()
    await max.page.getByTestId('inbox').waitFor()
    await max.page.getByRole('heading', { name: 'Nichts Neues' }).waitFor()
    await look(max.page, 'inbox-empty')
    await max.page.keyboard.press('Escape')
    assert.equal(await max.page.getByTestId('bell').evaluate((bell) => bell === document.activeElement), true, 'the focus comes back')
  })

  await step('in the editor of another template the badge changes at once', async () => {
    await openTemplate(max, other.id)
    thread = await say(anna, made.draft_id, `Bitte ansehen, @${maxs}: der Name ist **zu klein**.`)
    const start = Date.now()
    await told(max, 1)
    assert(Date.now() - start < 5_000, `after ${Date.now() - start} ms`)
    await until('it is said', async () => /Neues/.test(await max.page.locator('[role=status]').allInnerTexts().then((all) => all.join(' '))))
    assert.equal(await max.page.getByTestId('bell').getAttribute('aria-label'), 'Posteingang, 1 ungelesen')
    await look(max.page, 'badge-editor')
  })

  await step('the inbox says who, what and where, and follows while it is open', async () => {
    await max.page.getByTestId('bell').click()
    const line = max.page.getByTestId('inbox-line')
    await line.first().waitFor()
    const words = await line.first().innerText()
    for (const part of [`${anna.name} hat Sie erwähnt`, 'der Name ist zu klein', 'Diplom der Informatik, Diskussion 1']) assert(words.includes(part), `${part} in ${words}`)
    assert(!words.includes('per_') && !words.includes('**'), words)
    assert.equal((await max.call('POST', `/api/threads/${thread.id}/comments`, { key: key(), body: 'Mache ich.' })).status, 201)
    assert.equal((await anna.call('POST', `/api/threads/${thread.id}/comments`, { key: key(), body: 'Danke! Und die Linie darunter steht noch zu weit links.' })).status, 201)
    await until('two lines', async () => (await line.count()) === 2)
    await look(max.page, 'inbox')
  })

  await step('following a line reads it and leads there', async () => {
    await max.page.getByTestId('inbox-line').last().click()
    await max.page.waitForURL((url) => url.pathname === `/templates/${made.id}` && url.searchParams.get('thread') === '1')
    // The discussion opens, and with it all is read that was told of it.
    await told(max, 0)
    await say(anna, other.draft_id, `Und hier, @${maxs}.`)
    await told(max, 1)
    await max.page.getByTestId('bell').click()
    // What is not shown yet is not read by it.
    await max.page.getByTestId('inbox-line').filter({ hasText: 'Und hier' }).waitFor()
    await max.page.getByTestId('inbox-all-read').click()
    await told(max, 0)
    await max.page.keyboard.press('Escape')
  })

  await step('what is not wanted is not told', async () => {
    await max.page.goto(`${address}/settings`)
    const rows = max.page.getByRole('table', { name: 'Benachrichtigungen' }).getByRole('row')
    await rows.nth(1).waitFor()
    assert.equal(await rows.count(), 8)
    await max.page.locator('label.checkbox').filter({ has: max.page.getByRole('checkbox', { name: 'Jemand erwähnt Sie: Posteingang' }) }).click()
    await max.page.getByText('Gespeichert').first().waitFor()
    await look(max.page, 'settings')
    await say(anna, other.draft_id, `Noch etwas, @${maxs}.`)
    await max.page.reload()
    await max.page.getByRole('table', { name: 'Benachrichtigungen' }).waitFor()
    assert.equal(await max.page.getByRole('checkbox', { name: 'Jemand erwähnt Sie: Posteingang' }).isChecked(), false)
    await told(max, 0)
  })

  await step('the gallery, in the dark and in five languages', async () => {
    await anna.call('POST', `/api/threads/${thread.id}/comments`, { key: key(), body: 'Erledigt?' })
    for (const [locale, colorScheme, width] of [['de-CH', 'dark', 1440], ['fr-CH', 'light', 1440], ['it-CH', 'light', 390], ['rm-CH', 'dark', 1440], ['en-GB', 'light', 1440]]) {
      const again = await person(browser, address, 'approver@sample.example', { locale, colorScheme, viewport: { width, height: 844 } })
      await again.signIn()
      await told(again, 1)
      await again.page.getByTestId('bell').click()
      await again.page.getByTestId('inbox-line').first().waitFor()
      await look(again.page, `inbox-${locale.slice(0, 2)}`)
      await again.page.keyboard.press('Escape')
      await again.page.goto(`${address}/settings`)
      await again.page.getByRole('table').first().waitFor()
      await look(again.page, `settings-${locale.slice(0, 2)}`)
      again.assertNoErrors()
      await again.context.close()
    }
  })
  anna.assertNoErrors()
  max.assertNoErrors()
  console.log('done')
} finally {
  await browser.close()
}
process.exit(0)
