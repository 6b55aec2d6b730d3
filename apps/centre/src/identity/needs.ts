/** What a route needs of its caller: declared at the route, checked here for all of them, before the body is read. */
import type { FastifyInstance } from 'fastify'
import {
  requireAnswerable,
  requireAuditor,
  requireAuditorOrOperator,
  requireAuditorOrRepresentative,
  requireCaller,
  requireMember,
  requireNode,
  requireOperator,
  requirePersonInBrowser,
  requireRepresentative,
} from './caller.ts'

const GUARDS = {
  person: requireCaller,
  /** Or with a certificate: everybody but programs that were let in. */
  'person-in-browser': requirePersonInBrowser,
  member: requireMember,
  node: requireNode,
  representative: requireRepresentative,
  operator: requireOperator,
  'representative-or-operator': requireAnswerable,
  auditor: requireAuditor,
  'auditor-or-operator': requireAuditorOrOperator,
  'auditor-or-representative': requireAuditorOrRepresentative,
} as const

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Undefined: everybody is served, or the handler looks by itself. */
    needs?: keyof typeof GUARDS
    /** Communication nodes may do it for their institution, as its members may. */
    isForNodes?: boolean
  }
}

/** To be called when `request.caller` is known. */
export function checkNeeds(app: FastifyInstance): void {
  app.addHook('onRequest', async (request) => {
    const { needs } = request.routeOptions.config
    if (needs !== undefined) GUARDS[needs](request)
  })
}
