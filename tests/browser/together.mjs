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
  const anna = await person(browser, address, 'designer@sample.example')
  const luca = await person(browser, plug.address, 'designer2@sample.example')

  const template = await step('Anna signs in and starts a certificate from a starter', async () => {
    await anna.signIn()
    await anna.page.getByRole('button', { name: 'New template' }).first().click()
    const dialog = anna.page.getByRole('dialog')
    await dialog.getByRole('radio').first().waitFor()
    await dialog.getByRole('button', { name: 'Create template' }).click()
    await anna.page.waitForURL(/\/templates\/tpl_/)
    await ready(anna)
    assert((await ids(anna)).length > 3, 'the starter has content')
    return new URL(anna.page.url()).pathname.split('/').at(-1)
  })
  const draft = (await anna.call('GET', `/api/templates/${template}`)).body.draft_id

  await step('Luca opens the same in another window', async () => {
    await luca.signIn(`/templates/${template}`)
    await ready(luca)
    await equal(anna, luca)
  })

  await step('they see each other', async () => {
    for (const [one, other] of [[anna, luca], [luca, anna]]) {
      await until(`${other.email} sees ${one.name} among the people`, async () => (await other.page.getByTestId('people').count()) === 1)
      await point(one, 0.4, 0.4)
      await point(one, 0.45, 0.5)
      await other.page.locator(`[data-testid="peer-cursor"][data-name="${one.name}"]`).waitFor()
    }
  })

  const rectangle = await step('Anna draws, Luca sees it; and the other way round', async () => {
    const rectangle = await draw(anna, 'rectangle', [0.3, 0.3], [0.42, 0.42])
    await sees(luca, [rectangle])
    const ellipse = await draw(luca, 'ellipse', [0.6, 0.6], [0.7, 0.68])
    await sees(anna, [ellipse])
    await equal(anna, luca)
    return rectangle
  })
  await saved(anna)
  await saved(luca)
  await shot(anna.page, 'together')

  await step('a gesture is seen while it lasts, and is one step when it ends', async () => {
    const transform = () => luca.page.locator(`#element-${rectangle}`).getAttribute('transform')
    const before = await transform()
    const from = await middle(anna, rectangle)
    // A rectangle without a filling is taken by its edge as well as by its middle; it was just drawn, so it is selected.
    await anna.page.getByTestId('tool-select').click()
    await until('Luca sees what Anna has chosen', async () => (await luca.page.getByTestId('peer-selection').count()) > 0)
    await drag(anna, from, [from[0] + 0.12, from[1] + 0.1], {
      meanwhile: async () => {
        await until('Luca sees it move', async () => (await transform()) !== before)
        await shot(luca.page, 'gesture-in-flight')
      },
    })
    await equal(anna, luca)
    assert.notEqual(await transform(), before)
  })

  await step("undo is each person's own", async () => {
    const mine = await draw(luca, 'rectangle', [0.7, 0.2], [0.78, 0.26])
    await sees(anna, [mine])
    await anna.page.getByTestId('undo').click()
    await equal(anna, luca)
    await sees(anna, [mine, rectangle])
    await anna.page.getByTestId('redo').click()
    await luca.page.getByTestId('undo').click()
    await sees(anna, [rectangle], [mine])
    await equal(anna, luca)
  })

  const away = await step('Luca loses the network, and both go on', async () => {
    plug.pull()
    await luca.context.setOffline(true)
    await saveState(luca, 'offline')
    const away = [await draw(luca, 'rectangle', [0.2, 0.7], [0.28, 0.78]), await draw(luca, 'ellipse', [0.3, 0.7], [0.38, 0.78])]
    const here = await draw(anna, 'ellipse', [0.5, 0.2], [0.58, 0.28])
    await saved(anna)
    await shot(luca.page, 'offline')
    assert(!(await ids(anna)).some((id) => away.includes(id)), 'Anna cannot see it yet')
    assert(!(await ids(luca)).includes(here), 'nor can Luca')
    await until('a dead cursor is gone', async () => (await anna.page.getByTestId('peer-cursor').count()) === 0, 25_000)
    return [...away, here]
  })

  await step('Luca comes back, and both are equal', async () => {
    plug.plug()
    await luca.context.setOffline(false)
    await sees(anna, away)
    await sees(luca, away)
    await saved(luca)
    await equal(anna, luca)
    await point(luca, 0.5, 0.5)
    await anna.page.locator(`[data-testid="peer-cursor"][data-name="${luca.name}"]`).waitFor()
  })

  await step('edits made offline outlive the page', async () => {
    plug.pull()
    await luca.context.setOffline(true)
    await saveState(luca, 'offline')
    const kept = await draw(luca, 'rectangle', [0.4, 0.8], [0.48, 0.86])
    // The page is closed while it is offline: only the browser has this.
    await until('the browser has it', async () => (await luca.page.evaluate(async () => (await indexedDB.databases()).length)) > 0)
    await luca.page.waitForTimeout(300)
    await luca.page.close()
    const meanwhile = await draw(anna, 'rectangle', [0.55, 0.3], [0.6, 0.36])
    await saved(anna)
    assert(!(await ids(anna)).includes(kept))
    plug.plug()
    await luca.context.setOffline(false)
    await luca.newPage()
    await openTemplate(luca, template)
    await sees(luca, [kept, meanwhile])
    await sees(anna, [kept])
    await equal(anna, luca)
  })

  await step('the server is killed and comes back', async () => {
    const before = await picture(anna)
    console.log('kill')
    await saveState(anna, 'offline', 30_000)
    const during = await draw(anna, 'ellipse', [0.2, 0.2], [0.26, 0.26])
    await saved(anna)
    await sees(luca, [during])
    await saved(luca)
    await equal(anna, luca)
    const there = await ids(anna)
    assert(before.every(([id]) => there.includes(id)), 'nothing that was seen is gone')
  })

  await step('what people see is what programs read', async () => {
    const { body } = await anna.call('GET', `/api/drafts/${draft}/layout`)
    const inside = (elements) => elements.flatMap((element) => [element.id, ...inside(element.elements ?? [])])
    const read = body.pages.flatMap(({ elements }) => inside(elements)).sort()
    assert.deepEqual(read, await ids(anna))
  })

  await step('a fresh browser sees the same', async () => {
    const flurina = await person(browser, address, 'admin@sample.example')
    await flurina.signIn(`/templates/${template}`)
    await ready(flurina)
    await equal(anna, flurina)
    await accessible(flurina.page, 'the editor')
    flurina.assertNoErrors()
    await flurina.context.close()
  })

  anna.assertNoErrors()
  luca.assertNoErrors()
  console.log('done')
} finally {
  await browser.close()
  plug.close()
}
process.exit(0)
