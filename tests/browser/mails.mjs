// Mails as a server without SMTP_URL writes them, and the links in them.
import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { until } from './chromium.mjs'

/** A mail as plain text: lines of quoted-printable are joined, and its two-digit bytes read. */
const plain = (text) => Buffer.from(text.replaceAll('=\r\n', '').replace(/=([0-9A-F]{2})/g, (_, digits) => String.fromCharCode(parseInt(digits, 16))), 'latin1').toString('utf8')

/** Reads what a server at an address writes into a folder. */
export function mailbox(address, folder) {
  const mailsTo = (at) => {
    let names = []
    try { names = readdirSync(folder) } catch { /* None was written yet. */ }
    return names.filter((name) => name.endsWith('.eml')).sort().map((name) => plain(readFileSync(path.join(folder, name), 'latin1'))).filter((text) => text.includes(`<${at}>`))
  }
  return {
    /** All mails to somebody, the oldest first. */
    mailsTo,
    /** The newest one, once there are so many. */
    newest: async (at, many) => (await until(`mail ${many} to ${at}`, () => { const all = mailsTo(at); return all.length >= many && all }, 30_000)).at(-1),
    /** The link in a mail that begins so. */
    linkIn(text, start) {
      const found = text.match(new RegExp(`${address}${start}[A-Za-z0-9_-]+`))
      assert(found, `${start} in ${text}`)
      return found[0]
    },
  }
}

/** Opens a link as a mail program does: a new page, not another part of the one that is there. */
export async function follow(who, link) {
  await who.page.goto('about:blank')
  await who.page.goto(link)
}
