/**
 * Runs the jobs. Three groups of workers: those that move the bytes of whole messages can be busy for minutes, those that
 * call servers of others wait for them, and nothing else waits for either.
 */
import { EventEmitter } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { NO_TRACING, type Tracing, within } from '@epacs/tracing'
import {
  Logger as GraphileLogger,
  parseCronItems,
  type Runner,
  run,
  type Task,
  type WorkerEvents,
} from 'graphile-worker'
import type pg from 'pg'
import type { Logger } from 'pino'
import { isDatabaseAway, type LastingConnection } from '../database/index.ts'
import { isAtProcess, nameOfJob } from './at-process.ts'
import { forgetTheFuture, watchForJumpsBack, watchSchedulesForJumps } from './clock-jumps.ts'
import { aliveLock, unlockDeadWorkers } from './dead-workers.ts'
import type { JobHandler, Schedule } from './job-queue.ts'
import { releasedOnce } from './released-once.ts'

export type JobEnd = 'done' | 'failed' | 'aborted'

export interface JobsToRun {
  readonly handlers: Readonly<Record<string, JobHandler>>
  readonly longHandlers: Readonly<Record<string, JobHandler>>
  readonly outsideHandlers: Readonly<Record<string, JobHandler>>
  readonly schedules: readonly Schedule[]
  /** How many long ones at the same time. */
  readonly longConcurrency: number
  /** Only what no other process can do: this one leaves the rest to others. */
  readonly isOwnOnly?: boolean
}

export interface JobsSurroundings {
  readonly pool: pg.Pool
  readonly lasting: LastingConnection
  readonly log: Logger
  /** Called after each job. */
  readonly onEnd: (name: string, end: JobEnd, seconds: number) => void
  readonly tracing?: Tracing
}

/** One of them may be reading stored packages for hours, slowly. */
const SHORT_CONCURRENCY = 3
const OUTSIDE_CONCURRENCY = 2
const LOOK_FOR_DEAD_EVERY_MS = 10_000
const RESTART_AFTER_MS = 1000
/**
 * graphile-worker asks once for the names of its tasks and keeps the answer, a failed one too: a worker that lost the
 * database right then would never take a job.
 */
const RESTART_AFTER_FAILURES = 3

export class Workers {
  readonly #surroundings: JobsSurroundings
  readonly #leaving = new AbortController()
  readonly #stopping = new AbortController()
  readonly #workers: Promise<void>[] = []
  readonly #stops = new Set<() => void>()
  readonly #held = new Set<string>()
  #deadWorkersTimer: NodeJS.Timeout | undefined

  constructor(surroundings: JobsSurroundings) {
    this.#surroundings = surroundings
  }

