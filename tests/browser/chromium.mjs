// Real Chromium, and people in windows of their own.
import axe from 'axe-core'
import assert from 'node:assert/strict'
import { existsSync, mkdirSync } from 'node:fs'
import net from 'node:net'
import path from 'node:path'
import { chromium } from 'playwright-core'

/** Reads `--name value` pairs. */
export function options() {
  const found = {}
  for (let i = 2; i < process.argv.length; i += 2) found[process.argv[i].replace(/^--/, '')] = process.argv[i + 1]
  return found
}

/** The same engine without the windows around it starts faster and takes a fifth less of the processor, so it comes first. */
const BROWSERS = ['/usr/bin/chromium-headless-shell', '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

/** Starts Debian's Chromium (or the one named by CHROMIUM), `more` with what a story needs beside that. It must not look for anything outside this machine. */
export function launch(more = []) {
  const executablePath = process.env.CHROMIUM ?? BROWSERS.find(existsSync)
  assert(executablePath, 'Chromium is missing; tests/setup/install.sh installs it')
  const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync', '--no-first-run', '--disable-quic', '--disable-gpu', ...more]
  return chromium.launch({ executablePath, args: process.getuid?.() === 0 ? [...quiet, '--no-sandbox'] : quiet })
}

/** The languages of the product. */
export const LANGUAGES = ['de', 'fr', 'it', 'rm', 'en']

/** Those in which a page is looked at beside the language of the story: every one where there is time for it, else the two with the longest words. */
export const LOOKED_AT = process.env.IMPRIMATUR_SOAK ? LANGUAGES : ['fr', 'rm']

/** A step that is told before it is done, so that a failure has a place. */
export async function step(name, action) {
  const start = Date.now()
  console.log(`  ${name}`)
  const result = await action()
  if (Date.now() - start > 3_000) console.log(`    took ${((Date.now() - start) / 1_000).toFixed(1)} s`)
  return result
}

/** Polls in Node until `condition` holds; the last value is in the error. */
export async function until(what, condition, limitMs = 10_000) {
  const end = Date.now() + limitMs
  for (;;) {
    const value = await condition()
    if (value) return value
    if (Date.now() > end) throw new Error(`not within ${limitMs} ms: ${what} (last: ${JSON.stringify(value)})`)
    await new Promise((resume) => setTimeout(resume, 30))
  }
}

/** A connection to the first of these servers that takes one. */
function connect([address, ...others]) {
  const { port, hostname } = new URL(address)
  return new Promise((resolve, reject) => {
    const socket = net.connect(Number(port), hostname)
    socket.once('connect', () => resolve(socket))
    socket.once('error', (error) => (others.length === 0 ? reject(error) : connect(others).then(resolve, reject)))
  })
}

/**
 * A cable that can be pulled: forwards TCP to the server, and cuts every connection when told to. Chromium's own offline switch
 * leaves open sockets alone, so the two are used together. With several servers it leads to the first that takes a connection, as a
 * proxy before them would.
 */
export async function cable(...addresses) {
  const ends = new Set()
  let plugged = true
  const server = net.createServer({ pauseOnConnect: true }, async (here) => {
    here.on('error', () => {})
    const there = plugged ? await connect(addresses).catch(() => null) : null
    if (there === null || !plugged) {
      there?.destroy()
      return here.destroy()
    }
    for (const [one, other] of [[here, there], [there, here]]) {
      ends.add(one)
      one.pipe(other)
      one.on('error', () => other.destroy())
      one.on('close', () => { ends.delete(one); other.destroy() })
    }
  })
  await new Promise((resume) => server.listen(0, '127.0.0.1', resume))
  return {
    address: `http://127.0.0.1:${server.address().port}`,
    pull() { plugged = false; for (const end of ends) end.destroy() },
    plug() { plugged = true },
    close() { this.pull(); server.close() },
  }
}

/** Somebody with a browser of their own. Errors of the page are failures of the story. */
export async function person(browser, address, email, { locale = 'en-GB', colorScheme = 'light', viewport = { width: 1440, height: 900 } } = {}) {
  const context = await browser.newContext({ locale, colorScheme, viewport, reducedMotion: 'reduce' })
  const listed = (await (await fetch(`${address}/auth/options`)).json()).local.find((one) => one.email === email)
  const errors = []
  const watch = (page) => {
    page.on('pageerror', (error) => errors.push(`${error.name}: ${error.message}`))
    page.on('console', (message) => {
      // A refused or lost connection is the browser's own complaint, and part of what is tested.
      if (message.type() === 'error' && !/net::ERR|WebSocket|Failed to load resource/.test(message.text())) errors.push(message.text())
    })
    page.setDefaultTimeout(15_000)
    return page
  }
  /** What the page would ask, with its cookies. */
  const ask = async (method, route, data) => {
    const answer = await context.request[method](`${address}${route}`, { headers: { origin: new URL(address).origin }, data })
    assert.equal(answer.status(), 200, `${method} ${route}: ${await answer.text()}`)
  }
  return {
    email, address, context, errors, name: listed?.name, organisation: listed?.organisation,
    page: watch(await context.newPage()),
    async newPage() {
      this.page = watch(await context.newPage())
      return this.page
    },
    /** Signs in, takes the interface's language from `locale`, and opens a page. */
    async signIn(next = '/templates') {
      await ask('post', '/auth/local', { email: this.email })
      await ask('patch', '/api/me', { preferred_locale: locale.slice(0, 2) })
      await this.page.goto(`${address}${next}`)
    },
    /** As {@link signIn}, by the page where one says who one is, in whatever language one has. */
    async signInByPage(next = '/templates') {
      await this.page.goto(`${address}/sign-in?next=${encodeURIComponent(next)}`)
      await this.page.getByRole('region', { name: this.organisation }).getByRole('button', { name: this.name }).click()
      await this.page.waitForURL((url) => url.pathname === next)
    },
    async call(method, route, body) {
      return this.page.evaluate(async ([method, route, body]) => {
        const init = { method, headers: body === undefined ? {} : { 'content-type': 'application/json' }, body: body === undefined ? undefined : JSON.stringify(body) }
        const answer = await fetch(route, init)
        return { status: answer.status, body: await answer.json().catch(() => null) }
      }, [method, route, body])
    },
    assertNoErrors() {
      assert.deepEqual(errors, [], `${email}: the page had errors`)
    },
  }
}

/** What a stand-in for WorkOS (`tests/workos`) is told to do, under `/_control/`. */
export function standIn(workos) {
  const ask = async (method, path, body) => {
    const init = { method, headers: { 'content-type': 'application/json' }, ...(method === 'GET' ? {} : { body: JSON.stringify(body ?? {}) }) }
    const answer = await fetch(`${workos}/_control/${path}`, init)
    assert(answer.ok, `${method} ${path}: ${answer.status} ${await answer.clone().text()}`)
    return answer.json()
  }
  return {
    ask,
    make: (what, body) => ask('POST', what, body),
    change: (what, id, body) => ask('PATCH', `${what}/${id}`, body),
    state: async (only) => (await ask('GET', `state?only=${only}`))[only],
    /** Makes somebody with a role in each of these organisations; gives their id. */
    async employ(email, role, organisations, name = {}) {
      const { id } = await ask('POST', 'users', { email, locale: 'en-GB', ...name })
      for (const organization_id of organisations) await ask('POST', 'memberships', { user_id: id, organization_id, role_slug: role })
      return id
    },
  }
}

/** Says at WorkOS's page who one is, and where to, when it asks. */
export async function passWorkos(page, email, organisation) {
  await page.getByLabel('E-mail address').fill(email)
  await page.getByRole('button', { name: 'Sign in with this address' }).click()
  if (organisation !== undefined) await page.getByRole('button', { name: `Continue to ${organisation}` }).click()
}

/**
 * Nothing serious for axe-core. It runs inside the page and gives back nothing but what it found: telling also what it did not find takes
 * longer on a full editor than looking does.
 */
export async function accessible(page, where, exclude = []) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe.source)
  const told = await page.evaluate(async (exclude) => {
    const { violations } = await window.axe.run({ exclude: exclude.map((selector) => [selector]) }, { resultTypes: ['violations'] })
    const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    return serious.map(({ id, help, nodes }) => `${id}: ${help}\n      ${nodes.slice(0, 4).map(({ target, failureSummary }) => `${target.join(' ')} ${failureSummary?.split('\n')[1]?.trim() ?? ''}`).join('\n      ')}`)
  }, exclude)
  assert.deepEqual(told.length, 0, `axe on ${where}:\n    ${told.join('\n    ')}`)
}

/** Keeps a picture for people to look at. */
export function album(folder) {
  if (!folder) return async () => {}
  mkdirSync(folder, { recursive: true })
  return async (page, name) => {
    await page.screenshot({ path: path.join(folder, `${name}.png`) })
  }
}
