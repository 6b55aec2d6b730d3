/** The centre as a whole: started in order, stopped in the opposite one. */
import { access, constants, realpath } from 'node:fs/promises'
import { hostname } from 'node:os'
import { setTimeout as delay } from 'node:timers/promises'
import { notePart, openTracing } from '@epacs/tracing'
import type { Logger } from 'pino'
import { allFeatures } from './all-features.ts'
import { openAuditTrail } from './audit/index.ts'
import { refuseHalfRestored } from './backup/index.ts'
import { bringIn } from './bootstrap/index.ts'
import type { Centre } from './centre.ts'
import type { Config } from './config/index.ts'
import { LastingConnection, openDatabase } from './database/index.ts'
import { openDicomEntrance } from './dicom-entrance/index.ts'
import { openEventHub } from './events/index.ts'
import { graphileQueue, type JobHandler, type JobsToRun, migrateQueue, Workers } from './jobs/index.ts'
import { processIdOf, processLock } from './process-id.ts'
import { tellOfPlainKeys } from './sealed-keys/index.ts'
import {
  asStartError,
  type OpenEntrance,
  openEntrance,
  openMetrics,
  openWatchEntrance,
  readTls,
  StartError,
} from './server/index.ts'
import { CENTRE_VERSION } from './service-status/index.ts'
import { openSigner } from './signing/index.ts'
import { keepFolder, openPackageStore } from './storage/index.ts'

export interface RunningCentre {
  readonly centre: Centre
  /**
   * What runs has as long to end as `stopping` of the configuration says. Then within five seconds: uploads that run
   * are cut (they resume), jobs are aborted (they begin anew).
   */
  stop(): Promise<void>
}

/** What has to be undone, the last first. */
type Undo = (() => Promise<unknown>)[]

/** @param stepWithinMs how long one part of it may take to stop; what takes longer counts on the end of the process */
export async function startCentre(
  config: Config,
  log: Logger,
  stepWithinMs = STEP_WITHIN_MS,
): Promise<RunningCentre> {
  const undo: Undo = []
  const stop = () => undoAll(undo, log, stepWithinMs)
  try {
    return await startAll(config, log, undo, stop)
  } catch (error) {
    await stop()
    throw error
  }
}

async function startAll(
  config: Config,
  log: Logger,
  undo: Undo,
  stop: () => Promise<void>,
): Promise<RunningCentre> {
  const leaving = new AbortController()
  const stopping = new AbortController()
  const metrics = openMetrics()
  await prepareDataFolder(config.dataFolder)
  await refuseHalfRestored(config.dataFolder)
  const database = await openDatabase(config, log)
  undo.push(() => database.close())
  await migrateQueue(database.pool)
  const lasting = await LastingConnection.open(database.connection, log)
  undo.push(() => lasting.close())
  // Its uploads and unfinished packages are this process' own.
  if (!(await lasting.claim(`epacs data folder ${hostname()} ${await realpath(config.dataFolder)}`))) {
    throw new StartError('Another centre is running with this data folder.')
  }
  const processId = await processIdOf(config.dataFolder)
  if (!(await lasting.claim(processLock(processId)))) {
    throw new StartError(
      `Another process of this centre runs with the same id (${processId}), or ran until its machine was cut off and PostgreSQL has not noticed yet: then try again in a minute. If this data folder, or its machine, is a copy, start this one with an empty data folder.`,
    )
  }
  const tracing = await openTracing({
    name: 'epacs-centre',
    version: CENTRE_VERSION,
    instance: processId,
    warn: (words) => log.warn(words),
  })
  undo.push(() => tracing.close())
  const centre: Centre = {
    config,
    db: database.db,
    log,
    clock: () => new Date(),
    audit: openAuditTrail(database.db),
    signer: await openSigner(config, database.db, new Date()),
    jobs: graphileQueue,
    store: await openPackageStore(config, {
      onRequest(operation, outcome, seconds) {
        metrics.countStoreRequest(operation, outcome, seconds)
        notePart(
          `S3 ${operation}`,
          seconds,
          { kind: 'client', attributes: { 'rpc.system': 'aws-api', 'rpc.method': operation } },
          ['ok', 'not-found'].includes(outcome) ? undefined : outcome,
        )
      },
      warn: (words) => log.warn(words),
    }),
    events: await openEventHub(database.pool, lasting, log),
    notices: lasting,
    locks: lasting,
    metrics: metrics.registry,
    tracing,
    processId,
    leaving: leaving.signal,
    stopping: stopping.signal,
  }
  await centre.signer.follow?.(lasting, centre)
  await tellOfPlainKeys(config, centre.db, log)
  await bringIn(centre.db, config)
  for (const feature of allFeatures) {
    await feature.start?.(centre)
    undo.push(async () => feature.stop?.(centre))
  }
  const workers = new Workers({ pool: database.pool, lasting, log, onEnd: metrics.countJob, tracing })
  const entrances: Pick<OpenEntrance, 'isIdle' | 'close'>[] = []
  // Both at once: neither waits for the other.
  undo.push(() => Promise.all([workers.stop(), ...entrances.map((entrance) => entrance.close())]))
  await workers.start(jobsOf(centre))
  const roles = new Set(config.roles)
  const { port: watchPort } = config.metrics
  if (watchPort !== null) entrances.push(await openWatchEntrance(centre, metrics, watchPort))
  if (roles.has('dicom')) entrances.push(await openDicom(centre))
  if (roles.has('web')) {
    // The portal last: once it says that it is ready, everything is.
    entrances.push(await openEntrance(centre, 'certificate', metrics))
    entrances.push(await openEntrance(centre, 'portal', metrics))
  }
  return {
    centre,
    async stop() {
      leaving.abort(new Error('the centre is to stop'))
      await letEnd(config.stopping, workers, entrances)
      stopping.abort(new Error('the centre stops'))
      await stop()
    },
  }
}

