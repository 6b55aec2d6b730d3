/**
 * Reports of storage commitment that a peer has missed, because its association ended before: told on its next one
 * on which it may be asked for commitment (PS3.4 §J.3.3). Only when it has been quiet for a moment: a peer that waits for
 * the answer to its own request may take anything else for a fault.
 */
import type { Association } from '../association/association.ts'
import { STORAGE_COMMITMENT } from '../association/storage-classes.ts'
import { isDone } from '../dimse/commands.ts'
import type { Commitment } from './commitment-data-set.ts'
import { reportCommitment } from './using.ts'

const QUIET_MS = 1000

/** What one peer does not know yet, wherever it is kept. */
export interface UnreportedCommitments<Id> {
  /** The oldest first; none for a peer that is told where it listens. */
  ids(): readonly Id[] | Promise<readonly Id[]>
  /** Undefined: it was told meanwhile. */
  find(id: Id): Commitment | undefined | Promise<Commitment | undefined>
  reported(id: Id): void | Promise<void>
  /** It was not taken: for the log. */
  failed(error: unknown): void
}

export class MissedReports<Id> {
  readonly #unreported: UnreportedCommitments<Id>
  #timer: NodeJS.Timeout | undefined

  constructor(unreported: UnreportedCommitments<Id>) {
    this.#unreported = unreported
  }

  /** The association stands. */
  begin(association: Association): void {
    if (association.context(STORAGE_COMMITMENT)?.requestorIsScu !== true) return
    this.#wait(association).catch((error: unknown) => this.#unreported.failed(error))
  }

  /** It has asked for something. */
  touch(): void {
    this.#timer?.refresh()
  }

  async #wait(association: Association): Promise<void> {
    const ids = await this.#unreported.ids()
    if (ids.length === 0) return
    const timer = setTimeout(() => {
      if (association.pending > 0) timer.refresh()
      else this.#report(association, ids).catch((error: unknown) => this.#unreported.failed(error))
    }, QUIET_MS)
    this.#timer = timer
    await association.ended
    clearTimeout(timer)
  }

  async #report(association: Association, ids: readonly Id[]): Promise<void> {
    for (const id of ids) {
      const commitment = await this.#unreported.find(id)
      if (commitment === undefined) continue
      const { status } = await reportCommitment(association, commitment)
      if (isDone(status)) await this.#unreported.reported(id)
    }
  }
}
