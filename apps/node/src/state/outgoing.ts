/**
 * Messages on their way from the hospital to the centre: `receiving → packing → uploading → sent → delivered`. Until it is
 * sent, a message can be held, and cancelled (`cancelling → cancelled`).
 */
import { dirname } from 'node:path'
import { v7 as newId } from 'uuid'
import type { NodeDatabase } from './database.ts'
import { retryAt } from './retry.ts'

export interface Outgoing {
  readonly id: string
  readonly called: string
  readonly recipientId: string
  readonly recipientName: string
  readonly calling: string
  /** `failed`: nothing more is tried; its images stay until they are removed by hand. */
  readonly state:
    | 'receiving'
    | 'packing'
    | 'uploading'
    | 'sent'
    | 'delivered'
    | 'failed'
    | 'cancelling'
    | 'cancelled'
  readonly createdMs: number
  readonly changedMs: number
  readonly uploadPath: string | null
  readonly packageBytes: number | null
  readonly messageId: string | null
  /** Of the delivery, as the centre last told it. */
  readonly farStatus: string | null
  readonly trouble: string | null
  readonly attempts: number
  readonly nextMs: number
  /** 1: nothing is done about it until it is released. */
  readonly held: 0 | 1
  /** Idempotency-Key of its message. */
  readonly requestKey: string
  /** Where its files lie when they came from a folder; null: in the spool. */
  readonly source: string | null
  /** What is to be said about the files of a folder. May name patients, as files do: it is for that folder alone. */
  readonly remarks: string | null
  readonly urgent: 0 | 1
  /** For people at the recipient. */
  readonly note: string
  /** Names of the rules that applied to it, a line each. */
  readonly rules: string
  /** The message at the centre that it supplements, with later images of its study; null: none, or not decided yet. */
  readonly supplementTo: string | null
  /** AE title of whom it is to go to when the centre has given up what it has of it; null: it goes where it goes. */
  readonly redirectTo: string | null
  /** Whom it was for before it was redirected, and when that was: a line each. */
  readonly redirected: string
  /** `NotedForesight` of the recipient's PACS as JSON; '': nothing was foreseen. */
  readonly foreseen: string
  /** In its package, or in what was delivered; null: they are counted in the spool. */
  readonly images: number | null
}

export type Unsettled = Pick<Outgoing, 'id' | 'farStatus' | 'createdMs'> & { readonly messageId: string }

export interface ArrivedInstance extends SpooledInstance {
  /** In the order of arrival. */
  readonly position: number
}

export interface SpooledInstance {
  readonly sopInstanceUid: string
  /** Name in the spool. */
  readonly file: string
  readonly sizeBytes: number
  readonly transferSyntaxUid: string
  readonly dataSetSha256: string
  /** Number of Study Related Instances (0020,1208), where the PACS sends it. */
  readonly studyInstances?: number | undefined
}

export interface Destination {
  readonly called: string
  readonly calling: string
  readonly recipientId: string
  readonly recipientName: string
  /** The requests for images that it answers. */
  readonly answers?: readonly string[] | undefined
}

/** What the rules add to a message. With several images of it they come together. */
export interface Routing {
  readonly isUrgent: boolean
  readonly notes: readonly string[]
  readonly rules: readonly string[]
}

interface Added {
  readonly result: 'taken' | 'repeated' | 'other-content'
  readonly outgoingId: string
}

const PLAIN: Routing = { isUrgent: false, notes: [], rules: [] }

const COLUMNS = `id, called, recipient_id as recipientId, recipient_name as recipientName, calling, state,
  created_ms as createdMs, changed_ms as changedMs, upload_path as uploadPath, package_bytes as packageBytes,
  message_id as messageId, far_status as farStatus, trouble, attempts, next_ms as nextMs, held,
  coalesce(request_key, id) as requestKey, source, remarks, images, urgent, note, rules,
  nullif(supplement_to, '') as supplementTo, redirect_to ->> 'called' as redirectTo, redirected, foreseen`

