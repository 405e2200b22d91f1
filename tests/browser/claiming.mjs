// Somebody is given a certificate, claims it by the link in their mail, and keeps it: without an account, in other languages (all with IMPRIMATUR_SOAK), on a phone.
//
//   node claiming.mjs --address http://127.0.0.1:8080 --mail data/mail [--out folder]
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { album, launch, LOOKED_AT, options, person, step, until } from './chromium.mjs'
import { called, issued, looking, published } from './course.mjs'
import { follow, mailbox } from './mails.mjs'

const { address, mail: folder, out } = options()
const { linkIn, mailsTo, newest } = mailbox(address, folder)
const look = looking(album(out))
const browser = await launch()
const PHONE = { width: 390, height: 844 }
const DESK = { width: 1280, height: 860 }

const drawn = (who) => until('the pictures are there', async () => {
  const states = await who.page.getByTestId('certificate-picture').evaluateAll((all) => all.map((one) => one.dataset.state))
  return states.length > 0 && states.every((one) => one === 'there')
}, 40_000)
const useless = (who, why) => who.page.locator(`[data-testid="claim-useless"][data-why="${why}"]`)
const reader = (locale, viewport = DESK) => person(browser, address, 'Zoë Çelik', { locale: `${locale}-CH`, viewport })

