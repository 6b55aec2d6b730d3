/**
 * How many uploads, of how many bytes together, an institution may have open at once, so that nobody fills the disk
 * for everybody. Counting rows for each of 5,000 small files would cost more than storing them, so a count is kept
 * for a few seconds and moved along in between; the limits are a fence against runaway clients, not a price list,
 * and may be overstepped by what other processes took.
 */
import type { Kysely } from 'kysely'
import type { Database } from '../database/index.ts'
import { sumUnused } from './upload-rows.ts'

const REFRESH_MS = 5000

export interface OpenLimits {
  readonly uploads: number
  /** As announced, whether they have come or not. */
  readonly bytes: number
}

export class OpenUploads {
  readonly #db: Kysely<Database>
  readonly #limits: OpenLimits
  readonly #open = new Map<string, { uploads: number; bytes: number; countedAtMs: number }>()

  constructor(db: Kysely<Database>, limits: OpenLimits) {
    this.#db = db
    this.#limits = limits
  }

  /** True, and counted, when one more of this size is allowed; with 0 `uploads` so much more for one that there is. */
  async claim(institutionId: string, sizeBytes: number, uploads: 0 | 1 = 1): Promise<boolean> {
    let open = this.#open.get(institutionId)
    if (open === undefined || performance.now() - open.countedAtMs > REFRESH_MS) {
      open = { ...(await sumUnused(this.#db, institutionId)), countedAtMs: performance.now() }
      this.#open.set(institutionId, open)
    }
    const isOver =
      open.uploads + uploads > this.#limits.uploads || open.bytes + sizeBytes > this.#limits.bytes
    if (isOver) return false
    open.uploads += uploads
    open.bytes += sizeBytes
    return true
  }
}
