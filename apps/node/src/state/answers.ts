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

const COLUMNS = `request_id as requestId, study, recipient_id as recipientId, recipient_name as recipientName, state,
  trouble, decided_by as decidedBy, attempts, next_ms as nextMs`

export class Answers {
  readonly #database: NodeDatabase

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

  /** Those that wait for this study, one for each recipient: it comes once for all of them. */
  waitingFor(study: string): readonly AnswerStudy[] {
    return this.#database.all<AnswerStudy>(
      `select ${COLUMNS} from answer_study where study = ? and state = 'waiting' group by recipient_id`,
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

  /** The message that the outgoing one becomes answers the request. */
  noteOutgoing(outgoingId: string, requestId: string): void {
    this.#database.run(
      'insert into answer_outgoing (outgoing_id, request_id) values (?, ?) on conflict do nothing',
      ...[outgoingId, requestId],
    )
  }

  /** The request that it answers; undefined: none. */
  requestOf(outgoingId: string): string | undefined {
    return this.#database.get<{ id: string }>(
      'select request_id as id from answer_outgoing where outgoing_id = ?',
      outgoingId,
    )?.id
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
    this.#database.run('delete from answer_study where request_id = ?', requestId)
  }

  requests(): readonly string[] {
    return this.#database
      .all<{ id: string }>('select distinct request_id as id from answer_study')
      .map(({ id }) => id)
  }
}
