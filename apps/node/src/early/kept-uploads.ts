/** What came of uploads, kept for a while: of their messages the images need not come again. Lost with the process. */
import { rm } from 'node:fs/promises'
import type { Logger } from 'pino'

export interface KeptUpload {
  readonly path: string
  /** Where the bytes of each image lie in it, by their SHA-256. */
  readonly images: ReadonlyMap<string, KeptImage>
}

export interface KeptImage {
  readonly offsetBytes: number
  readonly sizeBytes: number
}

/** Checking a message takes seconds; what is older is not waited for. */
const KEPT_MS = 600_000
/** Each may be as large as a study. */
const MOST_KEPT = 8

export class KeptUploads {
  readonly #kept = new Map<string, KeptUpload & { readonly sinceMs: number }>()
  readonly #log: Logger

  constructor(log: Logger) {
    this.#log = log
  }

  /** Its file is let go with it. */
  async keep(uploadId: string, upload: KeptUpload): Promise<void> {
    this.#kept.set(uploadId, { ...upload, sinceMs: performance.now() })
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > MOST_KEPT && oldest !== undefined) await this.#drop(oldest)
  }

  /** Whoever takes it removes its file. */
  take(uploadId: string): KeptUpload | undefined {
    const kept = this.#kept.get(uploadId)
    this.#kept.delete(uploadId)
    return kept
  }

  /** Of which no message has come. */
  async dropOld(): Promise<void> {
    for (const [uploadId, { sinceMs }] of this.#kept)
      if (performance.now() - sinceMs > KEPT_MS) await this.#drop(uploadId)
  }

  async dropAll(): Promise<void> {
    for (const uploadId of this.#kept.keys()) await this.#drop(uploadId)
  }

  async remove({ path }: Pick<KeptUpload, 'path'>): Promise<void> {
    await rm(path, { force: true }).catch((error: unknown) =>
      this.#log.warn({ err: error }, 'what was read early is not removed'),
    )
  }

  async #drop(uploadId: string): Promise<void> {
    const kept = this.take(uploadId)
    if (kept !== undefined) await this.remove(kept)
  }
}
