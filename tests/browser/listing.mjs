// Somebody issues certificates from a list, with faults in it, and watches to the end; then everybody's page is looked at.
//
//   node listing.mjs --address http://127.0.0.1:8080 [--out folder]
//
// The template `Kurs für Fortgeschrittene` is published: it asks for a grade, has a date and a course, and two pages.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { accessible, album, launch, LOOKED_AT, options, person, step, until } from './chromium.mjs'

const { address, out } = options()
const shot = album(out)
const browser = await launch()

/** People in the list with whom nothing is wrong. */
const PEOPLE = 30
/** Rows of another list, which is held up on its way: a batch is written in parts, and some are left then. */
const MANY = 300
/** A debug build signs and draws so many. */
const ISSUED_WITHIN_MS = 180_000

const LONG = 'Sehr lange Bezeichnung eines Kurses '.repeat(30).trim()
const HEAD = 'Vorname;Nachname;E-Mail;Sprache;Bewertung;Kursdatum;Kurs'
const row = (index) => `Zoë;Çelik ${index};zoe${index}@acme.example;${index % 3 === 0 ? 'français' : 'Deutsch'};${String(4 + (index % 5) / 2).replace('.', ',')};03/${String((index % 12) + 1).padStart(2, '0')}/2026;Buchhaltung`
const FAULTY = [
  'Bea;Muster;bea@acme;;5;03/04/2026;Buchhaltung',
  'Carl;Meier;carl@acme.example;de;fünf;03/04/2026;Buchhaltung',
  'Dora;Frei;dora@acme.example;it;6;03/04/2026;=HYPERLINK("http://evil.example")',
]
const OVERFLOWING = `Léa;Lang;lea@acme.example;de;5;03/04/2026;${LONG}`
const FILE = [HEAD, ...FAULTY, OVERFLOWING, ...Array.from({ length: PEOPLE - 1 }, (_, index) => row(index))].join('\r\n')

/** A file as a spreadsheet program in Switzerland writes it. */
const file = (name, text, encoding = 'latin1') => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text, encoding) })

/** Every id of a message: none may be read on a page. */
const MESSAGES = (() => {
  const folder = new URL('../../web-client/src/i18n/de/', import.meta.url)
  return ['lists.ftl', 'certificates.ftl'].filter((name) => readdirSync(folder).includes(name))
    .flatMap((name) => [...readFileSync(new URL(name, folder), 'utf8').matchAll(/^([a-z][a-z0-9-]*) =/gm)].map(([, id]) => id)).filter((id) => id.includes('-'))
})()

const plate = (who, number) => who.page.getByTestId(`step-${number}`)
const preview = (who) => who.page.getByTestId('list-preview')
const sum = async (who, words) => until(words, async () => (await who.page.getByTestId('list-sum').textContent()).includes(words), 30_000)
const shown = async (who, at) => until(`row ${at} is shown`, async () => (await preview(who).getAttribute('data-row')) === String(at) && (await preview(who).getAttribute('data-state')) === 'there', 30_000)

/** Looks at a page as it stands now: picture, axe, nothing cut off sideways, no message without words. */
async function look(who, name) {
  const { page } = who
  await page.waitForFunction(() => document.querySelector('.skeleton') === null && [...document.images].every((image) => image.complete))
  await page.evaluate(() => document.fonts.ready)
  await shot(page, name)
  await accessible(page, name)
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  assert.equal(wide, 0, `${name}: nothing scrolls sideways`)
  const text = await page.evaluate(() => document.body.innerText)
  assert.deepEqual(MESSAGES.filter((id) => new RegExp(`(^|\\s)${id}(\\s|$)`, 'm').test(text)), [], `${name}: every message has words`)
}

/** Takes a column for something, as a person does. */
async function take(who, column, target) {
  await plate(who, 2).getByRole('button', { name: `Bedeutung der Spalte «${column}»` }).click()
  await who.page.getByRole('option', { name: new RegExp(`^${target}`) }).click()
}

/** Drops a file on the page, as it is dragged from elsewhere. */
async function drop(who, name, text) {
  const files = await who.page.evaluateHandle(([name, text]) => {
    const held = new DataTransfer()
    held.items.add(new File([text], name))
    return held
  }, [name, text])
  for (const kind of ['dragover', 'drop']) await who.page.getByTestId('list-drop').dispatchEvent(kind, { dataTransfer: files })
}

async function upload(who, given) {
  await who.page.getByTestId('list-file').setInputFiles(given)
  await who.page.waitForURL(/\/certificates\/list\/lst_/, { timeout: 60_000 })
  await plate(who, 2).getByRole('table').waitFor()
}

