// Two designers edit one certificate live, and nothing is ever lost.
//
//   node together.mjs --address http://127.0.0.1:8080 [--out folder]
//
// Prints `kill` when the server may be killed and started again, and `done` at the end.
import assert from 'node:assert/strict'
import { accessible, album, cable, launch, options, person, step, until } from './chromium.mjs'
import { draw, drag, equal, ids, middle, openTemplate, picture, point, ready, saved, saveState, sees } from './editor.mjs'

const { address, out } = options()
const shot = album(out)
const browser = await launch()
const plug = await cable(address)
try {
  const luca = await person(browser, address, 'designer@sample.example')
  const flurina = await person(browser, plug.address, 'designer2@sample.example')

  const template = await step('Luca signs in and starts a certificate from a starter', async () => {
    await luca.signInByPage()
    // In the language of the story.
    await luca.signIn()
    await luca.page.getByRole('button', { name: 'New template' }).first().click()
    const dialog = luca.page.getByRole('dialog')
    await dialog.getByRole('radio').first().waitFor()
    await dialog.getByRole('button', { name: 'Create template' }).click()
    await luca.page.waitForURL(/\/templates\/tpl_/)
    await ready(luca)
    assert((await ids(luca)).length > 3, 'the starter has content')
    return new URL(luca.page.url()).pathname.split('/').at(-1)
  })
  const draft = (await luca.call('GET', `/api/templates/${template}`)).body.draft_id

  await step('Flurina opens the same in another window', async () => {
    await flurina.signIn(`/templates/${template}`)
    await ready(flurina)
    await equal(luca, flurina)
  })

  await step('they see each other', async () => {
    for (const [one, other] of [[luca, flurina], [flurina, luca]]) {
      await until(`${other.email} sees ${one.name} among the people`, async () => (await other.page.getByTestId('people').count()) === 1)
      await point(one, 0.4, 0.4)
      await point(one, 0.45, 0.5)
      await other.page.locator(`[data-testid="peer-cursor"][data-name="${one.name}"]`).waitFor()
    }
  })

  const rectangle = await step('Luca draws, Flurina sees it; and the other way round', async () => {
    const rectangle = await draw(luca, 'rectangle', [0.3, 0.3], [0.42, 0.42])
    await sees(flurina, [rectangle])
    const ellipse = await draw(flurina, 'ellipse', [0.6, 0.6], [0.7, 0.68])
    await sees(luca, [ellipse])
    await equal(luca, flurina)
    return rectangle
  })
  await saved(luca)
  await saved(flurina)
  await shot(luca.page, 'together')

  await step('a gesture is seen while it lasts, and is one step when it ends', async () => {
    const transform = () => flurina.page.locator(`#element-${rectangle}`).getAttribute('transform')
    const before = await transform()
    const from = await middle(luca, rectangle)
    // A rectangle without a filling is taken by its edge as well as by its middle; it was just drawn, so it is selected.
    await luca.page.getByTestId('tool-select').click()
    await until('Flurina sees what Luca has chosen', async () => (await flurina.page.getByTestId('peer-selection').count()) > 0)
    await drag(luca, from, [from[0] + 0.12, from[1] + 0.1], {
      meanwhile: async () => {
        await until('Flurina sees it move', async () => (await transform()) !== before)
        await shot(flurina.page, 'gesture-in-flight')
      },
    })
    await equal(luca, flurina)
    assert.notEqual(await transform(), before)
  })

  await step("undo is each person's own", async () => {
    const mine = await draw(flurina, 'rectangle', [0.7, 0.2], [0.78, 0.26])
    await sees(luca, [mine])
    await luca.page.getByTestId('undo').click()
    await equal(luca, flurina)
    await sees(luca, [mine, rectangle])
    await luca.page.getByTestId('redo').click()
    await flurina.page.getByTestId('undo').click()
    await sees(luca, [rectangle], [mine])
    await equal(luca, flurina)
  })

  const away = await step('Flurina loses the network, and both go on', async () => {
    plug.pull()
    await flurina.context.setOffline(true)
    await saveState(flurina, 'offline')
    const away = [await draw(flurina, 'rectangle', [0.2, 0.7], [0.28, 0.78]), await draw(flurina, 'ellipse', [0.3, 0.7], [0.38, 0.78])]
    const here = await draw(luca, 'ellipse', [0.5, 0.2], [0.58, 0.28])
    await saved(luca)
    await shot(flurina.page, 'offline')
    assert(!(await ids(luca)).some((id) => away.includes(id)), 'Luca cannot see it yet')
    assert(!(await ids(flurina)).includes(here), 'nor can Flurina')
    await until('a dead cursor is gone', async () => (await luca.page.getByTestId('peer-cursor').count()) === 0, 25_000)
    return [...away, here]
  })

  await step('Flurina comes back, and both are equal', async () => {
    plug.plug()
    await flurina.context.setOffline(false)
    await sees(luca, away)
    await sees(flurina, away)
    await saved(flurina)
    await equal(luca, flurina)
    await point(flurina, 0.5, 0.5)
    await luca.page.locator(`[data-testid="peer-cursor"][data-name="${flurina.name}"]`).waitFor()
  })

  await step('edits made offline outlive the page', async () => {
    plug.pull()
    await flurina.context.setOffline(true)
    await saveState(flurina, 'offline')
    const kept = await draw(flurina, 'rectangle', [0.4, 0.8], [0.48, 0.86])
    // The page is closed while it is offline: only the browser has this.
    await until('the browser has it', async () => (await flurina.page.evaluate(async () => (await indexedDB.databases()).length)) > 0)
    await flurina.page.waitForTimeout(300)
    await flurina.page.close()
    const meanwhile = await draw(luca, 'rectangle', [0.55, 0.3], [0.6, 0.36])
    await saved(luca)
    assert(!(await ids(luca)).includes(kept))
    plug.plug()
    await flurina.context.setOffline(false)
    await flurina.newPage()
    await openTemplate(flurina, template)
    await sees(flurina, [kept, meanwhile])
    await sees(luca, [kept])
    await equal(luca, flurina)
  })

  await step('the server is killed and comes back', async () => {
    const before = await picture(luca)
    console.log('kill')
    await saveState(luca, 'offline', 30_000)
    const during = await draw(luca, 'ellipse', [0.2, 0.2], [0.26, 0.26])
    await saved(luca)
    await sees(flurina, [during])
    await saved(flurina)
    await equal(luca, flurina)
    const there = await ids(luca)
    assert(before.every(([id]) => there.includes(id)), 'nothing that was seen is gone')
  })

  await step('what people see is what programs read', async () => {
    const { body } = await luca.call('GET', `/api/drafts/${draft}/layout`)
    const inside = (elements) => elements.flatMap((element) => [element.id, ...inside(element.elements ?? [])])
    const read = body.pages.flatMap(({ elements }) => inside(elements)).sort()
    assert.deepEqual(read, await ids(luca))
  })

  await step('a fresh browser sees the same', async () => {
    const anna = await person(browser, address, 'admin@sample.example')
    await anna.signIn(`/templates/${template}`)
    await ready(anna)
    await equal(luca, anna)
    await accessible(anna.page, 'the editor')
    anna.assertNoErrors()
    await anna.context.close()
  })

  luca.assertNoErrors()
  flurina.assertNoErrors()
  console.log('done')
} finally {
  await browser.close()
  plug.close()
}
process.exit(0)
