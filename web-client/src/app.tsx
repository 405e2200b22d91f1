import { lazy, Suspense, useEffect } from 'react'
import { RouterProvider } from 'react-aria-components'
import { LanguageProvider, type LanguageProviderProps } from './i18n/i18n'
import { navigate, useRoute } from './pages/router'
import { SessionProvider, useSession } from './pages/session'
import { SignInPage } from './pages/sign-in'
import { Catch, NotFoundPage, OpeningPage, UnreachablePage } from './pages/states'
import { TemplatesPage } from './pages/templates/page'
import { ToastRegion } from './ui'

// The editor is most of the code: the gallery doesn't wait for it.
const TemplatePage = lazy(() => import('./pages/template').then(module => ({ default: module.TemplatePage })))

/** Everything that every page stands in. */
export function App({ first }: { first: LanguageProviderProps['first'] }) {
  return (
    <LanguageProvider first={first}>
      <RouterProvider navigate={to => navigate(to)}>
        <Catch>
          <SessionProvider>
            <CurrentPage />
            <ToastRegion />
          </SessionProvider>
        </Catch>
      </RouterProvider>
    </LanguageProvider>
  )
}

function CurrentPage() {
  const route = useRoute()
  const { state } = useSession()
  if (state.kind === 'loading') return <OpeningPage />
  if (state.kind === 'unreachable') return <UnreachablePage code={state.code} />
  if (route.page === 'sign-in') return state.kind === 'signed-in' ? <Forward to={route.next} /> : <SignInPage next={route.next} />
  if (state.kind === 'signed-out') return <Forward to={`/sign-in?next=${encodeURIComponent(location.pathname)}`} />
  switch (route.page) {
    case 'templates': return <TemplatesPage />
    case 'template': return <Suspense fallback={<OpeningPage />}><TemplatePage key={route.id} id={route.id} /></Suspense>
    case 'not-found': return <NotFoundPage />
  }
}

function Forward({ to }: { to: string }) {
  useEffect(() => navigate(to, 'replace'), [to])
  return <OpeningPage />
}
