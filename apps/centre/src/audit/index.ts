/** The audit trail: hash-chained, append-only. */
import type { Feature } from '../features.ts'
import { anchorTrail } from './anchor.ts'
import { chainRoutes } from './chain-routes.ts'
import { auditRoutes } from './routes.ts'

export type { AuditAction } from './actions.ts'
export type { AuditEntry, AuditTrail } from './audit-trail.ts'
export { openAuditTrail } from './open-trail.ts'
export { auditRepository } from './repository/index.ts'
export { type ChainVerdict, verifyAuditChain } from './verify.ts'
export { type AnchorFault, type VerifiedAnchors, verifyAnchors } from './verify-anchors.ts'

export const audit: Feature = {
  name: 'audit',
  routes(app, centre) {
    auditRoutes(app, centre)
    chainRoutes(app, centre)
  },
  jobs: (centre) => ({ 'anchor-audit': async () => await anchorTrail(centre) }),
  schedules: [{ job: 'anchor-audit', pattern: '0 0 * * *' }],
}
