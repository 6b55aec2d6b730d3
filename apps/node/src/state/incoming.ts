/**
 * Deliveries on their way from the centre to the PACS: `waiting → storing (→ committing) → done`. Until all of it is with
 * the PACS a delivery can be held, and cancelled (`cancelling → cancelled`).
 */
import type { NodeDatabase } from './database.ts'
import { PacsRecords } from './pacs-records.ts'
import { retryAt } from './retry.ts'

export interface Incoming {
  readonly messageId: string
  readonly senderName: string
  /** `waiting`: not wholly here; what is here of it may be at the PACS already. `gone`: the data was deleted at the centre before it was, or another node has it. */
  readonly state: 'waiting' | 'storing' | 'committing' | 'done' | 'gone' | 'cancelling' | 'cancelled'
  readonly instances: number
  readonly sizeBytes: number
  readonly createdMs: number
  readonly changedMs: number
  readonly trouble: string | null
  readonly attempts: number
  readonly nextMs: number
  /** 1: nothing is done about it until it is released. */
  readonly held: 0 | 1
  /** The message whose later images it holds; null: none. */
  readonly supplementTo: string | null
  /** Images that the PACS took decompressed, since it does not take them as they are. */
  readonly decompressed: number
  /** Id of the upload that it was; null: no node sent it, or it is not told. */
  readonly arrivedAs: string | null
}

/** An instance on its way to one PACS. */
export interface IncomingInstance extends ListedInstance {
  /** Its name. */
  readonly pacs: string
  readonly state: 'waiting' | 'stored' | 'refused' | 'committed'
  /** The PACS's last answer. */
  readonly status: number | null
  readonly comment: string
  readonly attempts: number
}

export interface ListedInstance {
  readonly position: number
  readonly sopInstanceUid: string
  readonly sopClassUid: string
  readonly transferSyntaxUid: string
  /** Within the package. */
  readonly offsetBytes: number
  readonly sizeBytes: number
  readonly sha256: string
  /** Empty: it is not known. */
  readonly modality: string
}

export interface Told {
  readonly message: string
  readonly sender: { readonly id?: string; readonly name: string }
  readonly urgent: boolean
  /** The message whose later images it holds; undefined: a centre of before does not tell it. */
  readonly supplementTo?: string | null
  /** Id of the upload that it was, where a node sent it. */
  readonly arrivedAs?: string | null
  readonly instances: number
  readonly sizeBytes: number
  /** Encrypted end to end, and whose keys open it; undefined: it is not. */
  readonly endToEnd?: { readonly keys: readonly string[] }
  /** Of the message's trace; undefined: the centre is not traced. */
  readonly traceparent?: string
}

const COLUMNS = `message_id as messageId, sender_name as senderName, state, instances, size_bytes as sizeBytes,
  created_ms as createdMs, changed_ms as changedMs, trouble, attempts, next_ms as nextMs, held, decompressed,
  supplement_to as supplementTo, arrived_as as arrivedAs`

const INSTANCE_COLUMNS = `position, pacs, modality, sop_instance_uid as sopInstanceUid, sop_class_uid as sopClassUid,
  transfer_syntax_uid as transferSyntaxUid, offset_bytes as offsetBytes, size_bytes as sizeBytes, sha256, state,
  status, comment, attempts`

export class IncomingQueue {
  /** What is known of each PACS that gets it. */
  readonly pacs: PacsRecords
  readonly #database: NodeDatabase

  constructor(database: NodeDatabase) {
    this.#database = database
    this.pacs = new PacsRecords(database)
  }

