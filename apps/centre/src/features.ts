/** What the centre consists of. A feature brings its routes, jobs, schedules and what it does at start. */
import type { FastifyInstance } from 'fastify'
import type { Centre } from './centre.ts'
import { delivery } from './delivery/index.ts'
import { intake } from './intake/index.ts'
import type { JobHandler, Schedule } from './jobs/index.ts'
import { messages } from './messages/index.ts'
import { uploads } from './uploads/index.ts'

export interface Feature {
  readonly name: string
  /** Called once for each entrance, in a scope where `request.caller` is known. */
  routes(app: FastifyInstance, centre: Centre): void | Promise<void>
  jobs?(centre: Centre): Record<string, JobHandler>
  /** Jobs that come around by the clock; each one's handler is among `jobs`. */
  readonly schedules?: readonly Schedule[]
  /** Runs after the migrations, before jobs and entrances. */
  start?(centre: Centre): Promise<void>
}

export const features: readonly Feature[] = [uploads, messages, intake, delivery]
