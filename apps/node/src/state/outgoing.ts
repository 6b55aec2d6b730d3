/**
 * Messages on their way from the hospital to the centre: `receiving → packing → uploading → sent → delivered`. Until it is
 * sent, a message can be held, and cancelled (`cancelling → cancelled`).
 */
import { dirname } from 'node:path'
import { v7 as newId } from 'uuid'
import type { NodeDatabase } from './database.ts'
import { OutgoingImages } from './outgoing-images.ts'
import { OutgoingRedirection } from './outgoing-redirection.ts'
import { addRouting, PLAIN, type Routing, withLines } from './outgoing-routing.ts'
import { COLUMNS, type Destination, type Outgoing, type Unsettled } from './outgoing-row.ts'
import { OutgoingSupplements } from './outgoing-supplements.ts'
import { retryAt } from './retry.ts'

export type { Destination, Outgoing } from './outgoing-row.ts'

export class OutgoingQueue {
  readonly images: OutgoingImages
  readonly redirection: OutgoingRedirection
  readonly supplements: OutgoingSupplements
  readonly #database: NodeDatabase

  constructor(database: NodeDatabase) {
    this.#database = database
    this.images = new OutgoingImages(database)
    this.redirection = new OutgoingRedirection(database, this)
    this.supplements = new OutgoingSupplements(database)
  }

  addNote(id: string, note: string): void {
    addRouting(this.#database, id, { ...PLAIN, notes: [note] })
  }

  /** @returns its id */
  addFromFolder({ called, calling, recipientId, recipientName }: Destination, source: string): string {
    const id = newId()
    const now = Date.now()
    this.#database.run(
      `insert into outgoing
        (id, called, recipient_id, recipient_name, calling, study, state, created_ms, changed_ms, source)
      values (?, ?, ?, ?, ?, '', 'packing', ?, ?, ?)`,
      ...[id, called, recipientId, recipientName, calling, now, now, source],
    )
    return id
  }

  /** Whose files lie in the folder. */
  fromFolder(folder: string): readonly Outgoing[] {
    return this.#database
      .all<Outgoing>(`select ${COLUMNS} from outgoing where source is not null`)
      .filter(({ source }) => source !== null && dirname(source) === folder)
  }

  setSource(id: string, source: string): void {
    this.#database.run('update outgoing set source = ? where id = ?', source, id)
  }

