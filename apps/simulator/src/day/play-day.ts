/** Plays a planned day in a country that runs: everybody does what the plan says when it says so, and things break. */
import { setTimeout as delay } from 'node:timers/promises'
import type { Country, Place } from '../country/country.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { MINUTES_OF_A_DAY } from '../plan/day-curve.ts'
import type { Day, PlannedRequest, PlannedSending } from '../plan/plan-day.ts'
import { answer, askForImages, refuse } from './ask-for-images.ts'
import { Breaker, type Broken } from './break-things.ts'
import { Follower } from './follow.ts'
import { beginSending, studyOfSending } from './images.ts'
import { MailboxReader } from './read-mailbox.ts'
import { sendByApi } from './send-by-api.ts'
import { missingOf, Settling } from './settling.ts'

/** How often a practice looks into its mailbox, and a sender after what it sent: lists are the dearest that a centre is asked for. */
const READ_EVERY_MS = 8000
const FOLLOW_EVERY_MS = 20_000
const SETTLE_LOOK_MS = 1000
/** What still waits for an answer when the day is over or was given up. */
const ENDS_WITHIN_MS = 60_000

export interface Played {
  readonly beganMs: number
  readonly endedMs: number
  /** When nothing was missing any more; undefined: it was given up. */
  readonly settledMs: number | undefined
  readonly broken: readonly Broken[]
  /** What somebody met with that should not have been. */
  readonly troubles: readonly string[]
}

export interface Scene {
  readonly country: Country
  readonly ledger: Ledger
  readonly day: Day
  /** Of real time. */
  readonly dayMs: number
  /** For what is downloaded. */
  readonly folder: string
}

export class DayInPlay {
  readonly #scene: Scene
  readonly #breaker: Breaker
  readonly #follower: Follower
  readonly #readers: readonly MailboxReader[]
  readonly #troubles: string[] = []
  readonly beganMs = Date.now()
  /** What the plan has and is not done yet. */
  readonly #undone = new Set<string>()
  #isOver = false

  constructor(scene: Scene) {
    this.#scene = scene
    const { country, ledger, folder } = scene
    this.#breaker = new Breaker(country)
    this.#follower = new Follower(country, ledger)
    this.#readers = country.places
      .filter(({ hospital }) => hospital === undefined)
      .map((place) => new MailboxReader(place, ledger, folder))
  }

  get broken(): readonly Broken[] {
    return this.#breaker.broken
  }

