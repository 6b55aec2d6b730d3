/**
 * A centre that is killed again and again (SIGKILL), at a random moment, at a named point, or while it starts, with
 * clients that go on; and one seeded run of it. It ends well when the eight promises hold: of the dead centre's records
 * and packages, of every answer that clients had, and of the whole once all is done.
 */
import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { ConfigFile } from '../../config/index.ts'
import { CRASH_POINTS, type CrashPoint } from '../../crash-points.ts'
import { makeBucket } from '../../storage/s3/testing/bucket.ts'
import { Ceph } from '../../storage/s3/testing/ceph.ts'
import type { ApiClient } from '../api-client.ts'
import { type CentreProcess, spawnCentre } from '../centre-process.ts'
import { openTestDatabase, type TestDatabase } from '../database.ts'
import { type DiskFaults, FAILING_OPERATIONS } from '../disk/disk-faults.ts'
import { FaultProxy } from '../fault-proxy.ts'
import { TestNetwork } from '../network.ts'
import { numbersFrom } from '../random.ts'
import { ClientWave, type Ledger } from './client-wave.ts'
import { DiskUnderCentre } from './disk-under-centre.ts'
import { checkTheDead, checkTheSettled } from './promises.ts'
import { FAILING, steadily } from './steadily.ts'

export type StoreKind = 'folder' | 's3'

/** Of one run, each followed by a start. */
const CRASHES_A_RUN = 3
const DATABASE_FAULTS_A_RUN = 6
const DISK_FAULTS_A_RUN = 30
const MIB = 1024 ** 2
/** As many files as there are in database/migrations, roughly; one that is never reached ends nothing. */
const MIGRATIONS = 30

const ofMigration = (point: CrashPoint) => point.startsWith('migration.')
/** What clients make the centre reach. */
const REACHED_BY_CLIENTS = CRASH_POINTS.filter((point) => !ofMigration(point))

export class CrashNetwork {
  readonly #network: TestNetwork
  readonly #database: TestDatabase
  readonly #ceph: Ceph | undefined
  /** Between the centre and its database. */
  readonly #line: FaultProxy
  /** Undefined: nothing of it is followed, and it never fails. */
  readonly #disk: DiskUnderCentre | undefined
  #centre: CentreProcess | undefined
  #waves = 0
  #databases = 0

  private constructor(
    network: TestNetwork,
    database: TestDatabase,
    line: FaultProxy,
    ceph: Ceph | undefined,
    disk: DiskUnderCentre | undefined,
  ) {
    this.#network = network
    this.#database = database
    this.#line = line
    this.#ceph = ceph
    this.#disk = disk
  }

  /** @param disk is followed, for power cuts and faults: with packages in a folder alone */
  static async start(kind: StoreKind, disk?: { readonly deaf?: string | undefined }): Promise<CrashNetwork> {
    const database = await openTestDatabase()
    const address = new URL(database.url)
    const line = await FaultProxy.open(Number(address.port))
    address.port = String(line.port)
    const ceph = kind === 's3' ? await Ceph.start() : undefined
    const packages = ceph && (await bucketOf(ceph))
    const quotas = { hospital: 512 * MIB, outpatient: 512 * MIB, 'private-practice': 512 * MIB }
    const network = await TestNetwork.prepare({
      database: { url: address.href },
      quotas,
      // A message whose checking has killed the centre three times is given up, and here others kill it.
      intake: { maxAttempts: 100 },
      logging: { level: 'silent' },
      ...(packages === undefined ? {} : { packages }),
    })
    const under = disk && new DiskUnderCentre(network.folder, disk.deaf)
    return new CrashNetwork(network, database, line, ceph, under)
  }

  async remove(): Promise<void> {
    await this.#centre?.kill()
    await this.#network.remove()
    await this.#line.close()
    await this.#database.remove()
    await this.#ceph?.stop()
  }

  /** @returns where it crashed, in order. Fails when a promise is broken. */
  async run(seed: number): Promise<readonly string[]> {
    const random = numbersFrom(seed)
    const crashes = Array.from({ length: CRASHES_A_RUN }, () => chosenCrash(random))
    return await this.crash(crashes, random)
  }

