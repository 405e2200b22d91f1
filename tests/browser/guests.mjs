// A customer without an account looks at the version that is ready and says what she thinks of it, by a link that a designer gives and takes back.
//
//   node guests.mjs --address http://127.0.0.1:8080 [--out folder]
import assert from 'node:assert/strict'
import { accessible, album, launch, options, person, step, until } from './chromium.mjs'
import { openTemplate } from './editor.mjs'

const { address, out } = options()
const shot = album(out)
const browser = await launch()

const pin = (who, number) => who.page.locator(`[data-testid="pin"][data-number="${number}"]`)
const thread = (who) => who.page.getByTestId('thread')
const said = (who) => thread(who).getByTestId('comment').locator('.comment-words').allInnerTexts()
const outside = (who, why) => who.page.locator(`[data-testid="guest-outside"][data-why="${why}"]`)

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

/** Looks at a page as it stands now: picture, axe, nothing cut off sideways. */
async function look(who, name) {
  await who.page.evaluate(() => document.fonts.ready)
  await shot(who.page, name)
  await accessible(who.page, name)
  const wide = await who.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  assert.equal(wide, 0, `${name}: nothing scrolls sideways`)
}

/** Waits until the picture of the first page is there. */
const drawn = (who) => who.page.locator('[data-testid="guest-picture"][data-kind="there"]').first().waitFor({ timeout: 30_000 })

/** Opens a link as a mail program does: a new page, not another part of the one that is there. */
async function follow(who, link) {
  await who.page.goto('about:blank')
  await who.page.goto(link)
}

