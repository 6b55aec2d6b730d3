/** The listeners: plain for addresses of a VPN, and over mutual TLS. What one gateway does touches no other. */
import {
  Acceptor,
  type Admission,
  type Association,
  type AssociationEnd,
  acceptStorageOf,
  MissedReports,
  type Proposal,
} from '@epacs/dicom/network'
import { inside, type Span } from '@epacs/tracing'
import type { Centre } from '../centre.ts'
import type { DiskSpace } from '../storage/index.ts'
import { associationServices } from './association-services.ts'
import { admit, mayStillCall, REFUSALS, type Refused } from './calling/admission.ts'
import type { Exchange } from './calling/gateways.ts'
import { unreportedBy } from './commitment/unreported-by.ts'
import { type EntranceMetrics, entranceMetrics } from './metrics.ts'
import { Receiver } from './receiving/receiver.ts'
import type { Receptions } from './receiving/receptions.ts'
import type { SpoolFolder } from './receiving/spool-folder.ts'
import { endText, RefusalRecord, recordBegin, recordEnd } from './record.ts'
import { Seats } from './seats.ts'

/** What a mutilated handshake, a scan or a late peer may take of the listener besides its associations. */
const MAX_PENDING_PER_ADDRESS = 20
export interface EntranceParts {
  readonly receptions: Receptions
  readonly folder: SpoolFolder
  readonly space: DiskSpace
}

/** `full`: it turns further callers away until one has left; `closed`: it listens nowhere. */
export type EntranceStanding = 'open' | 'full' | 'closed'

interface Standing {
  readonly exchange: Exchange
  readonly receiver: Receiver
  readonly missed: MissedReports<string>
  /** Undefined until it stands. */
  association: Association | undefined
  /** Of gateways, before it was admitted. */
  readonly changes: number
  readonly span: Span
}

/** The database tells of every change of gateways by itself (migration 0041). */
const CHANNEL = 'epacs_gateways'

export class DicomEntrance {
  readonly #centre: Centre
  readonly #parts: EntranceParts
  readonly #seats: Seats
  readonly #metrics: EntranceMetrics
  readonly #refusals: RefusalRecord
  readonly #acceptors: Acceptor[] = []
  readonly #standing = new Map<Proposal, Standing>()
  readonly #ending = new Set<Promise<void>>()
  #changes = 0
  #isClosed = false

