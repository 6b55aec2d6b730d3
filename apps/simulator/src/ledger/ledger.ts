/** The book that everybody who sends and receives writes in. */
import type { Arrival, Asked, Done, Facts, InMailbox, Reached, RequestAtEnd, Sent, Told } from './facts.ts'

export class Ledger {
  readonly #withNode: ReadonlySet<number>
  readonly #sent = new Map<number, Sent>()
  readonly #arrivals: Arrival[] = []
  /** By institution and UID: how often it came. */
  readonly #came = new Map<string, number>()
  /** By institution and study: the images that it has not got yet. */
  readonly #missing = new Map<string, Set<string>>()
  readonly #told: Told[] = []
  /** By message and recipient. */
  readonly #saidLast = new Map<string, Told['status']>()
  readonly #done: Done[] = []
  readonly #asked = new Map<number, Asked>()
  reached: readonly Reached[] = []
  mailboxes: readonly InMailbox[] = []
  requests: readonly RequestAtEnd[] = []

  constructor(withNode: ReadonlySet<number>) {
    this.#withNode = withNode
  }

  /** Before the first byte of it leaves. */
  send(sent: Sent): void {
    this.#sent.set(sent.number, sent)
    for (const at of sent.to) this.#missing.set(`${at} ${sent.studyUid}`, new Set(sent.images.keys()))
  }

  /** Everything of it was answered with success. */
  accept({ number }: Sent, acceptedMs: number): void {
    const sent = this.#sent.get(number)
    if (sent === undefined) throw new RangeError(`sending ${number} was not begun`)
    this.#sent.set(number, { ...sent, acceptedMs })
  }

  arrive(arrival: Arrival): void {
    this.#arrivals.push(arrival)
    const key = `${arrival.at} ${arrival.uid}`
    this.#came.set(key, (this.#came.get(key) ?? 0) + 1)
    // Study, series, instance: each adds a part.
    const studyUid = arrival.uid.split('.').slice(0, -2).join('.')
    this.#missing.get(`${arrival.at} ${studyUid}`)?.delete(arrival.uid)
  }

  /** Each change: what is said again and again is noted when it is said first, and once more when it comes back. */
  tell(told: Told): void {
    const key = `${told.message} ${told.recipient}`
    if (this.#saidLast.get(key) === told.status) return
    this.#saidLast.set(key, told.status)
    this.#told.push(told)
  }

  do(done: Done): void {
    this.#done.push(done)
  }

  ask(asked: Asked): void {
    this.#asked.set(asked.number, asked)
  }

  hasArrived(studyUid: string, at: number): boolean {
    return this.#missing.get(`${at} ${studyUid}`)?.size === 0
  }

  /** Changes whenever something comes or is said. */
  get entries(): number {
    return this.#arrivals.length + this.#told.length
  }

  get sent(): readonly Sent[] {
    return [...this.#sent.values()]
  }

  /** Images that a PACS took more than once: after a break they are sent again, and are the same. */
  get repeats(): number {
    return [...this.#came.values()].reduce((sum, times) => sum + times - 1, 0)
  }

  get lastArrivalMs(): number {
    return this.#arrivals.reduce((last, { ms }) => Math.max(last, ms), 0)
  }

  facts(): Facts {
    const { sent, mailboxes, requests, reached } = this
    return {
      ...{ withNode: this.#withNode, sent, mailboxes, requests, reached, told: this.#told },
      ...{ arrivals: this.#arrivals, done: this.#done, asked: [...this.#asked.values()] },
    }
  }
}
