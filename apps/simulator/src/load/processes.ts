/** Equal processes of one centre, on one PostgreSQL and one S3-compatible store, that are killed and started again. */
import { randomBytes } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ConfigFile } from '../../../centre/src/config/index.ts'
import { NODE_ARGUMENTS, NODE_ENVIRONMENT } from '../../../centre/src/index.ts'
import { makeBucket } from '../../../centre/src/storage/s3/testing/bucket.ts'
import { Ceph } from '../../../centre/src/storage/s3/testing/ceph.ts'
import { ApiClient } from '../../../centre/src/testing/api-client.ts'
import { type CentreProcess, spawnCentre } from '../../../centre/src/testing/centre-process.ts'
import { openTestDatabase, type TestDatabase } from '../../../centre/src/testing/database.ts'
import { freePort } from '../../../centre/src/testing/free-port.ts'
import type { Prepared } from '../country/prepare.ts'
import { allOf } from './all-of.ts'
import { Balancer } from './balancer.ts'

const BUCKET = 'load'
/** Everybody has one address here: what keeps floods away would keep the load away. */
const UNLIMITED = 1_000_000
const LIMITS = {
  signInPerMinute: UNLIMITED,
  changesPerMinute: UNLIMITED,
  searchesPerMinute: UNLIMITED,
  uploadRequestsPerMinute: UNLIMITED,
  uploadsPerMinute: UNLIMITED,
  connections: 20_000,
}

interface OneProcess {
  readonly configPath: string
  readonly portalPort: number
  readonly entrancePort: number
  running: CentreProcess | undefined
}

export class CentreProcesses {
  readonly balancer: Balancer
  readonly #files: Prepared
  readonly #ceph: Ceph
  readonly #database: TestDatabase
  readonly #processes: readonly OneProcess[]
  /** What the processes warn of. */
  readonly #warnings: NodeJS.WritableStream
  #secondsOfKilled = 0
  #isOver = false

  private constructor(
    files: Prepared,
    ceph: Ceph,
    database: TestDatabase,
    balancer: Balancer,
    processes: readonly OneProcess[],
    warnings: NodeJS.WritableStream,
  ) {
    this.#files = files
    this.#ceph = ceph
    this.#database = database
    this.balancer = balancer
    this.#processes = processes
    this.#warnings = warnings
  }

  static async start(
    files: Prepared,
    count: number,
    onStep: (step: string) => void,
    warnings: NodeJS.WritableStream,
  ): Promise<CentreProcesses> {
    onStep('the store')
    const ceph = await Ceph.start()
    let database: TestDatabase | undefined
    try {
      const bucket = await makeBucket(ceph, BUCKET)
      bucket.close()
      onStep('the database')
      database = await openTestDatabase()
      const balancer = await Balancer.prepare(files.folder)
      const sealFile = join(files.folder, 'seal')
      await writeFile(sealFile, randomBytes(48), { mode: 0o600 })
      const shared: Partial<ConfigFile> = {
        database: { url: database.url },
        packages: {
          s3: { endpoint: ceph.endpoint, bucket: BUCKET, credentialsFile: ceph.credentialsFile },
        },
        keys: { sealFile },
        limits: LIMITS,
      }
      const processes: OneProcess[] = []
      for (let at = 0; at < count; at++) processes.push(await prepareProcess(files, balancer, shared, at))
      const centre = new CentreProcesses(files, ceph, database, balancer, processes, warnings)
      try {
        await balancer.start(processes)
        for (const at of processes.keys()) {
          onStep(`process ${at + 1} of ${count}`)
          await centre.startProcess(at)
        }
        onStep('the balancer')
        await centre.#untilBothAreOpen()
      } catch (error) {
        await centre.#endProcesses()
        throw error
      }
      return centre
    } catch (error) {
      await database?.remove()
      await ceph.stop()
      throw error
    }
  }

  /** Of any of them, for `openForMaintenance`. */
  get configPath(): string {
    return this.#processes[0]?.configPath ?? ''
  }

