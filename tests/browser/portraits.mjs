// A certificate with a photograph: chosen, replaced, dropped and removed in the form, printed, corrected with the same one, and proved by its checksum.
// In other languages (all with IMPRIMATUR_SOAK), and on a phone.
//
//   node portraits.mjs --address http://127.0.0.1:8080 [--out folder]
import assert from 'node:assert/strict'
import { album, launch, LOOKED_AT, options, person, step, until } from './chromium.mjs'
import { looking, published } from './course.mjs'

const { address, out } = options()
const look = looking(album(out))
const browser = await launch()
const PHONE = { width: 390, height: 844 }
const DESK = { width: 1280, height: 860 }
const inAll = (words) => Object.fromEntries(['de', 'fr', 'it', 'rm', 'en'].map((language, at) => [language, words[at]]))

/** A photograph as far as a program can tell: somebody before a wall of a colour. */
async function portrait(wall) {
  const page = await browser.newPage({ viewport: { width: 300, height: 400 } })
  await page.setContent(`<body style="margin:0;background:${wall}"><svg width="300" height="400"><circle cx="150" cy="150" r="70" fill="#e8c39e"/><path d="M40 400a110 130 0 0 1 220 0z" fill="#2d3f58"/></svg>`)
  const bytes = await page.screenshot()
  await page.close()
  return bytes
}

/** Somebody who may issue, in the form for one certificate. */
async function atForm(language, viewport = DESK) {
  const who = await person(browser, address, 'approver@sample.example', { locale: `${language}-CH`, viewport })
  await who.signIn('/certificates')
  await who.page.getByTestId('issue').first().click()
  await who.page.getByTestId('issue-template').filter({ hasText: 'Ausweis' }).click()
  await who.page.getByTestId('image-input').waitFor()
  return who
}