let link = ''
try {
  const anna = await person(browser, address, 'designer@sample.example', { locale: 'de-CH' })
  const tanner = await person(browser, address, 'Frau Tanner', { locale: 'de-CH' })
  const guests = async () => (await anna.call('GET', `/api/drafts/${template.draft_id}/guests`)).body.guests
  const threads = async () => (await anna.call('GET', `/api/drafts/${template.draft_id}/threads`)).body.threads.filter(({ gone }) => !gone)
  let template

  await step('a designer makes a certificate from a starter', async () => {
    await anna.signIn()
    const [starter] = (await anna.call('GET', '/api/starters')).body
    const made = await anna.call('POST', '/api/templates', { name: 'Lehrgang Typografie', starter: starter.id })
    assert.equal(made.status, 201, JSON.stringify(made.body))
    template = made.body
    await openTemplate(anna, template.id)
  })

  await step('guests see nothing before a version is given to approvers, and that is said', async () => {
    await anna.page.getByTestId('guests').click()
    await anna.page.getByTestId('guests-dialog').getByText('Gäste sehen erst eine Version').waitFor()
    await anna.page.getByText('Noch niemand.').waitFor()
    await look(anna, 'invite-empty-de')
    await anna.page.getByTestId('guests-create').click()
    await anna.page.getByText('Bitte geben Sie einen Namen ein').waitFor()
    await anna.page.getByTestId('guests-close').click()
  })

  await step('a version is given to approvers, and Frau Tanner is invited for 14 days', async () => {
    const asked = await anna.call('POST', `/api/drafts/${template.draft_id}/review`, { approvers: [], due_at: null, note: null })
    assert.equal(Math.floor(asked.status / 100), 2, JSON.stringify(asked.body))
    const number = asked.body.review.version_number
    await until('the strip knows of it', async () => (await anna.page.getByTestId('review').getAttribute('data-state')) === 'in_review', 30_000)
    await anna.page.getByTestId('guests').click()
    await anna.page.getByTestId('guests-dialog').getByText(`Gäste sehen Version ${number}`).waitFor()
    await anna.page.getByTestId('guests-dialog').getByLabel('Name').fill('Frau Tanner')
    await anna.page.getByTestId('guests-create').click()
    const shown = anna.page.getByTestId('guests-link')
    await shown.waitFor()
    link = (await shown.locator('pre').innerText()).trim()
    assert.match(link, /^https?:\/\/[^/]+\/guest#[^\s#]{16,}$/)
    assert.equal(new URL(link).origin, new URL(address).origin)
    await anna.page.locator('[data-testid="guest-row"][data-state="open"]').waitFor()
    await look(anna, 'invited-de')
    const [guest] = await guests()
    const days = (new Date(guest.expires_at) - new Date(guest.invited_at)) / 86_400_000
    assert.deepEqual([guest.name, guest.state, guest.seen_at, Math.round(days)], ['Frau Tanner', 'open', null, 14])
    assert(!JSON.stringify(guest).includes(new URL(link).hash.slice(1)), 'the secret is told once')
    await anna.page.getByTestId('guests-close').click()
  })

  await step('opening the link does not use it, however often', async () => {
    await tanner.page.goto(`${address}/guest`)
    await outside(tanner, 'no_link').waitFor()
    await look(tanner, 'no-link-de')
    for (let time = 0; time < 2; time++) {
      await follow(tanner, link)
      await tanner.page.getByTestId('guest-enter').waitFor()
    }
    await look(tanner, 'entry-de')
    assert.equal((await tanner.context.cookies()).length, 0, 'no cookie before the press')
    assert.equal((await guests())[0].seen_at, null, 'nobody was there')
  })

  await step('a link that was cut off leads nowhere', async () => {
    await follow(tanner, link.slice(0, -4))
    await tanner.page.getByTestId('guest-enter').click()
    await outside(tanner, 'guest_link_unknown').waitFor()
    await look(tanner, 'unknown-de')
  })

  await step('a press opens the review, and the address holds no secret', async () => {
    await follow(tanner, link)
    await tanner.page.getByTestId('guest-enter').click()
    await tanner.page.getByTestId('guest').waitFor()
    assert.equal(tanner.page.url(), `${address}/guest`)
    await drawn(tanner)
    assert.equal(await tanner.page.getByTestId('guest-name').innerText(), 'Frau Tanner')
    const width = await tanner.page.getByTestId('guest-picture').locator('img').first().evaluate((img) => img.naturalWidth)
    assert(width > 400, `the picture has ${width} pixels`)
    const [cookie, ...more] = await tanner.context.cookies()
    assert.deepEqual([cookie.name, cookie.httpOnly, cookie.path, more.length], ['imprimatur_guest', true, '/api/guest', 0])
    await until('it is noted that she was there', async () => (await guests())[0].seen_at !== null)
    await look(tanner, 'review-de')
    // The cookie is good for this draft alone.
    for (const route of ['/api/me', '/api/templates', `/api/drafts/${template.draft_id}/threads`]) assert.equal((await tanner.call('GET', route)).status, 401, route)
  })

  await step('she pins a comment to an element, and a reload loses none of it', async () => {
    const layout = (await tanner.call('GET', '/api/guest/layout')).body
    const [page] = layout.pages
    const title = page.elements.find(({ type, rotation = 0 }) => type === 'text' && rotation === 0)
    assert(title, 'the starter has a text')
    const paper = tanner.page.getByTestId('guest-paper').first()
    const box = await paper.boundingBox()
    const scale = box.width / page.size[0]
    const at = [(title.at[0] + title.size[0] / 2) * scale, (title.at[1] + title.size[1] / 2) * scale]
    await paper.hover({ position: { x: at[0], y: at[1] } })
    await shot(tanner.page, 'hover-de')
    await paper.click({ position: { x: at[0], y: at[1] } })
    await tanner.page.getByTestId('composer').fill('Bitte **grösser**.')
    await look(tanner, 'new-de')
    await tanner.page.reload()
    await until('her words are there', async () => (await tanner.page.getByTestId('composer').inputValue()) === 'Bitte **grösser**.')
    await tanner.page.keyboard.press('Control+Enter')
    await pin(tanner, 1).waitFor()
    await until('her words are shown with their markup', async () => (await thread(tanner).locator('.comment-words strong').innerText()) === 'grösser')
    const [told] = await threads()
    assert.equal(told.anchor.kind, 'element', 'an element is meant')
    assert.deepEqual([told.comments[0].author.person, told.comments[0].author.name], [null, 'Frau Tanner'])
    assert.match(told.version ?? '', /./, 'it is about a version')
    assert.equal(told.blocking, false)
  })

  await step('the designer sees it at once, at that element, as a guest’s, and answers', async () => {
    await pin(anna, 1).waitFor({ timeout: 5_000 })
    const { anchor } = (await threads())[0]
    const elements = (await anna.call('GET', `/api/drafts/${template.draft_id}/layout`)).body.pages.flatMap(({ elements: of }) => of)
    const flat = (list) => list.flatMap((one) => [one, ...flat(one.elements ?? [])])
    const { size } = flat(elements).find(({ id }) => id === anchor.element)
    await until('the pin points at it', async () => {
      const [is, want] = [await tip(anna, 1), await partOf(anna, anchor.element, size, anchor.offset)]
      return Math.hypot(is[0] - want[0], is[1] - want[1]) < 2.5
    })
    await pin(anna, 1).click()
    const first = thread(anna).getByTestId('comment').first()
    await first.getByText('Gast', { exact: true }).waitFor()
    await first.getByText('Frau Tanner').waitFor()
    assert.equal(await first.getByTestId('comment-more').count(), 0, 'a guest’s words are hers')
    await thread(anna).getByTestId('composer').fill('Gerne. Um wie viel?')
    await thread(anna).getByTestId('send').click()
    await until('it is sent', async () => (await threads())[0].comments.length === 2)
    await look(anna, 'guest-thread-de')
  })

  await step('the guest reads the answer, and changes her own words only', async () => {
    await until('the answer is there', async () => (await said(tanner)).length === 2, 12_000)
    assert.equal(await thread(tanner).getByTestId('react').count(), 0)
    assert.equal(await thread(tanner).getByTestId('resolve').count(), 0)
    assert.equal(await thread(tanner).getByTestId('comment').nth(1).getByTestId('comment-more').count(), 0, 'others’ words are theirs')
    const own = thread(tanner).getByTestId('comment').first()
    await own.hover()
    await own.getByTestId('comment-more').click()
    await tanner.page.getByTestId('comment-edit').click()
    await own.getByTestId('composer').fill('Bitte doppelt so gross.')
    await own.getByTestId('send').click()
    await until('the designer reads the other words', async () => (await said(anna))[0] === 'Bitte doppelt so gross.')
    await thread(anna).getByText('bearbeitet').waitFor()
    await look(tanner, 'thread-de')
  })

  await step('a comment is pinned without a pointer, and taken back', async () => {
    await tanner.page.keyboard.press('Escape')
    await until('it is closed', async () => (await thread(tanner).count()) === 0)
    await tanner.page.getByTestId('guest-comment').focus()
    await tanner.page.keyboard.press('Enter')
    await tanner.page.getByTestId('composer').waitFor()
    assert.equal(await tanner.page.evaluate(() => document.activeElement?.dataset.testid), 'composer')
    await tanner.page.keyboard.type('Und hier das Datum.')
    await tanner.page.keyboard.press('Control+Enter')
    await pin(tanner, 2).waitFor()
    const own = thread(tanner).getByTestId('comment').first()
    await own.hover()
    await own.getByTestId('comment-more').click()
    await tanner.page.getByTestId('comment-delete').click()
    await tanner.page.getByTestId('comment-delete-now').click()
    await until('it is gone', async () => (await pin(tanner, 2).count()) === 0)
    await until('for the designer too', async () => (await threads()).length === 1)
  })

  await step('what is not in the version is listed apart', async () => {
    const place = { page: 'none', x: 1, y: 1 }
    const key = 'a-key-of-sixteen-and-more'
    const made = await anna.call('POST', `/api/drafts/${template.draft_id}/threads`, { key, anchor: { kind: 'element', element: 'none', offset: [0.5, 0.5], place }, body: 'Eine neue Zeile.' })
    assert.equal(made.status, 201, JSON.stringify(made.body))
    const apart = tanner.page.getByTestId('guest-elsewhere')
    await apart.getByText('Eine neue Zeile.').waitFor({ timeout: 12_000 })
    await look(tanner, 'elsewhere-de')
    await apart.getByTestId('thread-row').click()
    await thread(tanner).getByText('Nicht in dieser Version').first().waitFor()
    await tanner.page.keyboard.press('Escape')
  })

  await step('it fits into a narrow window', async () => {
    await tanner.page.setViewportSize({ width: 390, height: 844 })
    await drawn(tanner)
    await look(tanner, 'review-de-narrow')
    await pin(tanner, 1).click()
    await thread(tanner).waitFor()
    await look(tanner, 'thread-de-narrow')
    await tanner.page.getByTestId('thread-close').click()
    await tanner.page.setViewportSize({ width: 1440, height: 900 })
  })

  await step('without a network her words are kept, and sent once', async () => {
    await pin(tanner, 1).click()
    await tanner.context.setOffline(true)
    await thread(tanner).getByTestId('composer').fill('Danke.')
    await thread(tanner).getByTestId('send').click()
    await thread(tanner).getByTestId('waits').waitFor()
    await shot(tanner.page, 'offline-de')
    await tanner.context.setOffline(false)
    await until('they are sent', async () => (await thread(tanner).getByTestId('waits').count()) === 0, 15_000)
    assert.equal((await threads()).flatMap(({ comments }) => comments).filter(({ body }) => body === 'Danke.').length, 1)
  })

  await step('the designer takes the link back, and the guest’s next act is told so', async () => {
    await anna.page.keyboard.press('Escape')
    await anna.page.getByTestId('guests').click()
    await anna.page.getByTestId('guest-take-back').click()
    const asking = anna.page.getByRole('alertdialog')
    await asking.getByText('Link von Frau Tanner zurückziehen').waitFor()
    await shot(anna.page, 'take-back-de')
    await thread(tanner).getByTestId('composer').fill('Noch etwas.')
    await asking.getByRole('button', { name: 'Zurückziehen' }).click()
    await anna.page.locator('[data-testid="guest-row"][data-state="revoked"]').waitFor()
    await look(anna, 'taken-back-de')
    // She may have been told already by what her page asks for itself.
    await tanner.page.getByTestId('send').click({ timeout: 2_000 }).catch(() => undefined)
    await outside(tanner, 'guest_link_revoked').waitFor()
    await look(tanner, 'revoked-de')
    assert.equal((await threads()).length, 2, 'what was said stays')
  })

  await step('nor does the link lead in again', async () => {
    await tanner.page.reload()
    await tanner.page.getByTestId('guest-outside').waitFor()
    await follow(tanner, link)
    await tanner.page.getByTestId('guest-enter').click()
    await outside(tanner, 'guest_link_revoked').waitFor()
  })

  await step('somebody else comes in by a link of their own, and leaves', async () => {
    const invited = await anna.call('POST', `/api/drafts/${template.draft_id}/guests`, { name: 'Herr Ott', days: 7 })
    assert.equal(invited.status, 201, JSON.stringify(invited.body))
    const ott = await person(browser, address, 'Herr Ott', { locale: 'fr-CH', colorScheme: 'dark' })
    await follow(ott, `${address}${invited.body.link}`)
    await ott.page.getByTestId('guest-enter').click()
    await drawn(ott)
    await pin(ott, 1).waitFor()
    await look(ott, 'review-fr-dark')
    await pin(ott, 1).click()
    await thread(ott).getByText('Bitte doppelt so gross.').waitFor()
    assert.equal(await thread(ott).getByTestId('comment').first().getByTestId('comment-more').count(), 0, 'another guest’s words are hers')
    await ott.page.getByTestId('guest-leave').click()
    await outside(ott, 'left').waitFor()
    assert.equal((await ott.context.cookies()).length, 0)
    await ott.page.reload()
    await outside(ott, 'no_link').waitFor()
    ott.assertNoErrors()
  })
  for (const who of [anna, tanner]) who.assertNoErrors()
} finally {
  await browser.close()
}