  /** Of all processes so far, those that were killed included. */
  async processorSeconds(): Promise<number> {
    const running = await Promise.all(this.#processes.map(({ running }) => processorSecondsOf(running)))
    return running.reduce((sum, seconds) => sum + seconds, this.#secondsOfKilled)
  }

  async killProcess(at: number): Promise<void> {
    const process = this.#process(at)
    this.#secondsOfKilled += await processorSecondsOf(process.running)
    await process.running?.kill()
    process.running = undefined
  }

  async startProcess(at: number): Promise<void> {
    const process = this.#process(at)
    if (this.#isOver) throw new Error('the centre is no more')
    const visitor = new ApiClient(`https://localhost:${process.portalPort}`, { ca: this.#files.ca })
    // As `npm run centre` starts it: without its arguments it takes more memory.
    process.running = await spawnCentre(process.configPath, undefined, {
      shown: this.#warnings,
      nodeArguments: NODE_ARGUMENTS,
      environment: NODE_ENVIRONMENT,
    })
    if (this.#isOver) await process.running.kill()
    await process.running.untilReady(visitor).finally(() => visitor.close())
  }

  /** Resident bytes of each that runs, by its number. */
  async residentBytes(): Promise<ReadonlyMap<number, number>> {
    const found = new Map<number, number>()
    for (const [at, { running }] of this.#processes.entries()) {
      if (running === undefined) continue
      // It may end meanwhile.
      const status = await readFile(`/proc/${running.pid}/status`, 'utf8').catch(() => '')
      const kibibytes = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]
      if (kibibytes !== undefined) found.set(at, 1024 * Number(kibibytes))
    }
    return found
  }

  async remove(): Promise<void> {
    await allOf([() => this.#endProcesses(), () => this.#database.remove(), () => this.#ceph.stop()])
  }

  async #untilBothAreOpen(): Promise<void> {
    for (const port of [this.balancer.portalPort, this.balancer.entrancePort]) {
      const visitor = new ApiClient(`https://localhost:${port}`, { ca: this.#files.ca })
      const isOpen = () =>
        visitor.get('/readyz').then(
          ({ status }) => status === 200,
          () => false,
        )
      await this.balancer.untilOpen(isOpen).finally(() => visitor.close())
    }
  }

  async #endProcesses(): Promise<void> {
    this.#isOver = true
    await this.balancer.stop()
    await Promise.all(this.#processes.map(({ running }) => running?.kill()))
  }

  #process(at: number): OneProcess {
    const process = this.#processes[at]
    if (process === undefined) throw new RangeError(`there is no process ${at}`)
    return process
  }
}

async function prepareProcess(
  { folder, config }: Prepared,
  balancer: Balancer,
  shared: Partial<ConfigFile>,
  at: number,
): Promise<OneProcess> {
  const [portalPort, entrancePort] = [await freePort(), await freePort()]
  const configPath = join(folder, `centre-${at}.json`)
  const file: ConfigFile = {
    ...config,
    ...shared,
    dataFolder: join(folder, `data-${at}`),
    portal: {
      ...config.portal,
      port: portalPort,
      publicUrl: `https://localhost:${balancer.portalPort}`,
    },
    certificateEntrance: {
      port: entrancePort,
      publicUrl: `https://localhost:${balancer.entrancePort}`,
    },
  }
  await writeFile(configPath, JSON.stringify(file))
  return { configPath, portalPort, entrancePort, running: undefined }
}

/** Of utime and stime (proc(5)): the same on every Linux that Node.js runs on. */
const TICKS_A_SECOND = 100

async function processorSecondsOf(running: CentreProcess | undefined): Promise<number> {
  if (running === undefined) return 0
  // It may end meanwhile.
  const stat = await readFile(`/proc/${running.pid}/stat`, 'utf8').catch(() => '')
  // Behind the name, which may hold anything.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / TICKS_A_SECOND
}