  constructor(centre: Centre, parts: EntranceParts) {
    this.#centre = centre
    this.#parts = parts
    this.#seats = new Seats(centre.config.dicom)
    this.#refusals = new RefusalRecord(centre)
    this.#metrics = entranceMetrics(centre.metrics, {
      associations: () => this.#seats.taken,
      openMessages: () => parts.receptions.open,
    })
  }

  get standing(): EntranceStanding {
    if (this.#isClosed || this.#acceptors.length === 0) return 'closed'
    return this.#seats.taken < this.#centre.config.dicom.maxAssociations ? 'open' : 'full'
  }

  /** `tls`: the certificate that is shown, and its key. Fails as listening does. */
  async listen(
    port: number,
    tls: { readonly cert: string; readonly key: string } | undefined,
  ): Promise<void> {
    const { host, maxAssociations, maxPduBytes } = this.#centre.config.dicom
    const acceptor = await Acceptor.listen({
      host,
      port,
      ...(tls !== undefined && { tls: { ...tls, peerIsCheckedBy: 'admit' as const } }),
      limits: { maxPduBytes },
      maxAssociations,
      maxPendingPerPeer: MAX_PENDING_PER_ADDRESS,
      // One instance after another: its bytes lie in one piece in the association's spool.
      maxPerformed: 1,
      admit: (proposal) => this.#admit(proposal),
      onAssociation: (association, proposal) => {
        const standing = this.#standing.get(proposal)
        if (standing === undefined) return
        standing.association = association
        standing.missed.begin(association)
        if (standing.changes !== this.#changes) this.#look()
      },
      onEnd: (end, proposal) => this.#ended(end, proposal),
    })
    this.#acceptors.push(acceptor)
  }

  /** Aborts associations of gateways that an operator has withdrawn or changed, as soon as they may not call any more. */
  async follow(): Promise<void> {
    await this.#centre.notices.listen(CHANNEL, () => {
      this.#changes++
      this.#look()
    })
  }

  #look(): void {
    this.#abortOthers().catch((error: unknown) => {
      this.#centre.log.error({ err: error }, 'gateways could not be looked at after a change')
    })
  }

  async #abortOthers(): Promise<void> {
    for (const [proposal, { association, exchange }] of [...this.#standing]) {
      if (association === undefined) continue
      if (!(await mayStillCall(this.#centre, exchange, proposal))) association.abort()
    }
  }

  /** No association stands. */
  isIdle(): boolean {
    return this.#standing.size === 0
  }

  /** Aborts what stands; what has come whole stays. */
  async close(): Promise<void> {
    this.#isClosed = true
    await Promise.all(this.#acceptors.map((acceptor) => acceptor.close()))
    while (this.#ending.size > 0) await Promise.all(this.#ending)
  }

  async #admit(proposal: Proposal): Promise<Admission> {
    const changes = this.#changes
    const decided = await admit(this.#centre, proposal)
    if ('refused' in decided) return await this.#refuse(proposal, decided)
    if (this.#centre.leaving.aborted) return await this.#refuse(proposal, { refused: 'stopping' })
    const full = this.#seats.take(proposal, decided.gateway.institution.id)
    if (full !== undefined) return await this.#refuse(proposal, { refused: full })
    const { receptions, folder, space } = this.#parts
    const receiver = new Receiver(decided, {
      receptions,
      folder,
      space,
      onStored: (result, sizeBytes) => this.#metrics.countStore(result, sizeBytes),
    })
    const span = this.#centre.tracing.begin('DICOM association', { kind: 'server' })
    const missed = new MissedReports(unreportedBy(this.#centre, decided))
    if (this.#seats.has(proposal)) {
      this.#standing.set(proposal, {
        exchange: decided,
        receiver,
        missed,
        association: undefined,
        changes,
        span,
      })
    }
    await recordBegin(this.#centre, decided, proposal)
    return {
      services: associationServices(this.#centre, receptions, decided, receiver, missed),
      contexts: acceptStorageOf(this.#centre.config.dicom.storage),
      // Sent where the peer wants to know that its user was taken.
      userIdentityReply: this.#isUserChecked(decided) ? new Uint8Array(0) : undefined,
    }
  }

  #isUserChecked({ gateway: { aeTitle } }: Exchange): boolean {
    return this.#centre.config.dicom.users.some(({ gateway }) => gateway === aeTitle)
  }

  async #refuse(proposal: Proposal, refused: Refused): Promise<Admission> {
    this.#metrics.countRefusal(refused.refused)
    await this.#refusals.record(proposal, refused)
    return { reject: REFUSALS[refused.refused] }
  }

  #ended(end: AssociationEnd, proposal: Proposal | undefined): void {
    this.#metrics.countEnd(end.kind)
    if (proposal === undefined) return
    this.#seats.leave(proposal)
    const standing = this.#standing.get(proposal)
    if (standing === undefined) return
    this.#standing.delete(proposal)
    const ending = inside(standing.span, () => this.#conclude(standing, end)).finally(() =>
      this.#ending.delete(ending),
    )
    this.#ending.add(ending)
  }

  async #conclude({ exchange, receiver, span }: Standing, end: AssociationEnd): Promise<void> {
    const { log } = this.#centre
    const { gateway, recipient } = exchange
    const { taken, refused, bytes } = receiver.counts
    span.set({
      'epacs.dicom.end': end.kind,
      'epacs.dicom.instances': taken,
      'epacs.dicom.refused': refused,
      'epacs.dicom.bytes': bytes,
    })
    try {
      await receiver.end(end.kind === 'released' ? 'released' : 'broken')
      await recordEnd(this.#centre, exchange, end, receiver.counts)
      const facts = { gateway: gateway.aeTitle, called: recipient.aeTitle, ...receiver.counts }
      log.info({ ...facts, end: endText(end) }, 'a DICOM association ended')
    } catch (error) {
      log.error({ err: error, gateway: gateway.aeTitle }, 'the end of a DICOM association was not recorded')
    } finally {
      span.end(end.kind === 'released' ? undefined : end.kind)
    }
  }
}
