// A page as it stands on the canvas, as the server draws it, and how far they are apart.
import assert from 'node:assert/strict'
import { PNG } from 'pngjs'

/** Of all pixels, how many may differ by more than `FAR` in a channel: 0.1 %. */
export const MOST = 0.001
const FAR = 64

/** The nodes of a page as they stand on the canvas, photographed at the corner of the window. */
export async function onCanvas(who, id, width, height) {
  await who.page.evaluate(async ([id, width, height]) => {
    const from = document.querySelector(`[data-page-id="${id}"]`)
    const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
    svg.id = 'photographed'
    // As when the marks are switched off.
    svg.setAttribute('class', 'desk-pages desk-unmarked')
    const scale = 96 / 25.4
    const paper = [...document.querySelectorAll('.paper')][[...document.querySelectorAll('[data-page-id]')].indexOf(from)]
    Object.assign(svg.style, {
      position: 'fixed', inset: '0 auto auto 0', width: `${width}px`, height: `${height}px`, zIndex: 2147483647, background: 'white',
    })
    svg.setAttribute('viewBox', `0 0 ${width} ${height}`)
    const page = document.createElementNS('http://www.w3.org/2000/svg', 'g')
    page.setAttribute('transform', `scale(${scale})`)
    const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect')
    // A picture's paper reaches to its last pixel (PICTURE.md, P12).
    ground.setAttribute('width', width / scale)
    ground.setAttribute('height', height / scale)
    ground.setAttribute('fill', getComputedStyle(paper).backgroundColor)
    page.append(ground)
    for (const node of from.children) page.append(node.cloneNode(true))
    for (const mark of page.querySelectorAll('.mark-overflow, .stand-in, .page-edge')) mark.remove()
    svg.append(page)
    document.body.append(svg)
    await Promise.all([...svg.querySelectorAll('image')].map((image) => image.decode?.()))
    // Every tile has been painted by then.
    await new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted)))
  }, [id, width, height])
  const bytes = await who.page.screenshot({ clip: { x: 0, y: 0, width, height } })
  await who.page.evaluate(() => document.querySelector('#photographed').remove())
  return PNG.sync.read(bytes)
}

export async function onServer(who, draft, page, locale) {
  const base64 = await who.page.evaluate(async (route) => {
    const answer = await fetch(route)
    if (!answer.ok) throw new Error(`${route} answered ${answer.status}: ${await answer.text()}`)
    const bytes = new Uint8Array(await answer.arrayBuffer())
    return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
  }, `/api/drafts/${draft}/render.png?page=${page.toString()}&scale=1&locale=${locale}`)
  return PNG.sync.read(Buffer.from(base64, 'base64'))
}

/** The share of pixels of which a channel differs by more than `FAR`. */
export function differing(one, other) {
  assert.deepEqual([one.width, one.height], [other.width, other.height], 'both pictures have the same size')
  let far = 0
  for (let at = 0; at < one.data.length; at += 4) {
    if ([0, 1, 2, 3].some((channel) => Math.abs(one.data[at + channel] - other.data[at + channel]) > FAR)) far += 1
  }
  return far / (one.width * one.height)
}
