// A node ends while people work on it: they move to another one and notice nothing.
//
//   node moving.mjs --address http://127.0.0.1:8080 --other http://127.0.0.1:8081 [--out folder]
//
// Prints `end` when the node at --address is to be asked to end.
import assert from 'node:assert/strict'
import { cable, launch, options, person, step, until } from './chromium.mjs'
import { draw, equal, openTemplate, point, saved, sees } from './editor.mjs'

/** Five times the second that moving may take. */
const MOVED_WITHIN_MS = 5_000

const { address, other } = options()
const browser = await launch()
const proxy = await cable(address, other)

/** Notes, from now on, what the page says of saving, and how often the other person, or a pointer that rests, is not seen. */
const watch = (who, resting) => who.page.evaluate((name) => {
  const noted = window.noted = { kinds: [], lost: 0 }
  const look = () => {
    const kind = document.querySelector('[data-testid="save-state"]')?.getAttribute('data-kind') ?? 'none'
    if (noted.kinds.at(-1) !== kind) noted.kinds.push(kind)
    const people = document.querySelector('[data-testid="people"]')?.getAttribute('data-count')
    const cursor = name === null || document.querySelector(`[data-testid="peer-cursor"][data-name="${name}"]`) !== null
    if (people !== '1' || !cursor) noted.lost += 1
  }
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, attributes: true })
  look()
}, resting)

try {
  const luca = await person(browser, proxy.address, 'designer@sample.example')
  const flurina = await person(browser, other, 'designer2@sample.example')
  // Before the page has a socket: when the server says that it goes away, and when the next one is open.
  await luca.page.addInitScript(() => {
    window.sockets = []
    window.WebSocket = class extends window.WebSocket {
      constructor(...line) {
        super(...line)
        const it = { openedMs: null, toldMs: null, closedMs: null }
        window.sockets.push(it)
        this.addEventListener('open', () => { it.openedMs = performance.now() })
        this.addEventListener('close', () => { it.closedMs = performance.now() })
        this.addEventListener('message', ({ data }) => { if (new Uint8Array(data)[0] === 104) it.toldMs = performance.now() })
      }
    }
  })
  await luca.signIn()
  await flurina.signIn()
  const template = (await luca.call('POST', '/api/templates', { name: 'Umzug' })).body

  await step('Luca and Flurina work on different nodes, and see each other', async () => {
    await openTemplate(luca, template.id)
    await openTemplate(flurina, template.id)
    await point(luca, 0.4, 0.4)
    await point(flurina, 0.6, 0.6)
    for (const [one, two] of [[luca, flurina], [flurina, luca]]) {
      await one.page.locator(`[data-testid="peer-cursor"][data-name="${two.name}"]`).waitFor()
    }
    const id = await draw(luca, 'rectangle', [0.3, 0.3], [0.4, 0.4])
    await sees(flurina, [id])
  })

  await step('his node ends while he draws; he moves and notices nothing', async () => {
    await watch(luca, flurina.name)
    // His pointer leaves the canvas for the tools, again and again.
    await watch(flurina, null)
    console.log('end')
    const drawn = []
    for (let round = 0; round < 8; round += 1) {
      const x = 0.1 + round * 0.1
      drawn.push(await draw(luca, 'rectangle', [x, 0.7], [x + 0.05, 0.75]))
    }
    await until('he has moved', () => luca.page.evaluate(() => window.sockets.length > 1 && window.sockets.at(-1).openedMs !== null), 30_000)
    drawn.push(await draw(luca, 'ellipse', [0.5, 0.8], [0.6, 0.9]))
    await saved(luca)
    await sees(flurina, drawn)
    await equal(luca, flurina)
    const sockets = await luca.page.evaluate(() => window.sockets)
    const told = sockets.find(({ toldMs }) => toldMs !== null)
    const took = sockets.at(-1).openedMs - told.toldMs
    console.log(`    moved within ${took.toFixed(0)} ms`)
    assert(took <= MOVED_WITHIN_MS, `moving took ${took} ms`)
    for (const who of [luca, flurina]) {
      const { kinds, lost } = await who.page.evaluate(() => window.noted)
      assert.deepEqual(kinds.filter((kind) => kind !== 'saved' && kind !== 'saving'), [], `${who.email} was told of it`)
      assert.equal(lost, 0, `${who.email} lost sight of the other`)
    }
  })

  luca.assertNoErrors()
  flurina.assertNoErrors()
  console.log('done')
} finally {
  await browser.close()
  proxy.close()
}
process.exit(0)
