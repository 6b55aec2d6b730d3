/** The audit trail: hash-chained, append-only. */
import type { Feature } from '../features.ts'
import { chainRoutes } from './chain-routes.ts'
import { auditRoutes } from './routes.ts'

export type { AuditTrail } from './audit-trail.ts'
export { openAuditTrail } from './open-trail.ts'
export { verifyAuditChain } from './verify.ts'

export const audit: Feature = {
  name: 'audit',
  routes(app, centre) {
    auditRoutes(app, centre)
    chainRoutes(app, centre)
  },
}
