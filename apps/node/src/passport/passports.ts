/**
 * Keeps the passport: asks each PACS some time after the start, when its configuration has changed, and once a day, while no
 * images wait for it; tells the centre what is new. What fails is tried again later, and keeps nobody from anything.
 */
import { isDeepStrictEqual } from 'node:util'
import { AssociationError } from '@epacs/dicom/network'
import type { Logger } from 'pino'
import { type CentreConnection, CentreProblem } from '../centre/connection.ts'
import type { LiveConfig } from '../config/live-config.ts'
import type { DicomPacsConfig, PacsConfig } from '../config/schema.ts'
import { learn } from './learn.ts'
import type { Learned, LearnedPacs } from './learned.ts'
import { type Passport, passportOf } from './passport.ts'

const MINUTE_MS = 60_000
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
/** Images that wait go first. */
const AFTER_START_MS = MINUTE_MS / 2
const AFTER_RELOAD_MS = 5000
/** What failed is tried again after that, then after twice that, and so on up to a day. */
const AGAIN_MS = 15 * MINUTE_MS
/** While images wait for the PACS. */
const BUSY_MS = 5 * MINUTE_MS
const LOOK_EVERY_MS = MINUTE_MS / 2

export interface PassportsParts {
  readonly config: LiveConfig
  readonly learned: LearnedPacs
  readonly connection: Pick<CentreConnection, 'call'>
  /** Whether images wait to be stored to that PACS. */
  readonly isAwaited: (pacs: string) => boolean
  readonly log: Logger
}

export class Passports {
  readonly #parts: PassportsParts
  readonly #stopping = new AbortController()
  /** When each PACS is asked next, by a clock that is never set. */
  readonly #dueMs = new Map<string, number>()
  /** By a person, at the page: not even images that wait for it go first. */
  readonly #wanted = new Set<string>()
  /** How often each has failed since it last answered. */
  readonly #failures = new Map<string, number>()
  /** As they were when they were last to be asked. */
  #pacs: readonly PacsConfig[]
  #timer: NodeJS.Timeout | undefined
  #timerMs = 0
  #running: Promise<void> | undefined
  #isLookedAgain = false
  #told: { readonly text: string; readonly atMs: number } | undefined
  /** A centre of an earlier version takes none. */
  #notBeforeMs = 0

  constructor(parts: PassportsParts) {
    this.#parts = parts
    this.#pacs = parts.config.now.pacs
    parts.config.onChange(() => this.#reloaded())
  }

  start(): void {
    const { config, learned } = this.#parts
    for (const pacs of config.now.pacs) {
      // A node that is started again and again does not ask each time.
      const ageMs = Date.now() - (learnedOf(pacs, learned)?.learnedMs ?? 0)
      const pauseMs = Math.max(AFTER_START_MS, Math.min(HOUR_MS, HOUR_MS - ageMs))
      this.#dueMs.set(pacs.name, performance.now() + pauseMs)
    }
    this.#look(0)
  }

  /** A person wants it at the page. */
  askNow(): void {
    for (const { name } of this.#parts.config.now.pacs) this.#wanted.add(name)
    this.#askSoon(this.#parts.config.now.pacs, 0)
  }

  #reloaded(): void {
    const before = this.#pacs
    this.#pacs = this.#parts.config.now.pacs
    const isNew = (pacs: PacsConfig) => !before.some((each) => isDeepStrictEqual(each, pacs))
    this.#askSoon(this.#pacs.filter(isNew), AFTER_RELOAD_MS)
  }

  #askSoon(some: readonly PacsConfig[], inMs: number): void {
    for (const { name } of some) {
      this.#dueMs.set(name, performance.now() + inMs)
      this.#failures.delete(name)
    }
    this.#notBeforeMs = 0
    this.#told = undefined
    this.#look(inMs)
  }

  now(): Passport {
    const { config, learned } = this.#parts
    return passportOf(config.now, (pacs) => learnedOf(pacs, learned))
  }

  /** The centre answers after it did not: it may be another version. */
  reached(): void {
    this.#notBeforeMs = 0
    this.#look(0)
  }

