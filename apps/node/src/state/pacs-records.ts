/** What is known of each PACS that gets a delivery: how much it has, what is in the way, what it was asked to commit to. */
import type { NodeDatabase } from './database.ts'

/** One PACS's part of a delivery. */
export interface AtPacs {
  /** Name of the PACS. */
  readonly pacs: string
  readonly waiting: number
  readonly stored: number
  readonly refused: number
  readonly committed: number
  /** Why what waits does. */
  readonly trouble: string | null
}

const COUNTS = ['waiting', 'stored', 'refused', 'committed'] as const
const COUNTED = COUNTS.map((state) => `sum(each.state = '${state}') as ${state}`).join(', ')

export class PacsRecords {
  readonly #database: NodeDatabase

  constructor(database: NodeDatabase) {
    this.#database = database
  }

  /** As it is now, while its instances are known. */
  counted(messageId: string): readonly AtPacs[] {
    return this.#database.all<AtPacs>(
      `select each.pacs, ${COUNTED}, (select trouble from incoming_pacs
        where incoming_pacs.message_id = each.message_id and incoming_pacs.pacs = each.pacs) as trouble
      from incoming_instance as each where message_id = ? group by each.pacs order by each.pacs`,
      messageId,
    )
  }

  /** As it was when the centre was told last: it outlives the instances. */
  told(messageId: string): readonly AtPacs[] {
    return this.#database.all<AtPacs>(
      `select pacs, waiting, stored, refused, committed, trouble from incoming_pacs
      where message_id = ? and waiting + stored + refused + committed > 0 order by pacs`,
      messageId,
    )
  }

  /** The centre is about to be told. @returns what */
  note(messageId: string): readonly AtPacs[] {
    const now = this.counted(messageId)
    this.#database.transaction(() => {
      for (const { pacs, waiting, stored, refused, committed } of now) {
        this.#database.run(
          `insert into incoming_pacs (message_id, pacs, waiting, stored, refused, committed)
          values (?, ?, ?, ?, ?, ?) on conflict (message_id, pacs) do update set waiting = excluded.waiting,
            stored = excluded.stored, refused = excluded.refused, committed = excluded.committed`,
          ...[messageId, pacs, waiting, stored, refused, committed],
        )
      }
    })
    return now
  }

  /** Null: nothing is in the way any more. */
  noteTrouble(messageId: string, pacs: string, trouble: string | null): void {
    this.#database.run(
      `insert into incoming_pacs (message_id, pacs, trouble) values (?, ?, ?)
      on conflict (message_id, pacs) do update set trouble = excluded.trouble`,
      ...[messageId, pacs, trouble],
    )
  }

  /** What waits for a PACS that there is no more, and of which no modality is known: each image once. */
  withoutModality(
    messageId: string,
    known: readonly string[],
  ): readonly { readonly position: number; readonly offsetBytes: number; readonly sizeBytes: number }[] {
    return this.#database.all(
      `select distinct position, offset_bytes as offsetBytes, size_bytes as sizeBytes from incoming_instance
      where message_id = ? and state = 'waiting' and modality = ''
        and pacs not in (select value from json_each(?)) order by position`,
      ...[messageId, JSON.stringify(known)],
    )
  }

  setModality(messageId: string, position: number, modality: string): void {
    this.#database.run(
      'update incoming_instance set modality = ? where message_id = ? and position = ?',
      ...[modality, messageId, position],
    )
  }

  /**
   * What waits for a PACS that the configuration does not name any more goes where it would go now.
   *
   * @param known names of the PACS that there are
   */
  chooseAnew(
    messageId: string,
    known: readonly string[],
    pacsFor: (modality: string) => readonly string[],
  ): void {
    const stranded = this.#database
      .all<{ position: number; pacs: string; modality: string }>(
        `select position, pacs, modality from incoming_instance where message_id = ? and state = 'waiting'`,
        messageId,
      )
      .filter(({ pacs }) => !known.includes(pacs))
    if (stranded.length === 0) return
    this.#database.transaction(() => {
      for (const { position, pacs, modality } of stranded) {
        const now = pacsFor(modality)
        // Without a PACS it waits for one.
        if (now.length === 0) continue
        for (const chosen of now) {
          this.#database.run(
            `insert into incoming_instance (message_id, position, pacs, sop_instance_uid, sop_class_uid,
              transfer_syntax_uid, modality, offset_bytes, size_bytes, sha256)
            select message_id, position, ?, sop_instance_uid, sop_class_uid, transfer_syntax_uid, modality,
              offset_bytes, size_bytes, sha256 from incoming_instance
            where message_id = ? and position = ? and pacs = ? on conflict do nothing`,
            ...[chosen, messageId, position, pacs],
          )
        }
        this.#database.run(
          'delete from incoming_instance where message_id = ? and position = ? and pacs = ?',
          ...[messageId, position, pacs],
        )
      }
    })
  }

  /** It is about to be asked to commit, in this transaction. */
  asking(messageId: string, pacs: string, transactionUid: string): void {
    this.#database.run(
      `insert into incoming_pacs (message_id, pacs, commitment) values (?, ?, ?)
      on conflict (message_id, pacs) do update set commitment = excluded.commitment, asked = 0`,
      ...[messageId, pacs, transactionUid],
    )
  }

  /** It has taken the request. What it reported before it answered stays. */
  asked(transactionUid: string): void {
    this.#database.run('update incoming_pacs set asked = max(asked, 1) where commitment = ?', transactionUid)
  }

  reported(transactionUid: string): void {
    this.#database.run('update incoming_pacs set asked = 2 where commitment = ?', transactionUid)
  }

  /** Has taken the request, whether or not it has reported. */
  isAsked(messageId: string, pacs: string): boolean {
    const row = this.#database.get<{ asked: number }>(
      'select asked from incoming_pacs where message_id = ? and pacs = ?',
      ...[messageId, pacs],
    )
    return row !== undefined && row.asked > 0
  }

  /** Some were asked, and have not reported. */
  isReportAwaited(messageId: string): boolean {
    const row = this.#database.get(
      'select 1 from incoming_pacs where message_id = ? and commitment is not null and asked < 2 limit 1',
      messageId,
    )
    return row !== undefined
  }

  withCommitment(transactionUid: string): { readonly messageId: string; readonly pacs: string } | undefined {
    return this.#database.get(
      'select message_id as messageId, pacs from incoming_pacs where commitment = ?',
      transactionUid,
    )
  }
}