  async start(jobs: JobsToRun): Promise<void> {
    const { handlers, longHandlers, outsideHandlers, schedules, longConcurrency } =
      jobs.isOwnOnly === true ? ownOf(jobs) : jobs
    const { pool, log } = this.#surroundings
    // Jobs of a process that was killed are free again now and not after graphile-worker's four hours.
    await unlockDeadWorkers(pool, log)
    process.on('unhandledRejection', this.#onUnhandled)
    this.#deadWorkersTimer = setInterval(() => {
      unlockDeadWorkers(pool, log, this.#held).catch((error) =>
        log.warn({ err: error }, 'looking for dead workers failed'),
      )
      // Another machine may have been ahead, and be gone.
      if (schedules.length > 0)
        forgetTheFuture(pool, log).catch((error) =>
          log.warn({ err: error }, 'looking for what waits for a time that a wrong clock had failed'),
        )
    }, LOOK_FOR_DEAD_EVERY_MS)
    for (let number = 0; number < SHORT_CONCURRENCY; number++) {
      this.#workers.push(this.#keepRunning(handlers, number === 0 ? schedules : []))
    }
    for (let number = 0; number < longConcurrency; number++) {
      this.#workers.push(this.#keepRunning(longHandlers, []))
    }
    const outside = Object.keys(outsideHandlers).length > 0 ? OUTSIDE_CONCURRENCY : 0
    for (let number = 0; number < outside; number++) {
      this.#workers.push(this.#keepRunning(outsideHandlers, []))
    }
  }

  /** Takes no more jobs; resolves when those that run have ended. */
  async leave(): Promise<void> {
    clearInterval(this.#deadWorkersTimer)
    this.#leaving.abort()
    for (const stop of this.#stops) stop()
    await Promise.all(this.#workers)
    process.off('unhandledRejection', this.#onUnhandled)
  }

  /** Aborts what runs; resolves when all of it has ended. */
  async stop(): Promise<void> {
    this.#stopping.abort(new Error('the centre stops'))
    await this.leave()
  }

  async #keepRunning(
    handlers: Readonly<Record<string, JobHandler>>,
    schedules: readonly Schedule[],
  ): Promise<void> {
    const { log, lasting } = this.#surroundings
    const { signal } = this.#leaving
    while (!signal.aborted) {
      let held: string | undefined
      try {
        const events: WorkerEvents = new EventEmitter()
        // Its jobs bear the id of the pool, which each run makes anew.
        let alive = Promise.resolve()
        events.once('pool:create', ({ workerPool }) => {
          held = aliveLock(workerPool.id)
          this.#held.add(held)
          alive = lasting.hold(held)
          // Heard below, once there is something to stop.
          alive.catch(() => undefined)
        })
        if (schedules.length > 0) await forgetTheFuture(this.#surroundings.pool, log)
        const runner = await this.#run(events, () => alive, handlers, schedules)
        const stop = () => {
          runner.stop().catch((error) => log.warn({ err: error }, 'a worker did not stop well'))
        }
        afterFailures(events, stop)
        watchSchedulesForJumps(events, (aheadMs) => {
          log.warn({ aheadMs }, 'the clock has jumped: schedules begin anew with the time that it is')
          stop()
        })
        this.#stops.add(stop)
        if (signal.aborted) stop()
        alive.catch((error) => {
          log.warn({ err: error }, 'a worker could not say that it lives; another takes its place')
          stop()
        })
        // Its timer waits for the time that the clock had: begun anew, it goes by the clock as it is.
        const clock = schedules.length > 0 ? watchForJumpsBack(stop) : undefined
        await runner.promise.finally(() => {
          clock?.end()
          this.#stops.delete(stop)
        })
      } catch (error) {
        log.warn({ err: error }, 'a worker ended by an error')
      }
      if (held !== undefined) {
        this.#held.delete(held)
        await this.#bury(held)
      }
      // graphile-worker gives up when it loses the database; the centre does not.
      if (!signal.aborted) await delay(RESTART_AFTER_MS, undefined, { signal }).catch(() => undefined)
    }
  }

  /** Another takes its place: what it could not be told to have ended is free as soon as the database answers. */
  async #bury(held: string): Promise<void> {
    const { pool, log, lasting } = this.#surroundings
    const { signal } = this.#leaving
    for (;;) {
      try {
        await lasting.letGo(held)
        return await unlockDeadWorkers(pool, log, this.#held)
      } catch (error) {
        log.warn({ err: error }, 'the jobs of a worker that ended are not free yet')
        if (signal.aborted) return
        await delay(RESTART_AFTER_MS, undefined, { signal }).catch(() => undefined)
      }
    }
  }

  /**
   * graphile-worker waits for nobody when it tells the database that a job has ended: when that fails, the job stays with
   * its worker, and the process would end. All of them are replaced then, and the job is done again.
   */
  readonly #onUnhandled = (error: unknown) => {
    if (!isDatabaseAway(error)) throw error
    this.#surroundings.log.warn(
      { err: error },
      'the database went away while something ended; workers begin anew',
    )
    for (const stop of this.#stops) stop()
  }

  async #run(
    events: WorkerEvents,
    alive: () => Promise<void>,
    handlers: Readonly<Record<string, JobHandler>>,
    schedules: readonly Schedule[],
  ): Promise<Runner> {
    const { pool, log } = this.#surroundings
    const options = {
      events,
      concurrency: 1,
      pgPool: releasedOnce(pool),
      noHandleSignals: true,
      // Its own words about each job, texts of errors among them, are left to `#handle`.
      logger: new GraphileLogger(() => (level, message) => {
        if (level === 'error') log.debug({ graphile: message }, 'worker')
      }),
      taskList: Object.fromEntries(
        Object.entries(handlers).map(([name, handler]): [string, Task] => [
          name,
          async (payload) => {
            await alive()
            await this.#handle(name, handler, payload)
          },
        ]),
      ),
      parsedCronItems: parseCronItems(schedules.map(({ job, pattern }) => ({ task: job, match: pattern }))),
    }
    return await run(options)
  }

  async #handle(name: string, handler: JobHandler, payload: unknown): Promise<void> {
    const { log, onEnd } = this.#surroundings
    const { signal } = this.#stopping
    const startedMs = performance.now()
    const end = (how: JobEnd) => onEnd(nameOfJob(name), how, (performance.now() - startedMs) / 1000)
    try {
      await this.#traced(name, payload, (own) => handler(own as never, { signal }))
      end('done')
    } catch (error) {
      end(signal.aborted ? 'aborted' : 'failed')
      if (!signal.aborted) log.error({ err: error, job: name }, 'a job failed and will be tried again')
      // The queue keeps this text: no more than the name, errors may quote patient data.
      throw new Error(error instanceof Error ? error.name : 'failed')
    }
  }

  /** What came by the clock, or from what was not traced, is not. */
  async #traced(name: string, payload: unknown, work: (own: object) => Promise<void>): Promise<void> {
    const { traceparent, ...own } = payload as { readonly traceparent?: string }
    if (traceparent === undefined) return await work(own)
    const { tracing = NO_TRACING } = this.#surroundings
    const job = nameOfJob(name)
    const span = tracing.begin(`job ${job}`, {
      under: traceparent,
      kind: 'consumer',
      attributes: { 'epacs.job': job },
    })
    await within(span, () => work(own))
  }
}

function ownOf({ handlers, longHandlers, outsideHandlers, longConcurrency }: JobsToRun): JobsToRun {
  const own = (all: JobsToRun['handlers']) =>
    Object.fromEntries(Object.entries(all).filter(([name]) => isAtProcess(name)))
  return {
    handlers: own(handlers),
    longHandlers: own(longHandlers),
    outsideHandlers: own(outsideHandlers),
    schedules: [],
    longConcurrency,
  }
}

/** Of asking for jobs, one behind the other. */
function afterFailures(events: WorkerEvents, stop: () => void): void {
  let failures = 0
  events.on('worker:getJob:error', () => {
    failures++
    // Not within the event: the worker is to have taken note of its failure.
    if (failures === RESTART_AFTER_FAILURES) setImmediate(stop)
  })
  for (const success of ['worker:getJob:empty', 'job:start'] as const) {
    events.on(success, () => {
      failures = 0
    })
  }
}
