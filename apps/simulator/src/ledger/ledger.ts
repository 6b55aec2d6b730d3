/** The book that everybody who sends and receives writes in. */
import type { Arrival, Asked, Done, Facts, InMailbox, RequestAtEnd, Sent, Told } from './facts.ts'

/** When what was sent stood in a mailbox, and at the PACS behind it; by the centre's clock, which is this machine's. */
export interface Reached {
  readonly studyUid: string
  readonly recipient: number
  readonly deliveredMs: number | undefined
  /** Undefined: there is no PACS, or it has not got it. */
  readonly storedMs: number | undefined
}

export class Ledger {
  readonly #withNode: ReadonlySet<number>
  readonly #sent = new Map<number, Sent>()
  readonly #arrivals: Arrival[] = []
  /** By institution and UID: how often it came. */
  readonly #came = new Map<string, number>()
  readonly #told = new Map<string, Told>()
  readonly #done: Done[] = []
  readonly #asked = new Map<number, Asked>()
  readonly reached: Reached[] = []
  mailboxes: readonly InMailbox[] = []
  requests: readonly RequestAtEnd[] = []

  constructor(withNode: ReadonlySet<number>) {
    this.#withNode = withNode
  }

  /** Before the first byte of it leaves, and once more when all of it was accepted. */
  send(sent: Sent): void {
    this.#sent.set(sent.number, sent)
  }

  arrive(arrival: Arrival): void {
    this.#arrivals.push(arrival)
    const key = `${arrival.at} ${arrival.uid}`
    this.#came.set(key, (this.#came.get(key) ?? 0) + 1)
  }

  /** Whatever is said again and again is noted when it is said first. */
  tell(told: Told): void {
    const key = `${told.message} ${told.recipient} ${told.status}`
    if (!this.#told.has(key)) this.#told.set(key, told)
  }

  do(done: Done): void {
    this.#done.push(done)
  }

  ask(asked: Asked): void {
    this.#asked.set(asked.number, asked)
  }

  hasArrived(studyUid: string, at: number): boolean {
    const sent = this.sent.find((each) => each.studyUid === studyUid)
    if (sent === undefined) return false
    return [...sent.images.keys()].every((uid) => this.#came.has(`${at} ${uid}`))
  }

  get sent(): readonly Sent[] {
    return [...this.#sent.values()]
  }

  /** Images that a PACS took more than once: after a break they are sent again, and are the same. */
  get repeats(): number {
    return [...this.#came.values()].reduce((sum, times) => sum + times - 1, 0)
  }

  get arrivals(): readonly Arrival[] {
    return this.#arrivals
  }

  facts(): Facts {
    const { sent, mailboxes, requests } = this
    const told = [...this.#told.values()]
    return {
      ...{ withNode: this.#withNode, sent, mailboxes, requests, told },
      ...{ arrivals: this.#arrivals, done: this.#done, asked: [...this.#asked.values()] },
    }
  }
}
