/** Nodes of hospitals: each is enrolled and holds its event stream, which has to tell of whatever comes. */
import { makeCertificateRequest } from '@epacs/pki'
import { ApiClient } from '../../../centre/src/testing/api-client.ts'
import type { Prepared } from '../country/prepare.ts'
import type { Reached } from '../ledger/facts.ts'
import type { Institution } from '../plan/institutions.ts'
import type { Calls } from './calls.ts'
import { EventStream } from './event-stream.ts'

const AT_ONCE = 6
/** An event that comes later than that is as good as none. */
const TOLD_WITHIN_MS = 15_000

interface Held {
  readonly institution: Institution
  readonly stream: EventStream
}

export class Nodes {
  readonly #held: Held[] = []
  readonly #origins: { readonly portal: string; readonly entrance: string }
  readonly #files: Prepared
  readonly #calls: Calls

  constructor(origins: { portal: string; entrance: string }, files: Prepared, calls: Calls) {
    this.#origins = origins
    this.#files = files
    this.#calls = calls
  }

  get streams(): readonly EventStream[] {
    return this.#held.map(({ stream }) => stream)
  }

  /** Spread over the hospitals. @throws when one is not enrolled */
  async enrol(
    count: number,
    hospitals: readonly Institution[],
    onStep: (step: string) => void,
  ): Promise<void> {
    const { ca, operator } = this.#files
    const { certificatePem: cert, privateKeyPem: key } = operator
    const own = new ApiClient(this.#origins.entrance, { ca, cert, key })
    const visitor = new ApiClient(this.#origins.portal, { ca })
    try {
      for (let number = 0; number < count; number += AT_ONCE) {
        onStep(`nodes, ${number} of ${count}`)
        const some = Array.from({ length: Math.min(AT_ONCE, count - number) }, (_, at) => number + at)
        await Promise.all(
          some.map(async (each) => {
            const institution = hospitals[each % hospitals.length]
            if (institution !== undefined) await this.#enrolOne(institution, own, visitor)
          }),
        )
      }
    } finally {
      own.close()
      visitor.close()
    }
  }

  async #enrolOne(institution: Institution, operator: ApiClient, visitor: ApiClient): Promise<void> {
    const { json } = await operator.call('POST', '/api/nodes/codes', {
      json: { institution: institution.id },
    })
    const { privateKeyPem, requestPem } = await makeCertificateRequest('node')
    const wish = { code: json.code, certificateRequest: requestPem }
    const enrolled = await visitor.call('POST', '/api/nodes', { json: wish })
    if (enrolled.status !== 201) throw new Error(`enrolling answered ${enrolled.status}`)
    const trust = { ca: this.#files.ca, cert: String(enrolled.json.certificate), key: privateKeyPem }
    const stream = new EventStream(`${this.#origins.entrance}/api/events`, trust, this.#calls)
    await stream.open()
    this.#held.push({ institution, stream })
  }

  /** How long after the delivery each was told, in ms, ascending; and how often one was not, whose stream stood all the time. */
  told(reached: readonly Reached[]): { readonly afterMs: readonly number[]; readonly missed: number } {
    const afterMs: number[] = []
    let missed = 0
    for (const { message, recipient, deliveredMs } of reached) {
      if (deliveredMs === undefined) continue
      for (const { institution, stream } of this.#held) {
        if (institution.number !== recipient) continue
        const toldMs = stream.toldMs(message, 'delivered')
        if (toldMs !== undefined) afterMs.push(Math.max(0, toldMs - deliveredMs))
        else if (stream.stoodFrom(deliveredMs - 1000, deliveredMs + TOLD_WITHIN_MS)) missed++
      }
    }
    return { afterMs: afterMs.sort((one, other) => one - other), missed }
  }

  close(): void {
    for (const { stream } of this.#held) stream.close()
  }
}
