// The editor as a person uses it: by pointer and keyboard, seen through what stands on the page.
import assert from 'node:assert/strict'
import { until } from './chromium.mjs'

/** Opens a template and waits until its layout is there. */
export async function openTemplate(who, id) {
  await who.page.goto(`${who.address}/templates/${id}`)
  await ready(who)
}

/** Waits for the canvas, and for the server to have everything. */
export async function ready(who) {
  await who.page.getByTestId('canvas').waitFor()
  await who.page.locator('[data-page-id]').first().waitFor()
  await saved(who)
}

/** Waits until the page says that all is saved. */
export const saved = (who) => saveState(who, 'saved')

export async function saveState(who, kind, limitMs = 25_000) {
  await until(`${who.email}: the page says ${kind}`, async () => (await who.page.getByTestId('save-state').getAttribute('data-kind')) === kind, limitMs)
}

/**
 * Every element: id, type, where it stands, and the outlines that it is drawn with; marks of the tool are each person's own, and a
 * sample's code says the address that each of them came by.
 */
export function picture(who) {
  return who.page.evaluate(() => {
    const outlines = (node) => [...node.querySelectorAll('path')].filter((path) => !path.closest('[class^="mark-"]'))
      .map((path) => `${path.getAttribute('transform') ?? ''} ${path.getAttribute('d')}`).join(' ')
    return [...document.querySelectorAll('[data-page-id] [data-element-id]')]
      .map((node) => [node.dataset.elementId, node.dataset.type, node.getAttribute('transform'), node.dataset.type === 'group' || node.dataset.type === 'qr' ? '' : outlines(node)])
      .sort(([a], [b]) => (a < b ? -1 : 1))
  })
}

export const ids = async (who, type) => (await picture(who)).filter(([, kind]) => type === undefined || kind === type).map(([id]) => id)

/** A point of the canvas, as shares of its width and height. */
async function at(who, x, y) {
  const box = await who.page.getByTestId('canvas').boundingBox()
  return [box.x + box.width * x, box.y + box.height * y]
}

export async function point(who, x, y) {
  await who.page.mouse.move(...await at(who, x, y), { steps: 4 })
}

/** Tools that stand behind another's arrow. */
const FAMILIES = { shapes: ['rectangle', 'ellipse', 'polygon', 'star', 'line'], marks: ['qr', 'signature', 'seal'] }

/** Takes a tool from the bar. */
export async function take(who, tool) {
  const family = Object.keys(FAMILIES).find((name) => FAMILIES[name].includes(tool))
  if (family === undefined) return who.page.getByTestId(`tool-${tool}`).click()
  await who.page.getByTestId(`tools-${family}`).click()
  await who.page.getByTestId(`menu-tool-${tool}`).click()
}

/** Draws with a tool from one point to another, and gives the new element's id. */
export async function draw(who, tool, from, to) {
  return added(who, tool === 'star' ? 'polygon' : tool, async () => {
    await take(who, tool)
    await drag(who, from, to)
  })
}

/** The element of a type that some act makes. */
export async function added(who, type, act) {
  const before = new Set(await ids(who))
  await act()
  return until(`${who.email}: a new ${type}`, async () => (await ids(who, type)).find((id) => !before.has(id)))
}

/** Clicks at a point of the canvas. */
export async function click(who, x, y, options) {
  await who.page.mouse.click(...await at(who, x, y), options)
}

export async function drag(who, from, to, { meanwhile } = {}) {
  await who.page.mouse.move(...await at(who, ...from))
  await who.page.mouse.down()
  await who.page.mouse.move(...await at(who, ...to), { steps: 5 })
  if (meanwhile) await meanwhile()
  await who.page.mouse.up()
}

/** The middle of an element, as shares of the canvas. */
export async function middle(who, id) {
  const canvas = await who.page.getByTestId('canvas').boundingBox()
  const box = await who.page.locator(`#element-${id}`).boundingBox()
  assert(box, `${id} is on the page`)
  return [(box.x + box.width / 2 - canvas.x) / canvas.width, (box.y + box.height / 2 - canvas.y) / canvas.height]
}

/** Waits until somebody sees these elements, and none of those. */
export async function sees(who, present, absent = []) {
  await until(`${who.email} sees ${present.join(', ')}${absent.length ? ` and not ${absent.join(', ')}` : ''}`, async () => {
    const there = new Set(await ids(who))
    return present.every((id) => there.has(id)) && !absent.some((id) => there.has(id))
  })
}

/** Waits until two people see the very same. */
export async function equal(one, other) {
  let pictures
  try {
    await until('both see the same', async () => {
      pictures = [await picture(one), await picture(other)]
      return JSON.stringify(pictures[0]) === JSON.stringify(pictures[1])
    })
  } catch {
    assert.deepEqual(pictures[0], pictures[1])
  }
}
