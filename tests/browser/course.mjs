// A course whose certificates are issued, and people who look at what they see of it.
import assert from 'node:assert/strict'
import { accessible, LANGUAGES, until } from './chromium.mjs'

const field = (key) => Object.fromEntries(LANGUAGES.map((language) => [language, [{ insert: { field: key } }]]))

/** A landscape page with the name and the number of whoever has taken the course, and what else is to stand on it, with its fields. */
const layoutWith = (more, fields) => ({
  schema: 1, languages: LANGUAGES,
  pages: [{ id: 'p', size: [297, 210], elements: [
    { id: 'edge', type: 'rectangle', at: [12, 12], size: [273, 186], stroke: '#9e2b25', strokeWidth: 1 },
    { id: 'name', type: 'text', at: [30, 70], size: [237, 24], textSize: 34, texts: field('recipient_name') },
    { id: 'number', type: 'text', at: [30, 120], size: [237, 14], textSize: 14, texts: field('certificate_number') },
    ...more,
  ] }],
  fields: [
    { key: 'recipient_name', label: { de: 'Name' }, type: 'text', required: true, sample: { '*': 'Anna Keller' } },
    { key: 'certificate_number', label: { de: 'Nummer' }, type: 'text', sample: { '*': '2026-00001' } },
    ...fields,
  ],
  styles: [],
})

/** What the server answers with, if that is what is expected. */
export async function called(who, status, method, route, body) {
  const answer = await who.call(method, route, body)
  assert.equal(answer.status, status, `${method} ${route}: ${JSON.stringify(answer.body)}`)
  return answer.body
}

/** A template that a designer makes, and an approver publishes. */
export async function published(designer, approver, name, more = [], fields = []) {
  const template = await called(designer, 201, 'POST', '/api/templates', { name, layout: layoutWith(more, fields) })
  const { review } = await called(designer, 201, 'POST', `/api/drafts/${template.draft_id}/review`, {})
  await called(approver, 200, 'POST', `/api/reviews/${review.id}/approve`, { content_hash: review.content_hash })
  await called(approver, 202, 'POST', `/api/versions/${review.version_id}/publish`, {})
  await until('it is published', async () => (await designer.call('GET', `/api/drafts/${template.draft_id}/publication`)).body.current?.version_id === review.version_id, 60_000)
  return template
}

/** The ids of certificates that are issued and sent, once they are. */
export async function issued(issuer, template, key, certificates) {
  const asked = await called(issuer, 202, 'POST', '/api/batches', { key: `${key}-0123456789abcdef`, template_id: template.id, deliver: true, certificates })
  const done = await until('they are issued', async () => { const { body } = await issuer.call('GET', `/api/batches/${asked.id}`); return body.state === 'done' && body }, 60_000)
  return done.certificates
}

/** Looks at a page as it stands now: picture, axe, nothing cut off sideways. */
export const looking = (shot) => async (who, name) => {
  await who.page.evaluate(() => document.fonts.ready)
  await shot(who.page, name)
  await accessible(who.page, name)
  const wide = await who.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
  assert.equal(wide, 0, `${name}: nothing scrolls sideways`)
}
