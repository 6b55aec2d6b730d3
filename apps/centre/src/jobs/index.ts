/** The job queue. */
export { jobAt } from './at-process.ts'
export { graphileQueue } from './graphile-queue.ts'
export type { JobHandler, JobQueue, Schedule } from './job-queue.ts'
export { migrateQueue } from './migrate-queue.ts'
export { type JobEnd, type JobsToRun, Workers } from './workers.ts'
