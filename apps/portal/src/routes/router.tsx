/** Every address of the portal. Pages are loaded when first visited; members' pages ask who is there before. */
import { createRoute, createRouter, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { queryClient } from '../api/query-client.ts'
import { markAnswered, sessionQuery } from '../api/session.ts'
import { keepCode } from '../device/kept-code.ts'
import { keepSecret } from '../registration/secret.ts'
import { openRequestToJoin } from './first-arrival.ts'
import { requireMember } from './require-session.ts'
import { root } from './root.ts'
import { chooseUrl, helpUrl, institutionsUrl, messagesUrl, requestsUrl, signInUrl } from './search.ts'
import { sendingForm } from './sending-form.ts'
import { staffRoutes } from './staff.ts'
import { texts } from './texts.ts'

const about = createRoute({
  getParentRoute: () => root,
  path: '/',
  loader: texts('about'),
  component: lazyRouteComponent(() => import('../about/AboutPage.tsx'), 'AboutPage'),
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
  // The other parts' texts come when the page stands.
  loader: texts('help', 'helpVisitors'),
  validateSearch: helpUrl,
  component: lazyRouteComponent(() => import('../help/HelpPage.tsx'), 'HelpPage'),
})

const status = createRoute({
  getParentRoute: () => root,
  path: '/status',
  loader: texts('status'),
  component: lazyRouteComponent(() => import('../status/StatusPage.tsx'), 'StatusPage'),
})

const accessibility = createRoute({
  getParentRoute: () => root,
  path: '/accessibility',
  loader: texts('accessibility'),
  component: lazyRouteComponent(() => import('../accessibility/AccessibilityPage.tsx'), 'AccessibilityPage'),
})

const privacy = createRoute({
  getParentRoute: () => root,
  path: '/privacy',
  loader: texts('privacy'),
  component: lazyRouteComponent(() => import('../privacy/PrivacyPage.tsx'), 'PrivacyPage'),
})

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  loader: texts('signIn'),
  validateSearch: signInUrl,
  beforeLoad: async ({ search }) => {
    if (search.problem !== undefined || search.choose !== undefined) markAnswered()
    if (search.problem === 'unknown-institution') await openRequestToJoin()
  },
  component: lazyRouteComponent(() => import('../sign-in/SignInPage.tsx'), 'SignInPage'),
})

const members = createRoute({
  getParentRoute: () => root,
  id: 'members',
  beforeLoad: requireMember,
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
  loader: texts('messages', 'outcomes', 'opening', 'forwarding', 'replying', 'receipt'),
  component: lazyRouteComponent(() => import('../messages/MessagePage.tsx'), 'MessagePage'),
})

const receipt = createRoute({
  getParentRoute: () => members,
  path: '/messages/$id/receipt',
  loader: texts('receipt', 'messages'),
  component: lazyRouteComponent(() => import('../receipt/ReceiptPage.tsx'), 'ReceiptPage'),
})

const label = createRoute({
  getParentRoute: () => members,
  path: '/messages/$id/label',
  loader: texts('label', 'messages'),
  component: lazyRouteComponent(() => import('../label/LabelPage.tsx'), 'LabelPage'),
})

const forward = createRoute({
  getParentRoute: () => members,
  path: '/messages/$id/forward',
  loader: sendingForm('forwarding', 'messages'),
  component: lazyRouteComponent(() => import('../forwarding/ForwardPage.tsx'), 'ForwardPage'),
})

const reply = createRoute({
  getParentRoute: () => members,
  path: '/messages/$id/reply',
  loader: sendingForm('replying', 'unfinished', 'report', 'messages'),
  component: lazyRouteComponent(() => import('../replying/ReplyPage.tsx'), 'ReplyPage'),
})

const contents = createRoute({
  getParentRoute: () => members,
  path: '/messages/$id/series/$study/$series',
  loader: texts('opening'),
  component: lazyRouteComponent(() => import('../contents/ContentsPage.tsx'), 'ContentsPage'),
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
  loader: sendingForm('unfinished', 'report'),
  component: lazyRouteComponent(() => import('../sending/SendPage.tsx'), 'SendPage'),
})

