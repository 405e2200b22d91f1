// A stranger checks certificates: by address, by files, by codes, by the camera, what was changed and what was revoked, and at last without the server.
//
//   node verifying.mjs --address http://127.0.0.1:8080 --holds crt_… --revoked crt_… --packed … [--out folder]
//
// Prints "stop" when the server is to be ended.
import assert from 'node:assert/strict'
import { mkdtempSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { accessible, album, launch, options, person, step, until } from './chromium.mjs'

const { address, holds, revoked, packed, out } = options()
const shot = album(out)
const browser = await launch()
const stranger = await person(browser, address, 'nobody@elsewhere.example')
const { page, context } = stranger

/** What the page has asked since it was asked last. */
const asked = []
page.on('request', (request) => asked.push(request.url()))

/** The newest answer; one that was read before counts no more. */
const answer = () => page.locator('[data-testid="verify-answer"]:not([data-read])')
const read = () => page.evaluate(() => document.querySelector('[data-testid="verify-answer"]')?.setAttribute('data-read', ''))
const tone = async (expected, words) => {
  await answer().filter({ hasText: words }).waitFor()
  assert.equal(await answer().getAttribute('data-tone'), expected, words)
}
const file = async (name, mimeType, buffer) => {
  await read()
  await page.locator('input[type=file]').setInputFiles({ name, mimeType, buffer: Buffer.from(buffer) })
}
const served = async (route) => (await context.request.get(`${address}${route}`)).body()

const credential = await step('what is served is what is checked', async () => JSON.parse(await served(`/v/${holds}/credential.json`)))
const credentialFile = (value) => file('credential.json', 'application/json', JSON.stringify(value))

await step('the page of a certificate answers without a script', async () => {
  const plain = await browser.newContext({ javaScriptEnabled: false, locale: 'de-CH' })
  const bare = await plain.newPage()
  await bare.goto(`${address}/v/${holds}#${packed}`)
  assert.match(await bare.locator('h1').innerText(), /Dieses Zertifikat ist gültig/)
  await bare.getByText('Zoë Çelik', { exact: true }).first().waitFor()
  // What needs one is not offered.
  assert.equal(await bare.locator('#offline-code').isVisible(), false)
  await plain.close()
})

await step('with one it hands on what a code carries', async () => {
  await page.goto(`${address}/v/${holds}`)
  assert.equal(await page.locator('#offline-code').isVisible(), false)
  await accessible(page, 'a certificate')
  await shot(page, 'certificate-en')
  await page.goto('about:blank')
  await page.goto(`${address}/v/${holds}#${packed}`)
  await page.getByRole('link', { name: 'Check what this code carries, without asking the server' }).click()
  await page.waitForURL((url) => url.pathname === '/verify' && url.hash === `#${packed}`)
  await tone('good', 'Genuine, unchanged and in force')
  // What stands behind the # was sent to nobody.
  assert(asked.every((url) => url.startsWith(`${address}/`) || url === 'about:blank'), asked.join('\n'))
  assert(asked.every((url) => !new URL(url).pathname.includes(packed.slice(0, 40)) && !new URL(url).search.includes(packed.slice(0, 40))))
})

await step('by the page for signing in, an id, and an address', async () => {
  await page.goto(`${address}/sign-in`)
  await page.getByRole('link', { name: 'Check a certificate, without an account' }).click()
  await page.waitForURL(`${address}/verify`)
  await accessible(page, 'the page for checking')
  await shot(page, 'verify-empty')
  const field = page.getByRole('textbox', { name: 'Address or id of the certificate' })
  for (const [typed, expected, words] of [
    [holds, 'good', 'Genuine, unchanged and in force'],
    [`${address}/v/${revoked}?lang=fr`, 'bad', 'This certificate was revoked'],
    ['crt_0198abcdef0070008000000000000001', 'neutral', 'There is no such certificate here'],
  ]) {
    await field.fill(typed)
    await page.getByTestId('verify-typed').click()
    await tone(expected, words)
    // Whoever waits for the answer is taken to it.
    assert.equal(await page.evaluate(() => document.activeElement?.tagName), 'H2')
  }
  await field.fill(`https://elsewhere.example/v/${holds}`)
  await field.press('Enter')
  await page.getByText('This address is of elsewhere.example').waitFor()
  await field.fill('Dear Sir')
  await field.press('Enter')
  await page.getByText('This is neither an address nor the id of a certificate').waitFor()
})

await step('a PDF is dropped', async () => {
  const pdf = path.join(mkdtempSync(path.join(os.tmpdir(), 'dropped-')), 'certificate.pdf')
  writeFileSync(pdf, await served(`/v/${holds}/certificate.pdf`))
  // As the system's own window hands it over: a page cannot make such a drag itself.
  const { x, y, width } = await page.locator('.verify-drop').boundingBox()
  const wires = await context.newCDPSession(page)
  const data = { items: [], files: [pdf], dragOperationsMask: 1 }
  for (const type of ['dragEnter', 'dragOver', 'drop']) await wires.send('Input.dispatchDragEvent', { type, x: x + width / 2, y: y + 40, data })
  await tone('good', 'Genuine, unchanged and in force')
  for (const part of ['Zoë Çelik', '5.5', 'Buchhaltung <b>&</b>', 'Kurs für Fortgeschrittene', 'Issued']) await answer().getByText(part, { exact: true }).first().waitFor()
  // Nobody knows by a domain whose name it is: that is a warning in words.
  await answer().getByText('No domain of the organisation that issued it is verified here').waitFor()
  await accessible(page, 'what a PDF holds')
  await shot(page, 'verify-pdf')
})

await step('files that hold nothing, or are not what they seem, give a clear sentence', async () => {
  for (const [name, type, bytes, words] of [
    ['letter.pdf', 'application/pdf', '%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [] /Count 0 >>\nendobj\ntrailer\n<< /Root 1 0 R /Size 3 >>\n%%EOF', 'There is no signed certificate in this PDF'],
    ['broken.pdf', 'application/pdf', `%PDF-1.7\n${'\u0000[<<'.repeat(5_000)}`, 'This PDF cannot be read'],
    ['letter.txt', 'text/plain', 'Dear Sir or Madam', 'This is neither a PDF nor a certificate file nor a picture'],
    ['broken.png', 'image/png', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0]), 'This picture cannot be read'],
    ['empty.svg', 'image/svg+xml', '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400"><script>window.ran = true</script></svg>', 'no QR code can be made out'],
    ['other.json', 'application/json', '{"type":["Thing"]}', 'The file is JSON, but no certificate'],
  ]) {
    await file(name, type, bytes)
    await page.getByText(words).waitFor()
  }
  assert.equal(await page.evaluate(() => window.ran), undefined)
})