  /** Of a package that was made from a folder. */
  noteFiles(id: string, images: number, remarks: string, { isUrgent, notes, rules }: Routing = PLAIN): void {
    this.#database.run(
      'update outgoing set images = ?, remarks = ?, urgent = ?, note = ?, rules = ? where id = ?',
      ...[images, remarks, isUrgent ? 1 : 0, withLines('', notes), withLines('', rules), id],
    )
  }

  /** What its recipient's PACS will not take as it is. */
  noteForeseen(id: string, foreseen: readonly object[]): void {
    this.#database.run('update outgoing set foreseen = ? where id = ?', JSON.stringify(foreseen), id)
  }

  receiving(): readonly Outgoing[] {
    return this.#database.all<Outgoing>(`select ${COLUMNS} from outgoing where state = 'receiving'`)
  }

  /** Those that are made into a package from the spool. */
  unpacked(): readonly Outgoing[] {
    return this.#database.all<Outgoing>(
      `select ${COLUMNS} from outgoing where state in ('receiving', 'packing') and source is null`,
    )
  }

  /** The next one that something can be done about now, and nobody does. */
  due(busy: ReadonlySet<string>): Outgoing | undefined {
    return this.#database
      .all<Outgoing>(
        `select ${COLUMNS} from outgoing
        where state in ('packing', 'uploading', 'sent', 'cancelling') and held = 0 and next_ms <= ?
        order by urgent desc, next_ms, created_ms limit 100`,
        Date.now(),
      )
      .find(({ id }) => !busy.has(id))
  }

  /** The next one whose images arrive, and that nobody packs. @param waits those are packed when they are complete */
  arriving(
    busy: ReadonlySet<string>,
    waits: (outgoing: Outgoing) => boolean = () => false,
  ): Outgoing | undefined {
    return this.#database
      .all<Outgoing>(
        `select ${COLUMNS} from outgoing where state = 'receiving' and held = 0 and next_ms <= ?
        order by urgent desc, created_ms limit 100`,
        Date.now(),
      )
      .find((outgoing) => !busy.has(outgoing.id) && !waits(outgoing))
  }

  hold(id: string, held: 0 | 1): void {
    this.#database.run('update outgoing set held = ?, next_ms = 0 where id = ?', held, id)
  }

  /** From the spool again, as a message of its own: what was made of it before came to nothing. */
  beginAnew(id: string): void {
    this.#database.run(
      `update outgoing set state = 'packing', changed_ms = ?, next_ms = 0, attempts = 0, trouble = null,
        upload_path = null, message_id = null, far_status = null, supplement_to = null, redirect_to = null,
        request_key = ? where id = ?`,
      ...[Date.now(), newId(), id],
    )
  }

  find(id: string): Outgoing | undefined {
    return this.#database.get<Outgoing>(`select ${COLUMNS} from outgoing where id = ?`, id)
  }

  withMessage(messageId: string): Outgoing | undefined {
    return this.#database.get<Outgoing>(`select ${COLUMNS} from outgoing where message_id = ?`, messageId)
  }

  /** Delivered messages of which the far side may still tell something, the oldest first. */
  unsettled(): readonly Unsettled[] {
    return this.#database.all<Unsettled>(
      `select id, message_id as messageId, far_status as farStatus, created_ms as createdMs from outgoing
      where state = 'delivered' and message_id is not null and coalesce(far_status, '') not in ('committed', 'deleted')
      order by created_ms`,
    )
  }

  /** What is worked on is tried at once, and what went wrong before is forgotten. */
  move(id: string, state: Outgoing['state'], facts: Partial<Facts> = {}): void {
    const { packageBytes = null, messageId = null, trouble = null } = facts
    this.#database.run(
      `update outgoing set state = ?, changed_ms = ?, next_ms = 0, attempts = 0, trouble = ?,
        package_bytes = coalesce(?, package_bytes), message_id = coalesce(?, message_id)
      where id = ?`,
      ...[state, Date.now(), trouble, packageBytes, messageId, id],
    )
  }

  /** Its images may be at the recipient before its message is. */
  noteEarly(id: string): void {
    this.#database.run('update outgoing set early = 1 where id = ?', id)
  }

  setUpload(id: string, uploadPath: string | null): void {
    this.#database.run('update outgoing set upload_path = ? where id = ?', uploadPath, id)
  }

  setFarStatus(id: string, status: string): void {
    this.#database.run('update outgoing set far_status = ? where id = ?', status, id)
  }

  postpone(id: string, trouble: string, atLeastMs = 0): void {
    const attempts = (this.find(id)?.attempts ?? 0) + 1
    this.#database.run(
      'update outgoing set attempts = ?, next_ms = ?, trouble = ? where id = ?',
      ...[attempts, retryAt(attempts, atLeastMs), trouble, id],
    )
  }

  /** What has failed has brought some of it: the next pause is a short one. */
  goesOn(id: string): void {
    this.#database.run('update outgoing set attempts = 0 where id = ?', id)
  }

  /** Asked about again after a while, without anything having gone wrong. */
  lookAgain(id: string, atMs: number): void {
    this.#database.run('update outgoing set next_ms = ? where id = ?', atMs, id)
  }

  /** All that is with the centre is asked about now. */
  lookAtSent(): void {
    this.#database.run(`update outgoing set next_ms = 0 where state = 'sent' and attempts = 0`)
  }

  /** The clock jumped: what was to be after a pause is to be after the same pause. @param byMs below zero: it was set back */
  shiftMarks(byMs: number): void {
    this.#database.run('update outgoing set next_ms = max(1, next_ms + ?) where next_ms > 1', byMs)
  }

  /** Marks of a clock that was wrong while the node was down: no pause is so long. */
  forgetMarksAfter(ms: number): void {
    this.#database.run('update outgoing set next_ms = 0 where next_ms > ?', ms)
  }

  /** Everything that waits is tried now, and what fails then is a first failure: the pauses that grew are over. */
  retryNow(): void {
    this.#database.run('update outgoing set next_ms = 0, attempts = 0 where next_ms > 0')
  }

  /** What its images are needed for is not over. */
  isOpen(id: string): boolean {
    const state = this.find(id)?.state
    return state !== undefined && state !== 'delivered' && state !== 'cancelled'
  }

  /** What is still to be done comes before the history. */
  recent(limit: number): readonly (Outgoing & { readonly instances: number })[] {
    return this.#database.all(
      `select ${COLUMNS}, coalesce(images,
        (select count(*) from outgoing_instance where outgoing_id = outgoing.id)) as instances
      from outgoing order by state in ('delivered', 'failed', 'cancelled'), coalesce((select first.created_ms
        from outgoing as first where first.message_id = nullif(outgoing.supplement_to, '')), created_ms) desc,
        created_ms desc limit ?`,
      limit,
    )
  }

  waiting(): number {
    const row = this.#database.get<{ waiting: number }>(
      `select count(*) as waiting from outgoing where state not in ('delivered', 'failed', 'cancelled')`,
    )
    return row?.waiting ?? 0
  }

  /** Those that nothing more is tried for, and that wait for the administrator. */
  failed(): number {
    const row = this.#database.get<{ failed: number }>(
      `select count(*) as failed from outgoing where state = 'failed'`,
    )
    return row?.failed ?? 0
  }

  forgetBefore(ms: number): void {
    this.#database.run(
      `delete from outgoing where state in ('delivered', 'cancelled') and changed_ms < ?`,
      ms,
    )
  }
}

interface Facts {
  readonly packageBytes: number
  readonly messageId: string
  readonly trouble: string
}
