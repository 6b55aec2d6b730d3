/**
 * How many uploads an institution may have open at once. Counting rows for each of 5,000 small files would
 * cost more than storing them, so a count is kept for a few seconds and moved along in between; the limit is a
 * fence against runaway clients, not a price list, and may be overstepped by what other processes took.
 */
import type { Kysely } from 'kysely'
import type { Database } from '../database/index.ts'
import { countUnused } from './upload-rows.ts'

const REFRESH_MS = 5000

export class OpenUploads {
  readonly #db: Kysely<Database>
  readonly #limit: number
  readonly #counts = new Map<string, { uploads: number; countedAtMs: number }>()

  constructor(db: Kysely<Database>, limit: number) {
    this.#db = db
    this.#limit = limit
  }

  /** True, and counted, when one more is allowed. */
  async claim(institutionId: string): Promise<boolean> {
    let count = this.#counts.get(institutionId)
    if (count === undefined || performance.now() - count.countedAtMs > REFRESH_MS) {
      count = { uploads: await countUnused(this.#db, institutionId), countedAtMs: performance.now() }
      this.#counts.set(institutionId, count)
    }
    if (count.uploads >= this.#limit) return false
    count.uploads++
    return true
  }
}