await step('the credential file, and what was changed in it', async () => {
  await credentialFile(credential)
  await tone('good', 'Genuine, unchanged and in force')
  const altered = structuredClone(credential)
  altered.credentialSubject.result.find(({ value }) => value === '5.5').value = '6.0'
  altered.credentialSubject.identifier.find(({ identityType }) => identityType === 'name').identityHash = 'Zoë Celik'
  await credentialFile(altered)
  await tone('bad', 'This is not what was issued')
  const rows = await page.getByTestId('verify-differences').locator('tbody tr').allInnerTexts()
  assert.deepEqual(rows.map((row) => row.split('\t').map((cell) => cell.trim())).sort(), [['Issued to', 'Zoë Celik', 'Zoë Çelik'], ['Note', '6.0', '5.5']])
  await accessible(page, 'what was altered')
  await shot(page, 'verify-altered')
  const more = structuredClone(credential)
  more.credentialSubject.achievement.honours = 'summa cum laude'
  await credentialFile(more)
  await tone('bad', 'This file says something that nobody has signed')
  assert.match(await page.getByTestId('verify-unsigned').innerText(), /achievement\.honours[\s\S]*summa cum laude/)
  await shot(page, 'verify-unsigned')
  const foreign = structuredClone(credential)
  foreign.issuer.id = 'did:web:elsewhere.example:issuers:acme'
  asked.length = 0
  await credentialFile(foreign)
  await tone('warn', 'The issuing organisation is not known here')
  // Nothing is asked, here or there.
  assert.deepEqual(asked, [])
  await shot(page, 'verify-foreign')
  await file('revoked.json', 'application/json', await served(`/v/${revoked}/credential.json`))
  await tone('bad', 'This certificate was revoked')
  await answer().getByText('Something in it is wrong.').waitFor()
  await shot(page, 'verify-revoked')
})

