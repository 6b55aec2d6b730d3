/** Senders look at what became of what they sent, and note what they are told. */
import type { Country, Place } from '../country/country.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { boxOf } from './boxes.ts'

export class Follower {
  readonly #country: Country
  readonly #ledger: Ledger
  readonly #numbers: ReadonlyMap<string, number>
  /** Study and hospital of messages that are not said to be stored yet. */
  readonly #notStored = new Map<string, string>()

  constructor(country: Country, ledger: Ledger) {
    this.#country = country
    this.#ledger = ledger
    this.#numbers = new Map(country.places.map(({ institution: { id, number } }) => [id, number]))
  }

  async look({ clerk }: Place): Promise<void> {
    for await (const { id: message, studies, deliveries } of boxOf(clerk, 'sent')) {
      const ms = Date.now()
      const [study] = studies
      // Nobody knows yet what it holds.
      if (study === undefined) continue
      for (const { institution, status } of deliveries) {
        const recipient = this.#numbers.get(institution.id)
        if (recipient === undefined) throw new Error(`a message went to ${institution.id}, whom nobody knows`)
        const { hospital } = this.#country.place(recipient)
        const isStored = status === 'stored' || status === 'committed'
        const key = `${message} ${recipient}`
        if (hospital !== undefined) {
          // What it said that it had taken before that was said.
          if (isStored && this.#notStored.get(key) !== '') await hospital.pacs.collect()
          this.#notStored.set(key, isStored ? '' : study.studyInstanceUid)
        }
        this.#ledger.tell({ message, studyUid: study.studyInstanceUid, recipient, status, ms })
      }
    }
  }

  /** Deliveries that were not said to be stored when they were looked at last. */
  get notStored(): number {
    return [...this.#notStored.values()].filter((each) => each !== '').length
  }
}
