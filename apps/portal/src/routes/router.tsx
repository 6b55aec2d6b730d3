/** Every address of the portal. Pages are loaded when first visited; members' pages ask who is there before. */
import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import i18next from 'i18next'
import { AboutPage } from '../about/AboutPage.tsx'
import { queryClient } from '../api/query-client.ts'
import { markNotSignedIn, sessionQuery } from '../api/session.ts'
import { FailurePage } from '../layout/FailurePage.tsx'
import { NotFoundPage } from '../layout/NotFoundPage.tsx'
import { Shell } from '../layout/Shell.tsx'
import { keepSecret } from '../registration/secret.ts'
import { institutionsUrl, messagesUrl, signInUrl } from './search.ts'

/** A page's texts come beside its code: until both are there, the page before stays on the screen. */
const texts =
  (...features: readonly string[]) =>
  () =>
    i18next.loadNamespaces(features)

const root = createRootRoute({
  component: Shell,
  notFoundComponent: NotFoundPage,
  errorComponent: FailurePage,
})

const about = createRoute({
  getParentRoute: () => root,
  path: '/',
  loader: texts('about'),
  component: AboutPage,
})

const institutions = createRoute({
  getParentRoute: () => root,
  path: '/institutions',
  loader: texts('institutions'),
  validateSearch: institutionsUrl,
  component: lazyRouteComponent(() => import('../institutions/InstitutionsPage.tsx'), 'InstitutionsPage'),
})

const institution = createRoute({
  getParentRoute: () => root,
  path: '/institutions/$id',
  loader: texts('institutions'),
  component: lazyRouteComponent(() => import('../institutions/InstitutionPage.tsx'), 'InstitutionPage'),
})

const authorities = createRoute({
  getParentRoute: () => root,
  path: '/authorities',
  loader: texts('authorities'),
  component: lazyRouteComponent(() => import('../authorities/AuthoritiesPage.tsx'), 'AuthoritiesPage'),
})

const join = createRoute({
  getParentRoute: () => root,
  path: '/join',
  loader: texts('join'),
  component: lazyRouteComponent(() => import('../join/JoinPage.tsx'), 'JoinPage'),
})

const newRegistration = createRoute({
  getParentRoute: () => root,
  path: '/registration/new',
  loader: texts('registration', 'institutions'),
  component: lazyRouteComponent(() => import('../registration/NewPage.tsx'), 'NewPage'),
})

const registration = createRoute({
  getParentRoute: () => root,
  path: '/registration/$id',
  beforeLoad: ({ params, location }) => {
    // The secret leaves the address bar and the history; it never was in an address that is sent.
    if (location.hash === '') return
    keepSecret(params.id, location.hash)
    throw redirect({ to: '/registration/$id', params, hash: '', replace: true })
  },
  loader: texts('registration', 'institutions'),
  component: lazyRouteComponent(() => import('../registration/RequestPage.tsx'), 'RequestPage'),
})

const conditions = createRoute({
  getParentRoute: () => root,
  path: '/conditions',
  loader: texts('registration'),
  component: lazyRouteComponent(() => import('../registration/ConditionsPage.tsx'), 'ConditionsPage'),
})

const help = createRoute({
  getParentRoute: () => root,
  path: '/help',
  loader: texts('help'),
  component: lazyRouteComponent(() => import('../help/HelpPage.tsx'), 'HelpPage'),
})

const accessibility = createRoute({
  getParentRoute: () => root,
  path: '/accessibility',
  loader: texts('accessibility'),
  component: lazyRouteComponent(() => import('../accessibility/AccessibilityPage.tsx'), 'AccessibilityPage'),
})

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  loader: texts('signIn'),
  validateSearch: signInUrl,
  beforeLoad: ({ search }) => {
    if (search.problem !== undefined) markNotSignedIn()
  },
  component: lazyRouteComponent(() => import('../sign-in/SignInPage.tsx'), 'SignInPage'),
})

const members = createRoute({
  getParentRoute: () => root,
  id: 'members',
  beforeLoad: async ({ location }) => {
    const session = await queryClient.ensureQueryData(sessionQuery)
    if (session === null) throw redirect({ to: '/sign-in', search: { returnTo: location.href } })
  },
  loader: texts('signIn'),
  component: lazyRouteComponent(() => import('../sign-in/MembersOnly.tsx'), 'MembersOnly'),
})

const mailbox = createRoute({
  getParentRoute: () => members,
  path: '/mailbox',
  loader: texts('mailbox', 'messages'),
  validateSearch: messagesUrl,
  component: lazyRouteComponent(() => import('../mailbox/MailboxPage.tsx'), 'MailboxPage'),
})

const sent = createRoute({
  getParentRoute: () => members,
  path: '/sent',
  loader: texts('mailbox', 'messages'),
  validateSearch: messagesUrl,
  component: lazyRouteComponent(() => import('../mailbox/SentPage.tsx'), 'SentPage'),
})

const message = createRoute({
  getParentRoute: () => members,
  path: '/messages/$id',
  loader: texts('messages', 'outcomes'),
  component: lazyRouteComponent(() => import('../messages/MessagePage.tsx'), 'MessagePage'),
})

/** An address that one would guess from the mailbox's own. */
const messageInMailbox = createRoute({
  getParentRoute: () => root,
  path: '/mailbox/$id',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/messages/$id', params })
  },
})

const send = createRoute({
  getParentRoute: () => members,
  path: '/send',
  loader: texts('sending'),
  component: lazyRouteComponent(() => import('../sending/SendPage.tsx'), 'SendPage'),
})

const sendTo = createRoute({
  getParentRoute: () => members,
  path: '/send/$institutionId',
  loader: texts('sending'),
  component: lazyRouteComponent(() => import('../sending/SendPage.tsx'), 'SendToPage'),
})

export const router = createRouter({
  routeTree: root.addChildren([
    about,
    institutions,
    institution,
    authorities,
    join,
    newRegistration,
    registration,
    conditions,
    help,
    accessibility,
    signIn,
    messageInMailbox,
    members.addChildren([mailbox, sent, message, send, sendTo]),
  ]),
  defaultPreload: 'intent',
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
