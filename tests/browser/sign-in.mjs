// People sign in by WorkOS, change organisation, sign out, and lose nothing when a session ends while they work.
//
//   node sign-in.mjs --address http://127.0.0.1:8080 --workos http://127.0.0.1:8081 --organisation org_… [--out folder]
//
// The server hears of the stand-in by webhooks; the roles and the organisation `Schule Chur` are there.
import assert from 'node:assert/strict'
import { accessible, album, cable, launch, options, passWorkos, person, standIn, step, until } from './chromium.mjs'
import { draw, equal, openTemplate, ready, saved, saveState, sees } from './editor.mjs'

/** How long a token lives while somebody draws. At WorkOS it is minutes. */
const TOKEN_SECONDS = 3
/** As many lives as are drawn through. */
const LIVES = 4
/** Open sockets follow the news of a revoked session within two seconds; the machine may be busy. */
const TOLD_WITHIN_MS = 10_000
/** Open sockets are compared with who may have them every 30 seconds. */
const NOTICED_WITHIN_MS = 60_000

const { address, workos, organisation: chur, out } = options()
const there = standIn(workos)
const shot = album(out)
const browser = await launch()
const plug = await cable(address)

/** A program of somebody who may design makes a template, as soon as the news of them has arrived. */
async function template(name, email, organization_id) {
  const { access_token } = await there.make('sign-in', { email, organization_id })
  return until(`a template of ${email}`, async () => {
    const headers = { authorization: `Bearer ${access_token}`, 'content-type': 'application/json' }
    const answer = await fetch(`${address}/api/templates`, { method: 'POST', headers, body: JSON.stringify({ name }) })
    return answer.status === 201 ? answer.json() : null
  })
}

/** Opens an address as somebody who is not signed in, up to the page of WorkOS. */
async function leaveFor(who, path) {
  await who.page.goto(`${who.address}${path}`)
  await who.page.waitForURL((url) => url.pathname === '/sign-in' && url.searchParams.get('next') === path)
  await goToWorkos(who)
}

async function goToWorkos(who) {
  await who.page.getByRole('button', { name: 'Sign in', exact: true }).click()
  await who.page.getByRole('heading', { name: 'Sign in' }).waitFor()
  assert(who.page.url().startsWith(workos), `${who.email} is at WorkOS: ${who.page.url()}`)
}

/** Waits until the browser is back on a page of the product. */
async function arrives(who, path) {
  await who.page.waitForURL((url) => url.origin === who.address && url.pathname + url.search === path)
}

/** Signs somebody in from nothing, to a page of the product. */
async function signIn(who, path, organisation) {
  await leaveFor(who, path)
  await passWorkos(who.page, who.email, organisation)
  await arrives(who, path)
}

/** Chooses an entry of the account menu. */
async function choose(who, role, name) {
  await who.page.getByRole('button', { name: /^Account of/ }).click()
  await who.page.getByRole(role, { name, exact: true }).click()
}

/** The names of the templates on the page. */
const names = (who) => who.page.locator('.card-name').allTextContents()

/** Notes every socket of an editor, and when it closed, from before the page has one. */
const noteSockets = (who) => who.context.addInitScript(() => {
  window.sockets = []
  window.WebSocket = class extends window.WebSocket {
    constructor(...line) {
      super(...line)
      const it = { code: null }
      window.sockets.push(it)
      this.addEventListener('close', ({ code }) => { it.code = code })
    }
  }
})

/** As somebody who was in another window: the page asks who is there and what the template is called, both at once. A token is renewed by what asks. */
const looksAgain = (who) => who.page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))

/** Waits until the editor says that the session is over, and where to go. */
async function isTold(who) {
  const banner = who.page.getByRole('alert').filter({ hasText: 'You are no longer signed in' })
  await banner.waitFor({ timeout: TOLD_WITHIN_MS })
  await banner.getByText('Edits that were not saved yet stay in this browser and are sent once you are signed in again.').waitFor()
  return banner
}

/** From what the editor says, by WorkOS, back into the same editor. */
async function signsInAgain(who, path) {
  await (await isTold(who)).getByRole('button', { name: 'Sign in again' }).click()
  await who.page.waitForURL((url) => url.pathname === '/sign-in' && url.searchParams.get('next') === path)
  await goToWorkos(who)
  await passWorkos(who.page, who.email)
  await arrives(who, path)
  await ready(who)
}

