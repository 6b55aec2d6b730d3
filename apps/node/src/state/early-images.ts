/**
 * Images that a PACS got while the upload they came from was still coming: until a message with the same image is here they
 * count for nothing, and what no message comes for stays known as that.
 */
import type { NodeDatabase } from './database.ts'

/** An image that a PACS has answered to have. */
export interface EarlyImage {
  readonly sopInstanceUid: string
  /** Of the whole object, as it lay in the upload. */
  readonly sha256: string
  /** Name of the PACS. */
  readonly pacs: string
  /** Its answer. */
  readonly status: number
  readonly comment: string
}

/** An upload of which images are at a PACS, or may be, and no message has them. */
export interface Stray {
  readonly uploadId: string
  readonly senderName: string
  readonly images: number
  readonly beganMs: number
}

/** Instead of a status: it went to the PACS, and no answer of it is known. */
const NO_ANSWER = -1

/** So long after the last image nobody waits for the message any more. */
const COMES_WITHIN_MS = 600_000

const STRAYS = `select reading.upload_id as uploadId, reading.sender_name as senderName, reading.began_ms as beganMs,
    count(distinct image.sop_instance_uid) as images
  from early_reading as reading join early_image as image using (upload_id)
  where image.message_id is null and (reading.message_id is not null or reading.changed_ms < ?)`

export class EarlyImages {
  readonly #database: NodeDatabase

  constructor(database: NodeDatabase) {
    this.#database = database
  }

  /** Before its first image goes to a PACS. Durable when it returns. */
  begin(uploadId: string, senderName: string): void {
    this.#database.run(
      `insert into early_reading (upload_id, sender_name, began_ms, changed_ms) values (?, ?, ?, ?)
      on conflict (upload_id) do update set changed_ms = excluded.changed_ms`,
      ...[uploadId, senderName, Date.now(), Date.now()],
    )
  }

  /**
   * From any upload of the sender that no message came of yet: one that was broken off is sent again as another. Not from one
   * whose images were said to be strays: somebody may have removed them from the PACS since.
   */
  isStored(
    senderName: string,
    { sopInstanceUid, sha256, pacs }: Omit<EarlyImage, 'status' | 'comment'>,
  ): boolean {
    const found = this.#database.get(
      `select 1 from early_image join early_reading as reading using (upload_id)
      where sop_instance_uid = ? and sha256 = ? and pacs = ? and early_image.message_id is null
        and early_image.status <> ${NO_ANSWER}
        and reading.sender_name = ? and reading.message_id is null and reading.is_told = 0
        and reading.changed_ms >= ? limit 1`,
      ...[sopInstanceUid, sha256, pacs, senderName, Date.now() - COMES_WITHIN_MS],
    )
    return found !== undefined
  }

  /** It is about to go to the PACS: whatever happens from here on, it may be there. */
  goes(uploadId: string, { sopInstanceUid, sha256, pacs }: Omit<EarlyImage, 'status' | 'comment'>): void {
    this.#database.quickly(() =>
      this.#database.run(
        `insert into early_image (upload_id, sop_instance_uid, sha256, pacs, status, comment)
        values (?, ?, ?, ?, ?, '') on conflict do nothing`,
        ...[uploadId, sopInstanceUid, sha256, pacs, NO_ANSWER],
      ),
    )
  }

  /** Forgotten by a power cut, the image goes once more, with the message. */
  stored(uploadId: string, { sopInstanceUid, sha256, pacs, status, comment }: EarlyImage): void {
    this.#database.quickly(() => {
      this.#database.run(
        `insert into early_image (upload_id, sop_instance_uid, sha256, pacs, status, comment)
        values (?, ?, ?, ?, ?, ?) on conflict do update set status = excluded.status, comment = excluded.comment`,
        ...[uploadId, sopInstanceUid, sha256, pacs, status, comment],
      )
      this.#database.run('update early_reading set changed_ms = ? where upload_id = ?', Date.now(), uploadId)
    })
  }

  /** The PACS has answered that it does not take it. */
  notStored(
    uploadId: string,
    { sopInstanceUid, sha256, pacs }: Omit<EarlyImage, 'status' | 'comment'>,
  ): void {
    this.#database.quickly(() =>
      this.#database.run(
        `delete from early_image
        where upload_id = ? and sop_instance_uid = ? and sha256 = ? and pacs = ? and status = ${NO_ANSWER}`,
        ...[uploadId, sopInstanceUid, sha256, pacs],
      ),
    )
  }

  /**
   * The message is here, its images are listed: those that a PACS has already, byte for byte, count as stored there;
   * and none of its images is a stray any more.
   *
   * @param arrivedAs id of the upload that it was
   * @returns how many
   */
  claim(messageId: string, arrivedAs: string, senderName: string): number {
    const ofIt = `early_image.message_id is null and early_image.upload_id in (select upload_id from early_reading
      where upload_id = ? or (sender_name = ? and message_id is null))`
    // Of what was said to be a stray, nobody knows whether it was removed from the PACS since: it is stored once more.
    const isSurelyThere = `${ofIt} and early_image.upload_id in (select upload_id from early_reading
      where is_told = 0 and (upload_id = ? or changed_ms >= ?))`
    return this.#database.transaction(() => {
      const claimed = this.#database.run(
        `update incoming_instance set state = 'stored', status = early_image.status, comment = early_image.comment,
          attempts = attempts + 1
        from early_image where incoming_instance.message_id = ? and state = 'waiting' and ${isSurelyThere}
          and early_image.status <> ${NO_ANSWER}
          and early_image.sop_instance_uid = incoming_instance.sop_instance_uid
          and early_image.sha256 = incoming_instance.sha256 and early_image.pacs = incoming_instance.pacs`,
        ...[messageId, arrivedAs, senderName, arrivedAs, Date.now() - COMES_WITHIN_MS],
      )
      this.#database.run(
        `update early_image set message_id = ? where ${ofIt} and exists (select from_message.position
          from incoming_instance as from_message where from_message.message_id = ?
            and from_message.sop_instance_uid = early_image.sop_instance_uid
            and from_message.sha256 = early_image.sha256 and from_message.pacs = early_image.pacs)`,
        ...[messageId, arrivedAs, senderName, messageId],
      )
      this.#database.run('update early_reading set message_id = ? where upload_id = ?', messageId, arrivedAs)
      return claimed
    })
  }

  /** The newest first. */
  strays(limit: number): readonly Stray[] {
    return this.#database.all<Stray>(
      `${STRAYS} group by reading.upload_id order by reading.began_ms desc limit ?`,
      ...[Date.now() - COMES_WITHIN_MS, limit],
    )
  }

  /** Each once. */
  newStrays(): readonly Stray[] {
    const found = this.#database.all<Stray>(
      `${STRAYS} and reading.is_told = 0 group by reading.upload_id`,
      Date.now() - COMES_WITHIN_MS,
    )
    for (const { uploadId } of found)
      this.#database.run('update early_reading set is_told = 1 where upload_id = ?', uploadId)
    return found
  }

  forgetBefore(ms: number): void {
    this.#database.run('delete from early_reading where changed_ms < ?', ms)
  }
}
