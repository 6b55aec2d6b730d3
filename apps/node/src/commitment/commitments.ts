/**
 * Storage commitment for those who send to the node (PS3.4 annex J): what they ask is answered for good, and told where they
 * listen, on the association on which they asked, or on their next one.
 */
import {
  type Association,
  type CommitmentRequest,
  isDone,
  MissedReports,
  type Outcome,
  reportCommitment,
  STATUS,
} from '@epacs/dicom/network'
import type { Logger } from 'pino'
import type { LiveConfig } from '../config/live-config.ts'
import type { CommitmentReportTo } from '../config/schema.ts'
import type { Call } from '../rules/facts.ts'
import type { Spool } from '../sending/spool.ts'
import type { NodeDatabase } from '../state/database.ts'
import type { Participants } from '../state/participants.ts'
import { WorkLoop } from '../work-loop.ts'
import { CommitmentRecords, type UnreportedCommitment } from './commitment-records.ts'
import { decideCommitment } from './decide.ts'
import { Pauses } from './pauses.ts'
import { reportOnOwnAssociation } from './report-commitment.ts'

const REPORTS_AT_ONCE = 4
/** Nobody waits longer for an answer. */
const KEPT_MS = 7 * 86_400_000

export interface CommitmentsParts {
  readonly database: NodeDatabase
  readonly spool: Spool
  readonly participants: Participants
  readonly config: Pick<LiveConfig, 'now'>
  readonly log: Logger
}

/** What a caller may do on one association. */
export interface CommitmentOfCall {
  /** What came from it is in the queue, in this message. */
  noteSent(
    instance: { readonly sopClassUid: string; readonly sopInstanceUid: string },
    outgoingId: string,
  ): void
  /** It has asked for something. */
  touch(): void
  /** The association stands. */
  begin(association: Association): void
  commit(request: CommitmentRequest, association: Association): Promise<Outcome>
}

/** A report that was answered with a failure so often was heard. */
const MOST_REFUSALS = 8

export class Commitments {
  readonly #parts: CommitmentsParts
  readonly #records: CommitmentRecords
  readonly #pauses = new Pauses()
  /** How often a report was answered with a failure, by its id. */
  readonly #refusals = new Map<number, number>()
  readonly #reporting: WorkLoop<UnreportedCommitment>

  constructor(parts: CommitmentsParts) {
    this.#parts = parts
    this.#records = new CommitmentRecords(parts.database)
    this.#reporting = new WorkLoop<UnreportedCommitment>({
      next: (busy) => this.#next(busy),
      idOf: ({ id }) => String(id),
      work: async (unreported, cut) => await this.#report(unreported, cut),
      atOnce: REPORTS_AT_ONCE,
    })
  }

  start(): void {
    this.#reporting.start()
  }

  async stop(): Promise<void> {
    await this.#reporting.stop()
  }

  of(call: Call): CommitmentOfCall {
    const { calling, called } = call
    const calledId = this.#parts.participants.find(called)?.id ?? called
    const parties = { calling, calledId }
    const missed = new MissedReports<number>({
      ids: () => (this.#reportTo(calling) === undefined ? this.#records.unreportedOf(calling, called) : []),
      find: (id) => this.#records.unreported(id)?.commitment,
      reported: (id) => this.#records.reported(id),
      failed: (error) => this.#tell(error, call),
    })
    return {
      noteSent: (instance, outgoingId) => this.#records.noteSent(parties, instance, outgoingId),
      touch: () => missed.touch(),
      begin: (association) => missed.begin(association),
      commit: async (request, association) => {
        missed.touch()
        const commitment = await decideCommitment(
          { records: this.#records, spool: this.#parts.spool },
          parties,
          request,
        )
        this.#records.forgetBefore(Date.now() - KEPT_MS)
        const id = this.#records.decided(calling, called, commitment)
        const counts = { committed: commitment.done.length, failed: commitment.failed.length }
        this.#parts.log.info({ ...call, ...counts }, 'storage commitment was asked for')
        // Behind the answer to the request.
        setImmediate(() => {
          if (this.#reportTo(calling) !== undefined) return this.#reporting.look()
          this.#reportHere(association, id).catch((error: unknown) => this.#tell(error, call))
        })
        return { status: STATUS.success }
      },
    }
  }

  async #reportHere(association: Association, id: number): Promise<void> {
    const unreported = this.#records.unreported(id)
    if (unreported === undefined) return
    const { status } = await reportCommitment(association, unreported.commitment)
    if (isDone(status)) this.#records.reported(id)
  }

  /** Where a caller listens now. */
  #reportTo(calling: string): CommitmentReportTo | undefined {
    const callers = this.#parts.config.now.dicom.callers.filter(({ aeTitle }) => aeTitle === calling)
    for (const { commitment } of callers) if (commitment?.reportTo != null) return commitment.reportTo
    return undefined
  }

  #next(busy: ReadonlySet<string>): UnreportedCommitment | undefined {
    const { callers } = this.#parts.config.now.dicom
    const listening = callers.filter(({ commitment }) => commitment?.reportTo != null)
    if (listening.length === 0) return undefined
    const titles = listening.map(({ aeTitle }) => aeTitle)
    const paused = titles.filter((title) => !this.#pauses.isOver(title))
    return this.#records.nextOf(
      titles.filter((title) => !paused.includes(title)),
      [...busy].map(Number),
    )
  }

  async #report(unreported: UnreportedCommitment, signal: AbortSignal): Promise<void> {
    const { id, calling, called } = unreported
    const reportTo = this.#reportTo(calling)
    if (reportTo === undefined) return
    try {
      const result = await reportOnOwnAssociation(reportTo, unreported, signal)
      if (result === 'not-taken' && !this.#isRefusedForGood(id)) {
        throw new Error('The report of storage commitment was answered with a failure.')
      }
      this.#records.reported(id)
      this.#refusals.delete(id)
      this.#pauses.end(calling)
    } catch (error) {
      if (signal.aborted) return
      this.#pauses.begin(calling)
      this.#tell(error, { calling, called })
    }
  }

  /** A caller that has forgotten what it asked says so each time: it has heard it then, and other reports wait. */
  #isRefusedForGood(id: number): boolean {
    const refusals = (this.#refusals.get(id) ?? 0) + 1
    this.#refusals.set(id, refusals)
    return refusals >= MOST_REFUSALS
  }

  #tell(error: unknown, call: Call): void {
    this.#parts.log.warn({ err: error, ...call }, 'a report of storage commitment was not taken')
  }
}