try {
  const scuol = (await there.make('organisations', { name: 'Verein Scuol' })).id
  await there.employ('anna@schule-chur.ch', 'designer', [chur], { first_name: 'Anna', last_name: 'Keller' })
  await there.employ('ben@schule-chur.ch', 'designer', [chur], { first_name: 'Ben', last_name: 'Caduff' })
  const carla = { email: 'carla@schule-chur.ch', id: await there.employ('carla@schule-chur.ch', 'designer', [chur], { first_name: 'Carla', last_name: 'Meier' }) }
  const mia = { email: 'mia@scuol.example', id: await there.employ('mia@scuol.example', 'designer', [chur, scuol], { first_name: 'Mia', last_name: 'Planta' }) }
  const first = await template('Diplom Chur', 'anna@schule-chur.ch', chur)
  await template('Diplom Scuol', mia.email, scuol)
  const editor = `/templates/${first.id}`

  const anna = await person(browser, address, 'anna@schule-chur.ch')
  await step('Anna opens an editor without being signed in, and is there after signing in by WorkOS', async () => {
    await anna.page.goto(`${address}${editor}`)
    await anna.page.getByRole('heading', { name: 'Welcome' }).waitFor()
    await shot(anna.page, 'workos-sign-in-light')
    await accessible(anna.page, 'sign-in by WorkOS')
    await signIn(anna, editor)
    await ready(anna)
    assert.deepEqual((await anna.context.cookies()).filter(({ name }) => name.startsWith('imprimatur')).map(({ name, httpOnly }) => [name, httpOnly]), [['imprimatur_session', true]])
  })

  await step('Ben goes back from WorkOS by the browser, cancels there, reads why he is not in, and comes to the same editor all the same', async () => {
    const ben = await person(browser, address, 'ben@schule-chur.ch')
    await leaveFor(ben, editor)
    await ben.page.goBack()
    await ben.page.getByRole('heading', { name: 'Welcome' }).waitFor()
    await goToWorkos(ben)
    await ben.page.getByRole('button', { name: 'Cancel' }).click()
    await ben.page.waitForURL((url) => url.pathname === '/sign-in' && url.searchParams.get('next') === editor)
    const told = ben.page.getByRole('alert')
    await told.getByText('Signing in did not work.').waitFor()
    await told.getByText('The sign-in at WorkOS was cancelled or refused.').waitFor()
    await shot(ben.page, 'workos-sign-in-cancelled-light')
    await accessible(ben.page, 'a sign-in that was cancelled')
    await goToWorkos(ben)
    await passWorkos(ben.page, ben.email)
    await arrives(ben, editor)
    await ready(ben)
    ben.assertNoErrors()
    await ben.context.close()
  })

  const two = await person(browser, address, mia.email)
  await step('Mia chooses one of her two organisations at WorkOS, and goes over to the other by the account menu', async () => {
    await signIn(two, '/templates', 'Schule Chur')
    await until('the template of Chur', async () => (await names(two)).join() === 'Diplom Chur')
    await openTemplate(two, first.id)
    await two.page.getByRole('button', { name: /^Account of/ }).click()
    await shot(two.page, 'workos-account-menu-light')
    await accessible(two.page, 'the account menu of somebody with two organisations')
    await two.page.getByRole('menuitemradio', { name: 'Verein Scuol', exact: true }).click()
    // What is open belongs to the one that is left.
    await arrives(two, '/templates')
    await until('the template of Scuol', async () => (await names(two)).join() === 'Diplom Scuol')
    assert.equal((await two.call('GET', '/api/me')).body.organisation.name, 'Verein Scuol')
    await two.page.goto(`${address}${editor}`)
    await two.page.getByRole('heading', { level: 1 }).waitFor()
    assert.equal((await two.call('GET', `/api/templates/${first.id}`)).status, 404)
    await two.page.goto(`${address}/templates`)
    await choose(two, 'menuitemradio', 'Schule Chur')
    await until('the template of Chur again', async () => (await names(two)).join() === 'Diplom Chur')
  })

  await step('she signs out here and at WorkOS: the way back shows nothing, and the next visit asks again', async () => {
    const open = async () => (await there.state('sessions')).filter(({ user_id, status, impersonator }) => user_id === mia.id && status === 'active' && !impersonator)
    // One is that of the program which made a template.
    const before = (await open()).length
    await choose(two, 'menuitem', 'Sign out')
    await two.page.getByRole('heading', { name: 'Signed out' }).waitFor()
    assert.equal((await open()).length, before - 1, 'her session at WorkOS is over')
    await two.page.goBack()
    await two.page.waitForURL((url) => url.pathname === '/sign-in')
    assert.deepEqual(await names(two), [])
    await leaveFor(two, '/templates')
    two.assertNoErrors()
    await two.context.close()
  })

  const long = await person(browser, plug.address, carla.email)
  await noteSockets(long)
  const drawn = []
  const next = async (tool) => {
    const n = drawn.length
    const at = [0.15 + (n % 6) * 0.1, 0.2 + Math.floor(n / 6) * 0.12]
    drawn.push(await draw(long, tool, at, [at[0] + 0.06, at[1] + 0.06]))
  }
  const endSessions = async (status) => assert((await there.make('sessions/end', { status, user_id: carla.id })).ended.length > 0, 'she has had a session')

  await step(`Carla draws through ${LIVES} lives of a token, on one socket, and nothing is lost`, async () => {
    await there.ask('PATCH', 'settings', { token_seconds: TOKEN_SECONDS })
    await signIn(long, editor)
    await ready(long)
    await there.ask('DELETE', 'requests')
    for (let life = 0; life < LIVES; life += 1) {
      const end = Date.now() + TOKEN_SECONDS * 1_000
      while (Date.now() < end) {
        await next(drawn.length % 2 ? 'ellipse' : 'rectangle')
        await long.page.waitForTimeout(400)
      }
      await looksAgain(long)
    }
    await saved(long)
    assert.equal(new URL(long.page.url()).pathname, editor)
    assert.deepEqual(await long.page.evaluate(() => window.sockets), [{ code: null }], 'the socket has gone on')
    const renewed = await there.ask('GET', 'requests?path=/user_management/authenticate')
    console.log(`    ${drawn.length} elements, ${renewed.length} renewals`)
    assert(renewed.length >= LIVES - 1, `the token was renewed ${renewed.length} times only`)
    await sees(anna, drawn)
    await equal(long, anna)
    await long.page.reload()
    await ready(long)
    await equal(long, anna)
  })

  await step('her session is revoked while she draws: she reads so, signs in again, and every edit is there', async () => {
    await next('rectangle')
    await next('ellipse')
    await endSessions('revoked')
    await isTold(long)
    await shot(long.page, 'workos-session-over-light')
    await accessible(long.page, 'an editor whose session is over')
    await signsInAgain(long, editor)
    await sees(long, drawn)
    await sees(anna, drawn)
    await equal(long, anna)
  })

  await step('it is revoked while she is offline with edits that nobody has: they wait, and arrive after she has signed in again', async () => {
    plug.pull()
    await long.context.setOffline(true)
    await saveState(long, 'offline')
    const kept = drawn.length
    await next('rectangle')
    await next('ellipse')
    await endSessions('revoked')
    plug.plug()
    await long.context.setOffline(false)
    await isTold(long)
    await sees(anna, drawn.slice(0, kept), drawn.slice(kept))
    await signsInAgain(long, editor)
    await sees(long, drawn)
    await sees(anna, drawn)
    await equal(long, anna)
  })

  await step('it expires, of which WorkOS tells nobody: the next token is refused while she looks on, and the page says so', async () => {
    await next('rectangle')
    await saved(long)
    await endSessions('expired')
    // Nothing is asked by the page: it is the server that asks WorkOS for those whose sockets are open.
    await until('the page says so', async () => (await long.page.getByTestId('save-state').getAttribute('data-kind')) === 'refused', NOTICED_WITHIN_MS)
    await signsInAgain(long, editor)
    await equal(long, anna)
    await there.ask('PATCH', 'settings', { token_seconds: 300 })
    long.assertNoErrors()
    await long.context.close()
  })

  await step('somebody acts in the name of an administrator: it is said on every page, and approving is neither offered nor given to a key', async () => {
    await there.employ('dora@schule-chur.ch', 'admin', [chur], { first_name: 'Dora', last_name: 'Janett' })
    await there.make('next-sign-in', { email: 'dora@schule-chur.ch', impersonator: { email: 'help@workos.example', reason: 'a question of the school' } })
    const dora = await person(browser, address, 'dora@schule-chur.ch')
    await dora.page.goto(`${address}/settings`)
    await dora.page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await arrives(dora, '/settings')
    const banner = dora.page.getByRole('complementary', { name: 'Acting in somebody else’s name' })
    await banner.getByText('help@workos.example acts in the name of Dora Janett (Schule Chur). Approving and publishing are off.').waitFor()
    await dora.page.getByRole('heading', { name: 'API keys' }).waitFor()
    await shot(dora.page, 'workos-impersonation-settings-light')
    await accessible(dora.page, 'settings in somebody else’s name')
    const { permissions, impersonator } = (await dora.call('GET', '/api/me')).body
    assert.equal(impersonator, 'help@workos.example')
    assert(permissions.includes('manage') && !permissions.includes('approve') && !permissions.includes('publish'), permissions.join())
    for (const scope of ['approve', 'publish']) {
      const { status } = await dora.call('POST', '/api/keys', { name: 'Umweg', scopes: [scope] })
      assert.equal(status, 403, `a key for ${scope}`)
    }
    await dora.page.goto(`${address}${editor}`)
    await ready(dora)
    await banner.waitFor()
    await shot(dora.page, 'workos-impersonation-editor-light')
    await accessible(dora.page, 'an editor in somebody else’s name')
    for (const word of [/^Approve/, /^Publish version/]) assert.equal(await dora.page.getByRole('button', { name: word }).count(), 0)
    await banner.getByRole('button', { name: 'Stop and sign out' }).click()
    await dora.page.getByRole('heading', { name: 'Signed out' }).waitFor()
    await dora.page.goto(`${address}/templates`)
    await dora.page.waitForURL((url) => url.pathname === '/sign-in')
    dora.assertNoErrors()
    await dora.context.close()
  })

  anna.assertNoErrors()
  console.log('done')
} finally {
  await browser.close()
  plug.close()
}
process.exit(0)