  /**
   * The database is cut off in the middle of whatever it is asked, is away or slow for a while, and the centre lives on:
   * nothing that was answered is lost, what cannot be answered is 503, and all goes on by itself. @returns the faults
   */
  async runDatabaseFaults(seed: number): Promise<readonly string[]> {
    const random = numbersFrom(seed)
    const ledger: Ledger = { audited: new Map(), held: new Map(), gone: new Set() }
    const centre = await this.#startFor({ kind: 'none' })
    const waves = [1, 2].map(() => new ClientWave(this.#network, ledger, random, ++this.#waves).run())
    const died = centre?.ended.then((end) => {
      throw new Error(`the centre ended (${JSON.stringify(end)}): ${centre.complaint()}`)
    })
    const work = Promise.race([Promise.all(waves), died])
    // What fails is told where it is awaited.
    work.catch(() => undefined)
    const faults: string[] = []
    while (faults.length < DATABASE_FAULTS_A_RUN) {
      await delay(random() * 800)
      faults.push(await this.#breakDatabase(random))
    }
    await work
    // It is to be killed by later runs.
    died?.catch(() => undefined)
    await checkTheSettled(this.#network, ledger)
    await emptyAll(ledger)
    return faults
  }

  /**
   * Operations on the data folder fail, some half done, for a moment at a time: what cannot be done is answered with an
   * error, nothing that was answered is lost, and all goes on by itself. @returns the faults, each by its operation
   */
  async runDiskFaults(seed: number): Promise<readonly string[]> {
    const disk = this.#disk
    if (disk === undefined) throw new Error('the disk is not followed')
    const random = numbersFrom(seed)
    const ledger: Ledger = { audited: new Map(), held: new Map(), gone: new Set() }
    const centre = await this.#startFor({ kind: 'none' })
    let isDone = false
    const waves = [1, 2].map(() =>
      new ClientWave(this.#network, ledger, random, ++this.#waves, FAILING).run(),
    )
    const died = centre?.ended.then((end) => {
      throw new Error(`the centre ended (${JSON.stringify(end)}): ${centre.complaint()}`)
    })
    const work = Promise.race([Promise.all(waves), died]).finally(() => {
      isDone = true
    })
    // What fails is told where it is awaited.
    work.catch(() => undefined)
    const faults: string[] = []
    while (!isDone && faults.length < DISK_FAULTS_A_RUN) {
      await disk.fail(chosenFaults(random))
      await delay(200 + random() * 1000)
      faults.push(...(await disk.heal()))
      await delay(random() * 300)
    }
    await work
    // It is killed, and may be.
    died?.catch(() => undefined)
    await this.#die({ kind: 'moment', afterMs: 0 })
    await checkTheDead(this.#network)
    await this.#startFor({ kind: 'none' })
    await checkTheSettled(this.#network, ledger)
    await emptyAll(ledger)
    return faults.map((fault) => `disk: ${fault.split(' ').slice(0, 2).join(' ')}`)
  }

  async #breakDatabase(random: () => number): Promise<string> {
    const chance = random()
    if (chance < 0.5) {
      this.#line.cut()
      return 'database cut'
    }
    if (chance < 0.8) {
      await this.#line.down(random() * 2000)
      return 'database away'
    }
    await this.#line.slow(random() * 50, 1500)
    return 'database slow'
  }

  async crash(crashes: readonly Crash[], random: () => number): Promise<readonly string[]> {
    const ledger: Ledger = { audited: new Map(), held: new Map(), gone: new Set() }
    const waves: Promise<void>[] = []
    const died: string[] = []
    let failure: unknown
    const fail = (error: unknown) => {
      failure ??= error
    }
    for (const crash of crashes) {
      const centre = await this.#startFor(crash)
      if (centre !== undefined) {
        const wave = new ClientWave(this.#network, ledger, random, ++this.#waves)
        waves.push(wave.run().catch(fail))
        if (crash.kind === 'moment') await delay(crash.afterMs)
        else await Promise.race([centre.ended, Promise.all(waves)])
      }
      died.push(await this.#die(crash))
      const cut = await this.#disk?.perhapsCut(random)
      if (cut !== undefined) died.push(cut)
      if (failure !== undefined) throw failure
      await checkTheDead(this.#network)
    }
    await this.#startFor({ kind: 'none' })
    await Promise.all(waves)
    if (failure !== undefined) throw failure
    await checkTheSettled(this.#network, ledger)
    await emptyAll(ledger)
    return died
  }

  /** The first start of a centre on an empty database, killed within a migration; then it starts well. */
  async crashMigration(point: CrashPoint, time: number): Promise<string> {
    const name = `crash_${++this.#databases}`
    await this.#database.pool.query(`create database ${name}`)
    const { config, folder } = this.#network
    const of: ConfigFile = {
      ...config,
      dataFolder: join(folder, name),
      database: { url: this.#database.url.replace(/[^/]*$/, name) },
    }
    const configPath = join(folder, `${name}.json`)
    await writeFile(configPath, JSON.stringify(of))
    await this.#centre?.kill()
    this.#centre = undefined
    const killed = await spawnCentre(configPath, `${point}:${time}`)
    assert.equal((await killed.ended).signal, 'SIGKILL', killed.complaint())
    const again = await spawnCentre(configPath)
    try {
      await again.untilReady(this.#network.visitor())
    } finally {
      await again.kill()
    }
    await this.#database.pool.query(`drop database ${name} with (force)`)
    return `${point}:${time}`
  }

  /** Undefined: it came to its end before it was ready. */
  async #startFor(crash: Crash | { readonly kind: 'none' }): Promise<CentreProcess | undefined> {
    const isFree = crash.kind === 'moment' || crash.kind === 'none'
    if (this.#centre !== undefined && isFree) return this.#centre
    await this.#centre?.kill()
    await this.#disk?.prepare()
    const centre = await spawnCentre(
      this.#network.configPath,
      crash.kind === 'point' ? `${crash.point}:${crash.time}` : undefined,
      { watching: this.#disk?.watching },
    )
    this.#centre = centre
    if (crash.kind === 'start') {
      await delay(crash.afterMs)
      return undefined
    }
    const isReady = await Promise.race([
      centre.untilReady(this.#network.visitor()).then(
        () => true,
        (error: unknown) => error,
      ),
      centre.ended.then(() => false),
    ])
    if (isReady === true) return centre
    const { signal } = await centre.ended
    assert.equal(
      signal,
      'SIGKILL',
      `it ends as it was told to, and not for another reason: ${centre.complaint()}`,
    )
    return undefined
  }

  async #die(crash: Crash): Promise<string> {
    const centre = this.#centre
    this.#centre = undefined
    if (centre === undefined) throw new Error('there is no centre to kill')
    const isDead = await Promise.race([centre.ended.then(() => true), delay(0, false)])
    await centre.kill()
    const { signal } = await centre.ended
    assert.equal(signal, 'SIGKILL', centre.complaint())
    if (crash.kind === 'point') return isDead ? crash.point : `(${crash.point} was not reached)`
    return crash.kind === 'start' ? 'while it starts' : 'at a moment'
  }
}

export type Crash =
  | { readonly kind: 'point'; readonly point: CrashPoint; readonly time: number }
  | { readonly kind: 'moment' | 'start'; readonly afterMs: number }

export function chosenMigration(random: () => number): [CrashPoint, number] {
  const points = CRASH_POINTS.filter(ofMigration)
  return [
    points[Math.floor(random() * points.length)] ?? 'migration.before-commit',
    1 + Math.floor(random() * MIGRATIONS),
  ]
}

/** One kind of operation or two, or all of them: a disk that is full, one that cannot be read, one that is going. */
function chosenFaults(random: () => number): DiskFaults {
  const isAll = random() < 0.3
  const operations = FAILING_OPERATIONS.filter(() => isAll || random() < 0.25)
  return { chance: isAll ? 0.05 : 0.05 + random() * 0.4, operations }
}

function chosenCrash(random: () => number): Crash {
  const chance = random()
  if (chance < 0.4) return { kind: 'moment', afterMs: random() * 1500 }
  if (chance < 0.5) return { kind: 'start', afterMs: random() * 2000 }
  const point = REACHED_BY_CLIENTS[Math.floor(random() * REACHED_BY_CLIENTS.length)]
  if (point === undefined) throw new Error('there are no points')
  return { kind: 'point', point, time: random() < 0.7 ? 1 : 2 }
}

async function bucketOf(ceph: Ceph): Promise<NonNullable<ConfigFile['packages']>> {
  await makeBucket(ceph, 'crash')
  return { s3: { endpoint: ceph.endpoint, bucket: 'crash', credentialsFile: ceph.credentialsFile } }
}

/** So that the next run looks at its own alone. */
async function emptyAll({ held }: Ledger): Promise<void> {
  const deletions = [...held].flatMap(([id, holders]) => [...holders].map((reader) => deletion(reader, id)))
  await Promise.all(deletions)
}

async function deletion(reader: ApiClient, id: string): Promise<void> {
  const { status } = await steadily(() => reader.call('DELETE', `/api/messages/${id}/data`))
  assert.equal(status, 204)
}
