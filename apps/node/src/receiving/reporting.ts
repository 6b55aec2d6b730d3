/** What the centre is told of a delivery: by itself, and in receipts that the node signs. */
import { CentreProblem } from '../centre/connection.ts'
import { reportInTheOpen } from '../end-to-end/report-in-the-open.ts'
import type { ReceivingParts } from './receiving-parts.ts'
import { reportOf } from './report.ts'

type ToldStatus = 'forwarded' | 'stored' | 'committed'
export type ReportingParts = Pick<
  ReceivingParts,
  'queue' | 'patients' | 'receipts' | 'opening' | 'connection' | 'log'
>

export class Reporting {
  readonly #parts: ReportingParts

  constructor(parts: ReportingParts) {
    this.#parts = parts
  }

  /** `status` null: it stays as it is. */
  async report(
    messageId: string,
    status: ToldStatus | null,
    how: 'goes-on' | 'settled',
    signal: AbortSignal,
  ): Promise<void> {
    const { queue, patients, receipts, opening, log } = this.#parts
    const report = reportOf(queue, messageId)
    const told = {
      status,
      ...(opening.of(messageId) === undefined ? report : reportInTheOpen(report, queue.listing(messageId))),
      settled: how === 'settled',
      decompressed: queue.find(messageId)?.decompressed ?? 0,
      waitsForDecision: how === 'goes-on' && patients.isAsked(messageId),
    }
    const signed = await receipts.of(messageId, status)
    if (signed.length === 0) return await this.#tell(messageId, told, signal)
    try {
      await this.#tell(messageId, { ...told, receipts: signed }, signal)
    } catch (error) {
      // A centre that takes none, or a clock that is wrong by days: nothing waits for a signature.
      if (!isOfReceipts(error)) throw error
      log.warn({ err: error, message: messageId }, 'the centre does not take the receipts of this node')
      await receipts.forget(messageId)
      await this.#tellSignedAnew(messageId, told, status, signal)
    }
  }

  /** The refusal has told what time it is at the centre: what is signed by that is taken. At last without any. */
  async #tellSignedAnew(
    messageId: string,
    told: object,
    status: ToldStatus | null,
    signal: AbortSignal,
  ): Promise<void> {
    const { receipts } = this.#parts
    try {
      const signed = await receipts.of(messageId, status)
      return await this.#tell(messageId, { ...told, receipts: signed }, signal)
    } catch (error) {
      if (!isOfReceipts(error)) throw error
      await receipts.forget(messageId)
    }
    await this.#tell(messageId, told, signal)
  }

  async #tell(messageId: string, json: object, signal: AbortSignal): Promise<void> {
    const path = `/api/nodes/own/deliveries/${messageId}`
    await this.#parts.connection.call({ method: 'PUT', path, json, signal })
  }
}

function isOfReceipts(error: unknown): boolean {
  return error instanceof CentreProblem && (error.status === 400 || error.status === 422)
}
