// Four people and a guest bring one certificate from a draft to a publication and back, in two languages, each in a window of their own.
//
//   node publication.mjs --address http://127.0.0.1:8080 [--out folder]
import assert from 'node:assert/strict'
import { accessible, album, launch, options, person, step, until } from './chromium.mjs'
import { click, middle, openTemplate, ready, saved } from './editor.mjs'

const { address, out } = options()
const shot = album(out)
const browser = await launch()

const LAYOUT = {
  schema: 1, languages: ['de', 'fr'],
  pages: [{ id: 'front', name: 'Vorderseite', size: [210, 297], elements: [
    { id: 'title', type: 'text', name: 'Titel', at: [25, 40], size: [160, 16], textSize: 32, texts: { de: [{ insert: 'Diplom' }], fr: [{ insert: 'Diplôme' }] } },
    { id: 'words', type: 'text', name: 'Wort', at: [25, 100], size: [160, 24], textSize: 14, texts: { de: [{ insert: 'Herzliche Gratulation zum Abschluss' }], fr: [{ insert: 'Toutes nos félicitations' }] } },
    { id: 'seal', type: 'rectangle', name: 'Siegel', at: [130, 130], size: [40, 40], fill: '#8c2a2a' },
  ] }],
}

const TOLD_WITHIN_MS = 5_000

const standing = (who) => who.page.getByTestId('review')
const is = (who, state) => until(`${who.email} sees ${state}`, async () => (await standing(who).getAttribute('data-state')) === state, 25_000)
const press = (who, id) => who.page.getByTestId(id).click()
const pin = (who, number) => who.page.locator(`[data-testid="pin"][data-number="${number}"]`)
const thread = (who) => who.page.getByTestId('thread')
const closeThread = async (who) => {
  await who.page.getByTestId('thread-close').click()
  await until('the discussion is closed', async () => (await thread(who).count()) === 0)
}

/** Where a pin points, in the window. */
async function tip(who, number) {
  const box = await pin(who, number).boundingBox()
  assert(box, `pin ${number} is there`)
  return [box.x, box.y + box.height]
}

/** Where the middle of an element of this size is drawn, in the window. */
const middleOf = (who, id, size) => who.page.evaluate(([id, size]) => {
  const at = new DOMPoint(size[0] / 2, size[1] / 2).matrixTransform(document.getElementById(`element-${id}`).getScreenCTM())
  return [at.x, at.y]
}, [id, size])

/** Gives a text other words, as a person does. */
async function retitle(who, words) {
  await who.page.locator('#element-title').focus()
  await who.page.keyboard.press('Enter')
  await who.page.getByTestId('text-editing').waitFor()
  await who.page.keyboard.press('Control+a')
  await who.page.keyboard.type(words)
  await who.page.keyboard.press('Escape')
  await who.page.keyboard.press('Escape')
  await saved(who)
}

/** Hands the draft in, and waits until all four know. */
async function submit(who, note) {
  await press(who, 'review-submit')
  await until('the gate is open', async () => (await who.page.getByTestId('gate').getAttribute('data-open')) === 'true', 25_000)
  await who.page.getByRole('dialog').getByRole('textbox').last().fill(note)
  await press(who, 'review-submit-now')
}

