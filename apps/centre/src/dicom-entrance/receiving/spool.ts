/**
 * Received instances on disk, one behind another in a file that belongs to one association, with a journal beside it
 * that says which of its bytes are whole instances and which message each belongs to.
 *
 * An instance counts from the moment that its line stands in the journal: what a killed process left behind the last
 * one is overwritten by nobody and read by nobody. Two writes for an instance, and one sync for thousands of them.
 *
 * Of encrypted files, chunks are written as a whole: each instance then begins with a chunk of its own, so that none
 * that counts is written again.
 */
import { type FileHandle, open } from 'node:fs/promises'
import type { Files, OpenedFile } from '@epacs/package'
import { type LineWriter, SealedFiles } from '@epacs/sealed-files'
import type { Belonging } from './belonging.ts'
import { withCheck } from './checked-line.ts'
import { writeFully } from './write-at.ts'

export interface SpooledInstance {
  readonly messageId: string
  readonly sopClassUid: string
  readonly sopInstanceUid: string
  readonly belonging: Belonging
  /** Of the DICOM file (PS3.10 §7.1) within the spool. */
  readonly startBytes: number
  readonly sizeBytes: number
}

export const SPOOL = '.spool'
export const JOURNAL = '.journal'

export class Spool {
  /** Without the ending: that of the spool is `.spool`, that of the journal `.journal`. */
  readonly path: string
  readonly #file: OpenedFile
  readonly #journal: FileHandle
  /** Undefined: they lie there in the open. */
  readonly #lines: LineWriter | undefined
  /** Where the instance begins that is being written. */
  #startBytes = 0
  #writtenBytes = 0
  #journalBytes = 0
  #journalLines = 0
  /** What was forgotten is still there. */
  #isRewound = false
  /** Of the first instance in it. */
  #messageId: string | undefined
  #lastMessageId: string | undefined

  private constructor(path: string, file: OpenedFile, journal: FileHandle, files: Files) {
    this.#lines = files instanceof SealedFiles ? files.lineWriter() : undefined
    this.path = path
    this.#file = file
    this.#journal = journal
  }

  /** Fails when there is one of that name. */
  static async create(path: string, files: Files): Promise<Spool> {
    const file = await files.open(path + SPOOL, 'wx', 0o600)
    try {
      return new Spool(path, file, await open(path + JOURNAL, 'wx', 0o600), files)
    } catch (error) {
      await file.close()
      throw error
    }
  }

  /** Two messages share a spool at most, so that its space is free soon after the first of them has ended. */
  get isMixed(): boolean {
    return this.#messageId !== this.#lastMessageId
  }

  /** Of the instance that is being written. */
  get startBytes(): number {
    return this.#startBytes
  }

  /** @param isOneOfSeveral others are receiving as well */
  async append(chunks: readonly Uint8Array[], isOneOfSeveral = false): Promise<void> {
    await this.#cutRewound()
    await writeFully(
      this.#file,
      chunks,
      this.#writtenBytes,
      (bytes) => {
        this.#writtenBytes += bytes
      },
      isOneOfSeveral,
    )
  }

  /** What was written of the instance may be read by others; nothing is added to it. */
  async fill(): Promise<void> {
    const { unitBytes } = this.#file
    const rest = unitBytes === undefined ? 0 : this.#writtenBytes % unitBytes
    if (unitBytes !== undefined && rest > 0) await this.append([Buffer.alloc(unitBytes - rest)])
  }

  /** The instance that was written counts: it survives the end of this process. */
  async keep(instance: SpooledInstance): Promise<void> {
    const text = withCheck(JSON.stringify(instance))
    const line = this.#lines?.sealed(text, this.#journalLines) ?? Buffer.from(`${text}\n`)
    await writeFully(this.#journal, [line], this.#journalBytes)
    // Not before: the next one takes the place of what could not be written.
    this.#journalBytes += line.length
    this.#journalLines++
    this.#startBytes = this.#writtenBytes
    this.#messageId ??= instance.messageId
    this.#lastMessageId = instance.messageId
  }

  /** Forgets what was written since the last instance that counts. */
  rewind(): void {
    this.#isRewound = true
    this.#writtenBytes = this.#startBytes
  }

  async close(): Promise<void> {
    try {
      await this.#cutRewound().finally(() => this.#file.close())
    } finally {
      await this.#journal.close()
    }
  }

  /** Of encrypted files: what of it waits in memory must not fail for want of space, nor be read to be written over. */
  async #cutRewound(): Promise<void> {
    if (!this.#isRewound) return
    if (this.#lines !== undefined) await this.#file.truncate(this.#startBytes)
    this.#isRewound = false
  }
}