/** The code, as pixels of a phone's photo: on a ground, at a distance, a little turned. */
const photo = await step('a code, as a file and as a photo of it', async () => {
  const svg = (await served(`/v/${holds}/offline-qr.svg`)).toString()
  await file('code.svg', 'image/svg+xml', svg)
  await tone('good', 'Genuine, unchanged and in force')
  const other = await context.newPage()
  await other.setViewportSize({ width: 1_280, height: 960 })
  await other.setContent(`<body style="margin:0;background:#b7b2a6;display:grid;place-content:center;height:960px"><div style="rotate:4deg;width:820px">${svg.replace(/width="\d+" height="\d+"/, 'width="820" height="820"')}</div>`)
  const png = await other.screenshot()
  await other.close()
  await file('photo.png', 'image/png', png)
  await tone('good', 'Genuine, unchanged and in force')
  return png
})

await step('the camera reads it', async () => {
  const grey = await page.evaluate(async (base64) => {
    const image = new Image()
    image.src = `data:image/png;base64,${base64}`
    await image.decode()
    const canvas = Object.assign(document.createElement('canvas'), { width: 1_280, height: 960 })
    const drawing = canvas.getContext('2d')
    drawing.drawImage(image, 0, 0)
    const { data } = drawing.getImageData(0, 0, 1_280, 960)
    let text = ''
    for (let at = 0; at < data.length; at += 4) text += String.fromCharCode(data[at])
    return btoa(text)
  }, photo.toString('base64'))
  const frame = Buffer.concat([Buffer.from('FRAME\n'), Buffer.from(grey, 'base64'), Buffer.alloc(1_280 * 960 / 2, 128)])
  const film = path.join(mkdtempSync(path.join(os.tmpdir(), 'camera-')), 'code.y4m')
  writeFileSync(film, Buffer.concat([Buffer.from('YUV4MPEG2 W1280 H960 F5:1 Ip A1:1 C420jpeg\n'), frame, frame]))
  const seeing = await launch(['--use-fake-device-for-media-stream', '--use-fake-ui-for-media-stream', `--use-file-for-fake-video-capture=${film}`])
  const eye = await (await seeing.newContext({ locale: 'en-GB', permissions: ['camera'] })).newPage()
  await eye.goto(`${address}/verify`)
  await eye.getByTestId('verify-camera').click()
  await eye.getByTestId('verify-answer').filter({ hasText: 'Genuine, unchanged and in force' }).waitFor({ timeout: 30_000 })
  // It is let go as soon as it has seen one.
  assert.equal(await eye.locator('video').count(), 0)
  await seeing.close()
  await page.getByTestId('verify-camera').click()
  await page.getByText(/There is no camera|does not give the camera/).waitFor()
  await page.getByTestId('verify-camera-close').click()
})

