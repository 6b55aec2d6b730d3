/**
 * End-to-end deliveries: which they are, and how one is opened while it is fetched. What is handed on was authenticated part by
 * part; the list that its images are checked against is signed by a node of the sender that this one believes.
 */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import {
  ContentOpener,
  EndToEndError,
  headerBytesIn,
  type ListedInstance,
  LONGEST_LIST,
  PREFIX_BYTES,
  readContents,
  readKeyStatement,
} from '@epacs/end-to-end'
import type { CentreConnection } from '../centre/connection.ts'
import { downloadPackage } from '../centre/download.ts'
import { letGo } from '../encryption/stored-file.ts'
import { GrowingFile } from '../growing-file.ts'
import type { NodeDatabase } from '../state/database.ts'
import type { Told } from '../state/incoming.ts'
import { writeFully } from '../write-fully.ts'
import type { KeysAtCentre } from './keys-at-centre.ts'
import type { KnownIdentities } from './known-identities.ts'
import { ownKeys, privateKeyWithId } from './own-keys.ts'
import { SealedReading } from './sealed-reading.ts'

const LONGEST_STATEMENT = 1024 * 1024

export interface SealedDelivery {
  readonly senderId: string
  readonly senderName: string
  readonly keys: readonly string[]
}

export interface Arriving {
  /** What its signed list names; fails as the opening does. */
  readonly listed: Promise<readonly ListedInstance[]>
  /** SHA-256 of what the centre has, hexadecimal, once all of it is opened; fails as fetching and opening do. */
  readonly whole: Promise<string>
}

export interface OpeningParts {
  readonly dataFolder: string
  readonly institutionId: string
  /** Of deliveries. */
  readonly folder: string
  readonly database: NodeDatabase
  readonly connection: CentreConnection
  readonly keys: KeysAtCentre
  readonly known: KnownIdentities
}

export class Opening {
  readonly #parts: OpeningParts

  constructor(parts: OpeningParts) {
    this.#parts = parts
  }

  /** Before the deliveries themselves are learnt. */
  learn(told: readonly Told[]): void {
    const { database } = this.#parts
    const sealed = told.filter(({ endToEnd }) => endToEnd !== undefined)
    if (sealed.length === 0) return
    database.transaction(() => {
      for (const { message, sender, endToEnd } of sealed) {
        database.run(
          `insert into incoming_end_to_end (message_id, sender_id, sender_name, keys, note) values (?, ?, ?, ?, '')
          on conflict do nothing`,
          ...[message, sender.id ?? '', sender.name, JSON.stringify(endToEnd?.keys ?? [])],
        )
      }
    })
  }

