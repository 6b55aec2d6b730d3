/**
 * SHA-256 of the package file. A small package is hashed at the end; a large one by a thread of its own that follows
 * the writer and reads the bytes back from the page cache, so that the second digest over every byte (each instance
 * has its own) costs the thread that serves others nothing. Measured with 525 MB of CT: 1.1 s of that thread instead of
 * 1.6 s with both digests in it.
 */
import { once } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { type Files, plainFiles } from '../files.ts'
import { FileHash } from './file-hash.ts'
import type { HashAnswer, HashOrder } from './hash-thread.ts'
import { OpenedFileHash } from './opened-file-hash.ts'

/**
 * As many bytes as are hashed here in the processor time of a thread's start: 70 to 130 ms, and 7 to 20 MB; where no compiled
 * code is kept 110 to 200 ms, and up to 37 MB, for it strips its types anew. (Hashing took 1.1 ms for each MiB beside it.)
 */
const THREAD_FROM_BYTES = 96 * 1024 * 1024
/** Beside this module, which runs from its source or a bundle here, and compiled in the published library. */
const HASH_THREAD = import.meta.url.endsWith('.js')
  ? new URL('./hash-thread.js', import.meta.url)
  : new URL('./hash-thread.ts', import.meta.url)
/** How far the writer goes before it tells the thread. */
const ADVANCE_BYTES = 4 * 1024 * 1024

export class PackageDigest {
  readonly #path: string
  readonly #files: Files
  readonly #threadFromBytes: number
  #thread: Worker | undefined
  #failure: Error | undefined
  #here: FileHash | OpenedFileHash | undefined
  #told = 0

  /**
   * @param path of the file, which must exist before anything is asked
   * @param files a file that does not lie there in the open is hashed here, in steps, whatever its size
   */
  constructor(path: string, threadFromBytes = THREAD_FROM_BYTES, files = plainFiles) {
    this.#path = path
    this.#files = files
    this.#threadFromBytes = files.isPlain ? threadFromBytes : Number.POSITIVE_INFINITY
  }

  /** Bytes before `end` are final, and the operating system has them. */
  advance(end: number): void {
    const isWorthTelling = end - this.#told >= Math.min(ADVANCE_BYTES, this.#threadFromBytes)
    if (end < this.#threadFromBytes || !isWorthTelling) return
    this.#thread ??= this.#startThread()
    this.#order({ kind: 'advance', end })
    this.#told = end
  }

  /** Of the bytes before `end`, in hexadecimal; `end` never goes back but after a restart. */
  async digest(end: number): Promise<string> {
    if (this.#thread !== undefined) return await this.#askThread(this.#thread, end)
    this.#here ??= await this.#openHere()
    while (this.#here.at < end) {
      await this.#here.step(end)
      await setImmediate()
    }
    return this.#here.digest()
  }

  /** Before what was final is changed after all: forgets it, and reads the file no more until it is asked again. */
  async restart(): Promise<void> {
    if (this.#thread !== undefined) {
      // It may be behind, and would find a file that has become shorter than it was told.
      await this.#askThread(this.#thread, this.#told)
      this.#order({ kind: 'restart' })
    }
    this.#here?.restart()
    this.#told = 0
  }

  async close(): Promise<void> {
    await this.#here?.close()
    await this.#thread?.terminate()
  }

  async #openHere(): Promise<FileHash | OpenedFileHash> {
    if (this.#files.isPlain) return new FileHash(this.#path)
    return new OpenedFileHash(await this.#files.openGrowing(this.#path))
  }

  #startThread(): Worker {
    const thread = new Worker(HASH_THREAD, {
      workerData: this.#path,
      // It makes next to no objects, and V8 would give it as much room for them as to a whole server.
      resourceLimits: { maxYoungGenerationSizeMb: 2 },
    })
    thread.on('error', (error: Error) => {
      this.#failure = error
    })
    return thread
  }

  #order(order: HashOrder): void {
    this.#thread?.postMessage(order)
  }

  async #askThread(thread: Worker, end: number): Promise<string> {
    if (this.#failure !== undefined) throw this.#failure
    this.#order({ kind: 'digest', end })
    // A thread that fails emits 'error', which rejects this.
    const [answer] = (await once(thread, 'message')) as [HashAnswer]
    return answer.digest
  }
}
