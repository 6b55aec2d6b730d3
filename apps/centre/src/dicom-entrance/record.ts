/** Who came and what became of it, in the audit trail; never patient data. */
import type { AssociationEnd, Proposal } from '@epacs/dicom/network'
import type { Centre } from '../centre.ts'
import { plainAddress } from './calling/addresses.ts'
import type { Refused } from './calling/admission.ts'
import type { Exchange } from './calling/gateways.ts'
import type { ReceivedCounts } from './receiving/receiver.ts'

/** Of rejected associations, of each address in a minute: a scan must not fill the trail. */
const REFUSALS_A_MINUTE = 20
const MINUTE_MS = 60_000

function actorOf({ gateway }: Exchange) {
  return { personId: null, institution: gateway.institution }
}

function placeOf({ remoteAddress, certificates }: Proposal) {
  return { address: plainAddress(remoteAddress), transport: certificates === undefined ? 'plain' : 'tls' }
}

export async function recordBegin(centre: Centre, exchange: Exchange, proposal: Proposal): Promise<void> {
  const { gateway, recipient } = exchange
  await centre.db.transaction().execute((trx) =>
    centre.audit.record(trx, {
      at: centre.clock(),
      actor: actorOf(exchange),
      action: 'association.begin',
      details: { gateway: gateway.aeTitle, recipient: recipient.id, ...placeOf(proposal) },
    }),
  )
}

export async function recordEnd(
  centre: Centre,
  exchange: Exchange,
  end: AssociationEnd,
  counts: ReceivedCounts,
): Promise<void> {
  const { gateway, recipient } = exchange
  await centre.db.transaction().execute((trx) =>
    centre.audit.record(trx, {
      at: centre.clock(),
      actor: actorOf(exchange),
      action: 'association.end',
      details: { gateway: gateway.aeTitle, recipient: recipient.id, end: endText(end), ...counts },
    }),
  )
}

export function endText(end: AssociationEnd): string {
  return end.kind === 'aborted' ? `aborted by ${end.by}: ${end.why}` : end.kind
}

export class RefusalRecord {
  readonly #centre: Centre
  /** By address. */
  #counts = new Map<string, number>()
  #sinceMs = 0

  constructor(centre: Centre) {
    this.#centre = centre
  }

  async record(proposal: Proposal, { refused, detail }: Refused): Promise<void> {
    const { callingAeTitle, calledAeTitle } = proposal.request
    const place = placeOf(proposal)
    if (!this.#counted(place.address)) return
    await this.#centre.db.transaction().execute((trx) =>
      this.#centre.audit.record(trx, {
        at: this.#centre.clock(),
        actor: null,
        action: 'association.refuse',
        details: {
          problem: refused,
          ...(detail !== undefined && { detail }),
          calling: callingAeTitle,
          called: calledAeTitle,
          ...place,
        },
      }),
    )
  }

  #counted(address: string): boolean {
    const nowMs = performance.now()
    if (nowMs - this.#sinceMs > MINUTE_MS) {
      this.#counts = new Map()
      this.#sinceMs = nowMs
    }
    const count = (this.#counts.get(address) ?? 0) + 1
    this.#counts.set(address, count)
    return count <= REFUSALS_A_MINUTE
  }
}