  /** Resolves when the day is over and everything has arrived, or nothing moves any more. */
  async play(): Promise<Played> {
    const { day, country, ledger } = this.#scene
    const work = [
      ...day.sendings.map((each) => this.#perform(`sending ${each.number}`, () => this.#send(each))),
      ...day.requests.map((each) => this.#perform(`request ${each.number}`, () => this.#request(each))),
      ...day.faults.map((each, index) =>
        this.#perform(`fault ${index + 1}, ${each.kind}`, async () => {
          await this.#until(each.atMinute)
          await this.#breaker.break(each)
        }),
      ),
    ]
    const loops = [
      ...this.#readers.map((reader, index) =>
        this.#repeatedly(index, READ_EVERY_MS, 'a mailbox', () => reader.readAll()),
      ),
      ...country.places.map((place, index) =>
        this.#repeatedly(index, FOLLOW_EVERY_MS, 'what was sent', () => this.#follow(place)),
      ),
    ]
    await this.#until(MINUTES_OF_A_DAY)
    const settledMs = await this.#untilSettled()
    this.#isOver = true
    await Promise.race([Promise.all([...work, ...loops]), delay(ENDS_WITHIN_MS)])
    for (const place of country.places) {
      await this.#attempt('what was sent', () => this.#follower.look(place))
    }
    const { beganMs } = this
    return {
      beganMs,
      endedMs: ledger.lastArrivalMs,
      broken: this.broken,
      troubles: this.#troubles,
      settledMs,
    }
  }

  /** Breaks nothing any more, and starts nothing of what was killed. */
  async end(): Promise<void> {
    this.#isOver = true
    await this.#breaker.end()
  }

  async #send(planned: PlannedSending, answers?: string): Promise<string> {
    const { country, ledger } = this.#scene
    if (answers === undefined) await this.#until(planned.atMinute)
    const study = studyOfSending(planned)
    const sent = beginSending(planned, study)
    ledger.send(sent)
    const { clerk, hospital } = country.place(planned.from)
    const recipients = planned.to.map((number) => country.place(number).institution)
    if (planned.by === 'pacs') {
      const [recipient] = recipients
      if (hospital === undefined || recipient === undefined)
        throw new Error('it has no PACS, or no recipient')
      await hospital.pacs.send(study, recipient.aeTitle, () => this.#isOver)
    } else {
      await sendByApi(clerk, study, {
        recipients: recipients.map(({ id }) => id),
        isUrgent: planned.isUrgent,
        key: `sending ${planned.number}`,
        answers,
      })
    }
    ledger.accept(sent, Date.now())
    return sent.studyUid
  }

  async #request(planned: PlannedRequest): Promise<void> {
    const { country, ledger } = this.#scene
    await this.#until(planned.atMinute)
    await askForImages(country, ledger, planned)
    const answering = planned.answer
    if (answering === undefined) {
      await delay(READ_EVERY_MS)
      return await refuse(country, planned)
    }
    await this.#until(answering.atMinute)
    await answer(country, ledger, { ...planned, answer: answering }, (each, id) => this.#send(each, id))
  }

  async #follow(place: Place): Promise<void> {
    const { number } = place.institution
    if (this.#scene.ledger.sent.some(({ from }) => from === number)) await this.#follower.look(place)
  }

  /** @returns when nothing was missing any more; undefined: something is, nothing moves, and it stands with the troubles */
  async #untilSettled(): Promise<number | undefined> {
    const settling = new Settling()
    for (;;) {
      const missing = await this.#missing()
      const now = settling.look(missing, this.#scene.ledger.entries, performance.now())
      if (now === 'settled') return Date.now()
      if (now === 'given up') {
        this.#troubles.push(...missing.map((each) => `nothing moved any more, and it was given up: ${each}`))
        return undefined
      }
      await delay(SETTLE_LOOK_MS)
    }
  }

  /** In words; what failed stands with the troubles, and nobody waits for it. */
  async #missing(): Promise<readonly string[]> {
    const { ledger, country } = this.#scene
    const accepted = ledger.sent.filter(({ acceptedMs }) => acceptedMs !== undefined)
    const notArrived = accepted.flatMap(({ number, studyUid, to }) =>
      to.filter((at) => !ledger.hasArrived(studyUid, at)).map((at) => `${number} at ${this.#nameOf(at)}`),
    )
    const open = this.#follower.open(accepted)
    const reading = this.#readers.filter(({ isReading }) => isReading).length
    const missing = [
      ...missingOf('not done', [...this.#undone]),
      ...missingOf('not arrived', notArrived),
      ...(open > 0
        ? [`${open} deliveries whose senders were not told that they are stored or downloaded`]
        : []),
      ...(reading > 0 ? [`${reading} mailboxes that are being read`] : []),
    ]
    // Nodes are asked when all else is well.
    if (missing.length > 0) return missing
    const waiting: string[] = []
    for (const { hospital, institution } of country.places) {
      if (hospital === undefined) continue
      const state = await hospital.node.state()
      const { outgoing, incoming } = state?.waiting ?? { outgoing: undefined, incoming: undefined }
      if (outgoing === 0 && incoming === 0) continue
      waiting.push(
        `${institution.name} (${outgoing ?? 'no answer'} to send, ${incoming ?? 'no answer'} to store)`,
      )
    }
    return missingOf('waiting at nodes', waiting)
  }

  #nameOf(number: number): string {
    return this.#scene.country.place(number).institution.name
  }

  async #until(minute: number): Promise<void> {
    const ms = this.beganMs + (minute / MINUTES_OF_A_DAY) * this.#scene.dayMs - Date.now()
    if (ms > 0) await delay(ms)
  }

  /** @param index spreads them over the time */
  async #repeatedly(
    index: number,
    everyMs: number,
    what: string,
    step: () => Promise<unknown>,
  ): Promise<void> {
    await delay((index * 797) % everyMs)
    while (!this.#isOver) {
      await this.#attempt(what, step)
      await delay(everyMs)
    }
  }

  async #perform(what: string, step: () => Promise<unknown>): Promise<void> {
    this.#undone.add(what)
    await this.#attempt(what, step)
    this.#undone.delete(what)
  }

  async #attempt(what: string, step: () => Promise<unknown>): Promise<void> {
    try {
      await step()
    } catch (error) {
      this.#troubles.push(`${what}: ${error instanceof Error ? error.message : String(error)}`)
    }
  }
}
