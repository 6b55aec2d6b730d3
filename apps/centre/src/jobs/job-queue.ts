/** Work that outlives a request: queued in the transaction that makes it necessary, retried until it succeeds. */
import type { Kysely } from 'kysely'
import type { Database } from '../database/index.ts'

export interface JobOptions {
  /** At most one waiting job has a key. */
  readonly jobKey?: string
  /** A waiting job with the same key: replaced by this one (the default), or kept with its back-off. */
  readonly onExisting?: 'replace' | 'keep'
  readonly runAt?: Date
  /** Of the jobs with the same line one runs at a time, in all processes; each waits for its turn. */
  readonly line?: string
}

export interface OneOfMany {
  readonly payload: object
  readonly jobKey: string
  readonly line?: string
}

export interface JobQueue {
  /** The job exists when, and only when, the transaction commits. */
  add(trx: Kysely<Database>, name: string, payload: object, options?: JobOptions): Promise<void>
  /** The same for many of one name, in one statement; those that wait with the same keys are replaced. */
  addAll(trx: Kysely<Database>, name: string, jobs: readonly OneOfMany[]): Promise<void>
}

/** Throwing means: again later, with growing delays. `signal` aborts when the centre stops. */
export type JobHandler = (payload: never, context: { readonly signal: AbortSignal }) => Promise<void>

export interface Schedule {
  readonly job: string
  /** Five fields as in crontab(5), UTC. */
  readonly pattern: string
}