export class OutgoingQueue {
  readonly #database: NodeDatabase
  #isAddedQuickly = false
  /** Undefined: to be counted anew. */
  #queuedBytes: number | undefined

  constructor(database: NodeDatabase) {
    this.#database = database
  }

  /**
   * The instance counts when this returns, and survives the end of this process. `repeated`: it had come before, byte for
   * byte; `other-content`: under its UID something else has come.
   */
  add(destination: Destination, study: string, instance: SpooledInstance, routing: Routing = PLAIN): Added {
    this.#isAddedQuickly = true
    const work = () => this.#add(destination, study, instance, routing)
    const added = this.#database.quickly(() => this.#database.transaction(work))
    if (added.result === 'taken' && this.#queuedBytes !== undefined) this.#queuedBytes += instance.sizeBytes
    return added
  }

  /** Of images that lie in the spool, those for several recipients once for each. */
  queuedBytes(): number {
    this.#queuedBytes ??=
      this.#database.get<{ bytes: number }>(
        'select coalesce(sum(size_bytes), 0) as bytes from outgoing_instance',
      )?.bytes ?? 0
    return this.#queuedBytes
  }

  /** All that was added before survives a power cut when this returns: a durable write takes along those before it. */
  makeDurable(): void {
    if (!this.#isAddedQuickly) return
    // A change in truth, of what means nothing yet: SQLite writes, and syncs, nothing for a row that stays the same.
    this.#database.run(`update outgoing set next_ms = 1 - min(next_ms, 1) where state = 'receiving'`)
    this.#isAddedQuickly = false
  }

  #add(destination: Destination, study: string, instance: SpooledInstance, routing: Routing): Added {
    const { called, calling, recipientId, recipientName } = destination
    // Not by the title: an alias may be another's by now, and one participant may be called by several.
    const now = Date.now()
    const open = this.#database.get<{ id: string }>(
      `select id from outgoing where recipient_id = ? and calling = ? and study = ? and state = 'receiving'`,
      recipientId,
      calling,
      study,
    )
    const outgoingId = open?.id ?? newId()
    const before = this.#database.get<{ id: string; sha256: string; syntax: string }>(
      `select outgoing_id as id, data_set_sha256 as sha256, transfer_syntax_uid as syntax
      from outgoing_instance join outgoing on outgoing.id = outgoing_id
      where recipient_id = ? and calling = ? and study = ? and state in ('receiving', 'packing', 'uploading', 'sent')
        and sop_instance_uid = ?
      order by state = 'receiving' desc limit 1`,
      ...[recipientId, calling, study, instance.sopInstanceUid],
    )
    if (before !== undefined) {
      const isSame = before.sha256 === instance.dataSetSha256 && before.syntax === instance.transferSyntaxUid
      // A PACS that was not answered sends again, also when what it sent is on its way already.
      if (isSame) return { result: 'repeated', outgoingId: before.id }
      if (before.id === outgoingId) return { result: 'other-content', outgoingId }
    }
    if (open === undefined) {
      this.#database.run(
        `insert into outgoing (id, called, recipient_id, recipient_name, calling, study, state, created_ms, changed_ms)
        values (?, ?, ?, ?, ?, ?, 'receiving', ?, ?)`,
        ...[outgoingId, called, recipientId, recipientName, calling, study, now, now],
      )
    } else this.#database.run('update outgoing set changed_ms = ? where id = ?', now, outgoingId)
    this.#addRouting(outgoingId, routing)
    if (instance.studyInstances !== undefined) {
      this.#database.run(
        'update outgoing set announced = max(coalesce(announced, 0), ?) where id = ?',
        ...[instance.studyInstances, outgoingId],
      )
    }
    this.#database.run(
      `insert into outgoing_instance
        (outgoing_id, sop_instance_uid, file, size_bytes, transfer_syntax_uid, data_set_sha256, position)
      values (?, ?, ?, ?, ?, ?,
        (select coalesce(max(position), 0) + 1 from outgoing_instance where outgoing_id = ?))`,
      ...[outgoingId, instance.sopInstanceUid, instance.file, instance.sizeBytes],
      ...[instance.transferSyntaxUid, instance.dataSetSha256, outgoingId],
    )
    return { result: 'taken', outgoingId }
  }

  #addRouting(id: string, { isUrgent, notes, rules }: Routing): void {
    if (!isUrgent && notes.length === 0 && rules.length === 0) return
    const before = this.find(id)
    this.#database.run(
      'update outgoing set urgent = max(urgent, ?), note = ?, rules = ? where id = ?',
      ...[isUrgent ? 1 : 0, withLines(before?.note, notes), withLines(before?.rules, rules), id],
    )
  }

  addNote(id: string, note: string): void {
    this.#addRouting(id, { ...PLAIN, notes: [note] })
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

  /** Ids of those that have all the images that the PACS says their study has. */
  allArrived(): ReadonlySet<string> {
    const rows = this.#database.all<{ id: string }>(
      `select id from outgoing where state = 'receiving' and announced > 0
        and announced <= (select count(*) from outgoing_instance where outgoing_id = outgoing.id)`,
    )
    return new Set(rows.map(({ id }) => id))
  }

  /**
   * What the PACS said that the study has, of one that is made of the spool; undefined: it did not say, or a rule has left
   * out some of it, which is to be missing.
   */
  announced(id: string): { readonly study: string; readonly instances: number } | undefined {
    return this.#database.get<{ study: string; instances: number }>(
      `select study, announced as instances from outgoing where id = ? and announced > 0 and study <> ''
        and not exists (select 1 from left_out where left_out.study = outgoing.study and left_out.calling = outgoing.calling)`,
      id,
    )
  }

  /** In the order of arrival. @param after position; all of them without it */
  instances(id: string, after = -1): readonly ArrivedInstance[] {
    return this.#database.all<ArrivedInstance>(
      `select sop_instance_uid as sopInstanceUid, file, size_bytes as sizeBytes,
        transfer_syntax_uid as transferSyntaxUid, data_set_sha256 as dataSetSha256, position
      from outgoing_instance where outgoing_id = ? and position > ? order by position, file`,
      ...[id, after],
    )
  }

  /** One of them is not to be had any more. */
  forgetInstance(id: string, sopInstanceUid: string): void {
    this.#queuedBytes = undefined
    this.#database.run(
      'delete from outgoing_instance where outgoing_id = ? and sop_instance_uid = ?',
      ...[id, sopInstanceUid],
    )
    this.#database.run(
      'delete from sent_instance where outgoing_id = ? and sop_instance_uid = ?',
      ...[id, sopInstanceUid],
    )
    // Moved from the PACS again it goes again.
    this.#database.run(
      'delete from answer_instance where outgoing_id = ? and sop_instance_uid = ?',
      ...[id, sopInstanceUid],
    )
  }

  /** Those that are made into a package from the spool. */
  unpacked(): readonly Outgoing[] {
    return this.#database.all<Outgoing>(
      `select ${COLUMNS} from outgoing where state in ('receiving', 'packing') and source is null`,
    )
  }

  /** Names in the spool that must stay. */
  files(): ReadonlySet<string> {
    const rows = this.#database.all<{ file: string }>('select file from outgoing_instance')
    return new Set(rows.map(({ file }) => file))
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

  /** The next one whose images arrive, and that nobody packs. */
  arriving(busy: ReadonlySet<string>): Outgoing | undefined {
    return this.#database
      .all<Outgoing>(
        `select ${COLUMNS} from outgoing where state = 'receiving' and held = 0 and next_ms <= ?
        order by urgent desc, created_ms limit 100`,
        Date.now(),
      )
      .find(({ id }) => !busy.has(id))
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

  /** It is for somebody else from the moment on when the centre has given up what it has of it. */
  redirect(id: string, to: Pick<Destination, 'called' | 'recipientId' | 'recipientName'>): void {
    this.#database.transaction(() => {
      this.#database.run('update outgoing set redirect_to = ? where id = ?', JSON.stringify(to), id)
      this.move(id, 'cancelling')
    })
  }

  /** Nobody has anything of it: it begins anew, for whom it was redirected to. */
  beginRedirected(id: string): void {
    const before = this.find(id)
    if (before === undefined) return
    const line = `${new Date().toISOString()} ${before.recipientName} (${before.called})`
    this.#database.transaction(() => {
      this.#database.run(
        `update outgoing set called = redirect_to ->> 'called', recipient_id = redirect_to ->> 'recipientId',
          recipient_name = redirect_to ->> 'recipientName', redirect_to = null, redirected = ?, foreseen = '' where id = ?`,
        ...[withLines(before.redirected, [line]), id],
      )
      // Who asked for it does not get it: a person may choose it again.
      this.#database.run(
        `update answer_study set state = 'failed', trouble = 'It was redirected' where state = 'moved' and (request_id, study)
          in (select request_id, outgoing.study from answer_outgoing join outgoing on outgoing.id = outgoing_id
          where outgoing_id = ?)`,
        id,
      )
      this.#database.run('delete from answer_outgoing where outgoing_id = ?', id)
      this.#database.run('delete from answer_instance where outgoing_id = ?', id)
      this.beginAnew(id)
    })
  }

  /** It stays for whom it was. */
  forgetRedirection(id: string): void {
    this.#database.run('update outgoing set redirect_to = null where id = ?', id)
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

  setUpload(id: string, uploadPath: string | null): void {
    this.#database.run('update outgoing set upload_path = ? where id = ?', uploadPath, id)
  }

  /**
   * Which message it supplements, decided once: the first one of its study that went to its recipient. Undefined: none.
   * 'later': one before it is on its way, and will be that message.
   */
  supplements(id: string): string | undefined | 'later' {
    const decided = this.#database.get<{ supplementTo: string | null }>(
      'select supplement_to as supplementTo from outgoing where id = ?',
      id,
    )?.supplementTo
    if (typeof decided === 'string') return decided || undefined
    const first = this.#database.get<{ messageId: string | null; isWaiting: 0 | 1 }>(
      `select before.message_id as messageId, before.state in ('packing', 'uploading') as isWaiting
      from outgoing as it join outgoing as before on before.recipient_id = it.recipient_id
        and before.study = it.study and (before.created_ms, before.id) < (it.created_ms, it.id)
      where it.id = ? and it.study <> '' and (before.state in ('sent', 'delivered')
        or before.state in ('packing', 'uploading') and before.held = 0 and before.attempts = 0)
      order by before.created_ms, before.id limit 1`,
      id,
    )
    if (first?.isWaiting === 1) return 'later'
    this.setSupplement(id, first?.messageId ?? undefined)
    return first?.messageId ?? undefined
  }

  /** Undefined: it is none. */
  setSupplement(id: string, messageId: string | undefined): void {
    this.#database.run('update outgoing set supplement_to = ? where id = ?', messageId ?? '', id)
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

  /** Everything that waits is tried now. */
  retryNow(): void {
    this.#database.run('update outgoing set next_ms = 0 where next_ms > 0')
  }

  forgetInstances(id: string): void {
    this.#queuedBytes = undefined
    this.#database.transaction(() => {
      this.#database.run(
        `update outgoing set images = (select count(*) from outgoing_instance where outgoing_id = id)
        where id = ? and images is null`,
        id,
      )
      this.#database.run('delete from outgoing_instance where outgoing_id = ?', id)
    })
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

/** Those that are not there yet are added at the end. */
function withLines(text = '', lines: readonly string[]): string {
  const before = text === '' ? [] : text.split('\n')
  return [...new Set([...before, ...lines.flatMap((each) => each.split('\n'))])].join('\n')
}