/** Throws a StartError when it cannot listen there. */
async function openDicom(centre: Centre): Promise<Pick<OpenEntrance, 'isIdle' | 'close'>> {
  const { portal, dicom } = centre.config
  try {
    return await openDicomEntrance(centre, () => readTls(dicom.tls ?? portal.tls))
  } catch (error) {
    throw asStartError(error, dicom.host)
  }
}

/** Throws a StartError when nothing can be kept there. */
async function prepareDataFolder(path: string): Promise<void> {
  try {
    await keepFolder(path, 0o700)
    await access(path, constants.W_OK)
  } catch (error) {
    throw new StartError(`The data folder ${path} cannot be written to.`, { cause: error })
  }
}

function jobsOf(centre: Centre): JobsToRun {
  const gathered = (kind: 'jobs' | 'longJobs' | 'outsideJobs') =>
    Object.assign({}, ...allFeatures.map((feature) => feature[kind]?.(centre))) as Record<string, JobHandler>
  return {
    handlers: gathered('jobs'),
    longHandlers: gathered('longJobs'),
    outsideHandlers: gathered('outsideJobs'),
    schedules: allFeatures.flatMap(({ schedules = [] }) => schedules),
    longConcurrency: centre.config.intake.concurrency,
    isOwnOnly: !centre.config.roles.includes('worker'),
  }
}

const LOOK_EVERY_MS = 100

/** Nothing is cut yet: as long as others do not know that this process is to stop, then as long as what runs may take. */
async function letEnd(
  { noticeSeconds, transferSeconds }: Config['stopping'],
  workers: Workers,
  entrances: readonly Pick<OpenEntrance, 'isIdle'>[],
): Promise<void> {
  if (noticeSeconds + transferSeconds === 0) return
  let haveWorkersLeft = false
  const left = () => {
    haveWorkersLeft = true
  }
  workers.leave().then(left, left)
  await delay(noticeSeconds * 1000)
  const deadline = performance.now() + transferSeconds * 1000
  while (performance.now() < deadline && !(haveWorkersLeft && entrances.every((each) => each.isIdle()))) {
    await delay(LOOK_EVERY_MS)
  }
}

/** What does not end in time is left behind: the process ends after it, and its data is safe in any case. */
const STEP_WITHIN_MS = 1500

async function undoAll(undo: Undo, log: Logger, stepWithinMs: number): Promise<void> {
  // Without the database, which is taken from under it, it may fail where nobody waits for it any more.
  const failedBehind = (error: unknown) => {
    log.warn({ err: error }, 'a part of the centre that was left behind failed')
  }
  for (let step = undo.pop(); step !== undefined; step = undo.pop()) {
    const isLast = undo.length === 0
    const late = new AbortController()
    try {
      const ended = step().then(() => true)
      // The database last, and to its end: it has limits of its own.
      const inTime = isLast
        ? await ended
        : await Promise.race([ended, delay(stepWithinMs, false, { signal: late.signal })])
      if (!inTime) {
        log.warn('a part of the centre did not stop in time')
        process.removeListener('uncaughtException', failedBehind)
        process.on('uncaughtException', failedBehind)
      }
    } catch (error) {
      log.warn({ err: error }, 'a part of the centre did not stop well')
    } finally {
      late.abort()
    }
  }
  process.removeListener('uncaughtException', failedBehind)
}