  /**
   * Those that are known already stay as they are. One that was let go because another node had it comes back: it is
   * told of again when that node was revoked. @returns how many there is something to do about now
   */
  learn(told: readonly Told[]): number {
    const now = Date.now()
    return this.#database.transaction(() => {
      // What the PACS refused the first time is told of until then; it is listed anew.
      for (const { message } of told) {
        this.#database.run(
          `delete from incoming_instance where message_id = ?
            and message_id in (select message_id from incoming where state = 'gone')`,
          message,
        )
        this.#database.run(
          `delete from incoming_pacs where message_id = ?
            and message_id in (select message_id from incoming where state = 'gone')`,
          message,
        )
      }
      return told.reduce(
        (sum, { message, sender, urgent, supplementTo = null, arrivedAs = null, instances, sizeBytes }) =>
          sum +
          this.#database.run(
            `insert into incoming
              (message_id, sender_name, urgent, supplement_to, arrived_as, instances, size_bytes, state, created_ms,
                changed_ms)
            values (?, ?, ?, ?, ?, ?, ?, 'waiting', ?, ?)
            on conflict (message_id) do update set state = 'waiting', changed_ms = excluded.changed_ms,
              next_ms = 0, attempts = 0, trouble = null
            where incoming.state = 'gone'`,
            ...[
              message,
              sender.name,
              urgent ? 1 : 0,
              supplementTo,
              arrivedAs,
              instances,
              sizeBytes,
              now,
              now,
            ],
          ),
        0,
      )
    })
  }

  due(busy: ReadonlySet<string>): Incoming | undefined {
    return this.#database
      .all<Incoming>(
        `select ${COLUMNS} from incoming
        where state in ('waiting', 'storing', 'committing', 'cancelling') and held = 0 and next_ms <= ?
          and not (state = 'storing' and exists (select 1 from incoming_patient as patient
            where patient.message_id = incoming.message_id and patient.kind is null))
        order by urgent desc, next_ms, created_ms limit 100`,
        Date.now(),
      )
      .find(({ messageId }) => !busy.has(messageId))
  }

  hold(messageId: string, held: 0 | 1): void {
    this.#database.run('update incoming set held = ?, next_ms = 0 where message_id = ?', held, messageId)
  }

  find(messageId: string): Incoming | undefined {
    return this.#database.get<Incoming>(`select ${COLUMNS} from incoming where message_id = ?`, messageId)
  }

  /**
   * The package has these instances. What is known of those that are listed already stays.
   *
   * @param pacsFor names of the PACS that are to have an image of a modality
   */
  listed(
    messageId: string,
    instances: Iterable<ListedInstance>,
    pacsFor: (modality: string) => readonly string[],
  ): void {
    this.#database.transaction(() => {
      for (const each of instances) {
        for (const pacs of pacsFor(each.modality)) {
          this.#database.run(
            `insert into incoming_instance (message_id, position, pacs, sop_instance_uid, sop_class_uid,
              transfer_syntax_uid, modality, offset_bytes, size_bytes, sha256)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing`,
            ...[messageId, each.position, pacs, each.sopInstanceUid, each.sopClassUid],
            ...[each.transferSyntaxUid, each.modality, each.offsetBytes, each.sizeBytes, each.sha256],
          )
        }
      }
    })
  }

  /** Each once, to however many PACS it goes. */
  listing(messageId: string): readonly ListedInstance[] {
    return this.#database.all<ListedInstance>(
      `select ${INSTANCE_COLUMNS} from incoming_instance where message_id = ? group by position order by position`,
      messageId,
    )
  }

  /** Once for each PACS that is to have it. @param pacs name of the only one that is asked about */
  instances(
    messageId: string,
    state?: IncomingInstance['state'],
    pacs?: string,
  ): readonly IncomingInstance[] {
    return this.#database.all<IncomingInstance>(
      `select ${INSTANCE_COLUMNS} from incoming_instance
      where message_id = ? and (? is null or state = ?) and (? is null or pacs = ?) order by position, pacs`,
      ...[messageId, state ?? null, state ?? null, pacs ?? null, pacs ?? null],
    )
  }

  /** Instances, each once: stored when each PACS that is to have it does, refused when one refuses it. */
  count(messageId: string): Readonly<Record<IncomingInstance['state'], number>> {
    const rows = this.#database.all<{ state: IncomingInstance['state']; instances: number }>(
      `select state, count(*) as instances from (select case when sum(state = 'waiting') > 0 then 'waiting'
          when sum(state = 'refused') > 0 then 'refused' when sum(state = 'stored') > 0 then 'stored'
          else 'committed' end as state
        from incoming_instance where message_id = ? group by position) group by state`,
      messageId,
    )
    const none = { waiting: 0, stored: 0, refused: 0, committed: 0 }
    return Object.fromEntries([
      ...Object.entries(none),
      ...rows.map(({ state, instances }) => [state, instances]),
    ]) as Record<IncomingInstance['state'], number>
  }

  /** Images are stored to that PACS now, or wait for it. @param pacs its name */
  isAwaited(pacs: string): boolean {
    const waiting = this.#database.get(
      `select 1 from incoming_instance join incoming using (message_id)
      where pacs = ? and incoming_instance.state = 'waiting' and incoming.state in ('waiting', 'storing') and held = 0
      limit 1`,
      pacs,
    )
    return waiting !== undefined
  }

  /** A PACS has answered for some of it. */
  isBegun(messageId: string): boolean {
    const begun = this.#database.get(
      `select 1 from incoming_instance where message_id = ? and state <> 'waiting' limit 1`,
      messageId,
    )
    return begun !== undefined
  }

  /** What the PACS answered, as soon as it has. Forgotten by a power cut, the instance is stored once more. */
  answered(
    messageId: string,
    { position, pacs }: Pick<IncomingInstance, 'position' | 'pacs'>,
    { state, status, comment }: Pick<IncomingInstance, 'state' | 'status' | 'comment'>,
  ): void {
    this.#database.quickly(() =>
      this.#database.run(
        `update incoming_instance set state = ?, status = ?, comment = ?, attempts = attempts + 1
        where message_id = ? and position = ? and pacs = ?`,
        ...[state, status, comment, messageId, position, pacs],
      ),
    )
  }

  /** Whether the rules for identifiers are about it: what is said first counts. @returns what counts */
  decideByRules(messageId: string, areRules: boolean): boolean {
    this.#database.run(
      'update incoming set by_rules = ? where message_id = ? and by_rules is null',
      ...[areRules ? 1 : 0, messageId],
    )
    const row = this.#database.get<{ byRules: number }>(
      'select by_rules as byRules from incoming where message_id = ?',
      messageId,
    )
    return row?.byRules === 1
  }

  /** The PACS took one of its images decompressed. */
  noteDecompressed(messageId: string): void {
    this.#database.run('update incoming set decompressed = decompressed + 1 where message_id = ?', messageId)
  }

  move(messageId: string, state: Incoming['state'], trouble: string | null = null): void {
    this.#database.run(
      `update incoming set state = ?, changed_ms = ?, next_ms = 0, attempts = 0, trouble = ? where message_id = ?`,
      ...[state, Date.now(), trouble, messageId],
    )
  }

  postpone(messageId: string, trouble: string, atLeastMs = 0): void {
    const attempts = (this.find(messageId)?.attempts ?? 0) + 1
    this.#database.run(
      'update incoming set attempts = ?, next_ms = ?, trouble = ? where message_id = ?',
      ...[attempts, retryAt(attempts, atLeastMs), trouble, messageId],
    )
  }

  /** What has failed has brought some of it: the next pause is a short one. */
  goesOn(messageId: string): void {
    this.#database.run('update incoming set attempts = 0 where message_id = ?', messageId)
  }

  /** Its PACS are about to be asked to commit. An end of the process in between is seen when `untilMs` has come. */
  awaitCommitment(messageId: string, untilMs: number): void {
    this.#database.run(
      `update incoming set attempts = case state when 'committing' then attempts else 0 end, state = 'committing',
        changed_ms = ?, next_ms = ?, trouble = null
      where message_id = ?`,
      ...[Date.now(), untilMs, messageId],
    )
  }

  /** Its PACS have taken the request: what they report is awaited. */
  noteAsked(messageId: string): void {
    this.#database.run(
      `update incoming set attempts = 0 where message_id = ? and state = 'committing'`,
      messageId,
    )
  }

  /** The clock jumped: what was to be after a pause is to be after the same pause. @param byMs below zero: it was set back */
  shiftMarks(byMs: number): void {
    this.#database.run('update incoming set next_ms = max(1, next_ms + ?) where next_ms > 1', byMs)
  }

  /** Marks of a clock that was wrong while the node was down: no pause is so long. */
  forgetMarksAfter(ms: number): void {
    this.#database.run('update incoming set next_ms = 0 where next_ms > ?', ms)
  }

  /** Everything that waits is tried now; of what waits for the centre, what fails then is a first failure: its pauses are over. */
  retryNow(): void {
    // Not what is awaited of the PACS, but what it could not be asked for. How often a PACS failed goes on to count.
    this.#database.run(
      `update incoming set next_ms = 0, attempts = case state when 'waiting' then 0 else attempts end
      where next_ms > 0 and (state <> 'committing' or trouble is not null)`,
    )
  }

  /** What is to be stored: nothing that is asked of a PACS, whose questions are counted. */
  retrySoon(messageId: string): void {
    this.#database.run(
      `update incoming set next_ms = 0 where message_id = ? and next_ms > 0 and state in ('waiting', 'storing')`,
      messageId,
    )
  }

  forgetInstances(messageId: string): void {
    this.#database.run(`delete from incoming_instance where message_id = ? and state <> 'refused'`, messageId)
  }

  /** What its package is needed for is not over. */
  isOpen(messageId: string): boolean {
    const state = this.find(messageId)?.state
    return state !== undefined && state !== 'done' && state !== 'gone' && state !== 'cancelled'
  }

  /** What is still to be done comes before the history. */
  recent(limit: number): readonly (Incoming & { readonly refused: number; readonly stored: number })[] {
    return this.#database.all(
      `select ${COLUMNS}, (select count(distinct position) from incoming_instance as each
        where each.message_id = incoming.message_id and each.state = 'refused') as refused,
        (select count(distinct position)
            - count(distinct case when each.state in ('waiting', 'refused') then position end)
          from incoming_instance as each where each.message_id = incoming.message_id) as stored
      from incoming order by state in ('done', 'gone', 'cancelled'), coalesce((select first.created_ms from incoming as first
        where first.message_id = incoming.supplement_to), created_ms) desc, created_ms desc limit ?`,
      limit,
    )
  }

  waiting(): number {
    const row = this.#database.get<{ waiting: number }>(
      `select count(*) as waiting from incoming where state not in ('done', 'gone', 'cancelled')`,
    )
    return row?.waiting ?? 0
  }

  /** Those that are wholly here, and that the PACS does not take, or does not answer for. */
  refusedForNow(): number {
    const row = this.#database.get<{ refused: number }>(
      `select count(*) as refused from incoming where state = 'storing' and attempts > 0`,
    )
    return row?.refused ?? 0
  }

  forgetBefore(ms: number): void {
    this.#database.run(
      `delete from incoming where state in ('done', 'gone', 'cancelled') and changed_ms < ?`,
      ms,
    )
    this.#database.run(
      'delete from incoming_end_to_end where message_id not in (select message_id from incoming)',
    )
  }
}
