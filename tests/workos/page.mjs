// The sign-in page: plain HTML with named buttons, for a person and for a browser that a test drives.
import { user as shape } from './shapes.mjs'

const ESCAPES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escape = (text) => String(text).replace(/[&<>"']/g, (character) => ESCAPES[character])

/** Fields the buttons themselves send; they must not come twice. */
const OWN = ['user_id', 'email', 'chosen_organization_id', 'cancel']

/** Who signs in: buttons for people, a field for any address, and a way out. With a hint the person is chosen already. */
export function peoplePage(query, people, { hinted, problem }) {
  const shown = hinted ? [hinted] : people
  const buttons = shown.map((row) => {
    const label = `${hinted ? 'Continue' : 'Sign in'} as ${shape(row).name ?? row.email} (${row.email})`
    return `<p><button name="user_id" value="${escape(row.id)}"${hinted ? ' autofocus' : ''}>${escape(label)}</button></p>`
  })
  return page('Sign in', [
    ...(problem ? [`<p role="alert">${escape(problem)}</p>`] : []),
    form(query, buttons.join('\n')),
    form(
      query,
      `<p><label>E-mail address <input type="email" name="email" required value="${escape(query.get('login_hint') ?? '')}"></label>
<button>Sign in with this address</button></p>`,
    ),
    form(query, '<p><button name="cancel" value="1">Cancel</button></p>'),
  ])
}

/** Which of several organisations. */
export function organisationsPage(query, user, organisations) {
  const buttons = organisations.map(
    ({ id, name }) => `<p><button name="chosen_organization_id" value="${escape(id)}">${escape(`Continue to ${name}`)}</button></p>`,
  )
  return page('Choose an organisation', [
    `<p>${escape(user.email)}</p>`,
    form(query, `<input type="hidden" name="user_id" value="${escape(user.id)}">\n${buttons.join('\n')}`),
    form(query, '<p><button name="cancel" value="1">Cancel</button></p>'),
  ])
}

/** Each form carries the whole request along, so that the stand-in need not remember who is on which page. */
function form(query, inside) {
  const hidden = [...query]
    .filter(([name]) => !OWN.includes(name))
    .map(([name, value]) => `<input type="hidden" name="${escape(name)}" value="${escape(value)}">`)
  return `<form action="/user_management/authorize/continue" method="get">\n${hidden.join('\n')}\n${inside}\n</form>`
}

const page = (title, parts) => `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title></head>
<body><main><h1>${title}</h1>
${parts.join('\n')}
</main></body>
</html>
`