  /** Undefined: it is none. */
  of(messageId: string): SealedDelivery | undefined {
    const row = this.#parts.database.get<{ senderId: string; senderName: string; keys: string }>(
      `select sender_id as senderId, sender_name as senderName, keys from incoming_end_to_end where message_id = ?`,
      messageId,
    )
    return row && { ...row, keys: JSON.parse(row.keys) as readonly string[] }
  }

  /** What the sender's rules say to whom receives it; empty: nothing, or it is not open yet. */
  noteOf(messageId: string): string {
    const row = this.#parts.database.get<{ note: string }>(
      'select note from incoming_end_to_end where message_id = ?',
      messageId,
    )
    return row?.note ?? ''
  }

  /** Another node of the institution may have the key: this one does not take the delivery on then. @throws EndToEndError */
  async requireKey({ keys }: SealedDelivery): Promise<void> {
    const own = await ownKeys(this.#parts.dataFolder)
    if (keys.some((id) => privateKeyWithId(own, id) !== undefined)) return
    throw new EndToEndError(
      'It is encrypted to keys that this node does not have: another node of the institution may open it, or its sender sends it again',
    )
  }

  /** @param file of the package as it was before it was encrypted: it grows while the encrypted one is fetched */
  begin(messageId: string, delivery: SealedDelivery, file: GrowingFile, signal: AbortSignal): Arriving {
    const ending = new AbortController()
    const cut = AbortSignal.any([signal, ending.signal])
    const sealed = new GrowingFile(join(this.#parts.folder, messageId, 'package.sealed'), file.files)
    const listing = Promise.withResolvers<readonly ListedInstance[]>()
    const stopAt = async <T>(work: Promise<T>): Promise<T> => {
      try {
        return await work
      } catch (error) {
        // The first one is the reason; the other one ends because of it.
        if (!ending.signal.aborted) ending.abort(error)
        throw ending.signal.reason
      }
    }
    const fetched = stopAt(downloadPackage(this.#parts.connection, messageId, sealed, cut))
    const opened = stopAt(this.#open(messageId, delivery, sealed, file, listing.resolve, cut))
    opened.catch((error: unknown) => listing.reject(error))
    listing.promise.catch(() => undefined)
    const whole = this.#ended(sealed.path, fetched, opened)
    whole.catch(() => undefined)
    return { listed: listing.promise, whole }
  }

  async #ended(sealedPath: string, fetched: Promise<string>, opened: Promise<void>): Promise<string> {
    const [sha256, outcome] = await Promise.allSettled([fetched, opened])
    // What was changed on its way is fetched anew, and what was opened is not needed twice.
    const isUnsound = outcome.status === 'rejected' && outcome.reason instanceof EndToEndError
    if (isUnsound || outcome.status === 'fulfilled') await rm(sealedPath, { force: true })
    if (outcome.status === 'rejected') throw outcome.reason
    if (sha256.status === 'rejected') throw sha256.reason
    return sha256.value
  }

  async #open(
    messageId: string,
    delivery: SealedDelivery,
    sealed: GrowingFile,
    file: GrowingFile,
    tellList: (instances: readonly ListedInstance[]) => void,
    signal: AbortSignal,
  ): Promise<void> {
    const own = await ownKeys(this.#parts.dataFolder)
    const input = await SealedReading.open(sealed, signal)
    try {
      const length = headerBytesIn(await input.exactly(0, PREFIX_BYTES))
      const header = await input.exactly(0, length)
      const opener = await ContentOpener.open(header, (id) => privateKeyWithId(own, id))
      const content = new Content(input, opener)
      const statementBytes = (await content.exactly(4)).readUInt32BE(0)
      if (statementBytes > LONGEST_STATEMENT) throw new EndToEndError('its statement of contents is too long')
      const contents = readContents((await content.exactly(statementBytes)).toString('utf8'))
      const { list, package: whole, keyStatement, sender, recipients, note } = contents.claims
      if (list.sizeBytes > LONGEST_LIST) throw new EndToEndError('its list of images is too long')
      const signer = await this.#signer(delivery, keyStatement, signal)
      if (sender !== signer.institution || !recipients.includes(this.#parts.institutionId)) {
        throw new EndToEndError('it was not written by its sender for this institution')
      }
      const instances = await contents.check(signer, await content.exactly(list.sizeBytes))
      this.#keepNote(messageId, note)
      if (4 + statementBytes + list.sizeBytes + whole.sizeBytes !== opener.contentBytes) {
        throw new EndToEndError('it is not as long as its sender says')
      }
      await this.#write(content, file, whole.sizeBytes, () => tellList(instances), signal)
    } finally {
      await input.close()
    }
  }

  async #write(
    content: Content,
    file: GrowingFile,
    sizeBytes: number,
    onOpened: () => void,
    signal: AbortSignal,
  ): Promise<void> {
    const output = await file.files.open(file.path, 'w+', 0o600)
    const { unitBytes = 1 } = output
    let at = 0
    try {
      onOpened()
      for await (const part of content.rest()) {
        signal.throwIfAborted()
        await writeFully(output, [part], at, (bytes) => {
          at += bytes
        })
        if (at < sizeBytes) file.tell(at - (at % unitBytes), false)
      }
      await output.complete?.()
    } catch (error) {
      await letGo(output)
      throw error
    }
    await output.close()
    file.tell(at, true)
  }

  /** Of the sending institution, and believed here. @throws EndToEndError */
  async #signer({ senderId, senderName }: SealedDelivery, keyStatement: string, signal: AbortSignal) {
    const { keys, known } = this.#parts
    const signer = await readKeyStatement(keyStatement, await keys.authority(signal))
    if (signer.institution !== senderId)
      throw new EndToEndError('it is signed by a node of another institution')
    known.learn({ id: senderId, name: senderName }, [signer])
    if (known.isBelieved(signer)) return signer
    throw new EndToEndError(
      `It is signed by an end-to-end identity of ${senderName} that is not the one that was known. Compare the fingerprint with them, and accept it (epacs node end-to-end)`,
    )
  }

  #keepNote(messageId: string, note: string): void {
    this.#parts.database.run('update incoming_end_to_end set note = ? where message_id = ?', note, messageId)
  }
}

/** What was encrypted, from the beginning on. */
class Content {
  readonly #input: SealedReading
  readonly #opener: ContentOpener
  #left: Buffer = Buffer.alloc(0)

  constructor(input: SealedReading, opener: ContentOpener) {
    this.#input = input
    this.#opener = opener
  }

  /** @throws EndToEndError: there is less */
  async exactly(bytes: number): Promise<Buffer> {
    const parts: Buffer[] = []
    for (let missing = bytes; missing > 0; ) {
      if (this.#left.length === 0) this.#left = await this.#next()
      const part = this.#left.subarray(0, missing)
      parts.push(part)
      missing -= part.length
      this.#left = this.#left.subarray(part.length)
    }
    return Buffer.concat(parts)
  }

  async *rest(): AsyncGenerator<Buffer> {
    if (this.#left.length > 0) yield this.#left
    while (this.#opener.next !== undefined) yield await this.#next()
  }

  async #next(): Promise<Buffer> {
    const { next } = this.#opener
    if (next === undefined) throw new EndToEndError('it ends before its sender says')
    return this.#opener.open(await this.#input.exactly(next.start, next.end))
  }
}
