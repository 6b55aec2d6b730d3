/** Which studies answer which requests for images, and how far their fetching has come. Durable, as all that was decided. */
import type { NodeDatabase } from './database.ts'

export interface AnswerStudy {
  readonly requestId: string
  readonly study: string
  readonly recipientId: string
  readonly recipientName: string
  /** `moved`: the PACS has moved it here. */
  readonly state: 'waiting' | 'moved' | 'failed'
  readonly trouble: string | null
  /** Name of the person; null: by the administrator's rule. */
  readonly decidedBy: string | null
  readonly attempts: number
  readonly nextMs: number
}

export interface AnswerInstance {
  readonly study: string
  readonly sopInstanceUid: string
  readonly dataSetSha256: string
}

const COLUMNS = `request_id as requestId, study, recipient_id as recipientId, recipient_name as recipientName, state,
  trouble, decided_by as decidedBy, attempts, next_ms as nextMs`

export class Answers {
  readonly #database: NodeDatabase

  /** Images by study, of the one that the PACS moves now. */
  readonly #counted = new Map<string, number>()

  constructor(database: NodeDatabase) {
    this.#database = database
  }

  /** One that failed is tried again; one that is under way stays as it is. */
  choose(
    request: Pick<AnswerStudy, 'requestId' | 'recipientId' | 'recipientName' | 'decidedBy'>,
    studies: readonly string[],
  ): void {
    const { requestId, recipientId, recipientName, decidedBy } = request
    this.#database.transaction(() => {
      for (const study of studies) {
        this.#database.run(
          `insert into answer_study (request_id, study, recipient_id, recipient_name, state, decided_by)
          values (?, ?, ?, ?, 'waiting', ?)
          on conflict do update set state = 'waiting', trouble = null, attempts = 0, next_ms = 0 where state = 'failed'`,
          ...[requestId, study, recipientId, recipientName, decidedBy],
        )
      }
    })
  }

  of(requestId: string): readonly AnswerStudy[] {
    return this.#database.all<AnswerStudy>(
      `select ${COLUMNS} from answer_study where request_id = ? order by study`,
      requestId,
    )
  }

  /** The next one that is to be fetched now. */
  due(): AnswerStudy | undefined {
    return this.#database.get<AnswerStudy>(
      `select ${COLUMNS} from answer_study where state = 'waiting' and next_ms <= ? order by next_ms, study limit 1`,
      Date.now(),
    )
  }

  /** It comes once for all of them. */
  waitingFor(study: string): readonly AnswerStudy[] {
    return this.#database.all<AnswerStudy>(
      `select ${COLUMNS} from answer_study where study = ? and state = 'waiting' order by request_id`,
      study,
    )
  }

  moved({ requestId, study }: Pick<AnswerStudy, 'requestId' | 'study'>): void {
    this.#database.run(
      `update answer_study set state = 'moved', trouble = null where request_id = ? and study = ?`,
      ...[requestId, study],
    )
  }

  /** @param nextMs undefined: nothing more is tried */
  failed(
    { requestId, study }: Pick<AnswerStudy, 'requestId' | 'study'>,
    trouble: string,
    nextMs: number | undefined,
  ): void {
    this.#database.run(
      `update answer_study set state = ?, trouble = ?, attempts = attempts + 1, next_ms = ?
      where request_id = ? and study = ?`,
      ...[nextMs === undefined ? 'failed' : 'waiting', trouble, nextMs ?? 0, requestId, study],
    )
  }

  /**
   * It has come for these requests, in this outgoing message, which answers them: unless it may be made already, since the
   * centre knows a message again by what it says. Durable with the next durable change, as the queue's own row of it.
   */
  note(outgoingId: string, requestIds: readonly string[], instance: AnswerInstance): void {
    const { study, sopInstanceUid, dataSetSha256 } = instance
    const counted = this.#counted.get(study)
    if (counted !== undefined) this.#counted.set(study, counted + 1)
    const work = () => {
      for (const requestId of requestIds) {
        this.#database.run(
          `insert into answer_outgoing (outgoing_id, request_id)
          select id, ? from outgoing where id = ? and state in ('receiving', 'packing') on conflict do nothing`,
          ...[requestId, outgoingId],
        )
        this.#database.run(
          `insert into answer_instance (request_id, study, sop_instance_uid, data_set_sha256, outgoing_id)
          values (?, ?, ?, ?, ?)
          on conflict do update set data_set_sha256 = excluded.data_set_sha256, outgoing_id = excluded.outgoing_id`,
          ...[requestId, study, sopInstanceUid, dataSetSha256, outgoingId],
        )
      }
    }
    this.#database.quickly(() => this.#database.transaction(work))
  }

  /** The outgoing message with which it has gone for one of these requests. */
  goneWith(
    requestIds: readonly string[],
    { study, sopInstanceUid, dataSetSha256 }: AnswerInstance,
  ): string | undefined {
    return this.#database.get<{ id: string }>(
      `select outgoing_id as id from answer_instance join outgoing on outgoing.id = outgoing_id
      where request_id in (select value from json_each(?)) and answer_instance.study = ? and sop_instance_uid = ?
        and data_set_sha256 = ? and outgoing.state not in ('cancelling', 'cancelled') limit 1`,
      ...[JSON.stringify(requestIds), study, sopInstanceUid, dataSetSha256],
    )?.id
  }

  /** From now on what comes of this study is counted, what had come before among it; until the process ends. */
  beginCounting(study: string): void {
    this.#counted.clear()
    this.#counted.set(study, 0)
  }

  counted(study: string): number {
    return this.#counted.get(study) ?? 0
  }

  /** How many instances have come for it, in all attempts. */
  arrived({ requestId, study }: Pick<AnswerStudy, 'requestId' | 'study'>): number {
    const row = this.#database.get<{ arrived: number }>(
      'select count(*) as arrived from answer_instance where request_id = ? and study = ?',
      ...[requestId, study],
    )
    return row?.arrived ?? 0
  }

  /** The request that its message names; undefined: none. */
  requestOf(outgoingId: string): string | undefined {
    return this.#database.get<{ id: string }>(
      'select request_id as id from answer_outgoing where outgoing_id = ? order by rowid limit 1',
      outgoingId,
    )?.id
  }

  /** The request wants no answer any more. */
  unlink(outgoingId: string, requestId: string): void {
    this.#database.run(
      'delete from answer_outgoing where outgoing_id = ? and request_id = ?',
      ...[outgoingId, requestId],
    )
  }

  /** What no message on its way answers any more, though the PACS has moved it, is for a person to choose again. */
  failUnlinked(trouble: string): void {
    this.#database.transaction(() => {
      this.#database.run(
        `update answer_study set state = 'failed', trouble = ? where state = 'moved' and (request_id, study) in (
          select request_id, outgoing.study from answer_outgoing join outgoing on outgoing.id = outgoing_id
          where outgoing.state = 'cancelled')`,
        trouble,
      )
      for (const table of ['answer_instance', 'answer_outgoing']) {
        this.#database.run(
          `delete from ${table} where outgoing_id in (select id from outgoing where state = 'cancelled')`,
        )
      }
    })
    for (const id of this.#unlinked()) this.leaveToPeople(id, trouble)
  }

  #unlinked(): readonly string[] {
    const rows = this.#database.all<{ id: string }>(
      `select distinct request_id as id from answer_study where state = 'moved'
        and not exists (select 1 from answer_outgoing where answer_outgoing.request_id = answer_study.request_id)`,
    )
    return rows.map(({ id }) => id)
  }

  /** Chosen again, it goes again: in a message that names the request. */
  leaveToPeople(requestId: string, trouble: string): void {
    this.#database.transaction(() => {
      this.#database.run('delete from answer_outgoing where request_id = ?', requestId)
      this.#database.run('delete from answer_instance where request_id = ?', requestId)
      this.#database.run(
        `update answer_study set state = 'failed', trouble = ? where request_id = ? and state = 'moved'`,
        ...[trouble, requestId],
      )
    })
  }

  /** Of which nothing waits any more, nothing has failed, and each message has been delivered. */
  answered(): readonly string[] {
    const rows = this.#database.all<{ id: string }>(
      `select request_id as id from answer_study group by request_id having min(state = 'moved') = 1
        and exists (select 1 from answer_outgoing where answer_outgoing.request_id = answer_study.request_id)
        and not exists (
          select 1 from answer_outgoing join outgoing on outgoing.id = outgoing_id
          where answer_outgoing.request_id = answer_study.request_id and outgoing.state <> 'delivered'
        )`,
    )
    return rows.map(({ id }) => id)
  }

  /** It has ended. What is on its way for it stays linked. */
  forget(requestId: string): void {
    this.#database.transaction(() => {
      this.#database.run('delete from answer_study where request_id = ?', requestId)
      this.#database.run('delete from answer_instance where request_id = ?', requestId)
    })
  }

  requests(): readonly string[] {
    return this.#database
      .all<{ id: string }>('select distinct request_id as id from answer_study')
      .map(({ id }) => id)
  }
}
