/** The audit trail: hash-chained, append-only. */
import type { Feature } from '../features.ts'
import { anchorTrail } from './anchor.ts'
import { chainRoutes } from './chain-routes.ts'
import { makeRoom, noteTimes } from './parts.ts'
import { auditRoutes } from './routes.ts'

export type { AuditAction } from './actions.ts'
export type { AuditEntry, AuditTrail } from './audit-trail.ts'
export { openAuditTrail } from './open-trail.ts'
export { makeRoom } from './parts.ts'
export { auditRepository } from './repository/index.ts'
export { type ChainVerdict, verifyAuditChain } from './verify.ts'
export { type AnchorFault, type VerifiedAnchors, verifyAnchors } from './verify-anchors.ts'

export const audit: Feature = {
  name: 'audit',
  routes(app, centre) {
    auditRoutes(app, centre)
    chainRoutes(app, centre)
  },
  jobs: (centre) => ({
    'anchor-audit': async () => await anchorTrail(centre),
    'split-audit': async () => {
      const room = await makeRoom(centre.db)
      const times = room === 'busy' ? room : await noteTimes(centre.db)
      // There is room for days; it comes around within the hour.
      if (times === 'busy') centre.log.info('the audit trail is being read: it is split later')
    },
  }),
  schedules: [
    { job: 'anchor-audit', pattern: '0 0 * * *' },
    { job: 'split-audit', pattern: '23 * * * *' },
  ],
}
