/**
 * A centre that is killed again and again (SIGKILL), at a random moment, at a named point, or while it starts, with
 * clients that go on; and one seeded run of it. It ends well when the eight promises hold: of the dead centre's records
 * and packages, of every answer that clients had, and of the whole once all is done.
 */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { ConfigFile } from '../../config/index.ts'
import type { CrashPoint } from '../../crash-points.ts'
import { makeBucket } from '../../storage/s3/testing/bucket.ts'
import { Ceph } from '../../storage/s3/testing/ceph.ts'
import type { ApiClient } from '../api-client.ts'
import { spawnCentre } from '../centre-process.ts'
import { openTestDatabase, type TestDatabase } from '../database.ts'
import { FaultProxy } from '../fault-proxy.ts'
import { TestNetwork } from '../network.ts'
import { numbersFrom } from '../random.ts'
import { type Crash, chosenCrash, chosenFates, chosenMigration } from './chosen-crash.ts'
import { ClientWave, emptyLedger, type Ledger } from './client-wave.ts'
import { CrashingCentre, type Fate } from './crashing-centre.ts'
import { type DiskOptions, DiskUnderCentre } from './disk-under-centre.ts'
import { FailingStore } from './failing-store.ts'
import { failDatabase, failDisk, failStore } from './passing-faults.ts'
import { checkTheDead, checkTheSettled } from './promises.ts'
import { FAILING, steadily, UNAVAILABLE } from './steadily.ts'

export type StoreKind = 'folder' | 's3'

/** More of them, and what is tried again with growing pauses waits for minutes. */
const FAULTS_A_TIME = 7
const MIB = 1024 ** 2
const TO_LIVE_ON: Fate = { kind: 'none' }

/** The centre knows the second one alone. */
interface Store {
  readonly ceph: Ceph
  readonly failing: FailingStore
}

export class CrashNetwork {
  readonly #network: TestNetwork
  readonly #database: TestDatabase
  readonly #store: Store | undefined
  /** Between the centre and its database. */
  readonly #line: FaultProxy
  /** Undefined: nothing of it is followed, and it never fails. */
  readonly #disk: DiskUnderCentre | undefined
  readonly #centre: CrashingCentre
  readonly #removed = new AbortController()
  #waves = 0
  #answers = 0
  #databases = 0

  private constructor(
    network: TestNetwork,
    database: TestDatabase,
    line: FaultProxy,
    store: Store | undefined,
    disk: DiskUnderCentre | undefined,
  ) {
    this.#network = network
    this.#database = database
    this.#line = line
    this.#store = store
    this.#disk = disk
    this.#centre = new CrashingCentre(network, disk)
  }

  /**
   * @param disk is followed, for power cuts and faults: with packages in a folder alone
   * @param isEncrypted what lies in the data folder: with packages in a folder alone
   */
  static async start(kind: StoreKind, disk?: DiskOptions, isEncrypted = false): Promise<CrashNetwork> {
    const database = await openTestDatabase()
    const address = new URL(database.url)
    const line = await FaultProxy.open(Number(address.port))
    address.port = String(line.port)
    const store = kind === 's3' ? await startStore() : undefined
    const packages = store && (await bucketOf(store))
    const quotas = { hospital: 512 * MIB, outpatient: 512 * MIB, 'private-practice': 512 * MIB }
    const network = await TestNetwork.prepare({
      database: { url: address.href },
      quotas,
      // A message whose checking has killed the centre three times is given up, and here others kill it.
      intake: { maxAttempts: 100 },
      logging: { level: 'silent' },
      ...(packages === undefined ? {} : { packages }),
      ...(isEncrypted ? { encryption: { keyFile: 'encryption.key' } } : {}),
    })
    if (isEncrypted) {
      const key = `${randomBytes(32).toString('base64')}\n`
      await writeFile(join(network.folder, 'encryption.key'), key, { mode: 0o600 })
    }
    const under = disk && new DiskUnderCentre(network.folder, disk)
    return new CrashNetwork(network, database, line, store, under)
  }

  /** Of runs that ended well: how many answers of the centre were held against the promises. */
  get answers(): number {
    return this.#answers
  }

  /** Clients that are still waiting give up. */
  async remove(): Promise<void> {
    this.#removed.abort(new Error('the network is removed'))
    await this.#centre.kill()
    await this.#network.remove()
    await this.#line.close()
    await this.#database.remove()
    await this.#store?.failing.close()
    await this.#store?.ceph.stop()
  }

  /** @returns where it crashed, in order. Fails when a promise is broken. */
  async run(seed: number, crashes: number): Promise<readonly string[]> {
    const random = numbersFrom(seed)
    const chosen = Array.from({ length: crashes }, () => chosenCrash(random))
    return await this.crash(chosen, random)
  }

  /** First starts of so many centres, each killed within a migration. @returns within which, in order */
  async runMigrations(seed: number, crashes: number): Promise<readonly string[]> {
    const random = numbersFrom(seed)
    const died: string[] = []
    for (let time = 0; time < crashes; time++)
      died.push(await this.crashMigration(...(await chosenMigration(random))))
    return died
  }

  /**
   * The database is cut off in the middle of whatever it is asked, away, slow or read-only for a while, and the centre lives
   * on: nothing that was answered is lost, what cannot be answered is 503, and all goes on by itself. @returns the faults
   */
  async runDatabaseFaults(seed: number, times = 1): Promise<readonly string[]> {
    return await this.#liveThrough(seed, times, UNAVAILABLE, (random) =>
      failDatabase(this.#line, this.#database, random),
    )
  }

