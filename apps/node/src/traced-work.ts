/** The node's part in the trace of each message; which one that is the centre tells with the delivery, and nobody has to keep. */
import { type Tracing, within } from '@epacs/tracing'
import type { LeftAssociation } from './sending/dicom-port.ts'
import type { Incoming, Told } from './state/incoming.ts'
import type { Outgoing } from './state/outgoing.ts'

export class TracedWork {
  readonly #tracing: Tracing
  /** Of deliveries that wait, by the message's id. */
  #traces: ReadonlyMap<string, string> = new Map()

  constructor(tracing: Tracing) {
    this.#tracing = tracing
  }

  /** What waits for the node now. */
  learn(told: readonly Told[]): void {
    this.#traces = new Map(
      told.flatMap(({ message, traceparent }) => (traceparent === undefined ? [] : [[message, traceparent]])),
    )
  }

  /** One for all that it brought, not one for each image. */
  received({ outgoing, instances, refused, end, seconds }: LeftAssociation): void {
    if (!this.#tracing.isOn) return
    const startedAt = new Date(Date.now() - seconds * 1000)
    const counts = { 'epacs.dicom.instances': instances, 'epacs.dicom.refused': refused }
    for (const id of outgoing) {
      const span = this.#tracing.begin('DICOM association', {
        ...{ under: this.#tracing.ofMessage([id]), kind: 'server', startedAt },
        attributes: { 'epacs.outgoing.id': id, 'epacs.dicom.end': end, ...counts },
      })
      span.end(end === 'released' ? undefined : end)
    }
  }

  async sending({ id, requestKey, state }: Outgoing, work: () => Promise<void>): Promise<void> {
    const under = this.#tracing.ofMessage([requestKey])
    const attributes = { 'epacs.outgoing.id': id, 'epacs.state': state }
    await within(this.#tracing.begin('send', { under, attributes }), work)
  }

  async receiving({ messageId, state }: Incoming, work: () => Promise<void>): Promise<void> {
    const under = this.#traces.get(messageId)
    const attributes = { 'epacs.message.id': messageId, 'epacs.state': state }
    await within(this.#tracing.begin('receive', { under, attributes }), work)
  }
}
