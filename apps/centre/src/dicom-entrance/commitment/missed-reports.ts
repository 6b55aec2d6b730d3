/**
 * Reports of storage commitment that a gateway has missed, because its association ended before: told on its next one
 * on which it may be asked for commitment (PS3.4 §J.3.3). Only when it has been quiet for a moment: a peer that waits for
 * the answer to its own request may take anything else for a fault.
 */
import { type Association, isDone, reportCommitment, STORAGE_COMMITMENT } from '@epacs/dicom/network'
import type { Centre } from '../../centre.ts'
import type { Exchange } from '../calling/gateways.ts'
import { markReported, unreported, unreportedOf } from './record.ts'

const QUIET_MS = 1000

export class MissedReports {
  readonly #centre: Centre
  readonly #exchange: Exchange
  #timer: NodeJS.Timeout | undefined

  constructor(centre: Centre, exchange: Exchange) {
    this.#centre = centre
    this.#exchange = exchange
  }

  /** The association stands. */
  begin(association: Association): void {
    const context = association.context(STORAGE_COMMITMENT)
    // One that listens for reports is told there.
    if (context?.requestorIsScu !== true || this.#exchange.gateway.reportTo !== undefined) return
    this.#wait(association).catch((error: unknown) => this.#tell(error))
  }

  /** It has asked for something. */
  touch(): void {
    this.#timer?.refresh()
  }

  async #wait(association: Association): Promise<void> {
    const ids = await unreportedOf(this.#centre, this.#exchange)
    if (ids.length === 0) return
    const timer = setTimeout(() => {
      if (association.pending > 0) timer.refresh()
      else this.#report(association, ids).catch((error: unknown) => this.#tell(error))
    }, QUIET_MS)
    this.#timer = timer
    await association.ended
    clearTimeout(timer)
  }

  async #report(association: Association, ids: readonly string[]): Promise<void> {
    for (const id of ids) {
      const decided = await unreported(this.#centre, id)
      if (decided === undefined) continue
      const { status } = await reportCommitment(association, decided.commitment)
      if (isDone(status)) await markReported(this.#centre, id)
    }
  }

  #tell(error: unknown): void {
    const { gateway } = this.#exchange
    this.#centre.log.info(
      { err: error, gateway: gateway.aeTitle },
      'a missed storage commitment was not taken',
    )
  }
}