try {
  const luca = await person(browser, address, 'designer@sample.example', { locale: 'de-CH' })
  const flurina = await person(browser, address, 'designer2@sample.example', { locale: 'fr-CH' })
  const max = await person(browser, address, 'approver@sample.example', { locale: 'de-CH', colorScheme: 'dark' })
  const admin = await person(browser, address, 'admin@sample.example', { locale: 'fr-CH' })
  const all = [luca, flurina, max, admin]
  const tanner = await person(browser, address, 'Frau Tanner', { locale: 'de-CH' })
  let template

  const layout = async () => (await luca.call('GET', `/api/drafts/${template.draft_id}/layout`)).body
  const title = async () => (await layout()).pages[0].elements.find(({ id }) => id === 'title').texts.de[0].insert

  await step('a designer makes a certificate, and four people have it open', async () => {
    await luca.signIn()
    const made = await luca.call('POST', '/api/templates', { name: 'Diplom 2026', layout: LAYOUT })
    assert.equal(made.status, 201, JSON.stringify(made.body))
    template = made.body
    await openTemplate(luca, template.id)
    for (const who of [flurina, max, admin]) {
      await who.signIn(`/templates/${template.id}`)
      await ready(who)
    }
    for (const who of all) await is(who, 'draft')
  })

  await step('it is handed in, and the others see so without asking', async () => {
    await submit(luca, 'Bitte bis Freitag ansehen.')
    for (const who of all) await is(who, 'in_review')
    await shot(admin.page, '01-in-review-fr')
  })

  await step('a guest looks at the version, and pins a word to the seal', async () => {
    const invited = await luca.call('POST', `/api/drafts/${template.draft_id}/guests`, { name: 'Frau Tanner', days: 14 })
    assert.equal(invited.status, 201)
    await tanner.page.goto(`${address}${invited.body.link}`)
    await tanner.page.getByTestId('guest-enter').click()
    await tanner.page.locator('[data-testid="guest-picture"][data-kind="there"]').first().waitFor({ timeout: 30_000 })
    assert.equal(new URL(tanner.page.url()).hash, '')
    const paper = tanner.page.getByTestId('guest-paper').first()
    const { width } = await paper.boundingBox()
    await paper.click({ position: { x: 150 * (width / 210), y: 150 * (width / 210) } })
    await tanner.page.getByTestId('composer').fill('Das Siegel bitte grösser.')
    await tanner.page.getByTestId('send').click()
    for (const who of all) await pin(who, 1).waitFor({ timeout: TOLD_WITHIN_MS })
    const [told] = (await luca.call('GET', `/api/drafts/${template.draft_id}/threads`)).body.threads
    assert.deepEqual([told.anchor.kind, told.anchor.element], ['element', 'seal'])
    await shot(tanner.page, '02-guest-de')
  })

  await step('a reviewer pins a thread to the title and means an approver, who finds it in the inbox', async () => {
    await flurina.page.getByTestId('canvas').focus()
    await flurina.page.keyboard.press('c')
    await click(flurina, ...await middle(flurina, 'title'))
    const field = flurina.page.getByTestId('composer')
    await field.pressSequentially(`Le titre est trop petit, non ? @${max.name.slice(0, 3)}`)
    await flurina.page.getByTestId('mentionable').getByText(max.name).waitFor()
    await flurina.page.keyboard.press('Enter')
    await flurina.page.keyboard.press('Control+Enter')
    for (const who of all) await pin(who, 2).waitFor({ timeout: TOLD_WITHIN_MS })
    await closeThread(flurina)
    await press(max, 'bell')
    const line = max.page.getByTestId('inbox-line').filter({ hasText: flurina.name }).first()
    await line.waitFor()
    await shot(max.page, '03-inbox-de-dark')
    await line.click()
    await thread(max).getByText('Le titre est trop petit').waitFor()
    await max.page.getByTestId('composer').fill('Finde ich auch.')
    await max.page.keyboard.press('Control+Enter')
    await closeThread(max)
  })

  await step('the pin goes along while the title is moved, in all windows', async () => {
    const before = await tip(admin, 2)
    const from = await middle(luca, 'title')
    await luca.page.keyboard.press('Escape')
    await luca.page.locator('#element-title').focus()
    for (let times = 0; times < 3; times += 1) await luca.page.keyboard.press('Shift+ArrowDown')
    await saved(luca)
    assert.notDeepEqual(await middle(luca, 'title'), from)
    for (const who of [flurina, max, admin]) {
      await until(`${who.email}: the pin is on the title`, async () => {
        const [at, want] = [await tip(who, 2), await middleOf(who, 'title', [160, 16])]
        return Math.hypot(at[0] - want[0], at[1] - want[1]) < 4
      })
    }
    assert.notDeepEqual(await tip(admin, 2), before)
  })

  await step('the seal is deleted, its pin stays where it was and says so, and is back with it', async () => {
    const before = await tip(max, 1)
    await luca.page.locator('#element-seal').focus()
    await luca.page.keyboard.press('Delete')
    for (const who of all) await until(`${who.email}: its element is gone`, async () => (await pin(who, 1).getAttribute('data-stand')) === 'gone')
    const there = await tip(max, 1)
    assert(Math.hypot(there[0] - before[0], there[1] - before[1]) < 3, 'at its last place')
    await pin(admin, 1).click()
    await thread(admin).getByText('Élément supprimé').first().waitFor()
    await shot(admin.page, '04-deleted-fr')
    await closeThread(admin)
    await luca.page.keyboard.press('Control+z')
    await until('it is back', async () => (await pin(max, 1).getAttribute('data-stand')) === 'there')
    await saved(luca)
  })

  await step('the approver wants changes, and all read why', async () => {
    await press(max, 'review-request-changes')
    await max.page.getByRole('dialog').getByRole('textbox').last().fill('Der Titel muss grösser werden.')
    await max.page.getByTestId('review-decide-now').click()
    for (const who of all) await is(who, 'changes_requested')
    await press(luca, 'review-said')
    await luca.page.getByText('Der Titel muss grösser werden.').waitFor()
    await shot(luca.page, '05-changes-requested-de')
    await luca.page.keyboard.press('Escape')
  })

  await step('it is edited and handed in again; the approver sees what is different, and approves that', async () => {
    await retitle(luca, 'Diplom mit Auszeichnung')
    await submit(luca, 'Grösser und genauer.')
    for (const who of all) await is(who, 'in_review')
    await press(max, 'history-open')
    await max.page.getByTestId('history-version').filter({ hasText: 'Version 1' }).first().click()
    const changes = max.page.getByTestId('history-changes')
    await changes.getByText('Diplom mit Auszeichnung').first().waitFor()
    await accessible(max.page, 'a comparison')
    await shot(max.page, '06-diff-de-dark')
    await max.page.getByRole('dialog').first().getByRole('button', { name: 'Schliessen' }).click()
    await press(max, 'review-approve')
    await max.page.getByTestId('review-decide-now').click()
    for (const who of all) await is(who, 'approved')
  })

  await step('an edit voids it for the live draft, as everybody is told', async () => {
    await flurina.page.locator('#element-seal').focus()
    await flurina.page.keyboard.press('Shift+ArrowRight')
    const edited = Date.now()
    for (const who of all) await until(`${who.email} is told`, async () => (await standing(who).getAttribute('data-changed')) === 'true', TOLD_WITHIN_MS)
    console.log(`    told to all after ${Date.now() - edited} ms`)
    await max.page.getByTestId('review-changed').waitFor()
    await shot(max.page, '07-changed-since-approval-de-dark')
    await saved(flurina)
  })

  await step('it is handed in a third time, and approved by another', async () => {
    await submit(luca, 'Mit dem Siegel weiter rechts.')
    for (const who of all) await is(who, 'in_review')
    await press(admin, 'review-approve')
    await admin.page.getByTestId('review-decide-now').click()
    for (const who of all) await is(who, 'approved')
    await shot(admin.page, '08-approved-fr')
  })

  await step('it is published from the editor, and all see how far it is', async () => {
    await press(max, 'publish-open')
    await max.page.getByTestId('publish-picture').first().waitFor()
    await until('the button is good', async () => (await max.page.getByTestId('publish-now').getAttribute('aria-disabled')) !== 'true', 25_000)
    await until('the picture is there', async () => max.page.getByTestId('publish-picture').first().evaluate((node) => node.naturalWidth > 0), 25_000)
    await accessible(max.page, 'the dialog before publishing')
    await shot(max.page, '09-publish-de-dark')
    await press(max, 'publish-now')
    for (const who of all) await is(who, 'published')
    await until('the dialog says so', async () => (await max.page.getByTestId('publish-current').getAttribute('data-version')) === '3', 25_000)
    await accessible(max.page, 'the dialog after publishing')
    await shot(max.page, '10-published-de-dark')
    await max.page.keyboard.press('Escape')
    await press(admin, 'publish-open')
    await admin.page.getByTestId('publish-history').waitFor()
    await shot(admin.page, '11-published-fr')
    await admin.page.keyboard.press('Escape')
  })

  await step('the first version is restored as an edit that others see, and what is published stays', async () => {
    await press(luca, 'history-open')
    await luca.page.getByTestId('history-version').filter({ hasText: 'Version 1' }).first().click()
    await luca.page.getByTestId('history-changes').getByText('Diplom mit Auszeichnung').first().waitFor()
    await press(luca, 'history-restore')
    await luca.page.getByRole('alertdialog').getByRole('button', { name: 'Wiederherstellen' }).click()
    await luca.page.getByTestId('history').waitFor({ state: 'detached' })
    await saved(luca)
    assert.equal(await title(), 'Diplom')
    for (const who of all) await until(`${who.email} is told`, async () => (await standing(who).getAttribute('data-changed')) === 'true')
    await shot(flurina.page, '12-restored-fr')
    const published = (await luca.call('GET', `/api/drafts/${template.draft_id}/publication`)).body
    assert.equal(published.current.version_number, 3)
  })

  await step('what was said and done can be read', async () => {
    const { entries } = (await admin.call('GET', `/api/activity?template=${template.id}`)).body
    const kinds = new Set(entries.map(({ kind }) => kind))
    for (const kind of ['template.created', 'draft.edited', 'comment.added', 'guest.invited', 'review.submitted', 'review.rejected', 'review.approved', 'version.published', 'draft.restored']) {
      assert(kinds.has(kind), `${kind} in ${[...kinds].join(', ')}`)
    }
    await admin.page.goto(`${address}/activity`)
    await admin.page.getByText('Frau Tanner').first().waitFor()
    await shot(admin.page, '13-activity-fr')
    await accessible(admin.page, 'the activity')
  })
  for (const who of [...all, tanner]) who.assertNoErrors()
} finally {
  await browser.close()
}
