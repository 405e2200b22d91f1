import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { keptPage } from './kept-page'
import { packed } from './packed'

/** Where a server runs while the page is served by `npm run dev`. */
const server = process.env['IMPRIMATUR_SERVER'] ?? 'http://127.0.0.1:8080'

export default defineConfig({
  plugins: [react(), keptPage(), packed()],
  build: {
    target: 'es2023',
    // Everything comes from the page's own origin as a file: the content security policy allows no data: programs.
    assetsInlineLimit: 0,
  },
  server: {
    proxy: {
      '/api': server,
      '/auth': server,
      '/v/': server,
      '/s/': server,
      '/status': server,
      '/issuers': server,
      '/fonts': server,
      '/collab': { target: server, ws: true },
    },
  },
})
