/** Senders look at what became of what they sent, and note what they are told. */
import type { Country, Place } from '../country/country.ts'
import type { Sent } from '../ledger/facts.ts'
import { isSaidToEnd } from '../ledger/judge-words.ts'
import type { Ledger } from '../ledger/ledger.ts'
import { pagesOfBox } from './boxes.ts'

interface Said {
  readonly studyUid: string
  readonly recipient: number
  readonly isAtEnd: boolean
}

export class Follower {
  readonly #country: Country
  readonly #ledger: Ledger
  readonly #numbers: ReadonlyMap<string, number>
  /** By message and recipient. */
  readonly #said = new Map<string, Said>()

  constructor(country: Country, ledger: Ledger) {
    this.#country = country
    this.#ledger = ledger
    this.#numbers = new Map(country.places.map(({ institution: { id, number } }) => [id, number]))
  }

  async look({ clerk }: Place): Promise<void> {
    for await (const { items, answeredMs: ms } of pagesOfBox(clerk, 'sent')) {
      for (const { id: message, studies, deliveries } of items) {
        const [study] = studies
        // Nobody knows yet what it holds.
        if (study === undefined) continue
        const studyUid = study.studyInstanceUid
        for (const { institution, status } of deliveries) {
          const recipient = this.#numbers.get(institution.id)
          if (recipient === undefined) {
            throw new Error(`a message went to ${institution.id}, whom nobody knows`)
          }
          const { hospital } = this.#country.place(recipient)
          const key = `${message} ${recipient}`
          const isAtEnd = isSaidToEnd(status, hospital !== undefined)
          if (isAtEnd && this.#said.get(key)?.isAtEnd !== true) await hospital?.pacs.collect()
          this.#said.set(key, { studyUid, recipient, isAtEnd })
          this.#ledger.tell({ message, studyUid, recipient, status, ms })
        }
      }
    }
  }

  /** Of those deliveries, how many were not said to be where they end when they were looked at last. */
  open(sent: readonly Pick<Sent, 'studyUid' | 'to'>[]): number {
    const isAtEnd = new Map<string, boolean>()
    for (const each of this.#said.values()) {
      const key = `${each.studyUid} ${each.recipient}`
      isAtEnd.set(key, each.isAtEnd && isAtEnd.get(key) !== false)
    }
    return sent
      .flatMap(({ studyUid, to }) => to.map((at) => `${studyUid} ${at}`))
      .filter((key) => isAtEnd.get(key) !== true).length
  }
}
