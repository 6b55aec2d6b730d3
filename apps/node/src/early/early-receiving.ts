/**
 * Images that go to the PACS before their message is there: which uploads come, whom of them is read now, and who waits for that.
 * Nothing depends on it: what does not go early goes with the message.
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Logger } from 'pino'
import { validate as isUuid } from 'uuid'
import { CentreProblem } from '../centre/connection.ts'
import { orAborted } from '../growing-file.ts'
import type { EarlyUpload } from './early-pacs.ts'
import { type EarlyReadingParts, readEarly } from './early-reading.ts'
import { type KeptUpload, KeptUploads } from './kept-uploads.ts'
import { notEarlyThere, type ToldByCentre } from './not-early.ts'

const AT_ONCE = 2
/** A line that breaks so often during one upload is left to the message. */
const MOST_TRIES = 5

export interface EarlyReceivingParts extends EarlyReadingParts {
  /** Of uploads that are read now. */
  readonly folder: string
  /** Why nothing goes early by the configuration that holds now, in words. */
  readonly notEarly: () => string | undefined
  readonly log: Logger
}

interface Listed extends ToldByCentre {
  readonly items: readonly { readonly id: string; readonly sender: { readonly name: string } }[]
}

export class EarlyReceiving {
  readonly #parts: EarlyReceivingParts
  readonly #running = new Map<string, Promise<void>>()
  readonly #tries = new Map<string, number>()
  readonly #over = new Set<string>()
  readonly #refused = new Set<string>()
  readonly #kept: KeptUploads
  #stopping = new AbortController()
  #looking: Promise<void> | undefined
  #isAskedAgain = false
  /** The last time nobody answered, and it was asked again at once. */
  #isUnanswered = false
  /** Said last. */
  #why: string | undefined

  constructor(parts: EarlyReceivingParts) {
    this.#parts = parts
    this.#kept = new KeptUploads(parts.log)
  }

  /** An upload has begun to come, or may have. */
  look(): void {
    const { images, storing, log } = this.#parts
    for (const { uploadId, senderName, images: count } of images.newStrays())
      log.warn(
        { upload: uploadId, sender: senderName, images: count },
        'images came early, their message did not come',
      )
    const why = this.#parts.notEarly()
    if (why !== undefined) this.#tell(why)
    if (storing() === undefined || this.#stopping.signal.aborted) return
    if (this.#looking !== undefined) {
      this.#isAskedAgain = true
      return
    }
    this.#looking = this.#ask().finally(() => {
      this.#looking = undefined
      if (!this.#isAskedAgain) return
      this.#isAskedAgain = false
      this.look()
    })
  }

  /** Resolves when nothing of that upload is read or stored any more; or the signal aborts. */
  async ended(uploadId: string, signal: AbortSignal): Promise<void> {
    // Where nothing is read early, nothing forgets it again.
    if (this.#parts.storing() !== undefined) this.#over.add(uploadId)
    await orAborted(this.#running.get(uploadId) ?? Promise.resolve(), signal)
    signal.throwIfAborted()
  }

  /**
   * What was read of it, when nothing more is read of it. Its file is the caller's, who lets it go. @returns undefined: not all of
   * it was read. @throws the signal's reason
   */
  async take(uploadId: string, signal: AbortSignal): Promise<KeptUpload | undefined> {
    await this.ended(uploadId, signal)
    return this.#kept.take(uploadId)
  }

  async letGo(kept: KeptUpload): Promise<void> {
    await this.#kept.remove(kept)
  }

  /** Another node of the institution has its deliveries now: nothing more goes to the PACS here. */
  async cut(): Promise<void> {
    this.#stopping.abort(new Error('nothing is read early any more'))
    this.#stopping = new AbortController()
    await Promise.all(this.#running.values())
    await this.#kept.dropAll()
  }

  async stop(): Promise<void> {
    this.#stopping.abort(new Error('the node stops'))
    await Promise.all([this.#looking, ...this.#running.values()])
  }

  /** Once, until it is another reason. */
  #tell(why: string | undefined): void {
    if (why !== undefined && why !== this.#why) this.#parts.log.warn({ why }, 'nothing comes early')
    this.#why = why
  }

  async #ask(): Promise<void> {
    const { connection, log } = this.#parts
    const { signal } = this.#stopping
    let isAnswered = false
    try {
      await this.#kept.dropOld()
      if (!(await this.#parts.hasRoom())) await this.#kept.dropAll()
      const listedNow = await connection.call<Listed>({ path: '/api/nodes/own/arriving', signal })
      isAnswered = true
      this.#isUnanswered = false
      this.#tell(notEarlyThere(listedNow))
      const { items } = listedNow
      const listed = new Set(items.map(({ id }) => id))
      for (const id of this.#over) if (!listed.has(id) && !this.#running.has(id)) this.#over.delete(id)
      for (const id of this.#tries.keys()) if (!listed.has(id)) this.#tries.delete(id)
      for (const { id, sender } of items) {
        if (this.#running.size >= AT_ONCE) break
        if (this.#running.has(id) || this.#over.has(id)) continue
        // It becomes the name of a file.
        if (!isUuid(id)) throw new Error('the centre names an upload by no id')
        const reading = this.#read({ id, senderName: sender.name }, signal).finally(() => {
          this.#running.delete(id)
          // What the centre refuses for now is asked for with the next news.
          if (this.#over.has(id) || !this.#refused.delete(id)) this.look()
        })
        this.#running.set(id, reading)
      }
    } catch (error) {
      if (signal.aborted) return
      // A centre of before has none, and one that is away is told of by the poll.
      log.debug({ err: error }, 'what arrives is not known')
      if (isAnswered || error instanceof CentreProblem || this.#isUnanswered) return
      // On a connection that had gone silent: the next is another one, and the upload is still under way.
      this.#isUnanswered = true
      this.#isAskedAgain = true
    }
  }

  async #read(upload: EarlyUpload, signal: AbortSignal): Promise<void> {
    const { folder, log } = this.#parts
    const tries = (this.#tries.get(upload.id) ?? 0) + 1
    this.#tries.set(upload.id, tries)
    const path = join(folder, upload.id)
    let isKept = false
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      const { left, images } = await readEarly(upload, path, this.#parts, signal)
      this.#over.add(upload.id)
      if (left !== undefined) log.info({ upload: upload.id, why: left }, 'the rest waits for its message')
      isKept = images !== undefined
      if (images !== undefined) await this.#kept.keep(upload.id, { path, images })
    } catch (error) {
      if (signal.aborted) return
      const isProblem = error instanceof CentreProblem
      if (isProblem) this.#refused.add(upload.id)
      if ((isProblem && !error.mayPass) || tries >= MOST_TRIES) this.#over.add(upload.id)
      log.info({ err: error, upload: upload.id }, 'reading early was broken off')
    } finally {
      if (!isKept) await this.#kept.remove({ path })
    }
  }
}
