/**
 * The audit trail of one centre process. Entries of a transaction are appended in it; those that stand alone
 * (reading, downloading) are gathered while the append before them is under way, so that a thousand readers cost
 * a few commits and not a thousand in a row.
 */
import type { Kysely } from 'kysely'
import type { Database } from '../database/index.ts'
import type { AuditEntry, AuditTrail } from './audit-trail.ts'
import { append } from './chain.ts'

/** PostgreSQL takes 65,535 parameters in a statement; a row here has nine. */
const ENTRIES_AT_ONCE = 1000

interface Waiting {
  readonly entry: AuditEntry
  readonly resolve: () => void
  readonly reject: (error: unknown) => void
}

export function openAuditTrail(db: Kysely<Database>): AuditTrail {
  const waiting: Waiting[] = []
  let isAppending = false

  async function appendWaiting(): Promise<void> {
    if (isAppending) return
    isAppending = true
    while (waiting.length > 0) {
      const group = waiting.splice(0, ENTRIES_AT_ONCE)
      try {
        await db.transaction().execute((trx) =>
          append(
            trx,
            group.map(({ entry }) => entry),
          ),
        )
        for (const { resolve } of group) resolve()
      } catch (error) {
        // Each caller learns it: what cannot be recorded does not happen.
        for (const { reject } of group) reject(error)
      }
    }
    isAppending = false
  }

  return {
    async record(where, entry) {
      if (where.isTransaction) return await append(where as Parameters<typeof append>[0], [entry])
      await new Promise<void>((resolve, reject) => {
        waiting.push({ entry, resolve, reject })
        void appendWaiting()
      })
    },
  }
}
