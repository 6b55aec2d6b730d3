/** The process of a centre that is killed again and again; while one runs, the next is loaded, so that it starts sooner. */
import assert from 'node:assert/strict'
import { setTimeout as delay } from 'node:timers/promises'
import { type CentreProcess, spawnCentre } from '../centre-process.ts'
import type { TestNetwork } from '../network.ts'
import type { Crash } from './chosen-crash.ts'
import type { DiskUnderCentre } from './disk-under-centre.ts'

/** `none`: it is to live on. */
export type Fate = Crash | { readonly kind: 'none' }

/** After the process was seen to answer no more. */
const END_IS_SEEN_WITHIN_MS = 10_000

interface Waiting {
  readonly fate: Fate
  readonly centre: Promise<CentreProcess>
}

export class CrashingCentre {
  readonly #network: TestNetwork
  readonly #disk: DiskUnderCentre | undefined
  #running: CentreProcess | undefined
  #waiting: Waiting | undefined
  /** How long the last start took that came to its end: of one that was loaded before, and of one that was not. */
  readonly #startMs = { loaded: 1000, whole: 2000 }

  constructor(network: TestNetwork, disk: DiskUnderCentre | undefined) {
    this.#network = network
    this.#disk = disk
  }

  /** @returns the process; undefined: it came to its end before it was ready */
  async startFor(fate: Fate): Promise<CentreProcess | undefined> {
    const isFree = fate.kind === 'moment' || fate.kind === 'none'
    if (this.#running !== undefined && isFree) return this.#running
    await this.#running?.kill()
    await this.#disk?.prepare()
    const how = this.#waiting?.fate === fate ? 'loaded' : 'whole'
    const centre = await this.#take(fate)
    this.#running = centre
    const sinceMs = performance.now()
    centre.go()
    if (fate.kind === 'start') {
      await delay(fate.share * this.#startMs[how])
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
      this.#startMs[how] = performance.now() - sinceMs
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

  /** What the next start is for, the same object. */
  async loadFor(fate: Fate): Promise<void> {
    await this.#drop()
    this.#waiting = { fate, centre: this.#spawn(fate, true) }
    await this.#waiting.centre
  }

  /** @returns how it died; in brackets: otherwise than it was told to */
  async die(crash: Crash): Promise<string> {
    const centre = this.#running
    this.#running = undefined
    if (centre === undefined) throw new Error('there is no centre to kill')
    const isDead = await Promise.race([centre.ended.then(() => true), delay(0, false)])
    await centre.kill()
    const { signal } = await centre.ended
    assert.equal(signal, 'SIGKILL', centre.complaint())
    if (crash.kind === 'point') return isDead ? crash.point : `(${crash.point} was not reached)`
    return crash.kind === 'start' ? 'while it starts' : 'at a moment'
  }

  async kill(): Promise<void> {
    await this.#drop()
    await this.#running?.kill()
    this.#running = undefined
  }

  async #take(fate: Fate): Promise<CentreProcess> {
    const waiting = this.#waiting
    if (waiting?.fate !== fate) return await this.#spawn(fate, false)
    this.#waiting = undefined
    return await waiting.centre
  }

  async #drop(): Promise<void> {
    const waiting = this.#waiting
    this.#waiting = undefined
    await (await waiting?.centre)?.kill()
  }

  #spawn(fate: Fate, isHeld: boolean): Promise<CentreProcess> {
    const crashAt = fate.kind === 'point' ? (`${fate.point}:${fate.time}` as const) : undefined
    return spawnCentre(this.#network.configPath, crashAt, { watching: this.#disk?.watching, isHeld })
  }
}
