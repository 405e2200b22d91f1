import { Fragment, lazy, Suspense, useEffect } from 'react'
import { RouterProvider } from 'react-aria-components'
import { LanguageProvider, type LanguageProviderProps } from './i18n/i18n'
import { Impersonation } from './pages/impersonation'
import { InboxProvider } from './pages/inbox/provider'
import { HOME, navigate, signInAddress, useRoute, type Route } from './pages/router'
import { SessionProvider, useSession } from './pages/session'
import { SignInPage } from './pages/sign-in/page'
import { Catch, NotFoundPage, OpeningPage, UnreachablePage } from './pages/states'
import { TemplatesPage } from './pages/templates/page'
import { ToastRegion } from './ui'

// The editor is most of the code, and few people manage: the gallery waits for neither.
const TemplatePage = lazy(() => import('./pages/template').then(module => ({ default: module.TemplatePage })))
const SyncPage = lazy(() => import('./pages/admin/sync/page').then(module => ({ default: module.SyncPage })))
const PeoplePage = lazy(() => import('./pages/admin/people/page').then(module => ({ default: module.PeoplePage })))
const ActivityPage = lazy(() => import('./pages/activity/page').then(module => ({ default: module.ActivityPage })))
const CertificatesPage = lazy(() => import('./pages/certificates/page').then(module => ({ default: module.CertificatesPage })))
const FromListPage = lazy(() => import('./pages/certificates/from-list/page').then(module => ({ default: module.FromListPage })))
const ClaimPage = lazy(() => import('./pages/recipient/claim-page').then(module => ({ default: module.ClaimPage })))
const MinePage = lazy(() => import('./pages/recipient/mine-page').then(module => ({ default: module.MinePage })))
const GuestPage = lazy(() => import('./pages/guest/page').then(module => ({ default: module.GuestPage })))
const VerifyPage = lazy(() => import('./pages/verify/page').then(module => ({ default: module.VerifyPage })))
const SettingsPage = lazy(() => import('./pages/settings/page').then(module => ({ default: module.SettingsPage })))

/** Everything that every page stands in. */
export function App({ first }: { first: LanguageProviderProps['first'] }) {
  return (
    <LanguageProvider first={first}>
      <RouterProvider navigate={to => navigate(to)}>
        <Catch>
          <Everybody />
          <ToastRegion />
        </Catch>
      </RouterProvider>
    </LanguageProvider>
  )
}

/** Guests, recipients, and whoever checks a certificate, have no session, and none is asked for. */
function Everybody() {
  const route = useRoute()
  if (route.page === 'guest') return <Suspense fallback={<OpeningPage />}><GuestPage /></Suspense>
  if (route.page === 'claim') return <Suspense fallback={<OpeningPage />}><ClaimPage /></Suspense>
  if (route.page === 'mine') return <Suspense fallback={<OpeningPage />}><MinePage /></Suspense>
  if (route.page === 'verify') return <Suspense fallback={<OpeningPage />}><VerifyPage id={route.id} /></Suspense>
  return (
    <SessionProvider>
      <Impersonation />
      <CurrentPage route={route} />
    </SessionProvider>
  )
}

function CurrentPage({ route }: { route: Exclude<Route, { page: 'guest' | 'claim' | 'mine' | 'verify' }> }) {
  const { state } = useSession()
  if (state.kind === 'loading') return <OpeningPage />
  if (state.kind === 'unreachable') return <UnreachablePage code={state.code} />
  if (route.page === 'sign-in') {
    return state.kind === 'signed-in' ? <Forward to={route.next ?? HOME} /> : <SignInPage next={route.next} error={route.error} />
  }
  if (state.kind === 'signed-out') return <Forward to={signInAddress()} />
  // Nothing that a page holds is for another person, or another organisation.
  return <Fragment key={`${state.me.organisation.id} ${state.me.person.id}`}><InboxProvider><Suspense fallback={<OpeningPage />}>{pageOf(route)}</Suspense></InboxProvider></Fragment>
}

function pageOf(route: Exclude<Route, { page: 'sign-in' | 'guest' | 'claim' | 'mine' | 'verify' }>) {
  switch (route.page) {
    case 'templates': return <TemplatesPage />
    case 'template': return <TemplatePage key={route.id} id={route.id} />
    case 'certificates': return <CertificatesPage />
    case 'from-list': return <FromListPage id={route.id} batch={route.batch} />
    case 'sync': return <SyncPage />
    case 'people': return <PeoplePage search={route.search} />
    case 'activity': return <ActivityPage />
    case 'settings': return <SettingsPage />
    case 'not-found': return <NotFoundPage />
  }
}

function Forward({ to }: { to: string }) {
  useEffect(() => navigate(to, 'replace'), [to])
  return <OpeningPage />
}
