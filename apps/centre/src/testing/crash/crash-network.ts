/**
 * A centre that is killed again and again (SIGKILL), at a random moment, at a named point, or while it starts, with
 * clients that go on; and one seeded run of it. It ends well when the eight promises hold: of the dead centre's records
 * and packages, of every answer that clients had, and of the whole once all is done.
 */
import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { ConfigFile } from '../../config/index.ts'
import type { CrashPoint } from '../../crash-points.ts'
import { makeBucket } from '../../storage/s3/testing/bucket.ts'
import { Ceph } from '../../storage/s3/testing/ceph.ts'
import type { ApiClient } from '../api-client.ts'
import { type CentreProcess, spawnCentre } from '../centre-process.ts'
import { openTestDatabase, type TestDatabase } from '../database.ts'
import { FaultProxy } from '../fault-proxy.ts'
import { TestNetwork } from '../network.ts'
import { numbersFrom } from '../random.ts'
import { type Crash, chosenCrash } from './chosen-crash.ts'
import { ClientWave, emptyLedger, type Ledger } from './client-wave.ts'
import { type DiskOptions, DiskUnderCentre } from './disk-under-centre.ts'
import { FailingStore } from './failing-store.ts'
import { failDatabase, failDisk, failStore } from './passing-faults.ts'
import { checkTheDead, checkTheSettled } from './promises.ts'
import { FAILING, steadily, UNAVAILABLE } from './steadily.ts'

export type StoreKind = 'folder' | 's3'

/** Of one run, each followed by a start. */
const CRASHES_A_RUN = 3
/** More of them, and what is tried again with growing pauses waits for minutes. */
const FAULTS_A_RUN = 7
const MIB = 1024 ** 2
/** After the process was seen to answer no more. */
const END_IS_SEEN_WITHIN_MS = 10_000

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
  #centre: CentreProcess | undefined
  readonly #removed = new AbortController()
  #waves = 0
  #answers = 0
  /** How long the last start took that came to its end. */
  #startMs = 2000
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
    await this.#centre?.kill()
    await this.#network.remove()
    await this.#line.close()
    await this.#database.remove()
    await this.#store?.failing.close()
    await this.#store?.ceph.stop()
  }

  /** @returns where it crashed, in order. Fails when a promise is broken. */
  async run(seed: number): Promise<readonly string[]> {
    const random = numbersFrom(seed)
    const crashes = Array.from({ length: CRASHES_A_RUN }, () => chosenCrash(random))
    return await this.crash(crashes, random)
  }

  /**
   * The database is cut off in the middle of whatever it is asked, away, slow or read-only for a while, and the centre lives
   * on: nothing that was answered is lost, what cannot be answered is 503, and all goes on by itself. @returns the faults
   */
  async runDatabaseFaults(seed: number): Promise<readonly string[]> {
    return await this.#liveThrough(numbersFrom(seed), UNAVAILABLE, (random) =>
      failDatabase(this.#line, this.#database, random),
    )
  }

  /**
   * Operations on the data folder fail, some half done, for a moment at a time: what cannot be done is answered with an
   * error, nothing that was answered is lost, and all goes on by itself. @returns the faults, each by its operation
   */
  async runDiskFaults(seed: number): Promise<readonly string[]> {
    const disk = this.#disk
    if (disk === undefined) throw new Error('the disk is not followed')
    return await this.#liveThrough(numbersFrom(seed), FAILING, (random) => failDisk(disk, random))
  }

  /** The S3-compatible store answers with errors, late, or not at all, to some requests or to all. @returns the faults */
  async runStoreFaults(seed: number): Promise<readonly string[]> {
    const store = this.#store
    if (store === undefined) throw new Error('the packages are not in an S3-compatible store')
    return await this.#liveThrough(numbersFrom(seed), FAILING, (random) => failStore(store.failing, random))
  }

  /** Faults that a centre lives through, with clients that go on; then it is killed, looked at, and started again. */
  async #liveThrough(
    random: () => number,
    again: ReadonlySet<number>,
    breakOnce: (random: () => number) => Promise<readonly string[]>,
  ): Promise<readonly string[]> {
    const ledger = emptyLedger()
    const centre = await this.#startFor({ kind: 'none' })
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
    work.catch(() => undefined)
    const faults: string[] = []
    for (let time = 0; time < FAULTS_A_RUN; time++) faults.push(...(await breakOnce(random)))
    await work
    died?.catch(() => undefined)
    await this.#die({ kind: 'moment', afterMs: 0 })
    await checkTheDead(this.#network)
    await this.#startFor({ kind: 'none' })
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
    for (const crash of crashes) {
      const centre = await this.#startFor(crash)
      if (centre !== undefined) {
        const wave = new ClientWave(this.#network, ledger, random, ++this.#waves, {
          signal: this.#removed.signal,
        })
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
    const sinceMs = performance.now()
    if (crash.kind === 'start') {
      await delay(crash.share * this.#startMs)
      return undefined
    }
    const isReady = await Promise.race([
      centre.untilReady(this.#network.visitor()).then(
        () => true,
        (error: unknown) => error,
      ),
      centre.ended.then(() => false),
    ])
    if (isReady === true) {
      this.#startMs = performance.now() - sinceMs
      return centre
    }
    // One that lives on and is not ready would be waited for without an end.
    const isOver = await Promise.race([centre.ended.then(() => true), delay(END_IS_SEEN_WITHIN_MS, false)])
    if (!isOver) throw isReady
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
