// Somebody asks to be called otherwise in their certificate; the organisation says why not, then accepts; another one is corrected and renewed by hand.
// In other languages (all with IMPRIMATUR_SOAK), and on a phone.
//
//   node naming.mjs --address http://127.0.0.1:8080 --mail data/mail [--out folder]
import assert from 'node:assert/strict'
import { album, launch, LOOKED_AT, options, person, step, until } from './chromium.mjs'
import { issued, looking, published } from './course.mjs'
import { follow, mailbox } from './mails.mjs'

const { address, mail, out } = options()
const { linkIn, newest } = mailbox(address, mail)
const look = looking(album(out))
const browser = await launch()
const PHONE = { width: 390, height: 844 }
const DESK = { width: 1280, height: 860 }

/** Somebody who may issue, at the list of certificates, in a language. */
async function issuer(language, viewport = DESK) {
  const who = await person(browser, address, 'approver@sample.example', { locale: `${language}-CH`, viewport })
  await who.signIn('/certificates')
  await who.page.getByTestId('certificates').waitFor()
  return who
}

try {
  const anna = await person(browser, address, 'designer@sample.example', { locale: 'de-CH' })
  const max = await person(browser, address, 'approver@sample.example', { locale: 'de-CH' })
  const zoe = await person(browser, address, 'Zoë Çelik', { locale: 'de-CH', viewport: DESK })
  const card = (id) => zoe.page.locator(`[data-testid="card"][data-id="${id}"]`)
  const row = (who, number) => who.page.getByTestId('certificates').locator('tr', { hasText: number }).first()
  let certificates

  await step('a course is published, and two certificates are issued', async () => {
    await anna.signIn()
    await max.signIn()
    const code = { id: 'code', type: 'qr', at: [215, 128], size: [60, 60], content: 'offline' }
    const template = await published(anna, max, 'Grundkurs Buchbinden', [code])
    const wanted = [['Zoe Celik', 'zoe@acme.example'], ['Luc Peclard', 'luc@acme.example']].map(([name, email]) => ({ recipient: { name, email }, language: 'de', valid_until: '2031-12-31', values: {} }))
    const ids = await issued(max, template, 'naming', wanted)
    certificates = await Promise.all(ids.map(async (id) => (await max.call('GET', `/api/certificates/${id}`)).body))
  })

  await step('Zoë claims hers, and asks to be called as in her passport', async () => {
    await follow(zoe, linkIn(await newest('zoe@acme.example', 1), '/claim#'))
    await zoe.page.getByTestId('claim-press').click()
    await zoe.page.getByTestId('mine').waitFor({ timeout: 60_000 })
    await zoe.page.getByTestId('card-name').click()
    await zoe.page.getByTestId('name-send').click()
    await look(zoe, 'ask-same-de')
    await zoe.page.locator('input[name="name"]').fill('Zoë Çelik')
    await zoe.page.locator('textarea').fill('So steht es in meinem Pass.')
    await look(zoe, 'ask-de')
    await zoe.page.getByTestId('name-send').click()
    await zoe.page.getByTestId('card-name-open').waitFor()
  })

  await step('what she has asked for reads well in other languages, and on a phone', async () => {
    const state = await zoe.context.storageState()
    for (const language of LOOKED_AT) {
      const context = await browser.newContext({ locale: `${language}-CH`, viewport: DESK, storageState: state, reducedMotion: 'reduce' })
      const who = { page: await context.newPage() }
      await who.page.goto(`${address}/mine`)
      await who.page.getByTestId('card-name-open').waitFor()
      await look(who, `open-${language}`)
      await who.page.getByTestId('card-name-change').click()
      await who.page.getByTestId('name-send').waitFor()
      await who.page.setViewportSize(PHONE)
      await look(who, `change-${language}-narrow`)
      await context.close()
    }
  })

  await step('whoever issues sees it in other languages, and on a phone', async () => {
    for (const language of LOOKED_AT) {
      const who = await issuer(language)
      await who.page.getByTestId('names-row').waitFor()
      await look(who, `names-${language}`)
      await who.page.getByTestId('names-accept').click()
      await who.page.getByTestId('names-accept-now').waitFor()
      await look(who, `accept-${language}`)
      await who.page.keyboard.press('Escape')
      await who.page.getByTestId('names-decline').click()
      await who.page.getByTestId('names-decline-now').waitFor()
      await who.page.setViewportSize(PHONE)
      await look(who, `decline-${language}-narrow`)
      await who.page.keyboard.press('Escape')
      await look(who, `names-${language}-narrow`)
      who.assertNoErrors()
      await who.context.close()
    }
  })

  await step('it is declined with a reason, which she reads on her page and in a mail', async () => {
    await max.signIn('/certificates')
    await max.page.getByTestId('names-decline').click()
    await max.page.locator('textarea').fill('Bitte legen Sie eine Kopie Ihres Ausweises bei.')
    await max.page.getByTestId('names-decline-now').click()
    await until('nothing is left to decide', async () => (await max.page.getByTestId('names-row').count()) === 0)
    assert((await newest('zoe@acme.example', 2)).includes('Bitte legen Sie eine Kopie Ihres Ausweises bei.'))
    await zoe.page.reload()
    await zoe.page.getByTestId('card-name-declined').waitFor()
    await look(zoe, 'declined-de')
  })

  await step('she asks again, it is accepted by keyboard alone, and the corrected one comes to her page', async () => {
    await zoe.page.getByTestId('card-name').click()
    await zoe.page.locator('input[name="name"]').fill('Zoë Çelik')
    await zoe.page.getByTestId('name-send').click()
    await zoe.page.getByTestId('card-name-open').waitFor()
    await max.page.reload()
    await max.page.getByTestId('names-accept').focus()
    await max.page.keyboard.press('Enter')
    await max.page.getByTestId('names-accept-now').waitFor()
    await max.page.keyboard.press('Tab')
    await max.page.keyboard.press('Enter')
    await until('nothing is left to decide', async () => (await max.page.getByTestId('names-row').count()) === 0, 20_000)
    await until('the old one does not hold', async () => (await max.call('GET', `/api/certificates/${certificates[0].id}`)).body.state === 'superseded', 30_000)
    await zoe.page.reload()
    await until('both are there', async () => (await zoe.page.getByTestId('card').count()) === 2)
    await card(certificates[0].id).getByTestId('card-name-accepted').waitFor()
    await look(zoe, 'accepted-de')
    await zoe.page.setViewportSize(PHONE)
    await look(zoe, 'accepted-de-narrow')
  })

  await step('another one is corrected, and then renewed, by hand; the dialogs read well in other languages', async () => {
    for (const [how, number] of [['correct', certificates[1].number], ['renew', null]]) {
      const which = number ?? (await max.call('GET', '/api/certificates')).body.certificates.find((one) => one.recipient_name === 'Luc Péclard').number
      const opened = async (who) => {
        await row(who, which).getByTestId('certificate-menu').click()
        await who.page.getByTestId(`certificate-${how}`).click()
        await who.page.getByTestId('issue-now').waitFor()
      }
      for (const language of LOOKED_AT) {
        const who = await issuer(language)
        await opened(who)
        await look(who, `${how}-${language}`)
        await who.page.setViewportSize(PHONE)
        await look(who, `${how}-${language}-narrow`)
        who.assertNoErrors()
        await who.context.close()
      }
      await max.signIn('/certificates')
      await opened(max)
      if (how === 'correct') await max.page.getByRole('textbox', { name: 'Name' }).first().fill('Luc Péclard')
      await max.page.getByTestId('issue-now').click()
      await until(`it is done: ${how}`, async () => (await max.page.getByTestId('issue-going').getAttribute('data-kind').catch(() => null)) === 'issued', 60_000)
      await look(max, `${how}-done-de`)
      await max.page.keyboard.press('Escape')
    }
    const { certificates: all } = (await max.call('GET', '/api/certificates')).body
    const luc = all.filter((one) => one.email === 'luc@acme.example').map((one) => [one.recipient_name, one.state, one.superseded_by !== null, one.succession])
    assert.deepEqual(luc.map(([name, state, isFollowed]) => [name, state, isFollowed]), [['Luc Péclard', 'not_yet', false], ['Luc Péclard', 'valid', true], ['Luc Peclard', 'superseded', true]], JSON.stringify(luc))
    await max.page.reload()
    await max.page.getByTestId('certificates').waitFor()
    await look(max, 'certificates-after-de')
  })

  for (const who of [anna, max, zoe]) who.assertNoErrors()
} finally {
  await browser.close()
}
