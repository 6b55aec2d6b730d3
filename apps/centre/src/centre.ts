/** The centre's context: what every feature works with. */
import type { Tracing } from '@epacs/tracing'
import type { Kysely } from 'kysely'
import type { Logger } from 'pino'
import type { Registry } from 'prom-client'
import type { AuditTrail } from './audit/index.ts'
import type { Config } from './config/index.ts'
import type { Database, Notices, SharedLocks } from './database/index.ts'
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
  /** Who this process is among those of the centre. */
  readonly processId: string
  readonly events: EventHub
  /** What other processes (and this one) tell by NOTIFY. */
  readonly notices: Notices
  readonly locks: SharedLocks
  /** What `/metrics` shows; features add to it. */
  readonly metrics: Registry
  readonly tracing: Tracing
  /** Aborted when the process is to stop: nothing new is begun, and what runs has a while to end. */
  readonly leaving: AbortSignal
  /** Aborted when what runs has to end. */
  readonly stopping: AbortSignal
}