try {
  const anna = await person(browser, address, 'designer@sample.example', { locale: 'de-CH' })
  const [grey, green] = [await portrait('#c9ced6'), await portrait('#9fc6a4')]
  let max
  let id
  const input = () => max.page.getByTestId('image-input')
  const state = (wanted) => until(`the image is ${wanted}`, async () => (await input().getAttribute('data-state')) === wanted, 30_000)

  await step('a template with a photograph is published', async () => {
    const approver = await person(browser, address, 'approver@sample.example', { locale: 'de-CH' })
    await anna.signIn()
    await approver.signIn()
    const photo = { id: 'photo', type: 'field', at: [225, 30], size: [42, 56], field: 'photo', alt: inAll(['Foto', 'Photo', 'Foto', 'Fotografia', 'Photo']) }
    const field = { key: 'photo', label: inAll(['Foto', 'Photo', 'Foto', 'Fotografia', 'Photo']), type: 'image', required: true }
    await published(anna, approver, 'Ausweis der Lesegesellschaft', [photo], [field])
    await approver.context.close()
  })

  await step('the form asks for it in other languages, and on a phone', async () => {
    for (const language of LOOKED_AT) {
      const who = await atForm(language)
      await who.page.getByTestId('issue-now').click()
      await look(who, `asked-${language}`)
      await who.page.getByTestId('image-file').setInputFiles({ name: 'zoe.png', mimeType: 'image/png', buffer: grey })
      await until('it is there', async () => (await who.page.getByTestId('image-input').getAttribute('data-state')) === 'there', 30_000)
      await who.page.getByTestId('image-input').scrollIntoViewIfNeeded()
      await look(who, `there-${language}`)
      await who.page.setViewportSize(PHONE)
      await who.page.getByTestId('image-input').scrollIntoViewIfNeeded()
      await look(who, `there-${language}-narrow`)
      who.assertNoErrors()
      await who.context.close()
    }
  })

  await step('without one nothing is issued, and the button to choose one has the focus', async () => {
    max = await atForm('de')
    await max.page.locator('input[name="name"], [autocomplete="off"]').first().fill('Zoë Çelik')
    await max.page.getByTestId('issue-now').click()
    await until('it is told', async () => (await input().getAttribute('data-invalid')) !== null)
    assert.equal(await max.page.evaluate(() => document.activeElement?.getAttribute('data-testid')), 'image-choose')
    await look(max, 'missing-de')
  })

  await step('what is no picture is refused in words; a picture is shown, replaced and removed', async () => {
    await max.page.getByTestId('image-file').setInputFiles({ name: 'zoe.png', mimeType: 'image/png', buffer: Buffer.from('no picture at all') })
    await input().locator('.field-error').waitFor()
    await look(max, 'refused-de')
    await max.page.getByTestId('image-file').setInputFiles({ name: 'zoe.png', mimeType: 'image/png', buffer: grey })
    await state('there')
    const shown = () => input().locator('img').getAttribute('src')
    const first = await until('it is shown from the server', async () => { const from = await shown(); return from?.startsWith('/api/certificate-images/') && from })
    await max.page.getByTestId('image-file').setInputFiles({ name: 'green.png', mimeType: 'image/png', buffer: green })
    await until('another one is shown', async () => { const from = await shown(); return from?.startsWith('/api/') && from !== first }, 30_000)
    await max.page.getByTestId('image-remove').click()
    await state('empty')
    // Dropped, as from a folder.
    const transfer = await max.page.evaluateHandle((base64) => {
      const bytes = Uint8Array.from(atob(base64), (it) => it.charCodeAt(0))
      const files = new DataTransfer()
      files.items.add(new File([bytes], 'zoe.png', { type: 'image/png' }))
      return files
    }, grey.toString('base64'))
    for (const type of ['dragenter', 'dragover', 'drop']) await input().dispatchEvent(type, { dataTransfer: transfer })
    await state('there')
    await look(max, 'chosen-de')
  })

  await step('it is issued, and the certificate shows it', async () => {
    await max.page.getByTestId('issue-now').click()
    await until('it is issued', async () => (await max.page.getByTestId('issue-going').getAttribute('data-kind').catch(() => null)) === 'issued', 60_000)
    await max.page.keyboard.press('Escape')
    const { certificates } = (await max.call('GET', '/api/certificates')).body
    id = certificates[0].id
    const page = await browser.newPage({ viewport: DESK })
    await page.goto(`${address}/v/${id}?lang=de`)
    await page.locator('img').first().evaluate((image) => image.decode())
    assert((await page.locator('body').innerText()).includes('sha256-'), 'its checksum is signed')
    await look({ page }, 'proved-de')
    await page.setViewportSize(PHONE)
    await look({ page }, 'proved-de-narrow')
    // Checked in the browser, from the file.
    const credential = await page.request.get(`${address}/v/${id}/credential.json`)
    await page.setViewportSize(DESK)
    await page.goto(`${address}/verify?lang=de`)
    await page.locator('input[type=file]').first().setInputFiles({ name: 'credential.json', mimeType: 'application/json', buffer: await credential.body() })
    await page.locator('.verify-value code').first().waitFor({ timeout: 30_000 })
    await look({ page }, 'checked-de')
    await page.close()
  })

  await step('a correction has the same photograph without its being chosen again', async () => {
    await max.page.reload()
    await max.page.getByTestId('certificates').locator('tr', { hasText: 'Zoë Çelik' }).first().getByTestId('certificate-menu').click()
    await max.page.getByTestId('certificate-correct').click()
    await max.page.getByTestId('issue-now').waitFor()
    await state('there')
    await input().locator('img').evaluate((image) => image.decode())
    await look(max, 'correct-de')
    await max.page.getByTestId('issue-now').click()
    await until('it is corrected', async () => (await max.page.getByTestId('issue-going').getAttribute('data-kind').catch(() => null)) === 'issued', 60_000)
    const { certificates } = (await max.call('GET', '/api/certificates')).body
    const [old, now] = [certificates.find((one) => one.id === id), certificates[0]]
    assert.deepEqual([old.state, now.state], ['superseded', 'valid'])
    const [before, after] = await Promise.all([id, now.id].map(async (one) => (await (await max.page.request.get(`${address}/v/${one}/credential.json`)).json()).credentialSubject))
    const digest = (subject) => JSON.stringify(subject).match(/sha256-[A-Za-z0-9+/]{43}=/)?.[0]
    assert(digest(before), 'there is one')
    assert.equal(digest(before), digest(after), 'it is the same photograph')
  })

  for (const who of [anna, max]) who.assertNoErrors()
} finally {
  await browser.close()
}
