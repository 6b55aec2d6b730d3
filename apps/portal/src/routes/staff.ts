/** Pages of those who run the centre and of those who audit it. Nobody else loads their code. */
import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { type Language, languageOf } from '../i18n/languages.ts'
import { requireSession } from './require-session.ts'
import { root } from './root.ts'
import {
  announcementsUrl,
  auditUrl,
  authoritiesUrl,
  gatewaysUrl,
  knownInstitutionsUrl,
  mailUrl,
  nodesUrl,
  operationsUrl,
  positionsUrl,
  registrationsUrl,
  renewalsUrl,
} from './staff-search.ts'
import { texts } from './texts.ts'

const staff = createRoute({
  getParentRoute: () => root,
  id: 'staff',
  beforeLoad: async (wanted) => {
    await requireSession(wanted)
  },
  loader: texts('signIn', 'operator'),
  component: lazyRouteComponent(() => import('../operator/StaffOnly.tsx'), 'StaffOnly'),
})

const operator = createRoute({
  getParentRoute: () => staff,
  path: '/operator',
  component: lazyRouteComponent(() => import('../operator/Console.tsx'), 'Console'),
})

const entrance = createRoute({
  getParentRoute: () => operator,
  path: '/',
  beforeLoad: () => {
    throw redirect({ to: '/operator/registrations', replace: true })
  },
})

const registrations = createRoute({
  getParentRoute: () => operator,
  path: '/registrations',
  validateSearch: registrationsUrl,
  component: lazyRouteComponent(
    () => import('../operator/registrations/RegistrationsPage.tsx'),
    'RegistrationsPage',
  ),
})

const registration = createRoute({
  getParentRoute: () => operator,
  path: '/registrations/$id',
  component: lazyRouteComponent(
    () => import('../operator/registrations/RegistrationPage.tsx'),
    'RegistrationPage',
  ),
})

const authorities = createRoute({
  getParentRoute: () => operator,
  path: '/authorities',
  validateSearch: authoritiesUrl,
  component: lazyRouteComponent(
    () => import('../operator/authorities/OperatorAuthoritiesPage.tsx'),
    'OperatorAuthoritiesPage',
  ),
})

const gateways = createRoute({
  getParentRoute: () => operator,
  path: '/gateways',
  loader: texts('gateways'),
  validateSearch: gatewaysUrl,
  component: lazyRouteComponent(() => import('../operator/gateways/GatewaysPage.tsx'), 'GatewaysPage'),
})

const positions = createRoute({
  getParentRoute: () => operator,
  path: '/positions',
  loader: texts('positions'),
  validateSearch: positionsUrl,
  component: lazyRouteComponent(() => import('../operator/institutions/PositionsPage.tsx'), 'PositionsPage'),
})

const position = createRoute({
  getParentRoute: () => operator,
  path: '/positions/$id',
  loader: texts('positions'),
  component: lazyRouteComponent(() => import('../operator/institutions/PositionPage.tsx'), 'PositionPage'),
})

const nodes = createRoute({
  getParentRoute: () => operator,
  path: '/nodes',
  loader: texts('nodes'),
  validateSearch: nodesUrl,
  component: lazyRouteComponent(() => import('../operator/nodes/NodesPage.tsx'), 'NodesPage'),
})

const operations = createRoute({
  getParentRoute: () => operator,
  path: '/operations',
  loader: texts('operations'),
  validateSearch: operationsUrl,
  component: lazyRouteComponent(() => import('../operator/operations/OperationsPage.tsx'), 'OperationsPage'),
})

const institutions = createRoute({
  getParentRoute: () => operator,
  path: '/institutions',
  loader: texts('operations'),
  validateSearch: knownInstitutionsUrl,
  component: lazyRouteComponent(
    () => import('../operator/institutions/KnownInstitutionsPage.tsx'),
    'KnownInstitutionsPage',
  ),
})

const record = createRoute({
  getParentRoute: () => operator,
  path: '/institutions/$id',
  loader: texts('operations', 'registration', 'institutions'),
  component: lazyRouteComponent(() => import('../operator/institutions/RecordPage.tsx'), 'RecordPage'),
})

const renewals = createRoute({
  getParentRoute: () => operator,
  path: '/renewals',
  validateSearch: renewalsUrl,
  component: lazyRouteComponent(() => import('../operator/renewals/RenewalsPage.tsx'), 'RenewalsPage'),
})

const mail = createRoute({
  getParentRoute: () => operator,
  path: '/mail',
  validateSearch: mailUrl,
  loader: texts('wordings'),
  component: lazyRouteComponent(() => import('../operator/mail/MailPage.tsx'), 'MailPage'),
})

const wordings = createRoute({
  getParentRoute: () => operator,
  path: '/wordings',
  loader: texts('wordings'),
  component: lazyRouteComponent(() => import('../operator/wordings/WordingsPage.tsx'), 'WordingsPage'),
})

const wording = createRoute({
  getParentRoute: () => operator,
  path: '/wordings/$name/$language',
  loader: texts('wordings'),
  params: {
    parse: ({ name, language }): { name: string; language: Language } => ({
      name,
      language: languageOf(language),
    }),
  },
  component: lazyRouteComponent(() => import('../operator/wordings/WordingPage.tsx'), 'WordingPage'),
})

const conditions = createRoute({
  getParentRoute: () => operator,
  path: '/conditions',
  loader: texts('conditions'),
  component: lazyRouteComponent(
    () => import('../operator/conditions/ConditionsVersionsPage.tsx'),
    'ConditionsVersionsPage',
  ),
})

const announcements = createRoute({
  getParentRoute: () => operator,
  path: '/announcements',
  loader: texts('announcements'),
  validateSearch: announcementsUrl,
  component: lazyRouteComponent(
    () => import('../operator/announcements/AnnouncementsPage.tsx'),
    'AnnouncementsPage',
  ),
})

const audit = createRoute({
  getParentRoute: () => staff,
  path: '/audit',
  loader: texts('audit'),
  validateSearch: auditUrl,
  component: lazyRouteComponent(() => import('../audit/AuditPage.tsx'), 'AuditPage'),
})

export const staffRoutes = staff.addChildren([
  operator.addChildren([
    entrance,
    registrations,
    registration,
    authorities,
    positions,
    position,
    gateways,
    nodes,
    operations,
    institutions,
    record,
    renewals,
    mail,
    wordings,
    wording,
    conditions,
    announcements,
  ]),
  audit,
])