  async stop(): Promise<void> {
    this.#stopping.abort(new Error('the node stops'))
    clearTimeout(this.#timer)
    await this.#running
  }

  #look(inMs: number): void {
    const atMs = performance.now() + inMs
    if (this.#stopping.signal.aborted) return
    // What is to be sooner stays.
    if (this.#timer !== undefined && this.#timerMs <= atMs) return
    clearTimeout(this.#timer)
    this.#timerMs = atMs
    this.#timer = setTimeout(() => {
      this.#timer = undefined
      if (this.#running !== undefined) {
        this.#isLookedAgain = true
        return
      }
      this.#running = this.#advance().finally(() => {
        this.#running = undefined
        this.#look(this.#isLookedAgain ? 0 : LOOK_EVERY_MS)
        this.#isLookedAgain = false
      })
    }, inMs)
  }

  async #advance(): Promise<void> {
    await this.#tell()
    const { isAwaited } = this.#parts
    // Each time anew: the configuration may have been read again meanwhile.
    for (let pacs = this.#due(); pacs !== undefined; pacs = this.#due()) {
      if (!this.#wanted.delete(pacs.name) && isAwaited(pacs.name)) {
        this.#dueMs.set(pacs.name, performance.now() + BUSY_MS)
        continue
      }
      const dueMs = this.#dueMs.get(pacs.name)
      const pauseMs = await this.#ask(pacs)
      // Who wanted it asked soon meanwhile wants it asked as it is now.
      if (this.#dueMs.get(pacs.name) === dueMs) this.#dueMs.set(pacs.name, performance.now() + pauseMs)
      await this.#tell()
    }
  }

  #due(): DicomPacsConfig | undefined {
    const { passport, pacs } = this.#parts.config.now
    // For whom nothing is published nothing is asked.
    if (!passport || this.#stopping.signal.aborted) return undefined
    return pacs.find(
      (each): each is DicomPacsConfig =>
        each.by !== 'stow' && each.takes.ask && performance.now() >= (this.#dueMs.get(each.name) ?? 0),
    )
  }

  /** @returns milliseconds until it is to be asked again */
  async #ask(pacs: DicomPacsConfig): Promise<number> {
    const { learned, log } = this.#parts
    try {
      learned.note(pacs, Date.now(), await learn(pacs, { signal: this.#stopping.signal }))
      log.info({ pacs: pacs.name }, 'the PACS was asked what it takes')
      this.#failures.delete(pacs.name)
      return DAY_MS
    } catch (error) {
      if (!this.#stopping.signal.aborted) {
        const known = error instanceof AssociationError ? { reason: error.message } : { err: error }
        log.info({ pacs: pacs.name, ...known }, 'the PACS did not say what it takes: it is asked again later')
      }
      const failures = this.#failures.get(pacs.name) ?? 0
      this.#failures.set(pacs.name, failures + 1)
      return Math.min(DAY_MS, AGAIN_MS * 2 ** Math.min(failures, 10))
    }
  }

  async #tell(): Promise<void> {
    const { config, connection, log } = this.#parts
    // What was published before is taken back by what says nothing.
    const passport: Passport = config.now.passport ? this.now() : unknownOf(this.now())
    const text = JSON.stringify(passport)
    const isTold = this.#told?.text === text && performance.now() - this.#told.atMs < DAY_MS
    if (isTold || performance.now() < this.#notBeforeMs || this.#stopping.signal.aborted) return
    try {
      const { signal } = this.#stopping
      await connection.call({ method: 'PUT', path: '/api/nodes/own/passport', json: passport, signal })
      this.#told = { text, atMs: performance.now() }
    } catch (error) {
      const isRefused = error instanceof CentreProblem && !error.mayPass
      // 404: it is of an earlier version, or one of its processes still is while it is brought up to date.
      if (isRefused) this.#notBeforeMs = performance.now() + (error.status === 404 ? HOUR_MS : DAY_MS)
      if (isRefused && error.status !== 404) log.warn({ err: error }, 'the centre does not take the passport')
    }
  }
}

function learnedOf(pacs: PacsConfig, learned: LearnedPacs): Learned | undefined {
  return pacs.by === 'stow' ? undefined : learned.of(pacs)
}

/** That it receives, and no more: not even how many PACS there are. */
function unknownOf({ pacs }: Passport): Passport {
  return {
    pacs: pacs
      .slice(0, 1)
      .map(() => ({ name: 'PACS', learnedAt: null, takes: null, decompresses: [], characterSets: null })),
    storing: [],
  }
}
