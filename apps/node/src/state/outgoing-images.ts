/** Images on their way: those of the spool, each in the message that it came to. */
import { v7 as newId } from 'uuid'
import type { NodeDatabase } from './database.ts'
import { addRouting, PLAIN, type Routing } from './outgoing-routing.ts'
import type { Destination } from './outgoing-row.ts'

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

interface Added {
  readonly result: 'taken' | 'repeated' | 'other-content'
  readonly outgoingId: string
}

export class OutgoingImages {
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
    addRouting(this.#database, outgoingId, routing)
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

  /** Names in the spool that must stay. */
  files(): ReadonlySet<string> {
    const rows = this.#database.all<{ file: string }>('select file from outgoing_instance')
    return new Set(rows.map(({ file }) => file))
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
}
