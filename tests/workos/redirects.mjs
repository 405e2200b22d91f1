// Which addresses a browser may be sent back to.

const LOOPBACK = ['127.0.0.1', 'localhost', '[::1]']

/** In the list, where `*` may stand for a left-most label or for a loopback port; with an empty list, any loopback address. */
export function uriAllowed(uri, list) {
  if (!URL.canParse(uri)) return false
  const { protocol, hostname } = new URL(uri)
  if (protocol !== 'http:' && protocol !== 'https:') return false
  if (list.length === 0) return LOOPBACK.includes(hostname)
  return list.some((pattern) => pattern === uri || matches(uri, pattern))
}

function matches(uri, pattern) {
  const [front, back, more] = pattern.split('*')
  if (back === undefined || more !== undefined) return false
  if (!uri.startsWith(front) || !uri.endsWith(back) || uri.length < front.length + back.length) return false
  const middle = uri.slice(front.length, uri.length - back.length)
  if (/^http:\/\/(127\.0\.0\.1|localhost|\[::1\]):$/.test(front)) return /^\d+$/.test(middle)
  return /^https?:\/\/[a-z0-9-]*$/.test(front) && /^[a-z0-9-]+$/.test(middle) && /^[a-z0-9-]*\./.test(back)
}
