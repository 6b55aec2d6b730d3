/** The audit trail: hash-chained, append-only. */
export type { AuditActor, AuditEntry, AuditTrail } from './audit-trail.ts'
