/** End to end from node to node: own keys told, others' learnt, what is sent encrypted, what comes opened. */
import type { Logger } from 'pino'
import type { CentreConnection } from '../centre/connection.ts'
import type { LiveConfig } from '../config/live-config.ts'
import type { NodeIdentity } from '../enrolment/identity-file.ts'
import type { NodeDatabase } from '../state/database.ts'
import type { Participants } from '../state/participants.ts'
import { KeysAtCentre } from './keys-at-centre.ts'
import { KnownIdentities } from './known-identities.ts'
import { Opening } from './opening.ts'
import { ownKeys } from './own-keys.ts'
import { Sealing } from './sealing.ts'

/** A rotation is told so soon. */
const TELL_EVERY_MS = 5_000
const LEARN_EVERY_MS = 10 * 60_000

export interface EndToEndParts {
  readonly dataFolder: string
  /** Of deliveries. */
  readonly incomingFolder: string
  readonly database: NodeDatabase
  readonly connection: CentreConnection
  readonly config: LiveConfig
  /** As it is now: renewals change it. */
  readonly identity: () => Promise<NodeIdentity>
  readonly institutionId: string
  readonly participants: Participants
  readonly nowMs: () => number
  readonly log: Logger
}

export class EndToEnd {
  readonly sealing: Sealing
  readonly opening: Opening
  readonly #parts: EndToEndParts
  readonly #keys: KeysAtCentre
  readonly #known: KnownIdentities
  readonly #stopping = new AbortController()
  #learntAt = Number.NEGATIVE_INFINITY
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> | undefined
  #trouble: string | undefined

  constructor(parts: EndToEndParts) {
    this.#parts = parts
    const { dataFolder, institutionId, participants, nowMs, log, database, connection } = parts
    this.#keys = new KeysAtCentre({ ...parts })
    this.#known = new KnownIdentities(database, log)
    const shared = { dataFolder, institutionId, keys: this.#keys, known: this.#known }
    this.sealing = new Sealing({
      ...{ ...shared, participants, nowMs, log },
      sending: () => parts.config.now.sending.endToEnd,
    })
    this.opening = new Opening({ ...shared, database, connection, folder: parts.incomingFolder })
  }

  start(): void {
    this.#wait(0)
  }

  /** The centre answers after it did not. */
  soon(): void {
    this.#keys.tryAgain()
    if (this.#running === undefined) this.#wait(0)
  }

  async stop(): Promise<void> {
    this.#stopping.abort(new Error('the node stops'))
    clearTimeout(this.#timer)
    await this.#running
  }

  /** For page and commands: fingerprints alone. */
  async state() {
    const { identity, encryption } = await ownKeys(this.#parts.dataFolder)
    return {
      sending: this.#parts.config.now.sending.endToEnd,
      /** Of this node's identity: what others compare by telephone. */
      fingerprint: identity.keyId,
      keyMadeAt: encryption[0]?.madeAt ?? null,
      known: this.#known
        .all()
        .map(({ institutionId, institutionName, identity: fingerprint, state, firstMs }) => ({
          ...{ institution: { id: institutionId, name: institutionName }, fingerprint, state },
          since: new Date(firstMs).toISOString(),
        })),
    }
  }

  /**
   * The administrator has compared the fingerprints.
   *
   * @param fingerprint of the one that was compared; another may have come since. Undefined: all that wait
   * @returns how many identities are believed from now on
   */
  accept(institutionId: string, by: string, fingerprint?: string): number {
    const accepted = this.#known.accept(institutionId, fingerprint)
    this.#parts.log.warn(
      { institution: institutionId, by, fingerprint, accepted },
      'end-to-end identities were accepted',
    )
    return accepted
  }

  /** The next one that is met is believed. @returns how many were forgotten */
  forget(institutionId: string, by: string): number {
    const forgotten = this.#known.forget(institutionId)
    this.#parts.log.warn(
      { institution: institutionId, by, forgotten },
      'end-to-end identities were forgotten',
    )
    return forgotten
  }

  #wait(ms: number): void {
    clearTimeout(this.#timer)
    if (this.#stopping.signal.aborted) return
    this.#timer = setTimeout(() => {
      this.#running = this.#look().finally(() => {
        this.#running = undefined
        this.#wait(TELL_EVERY_MS)
      })
    }, ms)
  }

  async #look(): Promise<void> {
    const { signal } = this.#stopping
    const { config, log } = this.#parts
    try {
      if (!(await this.#keys.tell(signal))) return
      const isWanted = config.now.sending.endToEnd !== 'off'
      if (isWanted && performance.now() - this.#learntAt >= LEARN_EVERY_MS) {
        for (const { institution, said } of await this.#keys.ask(undefined, signal)) {
          this.#known.learn(institution, said)
        }
        this.#learntAt = performance.now()
        this.sealing.noteAsked()
      }
      this.#trouble = undefined
    } catch (error) {
      if (signal.aborted) return
      const trouble = error instanceof Error ? error.message : String(error)
      // Every five seconds the same would fill the log.
      if (trouble !== this.#trouble)
        log.warn({ err: error }, 'end-to-end keys are told and asked for again later')
      this.#trouble = trouble
    }
  }
}