  /**
   * Operations on the data folder fail, some half done, for a moment at a time: what cannot be done is answered with an
   * error, nothing that was answered is lost, and all goes on by itself. @returns the faults, each by its operation
   */
  async runDiskFaults(seed: number, times = 1): Promise<readonly string[]> {
    const disk = this.#disk
    if (disk === undefined) throw new Error('the disk is not followed')
    return await this.#liveThrough(seed, times, FAILING, (random) => failDisk(disk, random))
  }

  /** The S3-compatible store answers with errors, late, or not at all, to some requests or to all. @returns the faults */
  async runStoreFaults(seed: number, times = 1): Promise<readonly string[]> {
    const store = this.#store
    if (store === undefined) throw new Error('the packages are not in an S3-compatible store')
    // Of its own numbers: those of the clients are used as fast as the machine is.
    const fates = chosenFates(numbersFrom(seed))
    let next = fates.next().value
    return await this.#liveThrough(seed, times, FAILING, async (random, signal) => {
      const met = await failStore(store.failing, next, random, signal)
      // What nobody met comes again.
      if (met.length > 0) next = fates.next().value
      return met
    })
  }

  /** So many times, one after the other: a handful of faults. @returns them */
  async #liveThrough(
    seed: number,
    times: number,
    again: ReadonlySet<number>,
    breakOnce: (random: () => number, isIdle: AbortSignal) => Promise<readonly string[]>,
  ): Promise<readonly string[]> {
    const random = numbersFrom(seed)
    const faults: string[] = []
    for (let time = 0; time < times; time++)
      faults.push(...(await this.#liveThroughSome(random, again, (isIdle) => breakOnce(random, isIdle))))
    return faults
  }

  /** Faults that a centre lives through, with clients that go on; then it is killed, looked at, and started again. */
  async #liveThroughSome(
    random: () => number,
    again: ReadonlySet<number>,
    breakOnce: (isIdle: AbortSignal) => Promise<readonly string[]>,
  ): Promise<readonly string[]> {
    const ledger = emptyLedger()
    const centre = await this.#centre.startFor(TO_LIVE_ON)
    await this.#centre.loadFor(TO_LIVE_ON)
    const waves = [1, 2].map(() =>
      new ClientWave(this.#network, ledger, random, ++this.#waves, {
        again,
        signal: this.#removed.signal,
      }).run(),
    )
    const died = centre?.ended.then((end) => {
      throw new Error(`the centre ended (${JSON.stringify(end)}): ${centre.complaint()}`)
    })
    const work = Promise.race([Promise.all(waves), died])
    // What fails is told where it is awaited.
    const idle = new AbortController()
    work.catch(() => undefined).finally(() => idle.abort())
    const faults: string[] = []
    for (let fault = 0; fault < FAULTS_A_TIME; fault++) faults.push(...(await breakOnce(idle.signal)))
    await work
    died?.catch(() => undefined)
    await this.#centre.die({ kind: 'moment', afterMs: 0 })
    await checkTheDead(this.#network)
    await this.#centre.startFor(TO_LIVE_ON)
    await checkTheSettled(this.#network, ledger)
    await emptyAll(ledger)
    this.#answers += ledger.answers
    return faults
  }

  async crash(crashes: readonly Crash[], random: () => number): Promise<readonly string[]> {
    const ledger = emptyLedger()
    const waves: Promise<void>[] = []
    const died: string[] = []
    let failure: unknown
    const fail = (error: unknown) => {
      failure ??= error
    }
    for (const [index, crash] of crashes.entries()) {
      const centre = await this.#centre.startFor(crash)
      const next = this.#centre.loadFor(crashes[index + 1] ?? TO_LIVE_ON)
      // What fails is told where it is awaited.
      next.catch(() => undefined)
      if (centre !== undefined) {
        const wave = new ClientWave(this.#network, ledger, random, ++this.#waves, {
          signal: this.#removed.signal,
        })
        waves.push(wave.run().catch(fail))
        // When all is done there is nothing left that a crash could break.
        await Promise.race([
          centre.ended,
          Promise.all(waves),
          ...(crash.kind === 'moment' ? [delay(crash.afterMs)] : []),
        ])
      }
      died.push(await this.#centre.die(crash))
      await next
      const cut = await this.#disk?.perhapsCut(random)
      if (cut !== undefined) died.push(cut)
      if (failure !== undefined) throw failure
      await checkTheDead(this.#network)
    }
    await this.#centre.startFor(TO_LIVE_ON)
    await Promise.all(waves)
    if (failure !== undefined) throw failure
    await checkTheSettled(this.#network, ledger)
    await emptyAll(ledger)
    this.#answers += ledger.answers
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
    await this.#centre.kill()
    const killed = await spawnCentre(configPath, `${point}:${time}`)
    const again = await spawnCentre(configPath, undefined, { isHeld: true })
    try {
      assert.equal((await killed.ended).signal, 'SIGKILL', killed.complaint())
      again.go()
      await again.untilReady(this.#network.visitor())
    } finally {
      await again.kill()
    }
    await this.#database.pool.query(`drop database ${name} with (force)`)
    await rm(of.dataFolder, { recursive: true, force: true })
    return `${point}:${time}`
  }
}

async function startStore(): Promise<Store> {
  const ceph = await Ceph.start()
  return { ceph, failing: await FailingStore.open(ceph.endpoint) }
}

async function bucketOf({ ceph, failing }: Store): Promise<NonNullable<ConfigFile['packages']>> {
  await makeBucket(ceph, 'crash')
  return { s3: { endpoint: failing.endpoint, bucket: 'crash', credentialsFile: ceph.credentialsFile } }
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
