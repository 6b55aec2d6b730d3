/** The audit trail: hash-chained, append-only. */
export type { AuditActor, AuditEntry, AuditTrail } from './audit-trail.ts'
export { openAuditTrail } from './open-trail.ts'
export { type ChainBreak, type ChainVerdict, verifyAuditChain } from './verify.ts'
