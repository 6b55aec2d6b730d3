/** How many associations may stand at once: in all, and of one institution. */
import type { Proposal } from '@epacs/dicom/network'
import type { RefusalCode } from './calling/admission.ts'

export interface SeatLimits {
  readonly maxAssociations: number
  readonly maxAssociationsPerInstitution: number
}

export class Seats {
  readonly #limits: SeatLimits
  readonly #taken = new Map<Proposal, string>()
  /** A peer may go while it is looked at. */
  readonly #gone = new WeakSet<Proposal>()

  constructor(limits: SeatLimits) {
    this.#limits = limits
  }

  get taken(): number {
    return this.#taken.size
  }

  /** Undefined: it has a seat until `leave`. */
  take(proposal: Proposal, institutionId: string): RefusalCode | undefined {
    if (this.#taken.size >= this.#limits.maxAssociations) return 'too-many-associations'
    let ofInstitution = 0
    for (const each of this.#taken.values()) if (each === institutionId) ofInstitution++
    if (ofInstitution >= this.#limits.maxAssociationsPerInstitution) return 'too-many-of-institution'
    if (!this.#gone.has(proposal)) this.#taken.set(proposal, institutionId)
    return undefined
  }

  has(proposal: Proposal): boolean {
    return this.#taken.has(proposal)
  }

  leave(proposal: Proposal): void {
    this.#gone.add(proposal)
    this.#taken.delete(proposal)
  }
}
