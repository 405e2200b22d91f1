// Two people write in one paragraph at once, with looks, fields, an input method and a clipboard, and both see the same.
//
//   node writing.mjs --address http://127.0.0.1:8080 [--out folder]
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { differing, MOST, onCanvas, onServer } from './canvas-picture.mjs'
import { accessible, album, cable, launch, options, person, step, until } from './chromium.mjs'
import { draw, openTemplate, ready, saved, saveState } from './editor.mjs'

const { address, out } = options()
const shot = album(out)
const browser = await launch()
const plug = await cable(address)
const fixture = (name) => readFileSync(new URL(`../../web-client/src/clipboard/testing/${name}.html`, import.meta.url), 'utf8')

const node = (who) => who.page.getByTestId('text-editing')
const press = async (who, ...keys) => { for (const key of keys) await who.page.keyboard.press(key) }
const type = (who, words) => who.page.keyboard.type(words)
/** The picture of an element as it stands on somebody's canvas. */
const drawn = (who, id) => who.page.locator(`#element-${id}`).evaluate((element) => element.innerHTML)
/** Where the text's own selection stands for a screen reader. */
const heard = (who) => node(who).evaluate((element) => {
  const selection = document.getSelection()
  const at = (node, offset) => {
    const range = document.createRange()
    range.selectNodeContents(element)
    range.setEnd(node, offset)
    return range.toString().length
  }
  return [element.textContent, at(selection.anchorNode, selection.anchorOffset), at(selection.focusNode, selection.focusOffset)]
})
const write = async (who, id) => {
  await who.page.locator(`#element-${id}`).focus()
  await press(who, 'Enter')
  await node(who).waitFor()
}