try {
  const anna = await person(browser, address, 'designer@sample.example', { locale: 'de-CH' })
  const max = await person(browser, address, 'approver@sample.example', { locale: 'de-CH' })
  let template
  let claim
  let certificates

  const issue = (key, ...recipients) =>
    issued(max, template, key, recipients.map(([name, email, language]) => ({ recipient: { name, email }, language, values: {} })))

  await step('a course is published, and two certificates are issued', async () => {
    await anna.signIn()
    await max.signIn()
    template = await published(anna, max, 'Grundkurs Buchbinden')
    certificates = await issue('first', ['Zoë Çelik', 'zoe@acme.example', 'de'], ['Luc Péclard', 'luc@acme.example', 'fr'])
    claim = linkIn(await newest('zoe@acme.example', 1), '/claim#')
  })

  const zoe = await reader('de')

  await step('opening the link does not use it, however often, in other languages, on a phone as well', async () => {
    for (const language of LOOKED_AT) {
      for (const [viewport, suffix] of [[DESK, ''], [PHONE, '-narrow']]) {
        const who = await reader(language, viewport)
        await follow(who, claim)
        await who.page.getByTestId('claim-press').waitFor()
        await drawn(who)
        await look(who, `claim-${language}${suffix}`)
        assert.equal((await who.context.cookies()).length, 0, 'no cookie before the press')
        who.assertNoErrors()
        await who.context.close()
      }
    }
    await follow(zoe, `${address}/claim`)
    await useless(zoe, 'no_link').waitFor()
    await look(zoe, 'claim-no-link-de')
    await follow(zoe, `${claim.slice(0, -4)}AAAA`)
    await useless(zoe, 'recipient_link_unknown').waitFor()
    await look(zoe, 'claim-unknown-de')
  })

  await step('a press claims it: picture, PDF and signed file are there, and the address holds no secret', async () => {
    await follow(zoe, claim)
    await zoe.page.getByTestId('claim-press').click()
    // Its page comes in parts, to a machine that may be busy.
    await zoe.page.getByTestId('mine').waitFor({ timeout: 60_000 })
    assert.equal(zoe.page.url(), `${address}/mine`)
    await drawn(zoe)
    const cookies = await zoe.context.cookies()
    assert.deepEqual(cookies.map(({ name, httpOnly, path: of, sameSite }) => [name, httpOnly, of, sameSite]), [['imprimatur_recipient', true, '/api/mine', 'Lax']])
    assert.equal(await zoe.page.getByTestId('card').count(), 1)
    const pdf = await zoe.context.request.get(new URL(await zoe.page.getByTestId('card-pdf').getAttribute('href'), address).href)
    assert((await pdf.body()).subarray(0, 5).toString() === '%PDF-', 'a PDF')
    const [download] = await Promise.all([zoe.page.waitForEvent('download'), zoe.page.getByTestId('card-credential').click()])
    const credential = JSON.parse(readFileSync(await download.path(), 'utf8'))
    assert(credential.id.endsWith(certificates[0]) && credential.proof, 'a signed credential')
    // Nothing of the organisation's is open to its cookie.
    for (const route of ['/api/me', '/api/certificates', `/api/certificates/${certificates[0]}`]) assert.equal((await zoe.call('GET', route)).status, 401, route)
  })

  await step('a replayed link is refused, and says what helps', async () => {
    const other = await reader('fr')
    await follow(other, claim)
    await useless(other, 'recipient_link_used').waitFor()
    await look(other, 'claim-used-fr')
    await other.page.getByRole('button', { name: 'Vers ma page' }).click()
    await other.page.getByTestId('ask-link').waitFor()
    assert.equal((await other.context.cookies()).length, 0)
    other.assertNoErrors()
    await other.context.close()
  })

  await step('a private address is added by a link that works in this browser alone', async () => {
    await zoe.page.getByTestId('address-add').click()
    await zoe.page.getByTestId('address-send').click()
    await zoe.page.getByText('Das ist keine E-Mail-Adresse').waitFor()
    await zoe.page.getByLabel('E-Mail-Adresse').fill('zoe@home.example')
    await look(zoe, 'address-add-de')
    await zoe.page.getByTestId('address-send').click()
    await zoe.page.getByText('Ein Link ist unterwegs').waitFor()
    const link = linkIn(await newest('zoe@home.example', 1), '/claim#')
    const other = await reader('it')
    await follow(other, link)
    await other.page.getByTestId('claim-press').click()
    await useless(other, 'recipient_other_browser').waitFor()
    await look(other, 'claim-other-browser-it')
    await other.context.close()
    await follow(zoe, link)
    await look(zoe, 'claim-address-de')
    await zoe.page.getByTestId('claim-press').click()
    await until('both are there', async () => (await zoe.page.getByTestId('address').count()) === 2)
  })

  await step('it is shown to others without details, and that is taken back', async () => {
    await zoe.page.getByTestId('card-share').click()
    const dialog = zoe.page.getByTestId('share')
    await dialog.getByText(`/v/${certificates[0]}`).waitFor()
    const linkedin = new URL(await zoe.page.getByTestId('share-linkedin').getAttribute('href'))
    assert.deepEqual([linkedin.host, linkedin.searchParams.get('name'), linkedin.searchParams.get('certUrl')], ['www.linkedin.com', 'Grundkurs Buchbinden', `${address}/v/${certificates[0]}`])
    await look(zoe, 'share-all-de')
    await dialog.getByText('Nur, dass es gilt').click()
    await zoe.page.getByTestId('share-make').click()
    const brief = (await dialog.locator('pre').innerText()).trim()
    assert.match(brief, new RegExp(`^${address}/s/shr_[0-9a-f]{32}$`))
    await look(zoe, 'share-brief-de')
    for (const language of LOOKED_AT) {
      const other = await reader(language, PHONE)
      await other.page.goto(brief)
      const words = await other.page.locator('main').innerText()
      assert(words.includes('Z. Ç.') && words.includes('Grundkurs Buchbinden') && !words.includes('Zoë'), words)
      await look(other, `brief-${language}-narrow`)
      await other.context.close()
    }
    await zoe.page.getByTestId('share-end').click()
    await zoe.page.getByTestId('share-make').waitFor()
    assert.equal((await zoe.call('GET', new URL(brief).pathname)).status, 404)
    await zoe.page.getByTestId('share-close').click()
  })

  await step('the first is revoked by hand with a reason, and says so to anybody', async () => {
    const { number } = await called(max, 200, 'GET', `/api/certificates/${certificates[0]}`)
    await max.signIn('/certificates')
    await max.page.getByTestId('certificates').locator('tr', { hasText: number }).getByTestId('certificate-menu').click()
    await max.page.getByTestId('certificate-revoke').click()
    assert.equal(await max.page.getByTestId('certificate-act').getAttribute('aria-disabled'), 'true', 'not without a reason')
    await max.page.getByRole('radio').first().press('Space')
    await max.page.locator('textarea').fill('Die Prüfung wird wiederholt.')
    await look(max, 'revoke-de')
    await max.page.getByTestId('certificate-act').click()
    await until('it is revoked', async () => (await called(max, 200, 'GET', `/api/certificates/${certificates[0]}`)).state === 'revoked', 30_000)
    const stranger = await reader('de')
    await stranger.page.goto(`${address}/v/${certificates[0]}`)
    const words = await stranger.page.locator('main').innerText()
    assert(words.includes('wurde widerrufen') && words.includes('Die Prüfung wird wiederholt.'), words)
    await look(stranger, 'revoked-de')
    await stranger.context.close()
  })

  await step('what is issued later is there as well, and the page reads well in other languages', async () => {
    await issue('second', ['Zoë Çelik', 'zoe@acme.example', 'de'])
    await newest('zoe@acme.example', 2)
    await zoe.page.reload()
    await until('both are there', async () => (await zoe.page.getByTestId('card').count()) === 2)
    const state = await zoe.context.storageState()
    for (const language of LOOKED_AT) {
      const context = await browser.newContext({ locale: `${language}-CH`, viewport: DESK, storageState: state, reducedMotion: 'reduce' })
      const who = { page: await context.newPage() }
      await who.page.goto(`${address}/mine`)
      await who.page.getByTestId('mine').waitFor()
      await drawn(who)
      await look(who, `mine-${language}`)
      await who.page.setViewportSize(PHONE)
      await look(who, `mine-${language}-narrow`)
      await who.page.evaluate(() => window.scrollTo(0, document.body.scrollHeight))
      await look(who, `mine-${language}-narrow-end`)
      await context.close()
    }
  })

  await step('she signs out, and comes back by a link to her private address', async () => {
    await zoe.page.getByTestId('mine-leave').click()
    await zoe.page.getByTestId('ask-link').waitFor()
    await look(zoe, 'left-de')
    assert.equal((await zoe.call('GET', '/api/mine')).status, 401)
    for (const language of LOOKED_AT) {
      const who = await reader(language, PHONE)
      await who.page.goto(`${address}/mine`)
      await who.page.getByTestId('ask-link').waitFor()
      await look(who, `ask-${language}-narrow`)
      await who.context.close()
    }
    const asked = async (at) => {
      await zoe.page.getByLabel('E-Mail-Adresse').fill(at)
      await zoe.page.getByTestId('ask-press').click()
      const said = await zoe.page.getByTestId('link-asked').locator('p').innerText()
      await zoe.page.getByRole('button', { name: 'Andere Adresse' }).click()
      return said.replace(at, '')
    }
    assert.equal(await asked('nobody@acme.example'), await asked('zoe@home.example'), 'the answer tells nothing of an address')
    await follow(zoe, linkIn(await newest('zoe@home.example', 2), '/claim#'))
    await zoe.page.getByTestId('claim-press').waitFor()
    await look(zoe, 'sign-in-link-de')
    await zoe.page.getByTestId('claim-press').click()
    await until('both are there', async () => (await zoe.page.getByTestId('card').count()) === 2)
    assert.equal(mailsTo('nobody@acme.example').length, 0)
  })

  await step('Luc wants no more mail, and the issuer sees it', async () => {
    const luc = await reader('fr', PHONE)
    await luc.page.goto(linkIn(await newest('luc@acme.example', 1), '/unsubscribe/'))
    await look(luc, 'unsubscribe-fr-narrow')
    await luc.page.getByRole('button', { name: 'Ne plus envoyer d’e-mails' }).click()
    await luc.page.getByText('Vous ne recevez plus d’e-mails').waitFor()
    await look(luc, 'unsubscribed-fr-narrow')
    luc.assertNoErrors()
    await luc.context.close()
    await called(max, 202, 'POST', `/api/certificates/${certificates[1]}/send`, {})
    await until('it is not sent', async () => (await max.call('GET', `/api/certificates/${certificates[1]}`)).body.delivery.state === 'unsubscribed', 20_000)
    await max.page.goto(`${address}/certificates`)
    await max.page.getByTestId('certificates').waitFor()
    await look(max, 'certificates-de')
    await max.page.getByTestId('certificates-filter').getByRole('button').click()
    await max.page.getByRole('option', { name: 'Mail abbestellt' }).click()
    await until('one is left', async () => (await max.page.getByTestId('certificates').locator('tbody tr').count()) === 1)
    await look(max, 'certificates-unsubscribed-de')
    await max.page.getByTestId('certificates-filter').getByRole('button').click()
    await max.page.getByRole('option', { name: 'Mail zurückgekommen' }).click()
    await max.page.getByText('Keine Mail in diesem Zustand').waitFor()
    await look(max, 'certificates-none-de')
  })

  for (const who of [anna, max, zoe]) who.assertNoErrors()
} finally {
  await browser.close()
}
