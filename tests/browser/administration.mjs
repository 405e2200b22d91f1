// Administrators see how thousands of people come in, who they are, and settle what their organisation wants.
//
//   node administration.mjs --address http://127.0.0.1:8080 --workos http://127.0.0.1:8081 --organisation org_… [--people 2000] [--out folder]
//
// The server hears of the stand-in by webhooks; the roles and the organisation `Schule Chur` with its verified domain are there. With a MySQL
// registry some people are made whose rows it does not take; the embedded one takes whatever can be read.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { accessible, album, launch, options, passWorkos, person, standIn, step, until } from './chromium.mjs'

/** Reading so many people anew and bringing them to the registry may take a debug build so long. */
const READ_WITHIN_MS = 170_000
/** The stream of `/admin/sync` tells news within so long. */
const NEWS_WITHIN_MS = 20_000
/** A picture is so high at the most: long lists say nothing more below. */
const PICTURED = 2_000
/** Members on the page at first. */
const PAGE = 100

const { address, workos, organisation: chur, out, people = '2000' } = options()
const many = Number(people)
const there = standIn(workos)
const shot = album(out)
const browser = await launch()

/** Every id of a message: none may be read on a page. */
const MESSAGES = (() => {
  const folder = new URL('../../web-client/src/i18n/en/', import.meta.url)
  const files = readdirSync(folder).filter((name) => name.endsWith('.ftl'))
  return files.flatMap((name) => [...readFileSync(new URL(name, folder), 'utf8').matchAll(/^([a-z][a-z0-9-]*) =/gm)].map(([, id]) => id))
    .filter((id) => id.includes('-'))
})()

const plate = (who, name) => who.page.getByRole('region', { name })
/** A number inside a text, as Switzerland writes it: which apostrophe that is, versions of Chromium do not agree on. */
const written = (before, value, after) => new RegExp(`^${before}${String(value).replace(/\B(?=(\d{3})+$)/g, '[’\']')}${after}$`)
const number = (text) => Number(text.replace(/[^0-9]/g, ''))

/** What stands in a row of the table that says how the organisation stands: waiting, failed, in the registry. */
async function standing(who, kind) {
  const row = plate(who, 'How your organisation stands').getByRole('row', { name: new RegExp(`^${kind}`) })
  if (await row.count() === 0) return null
  const [pending, failed, success] = (await row.getByRole('cell').allTextContents()).map(number)
  return { pending, failed, success }
}

/** Marks the page, so that a reload is noticed. */
const mark = (who) => who.page.evaluate(() => { window.marked = true })
const assertNotReloaded = async (who) => assert.equal(await who.page.evaluate(() => window.marked), true, 'the page was not reloaded')

/** Every text that is read on the page and is not a name, with those of attributes. */
const words = (page) => page.evaluate(() => {
  const found = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (walker.nextNode()) if (!walker.currentNode.parentElement.closest('script, style, code, .member-words, .thing-name')) found.push(walker.currentNode.data.trim())
  for (const node of document.querySelectorAll('[aria-label], [title], [placeholder]')) {
    for (const name of ['aria-label', 'title', 'placeholder']) found.push(node.getAttribute(name) ?? '')
  }
  return [...new Set(found.filter((text) => text !== ''))]
})