await step('in five languages, and on a phone', async () => {
  for (const [locale, words] of [['de-CH', 'Das ist nicht, was ausgestellt wurde'], ['fr-CH', 'Ce n’est pas ce qui a été délivré'], ['it-CH', 'Non è ciò che è stato rilasciato'], ['rm-CH', 'Quai n’è betg quai ch’è vegnì emess'], ['en-GB', 'This is not what was issued']]) {
    const small = await browser.newContext({ locale, viewport: { width: 390, height: 844 }, colorScheme: locale === 'fr-CH' ? 'dark' : 'light', reducedMotion: 'reduce' })
    const phone = await small.newPage()
    await phone.goto(`${address}/verify`)
    await phone.locator('input[type=file]').waitFor({ state: 'attached' })
    await shot(phone, `phone-${locale.slice(0, 2)}`)
    const altered = structuredClone(credential)
    altered.name = 'Doktor'
    await phone.locator('input[type=file]').setInputFiles({ name: 'a.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(altered)) })
    await phone.getByTestId('verify-answer').filter({ hasText: words }).waitFor()
    await accessible(phone, `a phone in ${locale}`)
    await shot(phone, `phone-altered-${locale.slice(0, 2)}`)
    assert(await phone.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `nothing is wider than the phone in ${locale}`)
    await phone.goto(`${address}/v/${holds}`)
    await shot(phone, `certificate-phone-${locale.slice(0, 2)}`)
    assert(await phone.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `nor is a certificate in ${locale}`)
    await small.close()
  }
})

await step('without the server, a page that was open before checks what a code carries', async () => {
  await page.goto(`${address}/verify`)
  await page.evaluate(async () => { await navigator.serviceWorker.ready })
  await until('its files are kept', () => page.evaluate(async () => {
    const [name] = (await caches.keys()).filter((one) => one.startsWith('imprimatur-verify-'))
    return name !== undefined && (await (await caches.open(name)).keys()).length > 5
  }))
  // Nothing that was answered is kept.
  const kept = await page.evaluate(async () => {
    const lists = await Promise.all((await caches.keys()).map(async (name) => (await caches.open(name)).keys()))
    return lists.flat().map(({ url }) => new URL(url).pathname)
  })
  assert(kept.every((one) => one === '/verify' || one.startsWith('/assets/') || ['/theme.js', '/favicon.svg'].includes(one)), kept.join('\n'))
  // A device that kept the page at its own address alone keeps it at both, and once.
  const scopes = () => page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).map(({ scope }) => new URL(scope).pathname))
  await page.goto(`${address}/sign-in`)
  await page.evaluate(async () => { await navigator.serviceWorker.register('/verify-worker.js', { scope: '/verify' }) })
  await until('it is kept twice', async () => (await scopes()).sort().join() === '/v,/verify')
  await page.goto(`${address}/verify`)
  await until('what was kept before is gone', async () => (await scopes()).join() === '/v')
  // While there is a server, the page of a certificate is the server's.
  await page.goto(`${address}/v/${holds}`)
  assert.match(await page.locator('h1').innerText(), /This certificate is valid/)
  console.log('stop')
  await until('the server is gone', () => fetch(`${address}/healthz`).then(() => false, () => true), 30_000)
  // What a phone's own camera opens: the address as it stands in the code, and then the same without what the code carries.
  await page.goto('about:blank')
  await page.goto(`${address}/v/${holds}#${packed}`)
  await tone('neutral', 'Unchanged, and signed with a known key')
  await answer().getByText('Zoë Çelik', { exact: true }).first().waitFor()
  await page.getByTestId('verify-offline-limits').waitFor()
  assert.equal(page.url(), `${address}/v/${holds}#${packed}`)
  await accessible(page, 'a code that was scanned without the server')
  await shot(page, 'verify-offline-scanned')
  await page.goto('about:blank')
  await page.goto(`${address}/v/${holds}`)
  await tone('neutral', 'This cannot be checked right now')
  await answer().getByText('That says nothing of the certificate').waitFor()
  await accessible(page, 'a certificate without the server')
  await shot(page, 'verify-offline-certificate')
  await page.goto('about:blank')
  await page.goto(`${address}/verify#${packed}`)
  await tone('neutral', 'Unchanged, and signed with a known key')
  await answer().getByText('Zoë Çelik', { exact: true }).first().waitFor()
  assert.match(await page.getByTestId('verify-offline-limits').innerText(), /revoked or suspended since/)
  await accessible(page, 'checked without the server')
  await shot(page, 'verify-offline')
  // On a device that has never seen the key, nobody can tell whose it is.
  await page.evaluate(() => localStorage.removeItem('imprimatur.verify.keys'))
  await page.reload()
  await tone('warn', 'Unchanged, but the key is not known here')
  await shot(page, 'verify-offline-unknown')
  const altered = structuredClone(credential)
  altered.name = 'Doktor'
  await credentialFile(altered)
  await tone('bad', 'This is not what was issued')
  await answer().getByText('What was issued is not known here').waitFor()
  // What stands in the register is the server's alone.
  const field = page.getByRole('textbox', { name: 'Address or id of the certificate' })
  await field.fill(holds)
  await field.press('Enter')
  await tone('neutral', 'This cannot be checked right now')
})

stranger.assertNoErrors()
await browser.close()
console.log('all of it was seen')
