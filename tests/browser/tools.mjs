// One designer makes everything that a certificate is made of, by pointer, keyboard, file and clipboard.
//
//   node tools.mjs --address http://127.0.0.1:8080 [--out folder]
import assert from 'node:assert/strict'
import { accessible, album, launch, options, person, step, until } from './chromium.mjs'
import { added, click, drag, draw, ids, middle, openTemplate, picture, point, ready, saved, take } from './editor.mjs'

const { address, out } = options()
const shot = album(out)
const browser = await launch()

/** An SVG that is twice as wide as high. */
const CREST = `<svg xmlns="http://www.w3.org/2000/svg" width="240" height="120" viewBox="0 0 240 120"><path fill="#9e2b25" d="M0 0H240V120H0Z"/><path fill="#fff" d="M100 30H140V50H160V70H140V90H100V70H80V50H100Z"/></svg>`

try {
  const luca = await person(browser, address, 'designer@sample.example')
  await luca.context.grantPermissions(['clipboard-read', 'clipboard-write'])
  const { page } = luca
  const paths = (id) => page.locator(`#element-${id} path`).evaluateAll((all) => all.map((one) => one.getAttribute('d')))
  const undone = async (id) => {
    await page.keyboard.press('Control+z')
    await until(`${id} is undone in one step`, async () => !(await ids(luca)).includes(id))
    await page.keyboard.press('Control+Shift+z')
    await until(`${id} is back`, async () => (await ids(luca)).includes(id))
  }

  await step('Luca begins with an empty sheet', async () => {
    await luca.signIn()
    const { body } = await luca.call('POST', '/api/templates', { name: 'Tools' })
    await openTemplate(luca, body.id)
  })

  await step('a polygon and a star are drawn, and are undone in one step', async () => {
    const polygon = await draw(luca, 'polygon', [0.36, 0.16], [0.44, 0.28])
    assert.equal((await paths(polygon))[0].split(/[ML]/).length - 1, 6)
    await undone(polygon)
    const star = await draw(luca, 'star', [0.46, 0.16], [0.54, 0.28])
    assert.equal((await paths(star))[0].split(/[ML]/).length - 1, 10)
    await shot(page, 'star')
  })

  await step('the pen draws corners and curves, and closes on the first point', async () => {
    await page.keyboard.press('p')
    const path = await added(luca, 'path', async () => {
      await click(luca, 0.56, 0.28)
      await drag(luca, [0.6, 0.16], [0.63, 0.16])
      await click(luca, 0.65, 0.28)
      await point(luca, 0.6, 0.32)
      await shot(page, 'pen')
      await click(luca, 0.56, 0.28)
    })
    const [d] = await paths(path)
    assert.match(d, /^M .* C .* Z$/)
    await undone(path)
  })

  await step('a path that ends by Enter stays open, and its points are edited', async () => {
    await page.keyboard.press('p')
    const path = await added(luca, 'path', async () => {
      await click(luca, 0.36, 0.36)
      await click(luca, 0.44, 0.42)
      await click(luca, 0.52, 0.36)
      await page.keyboard.press('Enter')
    })
    const [before] = await paths(path)
    assert.doesNotMatch(before, /Z/)
    await page.mouse.dblclick(...await middleOfLine(path))
    await page.getByTestId('path-points').waitFor()
    await shot(page, 'points')
    await drag(luca, [0.44, 0.42], [0.44, 0.48])
    await until('the point was pulled', async () => (await paths(path))[0] !== before)
    await page.keyboard.press('Escape')
    assert.equal(await page.getByTestId('path-points').count(), 0)
  })

  async function middleOfLine(id) {
    return page.locator(`#element-${id} path`).evaluate((line) => {
      const at = line.getPointAtLength(line.getTotalLength() / 4).matrixTransform(line.getScreenCTM())
      return [at.x, at.y]
    })
  }

  await step('a code is placed by a click, square and with its light edge', async () => {
    const code = await added(luca, 'qr', async () => {
      await page.keyboard.press('q')
      await click(luca, 0.62, 0.45)
    })
    assert.equal((await paths(code)).length, 2, 'its ground and its modules')
    await undone(code)
    await click(luca, 0.62, 0.45)
    const before = await paths(code)
    await page.getByRole('button', { name: /Leads to/ }).click()
    await page.getByRole('option', { name: 'Own text or address' }).click()
    await page.getByRole('textbox', { name: 'Text or address' }).fill('https://example.org')
    await page.getByRole('textbox', { name: 'Text or address' }).blur()
    await until('the code says something else', async () => (await paths(code))[1] !== before[1])
    await shot(page, 'qr')
  })

  await step('a signature and a seal', async () => {
    await added(luca, 'signature', async () => {
      await take(luca, 'signature')
      await drag(luca, [0.38, 0.55], [0.5, 0.62])
    })
    await page.getByLabel(/Who signs/).fill('Anna Keller')
    await page.getByLabel(/Role \(/).fill('Rectura')
    await page.getByLabel(/Role \(/).blur()
    await shot(page, 'signature')
    const seal = await added(luca, 'seal', async () => {
      await take(luca, 'seal')
      await click(luca, 0.6, 0.62)
    })
    await page.getByTestId('seal-laurel').click()
    await undone(seal).catch(() => undefined)
    await shot(page, 'seal')
  })

  const file = (name, type, text) => page.evaluateHandle(([name, type, text]) => {
    const data = new DataTransfer()
    data.items.add(new File([text], name, { type }))
    return data
  }, [name, type, text])

  await step('a file that is dropped becomes an image with its own proportions', async () => {
    const image = await added(luca, 'image', async () => {
      const dataTransfer = await file('crest.svg', 'image/svg+xml', CREST)
      const box = await page.getByTestId('canvas').boundingBox()
      const where = { clientX: box.x + box.width * 0.45, clientY: box.y + box.height * 0.75, dataTransfer }
      await page.getByTestId('canvas').dispatchEvent('dragover', where)
      await page.getByTestId('canvas').dispatchEvent('drop', where)
    })
    await page.locator(`#element-${image} image`).waitFor()
    const box = await page.locator(`#element-${image} image`).boundingBox()
    assert(Math.abs(box.width / box.height - 2) < 0.02, `twice as wide as high: ${box.width} × ${box.height}`)
    await undone(image)
    await shot(page, 'dropped')
  })

  await step('a picture from the clipboard is pasted, elements are copied as before', async () => {
    const image = await added(luca, 'image', async () => {
      await page.evaluate(async () => {
        const canvas = new OffscreenCanvas(60, 90)
        const pen = canvas.getContext('2d')
        pen.fillStyle = '#2b5ba8'
        pen.fillRect(0, 0, 60, 90)
        await navigator.clipboard.write([new ClipboardItem({ 'image/png': await canvas.convertToBlob({ type: 'image/png' }) })])
      })
      await page.getByTestId('canvas').focus()
      await page.keyboard.press('Control+v')
    })
    await page.locator(`#element-${image} image`).waitFor()
    await page.keyboard.press('Control+c')
    await added(luca, 'image', () => page.keyboard.press('Control+v'))
  })

  await step('a picture is chosen from those of the organisation, for a box that was drawn', async () => {
    const image = await added(luca, 'image', async () => {
      await take(luca, 'image')
      await drag(luca, [0.55, 0.8], [0.65, 0.9])
      await page.getByTestId('picture-choice').first().waitFor()
      await accessible(page, 'choosing a picture')
      await shot(page, 'pictures')
      await page.getByTestId('picture-choice').filter({ hasText: 'crest' }).first().click()
    })
    await page.locator(`#element-${image} image`).waitFor()
    await page.getByRole('button', { name: /In the frame/ }).click()
    await page.getByRole('option', { name: /crop/ }).click()
    await shot(page, 'image')
  })

  await step('several files that are dropped become as many images, beside what is refused in words', async () => {
    const before = await ids(luca)
    const dataTransfer = await page.evaluateHandle((crest) => {
      const data = new DataTransfer()
      for (const colour of ['#14506e', '#7a1f3d']) data.items.add(new File([crest.replace('#9e2b25', colour)], `${colour.slice(1)}.svg`, { type: 'image/svg+xml' }))
      data.items.add(new File(['<html><script>alert(1)</script></html>'], 'lying.png', { type: 'image/png' }))
      return data
    }, CREST)
    const box = await page.getByTestId('canvas').boundingBox()
    const where = { clientX: box.x + box.width * 0.5, clientY: box.y + box.height * 0.3, dataTransfer }
    await page.getByTestId('canvas').dispatchEvent('dragover', where)
    assert.equal(await page.getByTestId('canvas').getAttribute('data-dropping'), '')
    await page.getByTestId('canvas').dispatchEvent('drop', where)
    assert.equal(await page.getByTestId('canvas').getAttribute('data-dropping'), null)
    await page.getByText('“lying.png” was not uploaded').waitFor()
    await until('two images more', async () => (await ids(luca)).length === before.length + 2)
    await until('nothing is on its way', async () => await page.getByTestId('upload').count() === 0)
    await shot(page, 'several')
  })

  await step('an upload on its way shows how far it is, and is taken back by the keyboard', async () => {
    const before = await ids(luca)
    let release = () => undefined
    const held = new Promise((resolve) => { release = resolve })
    await page.route('**/api/assets?*', async (route) => {
      if (route.request().method() !== 'POST') return route.fallback()
      await held
      return route.abort().catch(() => undefined)
    })
    const dataTransfer = await file('slow.svg', 'image/svg+xml', CREST.replace('#9e2b25', '#222222'))
    const box = await page.getByTestId('canvas').boundingBox()
    await page.getByTestId('canvas').dispatchEvent('drop', { clientX: box.x + box.width * 0.5, clientY: box.y + box.height * 0.5, dataTransfer })
    await page.getByRole('progressbar', { name: 'Uploading slow.svg' }).waitFor()
    await shot(page, 'on-its-way')
    await page.getByRole('button', { name: 'Do not upload slow.svg' }).focus()
    await page.keyboard.press('Tab')
    assert.equal(await page.evaluate(() => document.activeElement?.closest('.desk') === null), true, 'Tab leaves the desk')
    await page.getByRole('button', { name: 'Do not upload slow.svg' }).focus()
    await page.keyboard.press('Enter')
    await until('it is gone', async () => await page.getByTestId('upload').count() === 0)
    release()
    await page.unroute('**/api/assets?*')
    assert.deepEqual(await ids(luca), before)
  })

  await step('a picture is uploaded by the keyboard and the button alone', async () => {
    // Long before it opens: the browser is told in passing that the test takes the place of its file dialog.
    const opened = page.waitForEvent('filechooser').catch((cause) => cause)
    const image = await added(luca, 'image', async () => {
      await page.getByTestId('canvas').focus()
      await page.keyboard.press('i')
      await page.keyboard.press('Enter')
      const button = page.getByRole('button', { name: 'From this computer' })
      // The dialog takes the focus when it has opened, and only then it can be moved on.
      await page.getByTestId('picture-choice').first().waitFor()
      await until('the dialog has the focus', () => page.evaluate(() => document.activeElement?.closest('[role="dialog"]') !== null))
      await button.focus()
      await until('the button has the focus', () => button.evaluate((it) => it === document.activeElement))
      await page.keyboard.press('Enter')
      const chooser = await opened
      if (chooser instanceof Error) throw chooser
      await chooser.setFiles({ name: 'badge.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(CREST.replace('#9e2b25', '#3a5a40')) })
    })
    await page.locator(`#element-${image} image`).waitFor()
  })

  await step('a file that is dropped beside the desk changes nothing', async () => {
    const before = await ids(luca)
    const refused = await page.evaluate(() => {
      const data = new DataTransfer()
      data.items.add(new File(['x'], 'x.png', { type: 'image/png' }))
      const drop = new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: data })
      document.querySelector('header, nav, aside, [role="toolbar"]').dispatchEvent(drop)
      return drop.defaultPrevented
    })
    assert.equal(refused, true, 'the browser would open the file')
    assert.deepEqual(await ids(luca), before)
  })

  await step('what is no picture is refused in words', async () => {
    const dataTransfer = await file('notes.txt', 'text/plain', 'nothing to see')
    await page.getByTestId('canvas').dispatchEvent('drop', { clientX: 700, clientY: 500, dataTransfer })
    await page.getByText('These are no pictures').waitFor()
  })

  await saved(luca)
  await step('the editor is accessible with everything on the sheet', async () => {
    await page.keyboard.press('Escape')
    await accessible(page, 'the editor with all tools used')
    await page.getByTestId('tools-shapes').click()
    await shot(page, 'tools')
    await page.keyboard.press('Escape')
  })

  await step('the preview shows what will be printed, in another language, with a value of one’s own', async () => {
    await page.getByTestId('preview').click()
    await page.getByTestId('preview-picture').waitFor()
    await accessible(page, 'the preview')
    await shot(page, 'preview')
    const [download] = await Promise.all([page.waitForEvent('download'), page.getByTestId('download-pdf').click()])
    assert.equal(download.suggestedFilename(), 'Tools.pdf')
  })

  await step('a picture that is not there: the canvas keeps its place, and nothing is printed', async () => {
    const layout = { pages: [{ id: 'page', size: [210, 297], elements: [
      { id: 'lost', type: 'image', at: [20, 20], size: [60, 40], asset: 'ast_0190c0ffee0070008000000000000000' },
    ] }] }
    const { body } = await luca.call('POST', '/api/templates', { name: 'Lost', layout })
    await openTemplate(luca, body.id)
    await page.locator('#element-lost .stand-in').waitFor()
    await page.getByTestId('canvas').focus()
    await page.keyboard.press('Tab')
    await page.getByText('This picture no longer exists').waitFor()
    await shot(page, 'lost')
    // Without marks the canvas shows what is printed.
    await page.keyboard.press('m')
    await until('as in print', async () => await page.locator('#element-lost .stand-in:visible').count() === 0)
    const printed = await page.evaluate((address) => fetch(address).then((answer) => answer.text()), `/api/drafts/${body.draft_id}/render.svg`)
    assert.match(printed, /^<svg|^<\?xml/)
    assert.doesNotMatch(printed, /<image/)
  })

  luca.assertNoErrors()
  console.log('done')
} finally {
  await browser.close()
}
