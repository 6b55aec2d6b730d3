/** The centre's context: what every feature works with. */
import type { Kysely } from 'kysely'
import type { Logger } from 'pino'
import type { Registry } from 'prom-client'
import type { AuditTrail } from './audit/index.ts'
import type { Config } from './config/index.ts'
import type { Database, Notices } from './database/index.ts'
import type { EventHub } from './events/index.ts'
import type { JobQueue } from './jobs/index.ts'
import type { Signer } from './signing/index.ts'
import type { PackageStore } from './storage/index.ts'

export interface Centre {
  readonly config: Config
  readonly db: Kysely<Database>
  readonly log: Logger
  /** The only clock of the domain. */
  readonly clock: () => Date
  readonly audit: AuditTrail
  /** What the centre signs manifests and receipts with. */
  readonly signer: Signer
  readonly jobs: JobQueue
  readonly store: PackageStore
  readonly events: EventHub
  /** What other processes (and this one) tell by NOTIFY. */
  readonly notices: Notices
  /** What `/metrics` shows; features add to it. */
  readonly metrics: Registry
  /** Aborted when the centre begins to stop. */
  readonly stopping: AbortSignal
}
