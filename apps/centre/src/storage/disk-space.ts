/**
 * Free space of a volume, asked before bytes are promised. The answer of the operating system is refreshed
 * once a second; what was promised since then is subtracted, so that a burst of small requests neither costs
 * a system call each nor promises the same space twice.
 */
import { statfs } from 'node:fs/promises'

const REFRESH_MS = 1000

export class DiskSpace {
  readonly #folder: string
  readonly #reserveBytes: number
  #availableBytes = 0
  #askedAtMs = Number.NEGATIVE_INFINITY
  #refresh: Promise<void> | undefined

  /** `reserveBytes` is never promised: packages, the database and the log need to breathe. */
  constructor(folder: string, reserveBytes: number) {
    this.#folder = folder
    this.#reserveBytes = reserveBytes
  }

  /** True, and the bytes count as taken, when they fit above the reserve. */
  async claim(bytes: number): Promise<boolean> {
    if (performance.now() - this.#askedAtMs > REFRESH_MS) {
      this.#refresh ??= this.#ask().finally(() => {
        this.#refresh = undefined
      })
      await this.#refresh
    }
    if (bytes > this.#availableBytes) return false
    this.#availableBytes -= bytes
    return true
  }

  async #ask(): Promise<void> {
    const { bavail, bsize } = await statfs(this.#folder)
    this.#availableBytes = bavail * bsize - this.#reserveBytes
    this.#askedAtMs = performance.now()
  }
}
