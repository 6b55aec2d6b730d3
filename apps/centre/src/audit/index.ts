/** The audit trail: hash-chained, append-only. */
export type { AuditTrail } from './audit-trail.ts'
export { openAuditTrail } from './open-trail.ts'
export { verifyAuditChain } from './verify.ts'
