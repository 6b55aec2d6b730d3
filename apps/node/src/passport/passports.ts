/**
 * Keeps the passport: asks each PACS some time after the start, after the configuration was read again, and once a day; tells
 * the centre what is new. What fails is tried again later, and keeps nobody from anything.
 */
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
const AGAIN_MS = 15 * MINUTE_MS
const LOOK_EVERY_MS = MINUTE_MS / 2

export interface PassportsParts {
  readonly config: LiveConfig
  readonly learned: LearnedPacs
  readonly connection: Pick<CentreConnection, 'call'>
  readonly log: Logger
}

export class Passports {
  readonly #parts: PassportsParts
  readonly #stopping = new AbortController()
  /** When each PACS is asked next, by a clock that is never set. */
  readonly #dueMs = new Map<string, number>()
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> | undefined
  #isLookedAgain = false
  #told: { readonly text: string; readonly atMs: number } | undefined
  /** A centre of an earlier version takes none. */
  #notBeforeMs = 0

  constructor(parts: PassportsParts) {
    this.#parts = parts
    parts.config.onChange(() => this.#askSoon(AFTER_RELOAD_MS))
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
    this.#askSoon(0)
  }

  #askSoon(inMs: number): void {
    for (const { name } of this.#parts.config.now.pacs) this.#dueMs.set(name, performance.now() + inMs)
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
    clearTimeout(this.#timer)
    if (this.#stopping.signal.aborted) return
    this.#timer = setTimeout(() => {
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
    for (const pacs of this.#parts.config.now.pacs) {
      if (pacs.by === 'stow' || !pacs.takes.ask || this.#stopping.signal.aborted) continue
      if (performance.now() < (this.#dueMs.get(pacs.name) ?? 0)) continue
      this.#dueMs.set(pacs.name, performance.now() + ((await this.#ask(pacs)) ? DAY_MS : AGAIN_MS))
      await this.#tell()
    }
  }

  async #ask(pacs: DicomPacsConfig): Promise<boolean> {
    const { learned, log } = this.#parts
    try {
      learned.note(pacs, Date.now(), await learn(pacs, { signal: this.#stopping.signal }))
      log.info({ pacs: pacs.name }, 'the PACS was asked what it takes')
      return true
    } catch (error) {
      if (!this.#stopping.signal.aborted) {
        const known = error instanceof AssociationError ? { reason: error.message } : { err: error }
        log.info({ pacs: pacs.name, ...known }, 'the PACS did not say what it takes: it is asked again later')
      }
      return false
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
      await connection.call({ method: 'PUT', path: '/api/nodes/own/passport', json: passport })
      this.#told = { text, atMs: performance.now() }
    } catch (error) {
      const isRefused = error instanceof CentreProblem && !error.mayPass
      if (isRefused) this.#notBeforeMs = performance.now() + DAY_MS
      // 404: it is of an earlier version, and there is nothing to be done about it here.
      if (isRefused && error.status !== 404) log.warn({ err: error }, 'the centre does not take the passport')
    }
  }
}

function learnedOf(pacs: PacsConfig, learned: LearnedPacs): Learned | undefined {
  return pacs.by === 'stow' ? undefined : learned.of(pacs)
}

function unknownOf({ pacs }: Passport): Passport {
  return {
    pacs: pacs.map(({ name }) => ({
      ...{ name, learnedAt: null, takes: null, decompresses: [], characterSets: null },
    })),
    storing: [],
  }
}
