/** The regular talk with the centre: who takes part, what waits here, how the node is doing, a certificate in time. */

import type { Logger } from 'pino'
import { validate as isUuid } from 'uuid'
import { type CentreConnection, CentreProblem, type TlsTrust } from './centre/connection.ts'
import type { ClockDifference } from './clock-difference.ts'
import type { LiveConfig } from './config/live-config.ts'
import type { NodeIdentity } from './enrolment/identity-file.ts'
import { isRenewalDue, renew } from './enrolment/renewal.ts'
import type { EarlyImages } from './state/early-images.ts'
import type { IncomingQueue, Told } from './state/incoming.ts'
import type { LeftOut } from './state/left-out.ts'
import type { OutgoingQueue } from './state/outgoing.ts'
import type { Participant, Participants } from './state/participants.ts'
import type { Trouble } from './trouble.ts'
import { NODE_VERSION } from './version.ts'

const DAY_MS = 24 * 3_600_000
/** The directory changes seldom. */
const PARTICIPANTS_EVERY_MS = 600_000
/** Many messages that arrive together are asked about once. */
const SOON_MS = 100

export interface CentreState {
  readonly isReached: boolean
  /** By the operator: what waits for the PACS here is given to another node of the institution. */
  readonly isRevoked: boolean
  readonly lastContactMs: number | null
  readonly trouble: string | null
}

export interface PollingParts {
  readonly config: LiveConfig
  readonly identity: NodeIdentity
  readonly connection: CentreConnection
  readonly trust: TlsTrust
  readonly participants: Participants
  readonly queue: { readonly outgoing: OutgoingQueue; readonly incoming: IncomingQueue }
  readonly leftOut: LeftOut
  readonly earlyImages: Pick<EarlyImages, 'forgetBefore'>
  readonly clock: ClockDifference
  readonly log: Logger
  /** What the centre is told to need attention here. */
  readonly trouble: () => Promise<Trouble | null>
  /** What waits for the node. */
  readonly onTold: (items: readonly Told[]) => void
  /** Deliveries wait that were not known. */
  readonly onNews: () => void
  /** The centre says that the operator has revoked this node. */
  readonly onRevoked: () => void
  /** The centre answers after it did not. */
  readonly onReached: () => void
}

export class Polling {
  readonly #parts: PollingParts
  #identity: NodeIdentity
  #state: CentreState = {
    isReached: false,
    isRevoked: false,
    lastContactMs: null,
    trouble: 'The centre was not asked yet',
  }
  /** By a clock that is never set. */
  #participantsMs = Number.NEGATIVE_INFINITY
  /** Whether answers tell the centre's time; a proxy on the way may take their Date away. */
  #isTimeTold = true
  #timer: NodeJS.Timeout | undefined
  #running: Promise<void> | undefined
  #isAskedAgain = false
  #isStopped = false

  constructor(parts: PollingParts) {
    this.#parts = parts
    this.#identity = parts.identity
  }

  get state(): CentreState {
    return this.#state
  }

  get identity(): NodeIdentity {
    return this.#identity
  }

  start(): void {
    this.#wait(0)
  }

  /** Something has happened at the centre. */
  soon(): void {
    if (this.#running !== undefined) this.#isAskedAgain = true
    else this.#wait(0)
  }

  async stop(): Promise<void> {
    this.#isStopped = true
    clearTimeout(this.#timer)
    await this.#running
  }

  #wait(ms: number): void {
    clearTimeout(this.#timer)
    if (this.#isStopped) return
    this.#timer = setTimeout(() => {
      this.#running = this.#poll().finally(() => {
        this.#running = undefined
        this.#wait(this.#isAskedAgain ? SOON_MS : this.#parts.config.now.pollSeconds * 1000)
        this.#isAskedAgain = false
      })
    }, ms)
  }

  async #poll(): Promise<void> {
    const { log, onReached, onRevoked } = this.#parts
    const wasReached = this.#state.isReached
    try {
      await this.#ask()
      this.#state = { isReached: true, isRevoked: false, lastContactMs: Date.now(), trouble: null }
      if (!wasReached) onReached()
    } catch (error) {
      if (this.#isStopped) return
      const trouble = error instanceof Error ? error.message : String(error)
      if (wasReached || this.#state.trouble !== trouble) log.warn({ err: error }, 'the centre is not reached')
      const isAnswer = error instanceof CentreProblem
      this.#state = {
        ...this.#state,
        isReached: false,
        // What it said last holds while it is not reached.
        isRevoked: isAnswer ? error.code === 'revoked-certificate' : this.#state.isRevoked,
        trouble: isAnswer ? trouble : `Not reached: ${trouble}`,
      }
      if (this.#state.isRevoked) onRevoked()
    }
  }

  async #ask(): Promise<void> {
    const { connection, participants, queue, leftOut, clock, config, onNews } = this.#parts
    if (config.now.pacs.length > 0) {
      const { items } = await connection.call<{ items: readonly Told[] }>({
        path: '/api/nodes/own/deliveries',
      })
      // They become names of folders.
      if (!items.every(({ message }) => isUuid(message)))
        throw new Error('the centre names a message by no id')
      this.#parts.onTold(items)
      if (queue.incoming.learn(items) > 0) onNews()
    }
    // By an answer the clock is judged before the state tells of it, where answers tell.
    const isClockUnknown = clock.aheadMs === null && this.#isTimeTold
    if (performance.now() - this.#participantsMs > PARTICIPANTS_EVERY_MS || isClockUnknown) {
      const { items } = await connection.call<{ items: readonly Participant[] }>({
        path: '/api/nodes/own/participants',
      })
      participants.replace(items)
      this.#participantsMs = performance.now()
    }
    await connection.headers({
      method: 'PUT',
      path: '/api/nodes/own/state',
      json: {
        version: NODE_VERSION,
        outgoing: queue.outgoing.waiting(),
        incoming: queue.incoming.waiting(),
        trouble: await this.#parts.trouble(),
      },
    })
    this.#isTimeTold = clock.aheadMs !== null
    await this.#renewInTime()
    // A clock that somebody sets a year ahead takes no history away.
    const before = Math.min(Date.now(), clock.nowMs()) - config.now.historyDays * DAY_MS
    queue.outgoing.forgetBefore(before)
    queue.incoming.forgetBefore(before)
    leftOut.forgetBefore(before)
    this.#parts.earlyImages.forgetBefore(before)
  }

  async #renewInTime(): Promise<void> {
    const { connection, clock, config, trust, log } = this.#parts
    // By the clock of whom it is shown to: by one that is a month behind it would end before it is due.
    if (!isRenewalDue(this.#identity, new Date(clock.nowMs()))) return
    this.#identity = await renew(connection, this.#identity, config.now.dataFolder)
    const { certificate: cert, privateKey: key } = this.#identity
    connection.setTrust({ ...trust, cert, key })
    log.info('the certificate was renewed')
  }
}