const sendTo = createRoute({
  getParentRoute: () => members,
  path: '/send/$institutionId',
  loader: sendingForm('unfinished', 'report'),
  component: lazyRouteComponent(() => import('../sending/SendPage.tsx'), 'SendToPage'),
})

const requests = createRoute({
  getParentRoute: () => members,
  path: '/requests',
  loader: texts('requests'),
  validateSearch: requestsUrl,
  component: lazyRouteComponent(() => import('../requests/RequestsPage.tsx'), 'RequestsPage'),
})

const request = createRoute({
  getParentRoute: () => members,
  path: '/requests/$id',
  loader: texts('requests', 'messages'),
  component: lazyRouteComponent(() => import('../requests/RequestPage.tsx'), 'RequestPage'),
})

const answer = createRoute({
  getParentRoute: () => members,
  path: '/requests/$id/answer',
  loader: sendingForm('requests', 'unfinished', 'report', 'messages'),
  component: lazyRouteComponent(() => import('../requests/AnswerPage.tsx'), 'AnswerPage'),
})

const ask = createRoute({
  getParentRoute: () => members,
  path: '/ask',
  loader: texts('requests'),
  component: lazyRouteComponent(() => import('../requests/AskPage.tsx'), 'AskPage'),
})

const askOne = createRoute({
  getParentRoute: () => members,
  path: '/ask/$institutionId',
  loader: texts('requests'),
  component: lazyRouteComponent(() => import('../requests/AskPage.tsx'), 'AskOnePage'),
})

const chooseInstitution = createRoute({
  getParentRoute: () => members,
  path: '/choose-institution',
  validateSearch: chooseUrl,
  component: lazyRouteComponent(
    () => import('../choosing/ChooseInstitutionPage.tsx'),
    'ChooseInstitutionPage',
  ),
})

const ownInstitution = createRoute({
  getParentRoute: () => members,
  path: '/institution',
  loader: texts('people'),
  component: lazyRouteComponent(
    () => import('../own-institution/OwnInstitutionPage.tsx'),
    'OwnInstitutionPage',
  ),
})

/** Operators have sessions and settings, and no mailbox. */
async function requirePerson({ location }: { location: { href: string } }) {
  const session = await queryClient.ensureQueryData(sessionQuery)
  if (session === null) throw redirect({ to: '/sign-in', search: { returnTo: location.href } })
}

const sessions = createRoute({
  getParentRoute: () => root,
  path: '/sessions',
  beforeLoad: requirePerson,
  loader: texts('sessions', 'signIn'),
  component: lazyRouteComponent(() => import('../sessions/SessionsPage.tsx'), 'SessionsPage'),
})

const settings = createRoute({
  getParentRoute: () => root,
  path: '/settings',
  beforeLoad: requirePerson,
  loader: texts('settings', 'signIn'),
  component: lazyRouteComponent(() => import('../settings/SettingsPage.tsx'), 'SettingsPage'),
})

const device = createRoute({
  getParentRoute: () => root,
  path: '/device',
  beforeLoad: async (wanted) => {
    // Nor does the code go into the address of the sign-in, to come back from there.
    if (wanted.location.hash !== '') {
      keepCode(wanted.location.hash)
      throw redirect({ to: '/device', hash: '', replace: true })
    }
    await requirePerson(wanted)
  },
  loader: texts('device', 'signIn'),
  component: lazyRouteComponent(() => import('../device/DevicePage.tsx'), 'DevicePage'),
})

const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  loader: texts('invitation'),
  component: lazyRouteComponent(() => import('../invitation/InvitationPage.tsx'), 'InvitationPage'),
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
    status,
    accessibility,
    privacy,
    signIn,
    invitation,
    sessions,
    settings,
    device,
    messageInMailbox,
    members.addChildren([
      mailbox,
      sent,
      message,
      receipt,
      label,
      forward,
      reply,
      contents,
      send,
      sendTo,
      requests,
      request,
      answer,
      ask,
      askOne,
      chooseInstitution,
      ownInstitution,
    ]),
    staffRoutes,
  ]),
  defaultPreload: 'intent',
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