try {
  const luca = await person(browser, address, 'designer@sample.example')
  const flurina = await person(browser, plug.address, 'designer2@sample.example')
  await luca.signIn()
  const template = (await luca.call('POST', '/api/templates', { name: 'Schreiben' })).body
  /** What the server has of a text. */
  const runs = async (id, language = 'en') => {
    const { body } = await luca.call('GET', `/api/drafts/${template.draft_id}/layout`)
    return body.pages[0].elements.find((element) => element.id === id)?.texts?.[language] ?? []
  }
  const words = async (id) => (await runs(id)).map(({ insert }) => (typeof insert === 'string' ? insert : '¤')).join('')
  const both = async (id, what) => {
    await saved(luca)
    await saved(flurina)
    await until(`both canvases are equal: ${what}`, async () => (await drawn(luca, id)) === (await drawn(flurina, id)))
  }

  const text = await step('Luca draws a text and types into it at once', async () => {
    await openTemplate(luca, template.id)
    const id = await draw(luca, 'text', [0.35, 0.3], [0.65, 0.44])
    await node(luca).waitFor()
    await type(luca, 'Für ausgezeichnete Leistungen')
    assert.deepEqual(await heard(luca), ['Für ausgezeichnete Leistungen', 29, 29])
    await saved(luca)
    assert.equal(await words(id), 'Für ausgezeichnete Leistungen')
    return id
  })

  await step('Flurina sees it, and his caret with his name where he writes', async () => {
    await flurina.signIn(`/templates/${template.id}`)
    await ready(flurina)
    await both(text, 'at the beginning')
    const caret = flurina.page.locator(`[data-testid="peer-caret"][data-name="${luca.name}"]`)
    await until('his caret stands at the end', async () => (await caret.getAttribute('data-index')) === '29')
    await press(luca, 'Control+ArrowLeft')
    await until('his caret moves', async () => (await caret.getAttribute('data-index')) === '19')
    await press(luca, 'Control+Shift+ArrowRight')
    await until('what he selects is seen', async () => (await flurina.page.locator('.peer-selected rect').count()) > 0)
    await shot(flurina.page, 'peer-caret')
    await press(luca, 'End')
  })

  await step('both type into one paragraph at once, and their words stay together', async () => {
    await write(flurina, text)
    await press(flurina, 'Home')
    await Promise.all([
      luca.page.keyboard.type(' in Mathematik', { delay: 25 }),
      flurina.page.keyboard.type('Diplom. ', { delay: 25 }),
    ])
    await both(text, 'after typing at once')
    assert.equal(await words(text), 'Diplom. Für ausgezeichnete Leistungen in Mathematik')
    // At the very same place.
    await press(flurina, 'Control+End')
    await press(luca, 'Control+End')
    await Promise.all([luca.page.keyboard.type('!eins', { delay: 20 }), flurina.page.keyboard.type('?zwei', { delay: 20 })])
    await both(text, 'after typing at one place')
    assert.match(await words(text), /Mathematik(!eins\?zwei|\?zwei!eins)$/)
    await shot(luca.page, 'together')
  })

  await step('looks by keyboard alone: bold, italic, larger; both people at once in one stretch', async () => {
    await press(luca, 'Control+Home', 'Control+Shift+ArrowRight', 'Control+b')
    await press(flurina, 'Control+Home', 'Control+Shift+ArrowRight', 'Control+Shift+ArrowRight', 'Control+i', 'Control+Shift+>')
    await both(text, 'after formatting at once')
    const [first, second] = await runs(text)
    assert.deepEqual([first.insert, first.attributes], ['Diplom', { italic: true, size: 15, weight: 700 }])
    assert.equal(second.attributes.italic, true)
    await press(flurina, 'Control+z')
    await both(text, 'after undoing the size')
    await press(flurina, 'Control+z')
    await both(text, "after undoing one's own looks")
    assert.deepEqual((await runs(text))[0].attributes, { weight: 700 })
    await press(luca, 'End')
  })

  await step('a look that is chosen with nothing selected is that of the next words', async () => {
    await press(luca, 'Control+End')
    await press(luca, 'Enter', 'Control+i')
    await type(luca, 'kursiv')
    await press(luca, 'Control+i')
    await type(luca, ' gerade')
    await both(text, 'after choosing looks ahead')
    assert.deepEqual((await runs(text)).slice(-2), [{ attributes: { italic: true }, insert: 'kursiv' }, { attributes: { italic: false }, insert: ' gerade' }])
  })

  await step('words and looks made offline merge on return', async () => {
    plug.pull()
    await flurina.context.setOffline(true)
    await saveState(flurina, 'offline')
    await press(flurina, 'Control+Home', 'ArrowDown', 'Home')
    await type(flurina, 'Offline ')
    await press(flurina, 'Control+Shift+ArrowLeft', 'Control+b')
    await press(luca, 'Control+Home', 'Control+Shift+ArrowRight', 'Control+i')
    await press(luca, 'Control+End')
    await type(luca, '.')
    await saved(luca)
    assert.equal((await words(text)).includes('Offline'), false)
    plug.plug()
    await flurina.context.setOffline(false)
    await both(text, 'after coming back')
    const now = await runs(text)
    assert.match(await words(text), /^Diplom.*Offline .*gerade\.$/s)
    assert.deepEqual(now.find(({ insert }) => insert.startsWith('Offline')).attributes, { weight: 700 })
    assert.deepEqual(now[0].attributes, { italic: true, weight: 700 })
    await press(flurina, 'Escape')
  })

  await step('an input method composes where the caret is, and only what it ends with is written', async () => {
    const keys = await luca.context.newCDPSession(luca.page)
    await press(luca, 'Control+End')
    const before = await words(text)
    await keys.send('Input.imeSetComposition', { text: '㋐', selectionStart: 1, selectionEnd: 1 })
    await keys.send('Input.imeSetComposition', { text: 'ありが', selectionStart: 3, selectionEnd: 3 })
    await luca.page.locator('.composed-mark').first().waitFor({ state: 'attached' })
    await shot(luca.page, 'composing')
    const [typed, mark] = await luca.page.evaluate(() => {
      const range = document.getSelection().getRangeAt(0).cloneRange()
      range.collapse(false)
      return [range.getBoundingClientRect().toJSON(), document.querySelector('.writing-caret').getBoundingClientRect().toJSON()]
    })
    assert(Math.abs(typed.left - mark.left) < 24 && Math.abs(typed.top - mark.top) < 24, `the list of an input method stands at the caret: ${JSON.stringify([typed, mark])}`)
    assert.equal(await words(text), before)
    await keys.send('Input.insertText', { text: 'ありがとう' })
    await until('the words are written', async () => (await words(text)) === `${before}ありがとう`)
    assert.equal(await luca.page.locator('.composed-mark').count(), 0)
    await press(luca, 'Control+z')
    await both(text, 'after composing')
    assert.equal(await words(text), before)
  })

  await step('a field is found behind a brace, is one step of the caret, and says its name to a screen reader', async () => {
    await press(luca, 'Escape')
    await luca.page.getByRole('tab', { name: 'Fields' }).click()
    for (const label of ['Recipient', 'Result']) {
      await luca.page.locator('form.field-form input').fill(label)
      await luca.page.locator('form.field-form').getByRole('button', { name: 'Add' }).click()
    }
    await luca.page.getByRole('tab', { name: 'Design' }).click()
    await write(luca, text)
    await press(luca, 'Control+End', 'Enter')
    await type(luca, 'an {re')
    const list = luca.page.getByRole('listbox')
    await list.waitFor()
    assert.equal(await list.getByRole('option').count(), 2)
    await shot(luca.page, 'completing')
    await press(luca, 'ArrowDown', 'ArrowUp', 'Enter')
    await until('the field is written', async () => (await words(text)).endsWith('an ¤'))
    assert.deepEqual((await runs(text)).at(-1).insert, { field: 'recipient' })
    const [said, at] = await heard(luca)
    assert(said.endsWith('an «Recipient»') && at === said.length, said)
    await press(luca, 'Shift+ArrowLeft')
    await luca.page.getByTestId('chip-panel').waitFor()
    await shot(luca.page, 'field')
    await accessible(luca.page, 'a text with a field that is selected')
    await press(luca, 'Enter')
    await luca.page.getByLabel('If there is no value').fill('N. N.')
    await press(luca, 'Enter')
    await until('the fallback is written', async () => (await runs(text)).at(-1).insert.fallback === 'N. N.')
    // Half-typed words outlive what somebody else types before the field, and Escape gives them up.
    const fallback = luca.page.getByLabel('If there is no value')
    await press(luca, 'Enter')
    await fallback.fill('nobody')
    await write(flurina, text)
    await press(flurina, 'Control+Home')
    await type(flurina, 'Ein ')
    await saved(flurina)
    await until('her words are there', async () => (await heard(luca))[0].startsWith('Ein '))
    assert.deepEqual([await fallback.inputValue(), await fallback.evaluate((it) => it === document.activeElement)], ['nobody', true])
    await press(luca, 'Escape')
    assert.deepEqual([await fallback.inputValue(), await node(luca).evaluate((it) => it === document.activeElement)], ['N. N.', true])
    await saved(luca)
    assert.equal((await runs(text)).at(-1).insert.fallback, 'N. N.')
    await press(flurina, 'Control+z', 'Escape')
    await both(text, 'after giving up a fallback')
    await press(luca, 'Backspace')
    await until('it goes as one', async () => (await words(text)).endsWith('an '))
    await press(luca, 'Control+z')
    await both(text, 'after undoing')
    assert((await words(text)).endsWith('an ¤'))
  })

  await step('what is copied survives with its fields, and what Word wrote with its looks', async () => {
    await press(luca, 'Control+End', 'Shift+Home', 'Control+c', 'End', 'Enter', 'Control+v')
    await until('the field stands twice', async () => (await words(text)).endsWith('an ¤\nan ¤'))
    await press(luca, 'Enter')
    await node(luca).evaluate((element, html) => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/html', html)
      clipboardData.setData('text/plain', 'plain')
      element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }))
    }, fixture('word'))
    await until('it is pasted', async () => (await words(text)).includes('Typografie'))
    assert((await words(text)).endsWith('Kursbestätigung\nZoë Müller hat den Kurs  «Typografie» besucht.\n\n• Schrift wählen\n    • Satz setzen\n1. Drucken\nEnde'), await words(text))
    const pasted = await runs(text)
    assert.deepEqual(pasted.find(({ insert }) => insert === 'Zoë Müller').attributes, { color: '#c00000', italic: true, size: 14, weight: 700 })
    await both(text, 'after pasting')
    await press(luca, 'Control+z')
    await until('it was one step', async () => !(await words(text)).includes('Typografie'))
    await press(luca, 'Control+z', 'Escape')
  })

  await step('the pointer: a word by two clicks, a paragraph by three, on a turned box that is zoomed', async () => {
    await luca.page.locator(`#element-${text}`).focus()
    const angle = luca.page.getByRole('textbox', { name: 'Rotation' })
    await angle.fill('30')
    await press(luca, 'Enter')
    await saved(luca)
    await write(luca, text)
    await press(luca, 'Control+Home', 'Control+Shift+ArrowRight')
    const word = await luca.page.locator('.writing-selected rect').first().boundingBox()
    await press(luca, 'Control+End')
    await luca.page.mouse.dblclick(word.x + word.width / 2, word.y + word.height / 2)
    assert.deepEqual((await heard(luca)).slice(1), [0, 6])
    await shot(luca.page, 'turned')
    await luca.page.mouse.click(word.x + word.width / 2, word.y + word.height / 2)
    await luca.page.waitForTimeout(600)
    await luca.page.mouse.click(word.x + word.width / 2, word.y + word.height / 2, { clickCount: 3, delay: 10 })
    const [said, from, to] = await heard(luca)
    assert.deepEqual([from, to], [0, said.indexOf('\n')])
    await press(luca, 'Escape')
  })

  await step('the panel speaks of the words that are selected', async () => {
    await write(luca, text)
    await press(luca, 'Control+Home', 'Control+Shift+ArrowRight')
    const size = luca.page.getByRole('textbox', { name: /^Size/ })
    await size.fill('22')
    await press(luca, 'Enter')
    await until('the size is the words’ own', async () => (await runs(text))[0].attributes.size === 22)
    assert.equal(await luca.page.locator('.writing-selected rect').count() > 0, true)
    await shot(luca.page, 'panel')
    await luca.page.getByRole('button', { name: 'Make a style from this' }).click()
    await until('a style lies beneath', async () => (await runs(text))[0].attributes.style !== undefined)
    await both(text, 'after making a style')
  })

  await step('what both see is what the server draws', async () => {
    const drawn = await onServer(luca, template.draft_id, 1, 'en')
    for (const who of [luca, flurina]) {
      await until('every face has arrived', async () => (await who.page.locator('[data-faces="waiting"]').count()) === 0)
      await who.page.setViewportSize({ width: 1440, height: drawn.height })
      const page = await who.page.locator('[data-page-id]').first().getAttribute('data-page-id')
      const share = differing(await onCanvas(who, page, drawn.width, drawn.height), drawn)
      assert(share <= MOST, `${who.email}: ${(share * 100).toFixed(3)} % of the pixels differ`)
    }
  })

  await step('in another language nobody’s caret is drawn', async () => {
    const caret = flurina.page.getByTestId('peer-caret')
    await node(luca).focus()
    await caret.first().waitFor()
    await flurina.page.getByRole('button', { name: /Language/ }).first().click()
    await flurina.page.getByRole('menuitemradio', { name: /Deutsch/ }).click()
    await until('it is gone', async () => (await caret.count()) === 0)
  })

  await step('words typed into a text that somebody deletes are nobody’s shortcuts', async () => {
    const before = await draw(flurina, 'rectangle', [0.2, 0.8], [0.25, 0.85])
    await press(luca, 'Control+End')
    const box = await flurina.page.locator(`#element-${text}`).boundingBox()
    await flurina.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2)
    await press(flurina, 'Delete')
    // He types without a pause while it goes, and after: whoever pauses is done with it.
    let gone = false
    const watching = until('the text is gone', async () => (await luca.page.locator(`#element-${text}`).count()) === 0).then(() => { gone = true })
    for (let round = 0; round < 200 && !gone; round += 1) await type(luca, 'rote')
    await Promise.all([watching, type(luca, 'rote')])
    // Three of these letters take a tool elsewhere.
    assert.equal(await luca.page.getByTestId('tool-select').getAttribute('aria-checked'), 'true')
    await press(luca, 'Backspace')
    await saved(luca)
    assert.equal(await luca.page.locator(`#element-${before}`).count(), 1)
  })

  luca.assertNoErrors()
  flurina.assertNoErrors()
  console.log('done')
} finally {
  await browser.close()
  plug.close()
}
process.exit(0)
