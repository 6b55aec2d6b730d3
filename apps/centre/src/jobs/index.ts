/** The job queue. */
export type { JobHandler, JobOptions, JobQueue, Schedule } from './job-queue.ts'
