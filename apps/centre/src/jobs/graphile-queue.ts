/** Adding jobs: one call of graphile-worker's `add_job` or `add_jobs` within the caller's transaction. */
import { currentTraceparent } from '@epacs/tracing'
import { sql } from 'kysely'
import type { JobQueue } from './job-queue.ts'

/**
 * The largest that its column holds: a job is tried until it succeeds. Pauses grow to six hours and stay there.
 */
const MOST_ATTEMPTS = 32_767

/** The job is a part of what adds it, wherever and whenever it is done. */
function traced(payload: object): object {
  const traceparent = currentTraceparent()
  return traceparent === undefined ? payload : { ...payload, traceparent }
}

export const graphileQueue: JobQueue = {
  async add(trx, name, payload, { jobKey, onExisting = 'replace', runAt, line } = {}) {
    await sql`
      select graphile_worker.add_job(
        ${name}::text,
        payload := ${JSON.stringify(traced(payload))}::json,
        queue_name := ${line ?? null}::text,
        run_at := ${runAt ?? null}::timestamptz,
        max_attempts := ${MOST_ATTEMPTS}::int,
        job_key := ${jobKey ?? null}::text,
        job_key_mode := ${onExisting === 'keep' ? 'unsafe_dedupe' : 'replace'}::text
      )
    `.execute(trx)
  },
  async addAll(trx, name, jobs) {
    await sql`
      select count(*) from graphile_worker.add_jobs(array(
        select row(${name}::text, payload, line, null, ${MOST_ATTEMPTS}::int, job_key, null, null)::graphile_worker.job_spec
        from jsonb_to_recordset(${JSON.stringify(jobs.map(({ payload, jobKey, line }) => ({ payload: traced(payload), job_key: jobKey, line })))}::jsonb)
          as job (payload json, job_key text, line text)
      ))
    `.execute(trx)
  },
}
