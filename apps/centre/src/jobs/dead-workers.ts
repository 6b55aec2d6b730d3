/**
 * A worker holds its job by name only (that of graphile-worker's pool, of which each worker here has its own), whether it lives or
 * not. Each process therefore holds a database lock per worker, which ends with the process; a job whose worker's lock is
 * free is free too.
 */
import type pg from 'pg'
import type { Logger } from 'pino'

export function aliveLock(workerId: string): string {
  return `epacs worker ${workerId}`
}

/** @param own locks of workers that live here, whether or not the database has heard of them since it was away */
export async function unlockDeadWorkers(
  pool: pg.Pool,
  log: Logger,
  own: ReadonlySet<string> = new Set(),
): Promise<void> {
  const client = await pool.connect()
  try {
    await client.query('begin')
    const { rows } = await client.query<{ worker: string }>(
      'select distinct locked_by as worker from graphile_worker._private_jobs where locked_by is not null',
    )
    const dead: string[] = []
    for (const { worker } of rows) {
      if (own.has(aliveLock(worker))) continue
      const { rows: got } = await client.query<{ free: boolean }>(
        'select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as free',
        [aliveLock(worker)],
      )
      if (got[0]?.free === true) dead.push(worker)
    }
    if (dead.length > 0) {
      await client.query('select graphile_worker.force_unlock_workers($1)', [dead])
      log.warn({ workers: dead.length }, 'jobs of dead workers are free again')
    }
    await client.query('commit')
  } catch (error) {
    await client.query('rollback').catch(() => undefined)
    throw error
  } finally {
    client.release()
  }
}