async function choose(who) {
  await who.page.goto(`${address}/certificates/list`)
  await who.page.getByTestId('issue-template').filter({ hasText: 'Kurs für Fortgeschrittene' }).click()
  await who.page.getByTestId('list-drop').waitFor()
}

const going = (who) => who.page.getByTestId('list-going')
const stands = (who, state) => until(`it is ${state}`, async () => (await going(who).getAttribute('data-state')) === state, ISSUED_WITHIN_MS)

async function save(who, press) {
  const [download] = await Promise.all([who.page.waitForEvent('download'), press()])
  return { name: download.suggestedFilename(), lines: readFileSync(await download.path(), 'utf8').trim().split(/\r?\n/) }
}

try {
  const max = await person(browser, address, 'approver@sample.example', { locale: 'de-CH' })

  await step('the way leads from the certificates to an empty page', async () => {
    await max.signIn('/certificates')
    await max.page.getByTestId('issue-from-list').click()
    await max.page.getByTestId('issue-template').first().waitFor()
    await look(max, '01-choose-de')
    await max.page.getByTestId('issue-template').filter({ hasText: 'Kurs für Fortgeschrittene' }).click()
    await max.page.getByTestId('list-drop').waitFor()
    assert.equal(await max.page.evaluate(() => document.activeElement?.textContent), 'Datei wählen', 'the button has the focus')
  })

  await step('what is no list is refused in words, with its place', async () => {
    await drop(max, 'Kurs.pdf', 'x')
    await max.page.getByText('Gelesen werden Dateien mit den Endungen').waitFor()
    await drop(max, 'Kurs.csv', 'Name;Note\nAn\0na;5\n')
    await max.page.getByText('«Kurs.csv» wurde nicht gelesen.').waitFor()
    await max.page.getByText('There is a NUL character in line 2').waitFor()
    await look(max, '02-refused-de')
  })

  await step('a list is read, and the page goes on at what was found', async () => {
    await upload(max, file('Kurs.csv', FILE))
    await until('the step has the focus', async () => (await max.page.evaluate(() => document.activeElement?.textContent)).includes('Was in der Datei steht'))
    await max.page.getByText('Windows, Westeuropa').first().waitFor()
    await max.page.getByText('Semikolon ;').first().waitFor()
    await plate(max, 2).getByText('Die Vorlage verlangt «Note»').waitFor()
    await look(max, '03-columns-de')
  })

  await step('it is read otherwise, and as before', async () => {
    await plate(max, 2).getByRole('button', { name: 'Zwischen den Zellen' }).click()
    await max.page.getByRole('option', { name: 'Tabulator' }).click()
    await until('one column is left', async () => (await plate(max, 2).getByRole('rowheader').count()) === 1)
    await plate(max, 2).getByRole('button', { name: 'Zwischen den Zellen' }).click()
    await max.page.getByRole('option', { name: 'Semikolon ;' }).click()
    await until('all columns are back', async () => (await plate(max, 2).getByRole('rowheader').count()) === 7)
  })

  await step('its columns are mended, and days that could be two are told apart', async () => {
    await take(max, 'Bewertung', 'Note')
    await plate(max, 2).getByText('Die Vorlage verlangt «Note»').waitFor({ state: 'detached' })
    await take(max, 'Kursdatum', 'Datum')
    await plate(max, 2).getByText('03/04/2026 heisst').waitFor()
    await plate(max, 2).getByText('4. März 2026', { exact: true }).click()
    await plate(max, 2).getByText('3. April 2026', { exact: true }).click()
    await sum(max, `${PEOPLE} von ${PEOPLE + 3} Zeilen sind bereit, in 3 stimmt etwas nicht.`)
    await look(max, '04-checked-de')
  })

  await step('a reload loses nothing', async () => {
    await max.page.reload()
    await sum(max, 'in 3 stimmt etwas nicht')
    await plate(max, 2).getByText('03/04/2026 heisst').waitFor()
    assert.match(await plate(max, 2).getByRole('button', { name: 'Bedeutung der Spalte «Bewertung»' }).textContent(), /Note/)
  })

  await step('faults stand with their place, and are left out together', async () => {
    const faults = max.page.getByTestId('list-faults')
    const lines = await faults.getByRole('rowheader').allTextContents()
    assert.deepEqual(lines.slice(0, 2), ['Zeile 2', 'Zeile 3'])
    await faults.getByText('Das ist keine E-Mail-Adresse.').waitFor()
    await faults.getByText('Das ist keine Zahl, oder es könnten zwei sein').waitFor()
    await faults.getByText('Das beginnt wie eine Formel').waitFor()
    assert.equal(await max.page.getByTestId('list-issue').getAttribute('aria-disabled'), 'true')
    await max.page.getByTestId('list-leave-faulty').click()
    await sum(max, `Alle ${PEOPLE} Zeilen sind bereit.`)
    await until('what came of it has the focus', async () => max.page.evaluate(() => document.activeElement?.getAttribute('data-testid') === 'list-sum'))
    await max.page.getByText('3 Zeilen sind weggelassen.').waitFor()
  })

  await step('what needs more room is found by itself, and looked at', async () => {
    const fit = max.page.getByTestId('list-fit')
    await fit.getByText('In 1 Zeile ist ein Text zu lang').waitFor({ timeout: 60_000 })
    await fit.getByText('Léa Lang').waitFor()
    await fit.getByRole('button', { name: 'Ansehen: Léa Lang' }).click()
    await shown(max, 4)
    await preview(max).getByRole('button', { name: 'Nächster Eintrag' }).click()
    await shown(max, 5)
    const jump = preview(max).getByLabel('Nummer des Eintrags')
    await jump.fill('2')
    await jump.press('Enter')
    await preview(max).getByText('Dieser Eintrag ist weggelassen.').waitFor()
    await jump.fill('12')
    await jump.press('Enter')
    await shown(max, 12)
    await look(max, '05-ready-de')
    await preview(max).getByRole('button', { name: 'Seite danach' }).click()
    await preview(max).getByText('Seite 2 von 2').waitFor()
    await preview(max).getByAltText('So sieht Seite 2 des Zertifikats von Eintrag 12 aus.').waitFor()
    await preview(max).getByRole('button', { name: 'Nächster Eintrag' }).click()
    await shown(max, 13)
    assert.equal(await preview(max).getAttribute('data-page'), '2', 'the page that one looks at stays')
    await look(max, '05-back-de')
    await preview(max).getByRole('button', { name: 'Seite davor' }).click()
    await jump.fill('12')
    await jump.press('Enter')
    await shown(max, 12)
  })

  await step('on a phone every row is a card', async () => {
    await max.page.setViewportSize({ width: 390, height: 844 })
    await shown(max, 12)
    await look(max, '06-phone-top-de')
    for (const [number, name] of [[2, 'columns'], [3, 'check'], [4, 'issue']]) {
      await plate(max, number).scrollIntoViewIfNeeded()
      await plate(max, number).evaluate((node) => node.scrollIntoView())
      await shot(max.page, `06-phone-${name}-de`)
    }
    await max.page.setViewportSize({ width: 1440, height: 900 })
  })

  await step('it is issued, watched to the end, and the report is saved', async () => {
    await max.page.getByText(`${PEOPLE} Zertifikate aus «Kurs für Fortgeschrittene», ${PEOPLE} Mails`).waitFor()
    await look(max, '07-before-de')
    await max.page.getByTestId('list-issue').click()
    await max.page.waitForURL(/\/certificates\/list\?batch=bat_/)
    await stands(max, 'done')
    await going(max).getByText(`${PEOPLE} Zertifikate sind ausgestellt`).waitFor()
    await look(max, '08-issued-de')
    const report = await save(max, () => max.page.getByTestId('batch-report').click())
    assert.match(report.name, /^Kurs für Fortgeschrittene \d{4}-\d\d-\d\d\.csv$/)
    assert.equal(report.lines.length, PEOPLE + 1)
    assert(report.lines.some((line) => line.includes('Léa Lang') && line.includes('lea@acme.example')), report.lines[1])
    await max.page.reload()
    await stands(max, 'done')
  })

  await step('the certificates show what was issued together, and its report', async () => {
    await going(max).getByRole('link', { name: 'Zu den Zertifikaten' }).click()
    await max.page.getByTestId('batches-ended').getByText(`${PEOPLE} von ${PEOPLE}`).waitFor()
    await max.page.getByText('Léa Lang').first().waitFor()
    await look(max, '09-certificates-de')
    const report = await save(max, () => max.page.getByTestId('batches-ended').getByTestId('batch-report').click())
    assert.equal(report.lines.length, PEOPLE + 1)
  })

  await step('whoever has one already is named, and left out', async () => {
    await choose(max)
    await upload(max, file('Noch einmal.csv', `Name\tE-Mail\tNote\tKurs\nZoë Çelik\tZOE1@acme.example\t5\tKochen\nNeu\tneu@acme.example\t5\tKochen\n`, 'utf8'))
    await sum(max, 'Alle 2 Zeilen sind bereit.')
    const given = max.page.getByTestId('list-given')
    await given.getByText('1 Person hat schon ein gültiges Zertifikat').waitFor()
    await given.getByText('Ein anderer').waitFor()
    await look(max, '10-given-de')
    await max.page.getByTestId('list-leave-given').click()
    await sum(max, '1 Zeile ist bereit.')
    await max.page.getByText('Alle Texte haben Platz.').waitFor({ timeout: 30_000 })
  })

  await step('a list is discarded, and its address says so', async () => {
    const gone = max.page.url()
    await max.page.getByTestId('list-discard').click()
    await max.page.getByRole('alertdialog').getByRole('button', { name: '«Noch einmal.csv» verwerfen' }).click()
    await max.page.waitForURL(`${address}/certificates/list`)
    await max.page.goto(gone)
    await max.page.getByText('Diese Liste ist nicht mehr da').waitFor()
    await look(max, '11-gone-de')
  })

  await step('a long one is held up, goes on, and is ended before its end', async () => {
    await choose(max)
    const many = Array.from({ length: MANY }, (_, index) => `Person ${index};p${index}@acme.example;5`)
    await upload(max, file('Viele.csv', ['Name;E-Mail;Note', ...many].join('\n')))
    await sum(max, `Alle ${MANY} Zeilen sind bereit.`)
    await max.page.getByText(/Personen eine Mail mit der Adresse/).click()
    await max.page.getByText(`${MANY} Zertifikate aus «Kurs für Fortgeschrittene», keine Mail`).waitFor()
    await max.page.getByTestId('list-issue').click()
    await max.page.getByTestId('batch-pause').click()
    await stands(max, 'paused')
    await look(max, '12-paused-de')
    await max.page.goto(`${address}/certificates`)
    await max.page.getByTestId('batches').getByText('Angehalten', { exact: true }).waitFor()
    await look(max, '13-in-progress-de')
    await max.page.getByTestId('batch-resume').click()
    await until('it goes on', async () => (await max.page.getByTestId('batch').getAttribute('data-state')) === 'open')
    await max.page.getByTestId('batch-cancel').click()
    const asks = max.page.getByRole('alertdialog')
    await asks.getByText('lässt sich nicht rückgängig machen').waitFor()
    await look(max, '14-cancel-de')
    await asks.getByRole('button', { name: 'Zertifikate nicht mehr ausstellen' }).click()
    await max.page.getByTestId('batches-ended').getByText('Beendet', { exact: true }).nth(1).waitFor()
    await max.page.getByTestId('batches').waitFor({ state: 'detached' })
  })

  await step('in other languages, and on a phone in each', async () => {
    await choose(max)
    await upload(max, file('Kurs.csv', FILE.replace('Bewertung', 'Note')))
    const path = new URL(max.page.url()).pathname
    for (const language of LOOKED_AT) {
      const locale = language === 'en' ? 'en-GB' : `${language}-CH`
      const who = await person(browser, address, 'admin@sample.example', { locale, viewport: { width: 1440, height: 1000 } })
      await who.signIn(path)
      await who.page.getByTestId('list-faults').waitFor({ timeout: 30_000 })
      await look(who, `20-list-${language}`)
      await plate(who, 3).evaluate((node) => node.scrollIntoView())
      await shot(who.page, `21-check-${language}`)
      await who.page.getByTestId('list-leave-faulty').click()
      await who.page.getByTestId('list-sum').and(who.page.locator('[data-current="true"]')).waitFor({ timeout: 30_000 })
      await plate(who, 4).evaluate((node) => node.scrollIntoView())
      await shot(who.page, `22-issue-${language}`)
      await who.page.setViewportSize({ width: 390, height: 844 })
      await look(who, `23-phone-${language}`)
      await who.page.goto(`${address}/certificates`)
      await who.page.getByTestId('batches-ended').waitFor()
      await look(who, `24-certificates-phone-${language}`)
      who.assertNoErrors()
      await who.context.close()
    }
  })

  await step('whoever does not issue is told who does', async () => {
    const luca = await person(browser, address, 'designer@sample.example', { locale: 'de-CH', colorScheme: 'dark' })
    await luca.signIn('/certificates/list')
    await luca.page.getByText('Diese Seite ist für Personen, die ausstellen').waitFor()
    await look(luca, '30-not-allowed-de-dark')
    luca.assertNoErrors()
  })
  max.assertNoErrors()
  console.log('done')
} finally {
  await browser.close()
}
process.exit(0)
