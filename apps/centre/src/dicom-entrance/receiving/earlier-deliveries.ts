/**
 * Instances that stand in the recipient's mailbox already, because the same institution sent them before: found by
 * their study, then in the index beside the package. The database knows of studies, and of no instance.
 */
import { type FileToOpen, type IndexEntry, readIndex } from '@epacs/package'
import type { Centre } from '../../centre.ts'
import { ifPresent } from '../../storage/index.ts'
import type { KeptObject } from './kept-object.ts'

const DAY_MS = 86_400_000
/** How long the answer of the database is taken for granted. */
const KNOWN_FOR_MS = 5000
const MOST_STUDIES = 1000
/** Of all indexes in memory: some 40 MB. */
const MOST_ENTRIES = 200_000
/** That are looked through for an instance whose study is not known. */
const MOST_MESSAGES = 300

export interface Parties {
  readonly senderId: string
  readonly recipientId: string
}

interface Delivered {
  readonly messageId: string
  readonly sha256: string
  /** As far as is known. */
  readonly complete: boolean
}

export interface EarlierInstance {
  readonly object: KeptObject
  /** Of the message that brought it. */
  readonly sending: 'complete' | 'incomplete'
}

type Index = ReadonlyMap<string, IndexEntry>

export class EarlierDeliveries {
  readonly #centre: Centre
  readonly #studies = new Map<
    string,
    { readonly found: Promise<readonly Delivered[]>; readonly sinceMs: number }
  >()
  readonly #indexes = new Map<string, Index>()
  #entries = 0

  constructor(centre: Centre) {
    this.#centre = centre
  }

  /** Another message has been delivered: what was known may be too little. */
  forget(): void {
    this.#studies.clear()
  }

  async find(
    parties: Parties,
    studyInstanceUid: string,
    sopInstanceUid: string,
  ): Promise<EarlierInstance | undefined> {
    const key = `${parties.senderId} ${parties.recipientId} ${studyInstanceUid}`
    const nowMs = performance.now()
    let known = this.#studies.get(key)
    if (known === undefined || nowMs - known.sinceMs > KNOWN_FOR_MS) {
      if (this.#studies.size >= MOST_STUDIES) this.#studies.clear()
      known = { found: this.#delivered(parties, studyInstanceUid), sinceMs: nowMs }
      this.#studies.set(key, known)
    }
    for (const each of await known.found) {
      const entry = (await this.#index(each)).get(sopInstanceUid)
      if (entry === undefined) continue
      const sending = each.complete ? 'complete' : 'incomplete'
      return { object: this.#object(each, entry), sending }
    }
    return undefined
  }

  /** Their SOP classes by SOP Instance UID, as far as they are found. */
  async classesOf(
    parties: Parties,
    sopInstanceUids: ReadonlySet<string>,
  ): Promise<ReadonlyMap<string, string>> {
    const missing = new Set(sopInstanceUids)
    const classes = new Map<string, string>()
    for (const each of missing.size === 0 ? [] : await this.#delivered(parties)) {
      const index = await this.#index(each)
      for (const uid of missing) {
        const entry = index.get(uid)
        if (entry === undefined) continue
        classes.set(uid, entry.sopClassUid)
        missing.delete(uid)
      }
      if (missing.size === 0) break
    }
    return classes
  }

  /** The newest first. */
  async #delivered(
    { senderId, recipientId }: Parties,
    studyInstanceUid?: string,
  ): Promise<readonly Delivered[]> {
    const { db, config, clock } = this.#centre
    const since = new Date(clock().getTime() - config.dicom.rememberDays * DAY_MS)
    let query = db
      .selectFrom('delivery')
      .innerJoin('message', 'message.id', 'delivery.message_id')
      .innerJoin('dicom_reception', 'dicom_reception.message_id', 'message.id')
      .where('delivery.institution_id', '=', recipientId)
      .where('delivery.created_at', '>', since)
      .where('delivery.status', '!=', 'deleted')
      .where('message.sender_institution_id', '=', senderId)
      .where('message.status', '=', 'delivered')
      .where('message.package_sha256', 'is not', null)
      .select(['message.id', 'message.package_sha256', 'dicom_reception.complete'])
      .orderBy('delivery.created_at', 'desc')
      .limit(MOST_MESSAGES)
    if (studyInstanceUid !== undefined) {
      query = query.where(({ exists, selectFrom }) =>
        exists(
          selectFrom('study')
            .whereRef('study.message_id', '=', 'message.id')
            .where('study.study_instance_uid', '=', studyInstanceUid)
            .select('study.position'),
        ),
      )
    }
    const rows = await query.execute()
    return rows.map(({ id, package_sha256, complete }) => ({
      messageId: id,
      sha256: package_sha256?.toString('hex') ?? '',
      complete,
    }))
  }

  async #index({ messageId, sha256 }: Delivered): Promise<Index> {
    const before = this.#indexes.get(sha256)
    if (before !== undefined) return before
    const file = await this.#centre.store.indexFile({ messageId, sha256 })
    const index = new Map<string, IndexEntry>()
    if (file !== undefined) await ifPresent(fill(index, file))
    for (const [oldest, { size }] of this.#indexes) {
      if (this.#entries + index.size <= MOST_ENTRIES) break
      this.#indexes.delete(oldest)
      this.#entries -= size
    }
    this.#indexes.set(sha256, index)
    this.#entries += index.size
    return index
  }

  #object(key: Delivered, { sopClassUid, offset, sizeBytes }: IndexEntry): KeptObject {
    const { store } = this.#centre
    return {
      sopClassUid,
      async *chunks() {
        const opened = await store.open(key)
        // The last recipient has deleted it just now: then it is not held any more.
        if (opened === undefined) return
        yield* opened.stream({ start: offset, end: offset + sizeBytes - 1 })
      },
    }
  }
}

async function fill(index: Map<string, IndexEntry>, file: FileToOpen): Promise<void> {
  for await (const entry of readIndex(file)) index.set(entry.sopInstanceUid, entry)
}
