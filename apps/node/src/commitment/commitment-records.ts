/**
 * What callers that ask for storage commitment have sent, by whom they called, and the answers that they do not know yet.
 * Where an instance is, its message says: it is known here as long as that stands in the history.
 */
import type { Commitment, FailedReference, InstanceReference } from '@epacs/dicom/network'
import type { NodeDatabase } from '../state/database.ts'
import type { Outgoing } from '../state/outgoing.ts'

/** Whom instances are from, and whom they were sent to. */
export interface Parties {
  /** AE title. */
  readonly calling: string
  /** Of the participant that was called, whatever title it was called by; the title where only a rule names it. */
  readonly calledId: string
}

/** One instance in one message. */
export interface SentInstance {
  readonly sopInstanceUid: string
  readonly sopClassUid: string
  readonly state: Outgoing['state']
  readonly recipientId: string
  /** Name in the spool, and its length; null: it is not there any more. */
  readonly file: string | null
  readonly sizeBytes: number | null
}

export interface UnreportedCommitment {
  readonly id: number
  readonly calling: string
  /** As it was called when it was asked. */
  readonly called: string
  readonly commitment: Commitment
}

interface ReportRow {
  readonly id: number
  readonly calling: string
  readonly called: string
  readonly transactionUid: string
  readonly result: string
}

const REPORT_COLUMNS = 'id, calling, called, transaction_uid as transactionUid, result'

export class CommitmentRecords {
  readonly #database: NodeDatabase

  constructor(database: NodeDatabase) {
    this.#database = database
  }

  /** It survives the end of this process; a power cut once something durable is written. */
  noteSent({ calling, calledId }: Parties, instance: InstanceReference, outgoingId: string): void {
    const { sopInstanceUid, sopClassUid } = instance
    this.#database.quickly(() =>
      this.#database.run(
        `insert into sent_instance (sop_instance_uid, calling, called_id, outgoing_id, sop_class_uid)
        values (?, ?, ?, ?, ?) on conflict do nothing`,
        ...[sopInstanceUid, calling, calledId, outgoingId, sopClassUid],
      ),
    )
  }

  /** Of these UIDs, which may be hundreds, what is known, the oldest messages first. */
  sent({ calling, calledId }: Parties, sopInstanceUids: readonly string[]): readonly SentInstance[] {
    return this.#database.all<SentInstance>(
      `select sent.sop_instance_uid as sopInstanceUid, sent.sop_class_uid as sopClassUid, outgoing.state,
        outgoing.recipient_id as recipientId, there.file, there.size_bytes as sizeBytes
      from json_each(?) as asked
      join sent_instance as sent on sent.sop_instance_uid = asked.value and sent.calling = ? and sent.called_id = ?
      join outgoing on outgoing.id = sent.outgoing_id
      left join outgoing_instance as there
        on there.outgoing_id = outgoing.id and there.sop_instance_uid = sent.sop_instance_uid
      order by outgoing.id`,
      ...[JSON.stringify(sopInstanceUids), calling, calledId],
    )
  }

  /** Durable when it returns, with all that was noted before. @returns its id */
  decided(calling: string, called: string, { transactionUid, done, failed }: Commitment): number {
    const row = this.#database.transaction(() =>
      this.#database.get<{ id: number }>(
        `insert into commitment_report (calling, called, transaction_uid, result, decided_ms)
        values (?, ?, ?, ?, ?) returning id`,
        ...[calling, called, transactionUid, JSON.stringify({ done, failed }), Date.now()],
      ),
    )
    if (row === undefined) throw new Error('An answer to storage commitment was not recorded')
    return row.id
  }

  /** Undefined: it was reported. */
  unreported(id: number): UnreportedCommitment | undefined {
    const row = this.#database.get<ReportRow>(
      `select ${REPORT_COLUMNS} from commitment_report where id = ?`,
      id,
    )
    return row && commitmentOf(row)
  }

  /** The oldest first. */
  unreportedOf(calling: string, called: string): readonly number[] {
    return this.#database
      .all<{ id: number }>(
        'select id from commitment_report where calling = ? and called = ? order by id',
        ...[calling, called],
      )
      .map(({ id }) => id)
  }

  /** The oldest that is for one of these callers, and none of `not`. */
  nextOf(callers: readonly string[], not: readonly number[]): UnreportedCommitment | undefined {
    const row = this.#database.get<ReportRow>(
      `select ${REPORT_COLUMNS} from commitment_report
      where calling in (select value from json_each(?)) and id not in (select value from json_each(?))
      order by id limit 1`,
      ...[JSON.stringify(callers), JSON.stringify(not)],
    )
    return row && commitmentOf(row)
  }

  reported(id: number): void {
    this.#database.run('delete from commitment_report where id = ?', id)
  }

  forgetBefore(ms: number): void {
    this.#database.run('delete from commitment_report where decided_ms < ?', ms)
  }
}

function commitmentOf({ id, calling, called, transactionUid, result }: ReportRow): UnreportedCommitment {
  const { done, failed } = JSON.parse(result) as {
    readonly done: readonly InstanceReference[]
    readonly failed: readonly FailedReference[]
  }
  return { id, calling, called, commitment: { transactionUid, done, failed } }
}