/** Pictures, axe, nothing cut off sideways, and no words that are not for people. */
async function look(page, name, { asksAxe = true } = {}) {
  await page.evaluate(() => document.fonts.ready)
  if (out) {
    // As it is seen first, and as far down as tells something.
    await page.evaluate(() => window.scrollTo(0, 0))
    await shot(page, name)
    const { width, height } = page.viewportSize()
    const whole = await page.evaluate(() => document.documentElement.scrollHeight)
    await page.setViewportSize({ width, height: Math.max(height, Math.min(whole, PICTURED)) })
    await shot(page, `${name}-whole`)
    await page.setViewportSize({ width, height })
  }
  const found = await words(page)
  for (const text of found) {
    assert(!/\{ ?\$|undefined|NaN|\[object/.test(text), `${name}: “${text}”`)
    const raw = MESSAGES.find((id) => text === id || new RegExp(`(^|\\s)${id}($|[\\s.:])`).test(text))
    assert.equal(raw, undefined, `${name}: the id of a message is read in “${text}”`)
  }
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  assert.equal(wide, 0, `${name}: nothing scrolls sideways`)
  if (asksAxe) await accessible(page, name)
  return found
}

/** Opens one of the pages, and waits until it shows what there is. */
async function open(page, path) {
  await page.goto(`${address}${path}`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  const shown = { '/admin/sync': '.sources', '/admin/people': '.members, .empty-state', '/settings': '.settings-foot' }[path.split('?')[0]]
  await page.locator(shown).first().waitFor()
}

/** Chooses in a list that opens. */
async function select(page, within, label, option) {
  await within.getByRole('button', { name: label }).click()
  await page.getByRole('option', { name: option, ...(typeof option === 'string' && { exact: true }) }).click()
}

/** Makes somebody of whom nothing tells: only reading everything anew finds them. */
async function quietly(email, name) {
  const { id } = await there.make('users?quiet=1', { email, ...name })
  await there.make('memberships?quiet=1', { user_id: id, organization_id: chur, role_slug: 'viewer' })
}

const deliveries = (event) => there.ask('GET', `webhooks/deliveries?event=${event}&limit=1`)

try {
  await there.employ('anna@schule-chur.ch', 'admin', [chur], { first_name: 'Anna', last_name: 'Keller' })
  await there.employ('urs.von-der-muehle@schule-chur.ch', 'designer', [chur], { first_name: 'Urs Theophil', last_name: 'von der Mühle-Casanova', locale: 'rm-CH' })
  const rita = await there.employ('rita@schule-chur.ch', 'approver', [chur], { first_name: 'Rita', last_name: 'Bonorand', locale: 'it-CH' })
  const membership = (await there.state('organization_memberships')).find(({ user_id }) => user_id === rita)
  await there.change('memberships', membership.id, { role_slugs: ['approver', 'content_editor'] })
  await there.employ('guest@schule-chur.ch', 'member', [chur], { first_name: 'Özlem', last_name: 'Ärni' })
  // A domain in each state, and one that another organisation has proven as well.
  for (const [domain, state] of [['alumni.schule-chur.ch', 'pending'], ['schule-alt.ch', 'failed'], ['kantonsschule.example', 'verified']]) {
    await there.make('domains', { organization_id: chur, domain, state })
  }
  const other = (await there.make('organisations', { name: 'Kantonsschule' })).id
  await there.make('domains', { organization_id: other, domain: 'kantonsschule.example', state: 'verified' })

  const anna = await person(browser, address, 'anna@schule-chur.ch')
  await anna.context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: address })
  await step('Anna signs in, and finds the sync in order', async () => {
    await anna.page.goto(`${address}/admin/sync`)
    await anna.page.getByRole('button', { name: 'Sign in', exact: true }).click()
    await passWorkos(anna.page, anna.email)
    await anna.page.waitForURL(`${address}/admin/sync`)
    await anna.page.locator('.sources').waitFor()
    await mark(anna)
    await until('everything is in the registry', async () => (await standing(anna, 'People'))?.success === 4, NEWS_WITHIN_MS)
    await plate(anna, 'How your organisation stands').getByText('Everything is in the registry').waitFor()
    await plate(anna, 'Runs').getByText('There has been no run yet.').waitFor()
    await anna.page.getByText('Up to date').waitFor()
    await assertNotReloaded(anna)
  })
  const isMysql = (await anna.call('GET', '/api/admin/sync')).body.registry.is_mysql
  /** People whose rows a MySQL registry does not take: a name is too long for it. */
  const failing = isMysql ? 3 : 0

  /** How often the bar was looked at while the run went on, and how often it was full. */
  const barred = { looks: 0, full: 0 }
  await step('webhooks that are refused, and one that cannot be read, are told by their reasons while she looks', async () => {
    const [{ k }] = await deliveries('user.created')
    const again = (body) => there.make(`webhooks/deliveries/${k}/again`, body)
    await there.ask('PATCH', 'webhooks', { retries: 0 })
    await again({ secret: 'whsec_wrong' })
    await again({ secret: 'whsec_wrong' })
    await again({ age_ms: 3_600_000 })
    await there.make('users', { email: 'loud@example.com', first_name: 'un\0readable' })
    const told = plate(anna, 'Webhooks')
    await told.getByText('wrongly signed: WORKOS_WEBHOOK_SECRET is wrong, or they did not come from WorkOS.').waitFor({ timeout: NEWS_WITHIN_MS })
    await told.getByText('too old: they came late or for a second time').waitFor({ timeout: NEWS_WITHIN_MS })
    await told.getByText('2 times').waitFor()
    await told.getByText('Once').waitFor()
    await told.getByText('News given up').waitFor({ timeout: NEWS_WITHIN_MS })
    await told.getByText('They could not be read. Reading anew makes up for what stood in them.').waitFor()
    await there.ask('PATCH', 'webhooks', { retries: 6 })
    await assertNotReloaded(anna)
  })

  await step(`${many} people are in WorkOS, of whom nothing was told; she reads everything anew, and watches until it has ended`, async () => {
    await there.make('bulk', { users: many, organization_id: chur, role_slugs: ['viewer'] })
    for (const which of [1, 2]) await quietly(`unreadable${which}@schule-chur.ch`, { first_name: `un\0readable ${which}` })
    for (let which = 1; which <= failing; which += 1) await quietly(`long${which}@schule-chur.ch`, { first_name: 'Maximilian '.repeat(30), last_name: `Lang ${which}` })
    const runs = plate(anna, 'Runs')
    await runs.getByRole('button', { name: 'Read everything anew' }).click()
    const bar = runs.getByRole('progressbar', { name: 'Read everything anew' })
    await bar.waitFor()
    const begun = Date.now()
    const [seen, moved] = [new Set(), new Set()]
    let [pictured, rated] = [false, false]
    await until('the run has ended', async () => {
      const figures = await runs.locator('.run-figures').allTextContents()
      if (figures.length > 0) seen.add(figures[0])
      if (/a second/.test(figures[0] ?? '')) rated = true
      if (!pictured && rated) {
        pictured = true
        await look(anna.page, 'admin-sync-running-light')
      }
      const full = await anna.page.evaluate(() => document.querySelector('.run .progress')?.getAttribute('aria-valuenow') === '1')
      barred.looks += 1
      barred.full += full ? 1 : 0
      moved.add((await standing(anna, 'People')).success)
      await anna.page.waitForTimeout(200)
      return await bar.count() === 0
    }, READ_WITHIN_MS)
    console.log(`    read within ${((Date.now() - begun) / 1_000).toFixed(0)} s; ${seen.size} different figures were seen`)
    assert(moved.size >= 2, `how many are in the registry moves while it goes on: ${[...moved].join(', ')}`)
    assert(seen.size >= 3, `figures move while it goes on: ${[...seen].join(' | ')}`)
    assert(rated, `how fast it goes is said: ${[...seen].join(' | ')}`)
    const row = runs.getByRole('table', { name: 'Earlier runs' }).getByRole('row').nth(1)
    await row.getByText('Done').waitFor()
    console.log(`    ${(await row.getByRole('listitem').allTextContents()).join(', ')}`)
    // The two people that cannot be read, and nobody else.
    await row.getByText('2 not readable').waitFor()
    await anna.page.getByRole('status').filter({ hasText: '“Read everything anew” is done.' }).waitFor({ state: 'attached', timeout: NEWS_WITHIN_MS })
    await assertNotReloaded(anna)
  })

  await step('everybody reaches the registry, and the figures say so without a reload', async () => {
    const begun = Date.now()
    await until('all people are brought', async () => {
      const now = await standing(anna, 'People')
      return now.pending === 0 && now.success === many + 4
    }, READ_WITHIN_MS)
    console.log(`    brought within ${((Date.now() - begun) / 1_000).toFixed(0)} s more`)
    assert.equal((await standing(anna, 'People')).failed, failing)
    await plate(anna, 'How your organisation stands').getByText(failing === 0 ? 'Everything is in the registry' : `${failing} entries have failed`).waitFor()
    await assertNotReloaded(anna)
  })

  await step('entries: those in the registry by their names, and what failed can be tried again', async () => {
    const things = plate(anna, 'Entries')
    if (isMysql) {
      // The list waits until somebody wants it to move.
      await things.getByText('Things have changed since.').waitFor()
      await things.getByRole('button', { name: 'Refresh the list' }).click()
      await things.getByText('The registry does not take this entry').first().waitFor()
      await look(anna.page, 'admin-sync-failing-light')
      await things.getByRole('button', { name: /^Try again: / }).first().click()
      await things.getByText('Being tried …').waitFor()
    } else {
      await things.getByText('Nothing has failed.').waitFor()
    }
    // A person, a domain and an organisation are an entry each.
    await select(anna.page, things, /Which entries are shown/, written('In the registry \\(', many + 4 + 4 + 1, '\\)'))
    await things.getByRole('row').nth(5).waitFor()
    const before = await things.getByRole('row').count()
    await things.getByRole('button', { name: 'Show more' }).click()
    await until('more entries', async () => await things.getByRole('row').count() > before)
    await look(anna.page, 'admin-sync-light', { asksAxe: false })
  })

  await step('/admin/people: all of them are counted, a search finds one, more are shown a page at a time', async () => {
    await open(anna.page, '/admin/people')
    await anna.page.getByRole('heading', { name: written('', many + 4 + failing, ' members') }).waitFor()
    const rows = anna.page.getByRole('table', { name: 'Members' }).getByRole('row')
    // The head is a row, too.
    const first = await rows.count()
    assert.equal(first, PAGE + 1)
    await look(anna.page, 'admin-people-light', { asksAxe: false })
    await anna.page.getByRole('button', { name: 'Show more' }).click()
    await until('a page more', async () => await rows.count() === 2 * PAGE + 1)
    const shown = await rows.locator('.member-email').allTextContents()
    assert.equal(new Set(shown).size, 2 * PAGE, 'nobody is shown twice')

    const search = anna.page.getByRole('searchbox', { name: 'Search members' })
    await search.fill('MÜHLE')
    await until('one is found', async () => await rows.count() === 2)
    const found = rows.nth(1)
    await found.getByText('Urs Theophil von der Mühle-Casanova').waitFor()
    await found.getByText('Design').waitFor()
    await found.getByText('Rumantsch').waitFor()
    assert.equal(new URL(anna.page.url()).searchParams.get('search'), 'MÜHLE')
    await search.fill('rita@')
    await until('Rita is found', async () => (await rows.nth(1).textContent()).includes('Rita Bonorand'))
    for (const role of ['Approval', 'Editing']) await rows.nth(1).getByText(role, { exact: true }).waitFor()
    await search.fill(`bulk-${many}@`)
    await until('the last of them is found', async () => await rows.count() === 2)
    await search.fill('nobody at all')
    await anna.page.getByText('Nobody has “nobody at all” in their name or e-mail address.').waitFor()
    await look(anna.page, 'admin-people-nobody-light')
    await anna.page.getByRole('button', { name: 'Clear the search' }).click()
    await until('all again', async () => await rows.count() === PAGE + 1)
    assert.equal(new URL(anna.page.url()).search, '')
    const domains = plate(anna, 'Domains')
    for (const [domain, state] of [['schule-chur.ch', 'Verified'], ['alumni.schule-chur.ch', 'Not verified yet'], ['schule-alt.ch', 'Not verified'], ['kantonsschule.example', 'Contested']]) {
      const row = domains.getByRole('listitem').filter({ has: anna.page.getByText(domain, { exact: true }) })
      await row.getByText(state, { exact: true }).waitFor()
    }
  })

  await step('/settings: language, colour and how long things are kept stay as they were saved', async () => {
    await open(anna.page, '/settings')
    const form = plate(anna, 'For your organisation')
    await select(anna.page, form, /Language, where nothing else is said/, 'Rumantsch')
    await form.getByText('A certain time').click()
    const days = form.getByLabel('Number of days')
    await days.fill('0')
    await form.getByRole('button', { name: 'Save settings' }).click()
    await form.getByText('Enter a whole number from 1 to 36’525.').waitFor()
    await look(anna.page, 'settings-fault-light')
    await days.fill('4’018')
    await form.getByText('That is about 11 years.').waitFor()
    await form.getByRole('button', { name: /^Main colour/ }).click()
    const hex = anna.page.getByRole('dialog').getByLabel('Colour value')
    await hex.fill('#1F6B4F')
    await hex.press('Enter')
    await anna.page.keyboard.press('Escape')
    await form.getByRole('button', { name: 'Main colour: #1F6B4F' }).waitFor()
    await form.getByLabel('E-mail address').fill('rechnung@schule-chur.ch')
    await form.getByRole('button', { name: 'Save settings' }).click()
    await form.getByText('Saved', { exact: true }).waitFor()
    await look(anna.page, 'settings-saved-light', { asksAxe: false })
    await anna.page.reload()
    await form.getByRole('button', { name: 'Main colour: #1F6B4F' }).waitFor()
    assert.equal(number(await form.getByLabel('Number of days').inputValue()), 4018)
    await form.getByRole('button', { name: /Rumantsch/ }).waitFor()
    const { body } = await anna.call('GET', '/api/settings')
    assert.deepEqual([body.default_language, body.retention_days, body.brand.primary, body.billing.email], ['rm', 4018, '#1F6B4F', 'rechnung@schule-chur.ch'])
  })

  await step('a key for a program is made, shown once, copied, used, and taken back', async () => {
    const keys = plate(anna, 'API keys')
    await keys.getByRole('button', { name: 'New key' }).click()
    const dialog = anna.page.getByRole('dialog')
    await dialog.getByLabel('What it is for').fill('Schulverwaltung')
    await dialog.getByText('Change texts').click()
    await look(anna.page, 'settings-key-new-light')
    await dialog.getByRole('button', { name: 'Create key' }).click()
    await dialog.getByText('It is shown this once only.').waitFor()
    // Neither the keyboard nor a press outside takes it away by accident.
    await anna.page.keyboard.press('Escape')
    await anna.page.mouse.click(5, 5)
    const key = (await dialog.locator('.copy-text').textContent()).trim()
    assert.match(key, /^imprimatur_\S{40,}$/)
    await dialog.getByRole('button', { name: 'Copy' }).click()
    await dialog.getByText('Copied').first().waitFor()
    assert.equal(await anna.page.evaluate(() => navigator.clipboard.readText()), key)
    await look(anna.page, 'settings-key-made-light')
    await dialog.getByRole('button', { name: 'I have copied it' }).click()
    await dialog.waitFor({ state: 'detached' })
    const asked = () => fetch(`${address}/api/templates`, { headers: { authorization: `Bearer ${key}` } })
    assert.equal((await asked()).status, 200)
    await anna.page.reload()
    const row = keys.getByRole('row').filter({ hasText: 'Schulverwaltung' })
    await row.getByText('Anna Keller').waitFor()
    assert(!(await anna.page.content()).includes(key), 'the key is nowhere on the page any more')
    await row.getByRole('button', { name: /^Take back/ }).click()
    const sure = anna.page.getByRole('alertdialog')
    await look(anna.page, 'settings-key-take-back-light')
    await sure.getByRole('button', { name: 'Take back 1 key' }).click()
    await row.getByText(/^Taken back/).waitFor()
    assert.equal((await asked()).status, 401)
  })
  anna.assertNoErrors()

  const pages = { 'admin-sync': '/admin/sync', 'admin-people': '/admin/people', settings: '/settings' }
  const english = {}
  await step('the five languages: no word is missing, and none is left in English', async () => {
    for (const language of ['en', 'de', 'fr', 'it', 'rm']) {
      assert.equal((await anna.call('PATCH', '/api/me', { preferred_locale: language })).status, 200)
      await anna.page.evaluate((chosen) => { for (const name of Object.keys(localStorage)) if (/lang/i.test(name)) localStorage.setItem(name, chosen) }, language)
      for (const [name, path] of Object.entries(pages)) {
        // Of a hundred rows axe says the same as of four, and takes long.
        await open(anna.page, name === 'admin-people' ? `${path}?search=schule-chur` : path)
        await until(`${name} in ${language}`, async () => await anna.page.locator('html').getAttribute('lang') === language)
        const found = await look(anna.page, `${name}-${language}-light`)
        if (language === 'en') { english[name] = new Set(found); continue }
        // A word may be the same in two languages; a sentence is not.
        const left = found.filter((text) => english[name].has(text) && text.split(/\s+/).length >= 4 && !/\d/.test(text))
        assert.deepEqual(left, [], `${name} in ${language}: English is left`)
      }
    }
  })

  await step('in dark, and on a telephone', async () => {
    for (const language of ['de', 'en']) {
      await anna.call('PATCH', '/api/me', { preferred_locale: language })
      await anna.page.emulateMedia({ colorScheme: 'dark' })
      for (const [name, path] of Object.entries(pages)) {
        await open(anna.page, path)
        await until(`${name} in ${language}`, async () => await anna.page.locator('html').getAttribute('lang') === language)
        await look(anna.page, `${name}-${language}-dark`, { asksAxe: language === 'de' && name !== 'admin-people' })
      }
    }
    await anna.call('PATCH', '/api/me', { preferred_locale: 'de' })
    await anna.page.emulateMedia({ colorScheme: 'light' })
    await anna.page.setViewportSize({ width: 390, height: 844 })
    for (const [name, path] of Object.entries(pages)) {
      await open(anna.page, path)
      await until(`${name} on a telephone`, async () => await anna.page.locator('html').getAttribute('lang') === 'de')
      await look(anna.page, `${name}-de-phone`, { asksAxe: name !== 'admin-people' })
    }
  })

  await step('the bar of a run was not full before the end', async () => {
    assert(barred.full <= barred.looks / 2, `full ${barred.full} of ${barred.looks} times`)
  })

  await step('a name with an umlaut at its beginning is found, however it is typed', async () => {
    await anna.page.setViewportSize({ width: 1440, height: 900 })
    const found = {}
    for (const typed of ['Özlem', 'özlem', 'ÄRNI', 'guest@']) {
      const { body } = await anna.call('GET', `/api/admin/people?search=${encodeURIComponent(typed)}`)
      found[typed] = body.members.map(({ name }) => name).join()
    }
    assert.deepEqual(new Set(Object.values(found)), new Set(['Özlem Ärni']), JSON.stringify(found))
  })

  anna.assertNoErrors()
  console.log('done')
} finally {
  await browser.close()
}
process.exit(0)
