/** What the centre consists of: each feature brings its routes, jobs, schedules and what it does at start. */
import type { FastifyInstance } from 'fastify'
import type { Centre } from './centre.ts'
import type { Entrance } from './identity/index.ts'
import type { JobHandler, Schedule } from './jobs/index.ts'

export interface Feature {
  readonly name: string
  /** Called once for each entrance, in a scope where `request.caller` is known. */
  routes?(app: FastifyInstance, centre: Centre, entrance: Entrance): void | Promise<void>
  jobs?(centre: Centre): Record<string, JobHandler>
  /** Jobs that move the bytes of whole messages: with workers of their own, so that nothing else waits for them. */
  longJobs?(centre: Centre): Record<string, JobHandler>
  /** Jobs that wait for servers of others, which may be slow or silent: with workers of their own, too. */
  outsideJobs?(centre: Centre): Record<string, JobHandler>
  /** Jobs that come around by the clock; each one's handler is among `jobs`. */
  readonly schedules?: readonly Schedule[]
  /** Runs after the migrations, before jobs and entrances. */
  start?(centre: Centre): Promise<void>
  /** Runs when entrances and jobs have ended, before the database closes. */
  stop?(centre: Centre): Promise<void>
}
