// Keeps the page for checking certificates on the device: its own files, by their names, and nothing that a server has answered. The build writes the list.
// Codes on certificates carry the address of a certificate, whose page is the server's: without a server this page stands there in its place.
const CACHE = 'imprimatur-verify-__VERSION__'
const FILES = __FILES__
const CERTIFICATE = /^\/v\/crt_[0-9a-f]{32}$/

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(FILES)))
})

// Pages of the version before go on with its files until they are closed; then those go.
self.addEventListener('activate', (event) => {
  event.waitUntil((async () => {
    const names = await caches.keys()
    await Promise.all(names.filter((name) => name.startsWith('imprimatur-verify-') && name !== CACHE).map((name) => caches.delete(name)))
    await self.clients.claim()
  })())
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin) return
  if (request.mode === 'navigate') {
    if (pathname === '/verify') event.respondWith(page(request))
    else if (CERTIFICATE.test(pathname)) event.respondWith(certificate(request))
  } else if (pathname !== '/verify' && FILES.includes(pathname)) {
    event.respondWith(caches.match(pathname, { cacheName: CACHE, ignoreVary: true }).then((kept) => kept ?? fetch(request)))
  }
})

/** The server's page while there is a server, so that nobody stays with an old one. */
async function page(request) {
  try {
    const answer = await fetch(request)
    if (answer.status < 500) return answer
  } catch { /* The server is away. */ }
  return kept()
}

/** Whatever the server says of a certificate, also that nobody can tell now; the kept page says so only where there is no answer of its own. */
async function certificate(request) {
  try {
    const answer = await fetch(request)
    // What has no id is a proxy's, which finds no server behind it.
    if (answer.status < 500 || answer.headers.has('x-request-id')) return answer
  } catch { /* The server is away. */ }
  return kept()
}

async function kept() {
  return (await caches.match('/verify', { cacheName: CACHE, ignoreVary: true })) ?? Response.error()
}
