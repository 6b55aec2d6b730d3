/** Files that appear in a folder: when the first one did, and when all of them had. */
import { type FSWatcher, watch } from 'node:fs'
import { readdir } from 'node:fs/promises'

const LOOK_EVERY_MS = 200

export class FolderArrivals {
  readonly #folder: string
  readonly #expected: number
  readonly #watcher: FSWatcher
  readonly #timer: NodeJS.Timeout
  readonly #names = new Set<string>()
  readonly #all = Promise.withResolvers<void>()
  #firstMs: number | undefined
  #lastMs = 0

  constructor(folder: string, expected: number) {
    this.#folder = folder
    this.#expected = expected
    this.#watcher = watch(folder, (_event, name) => {
      if (name !== null) this.#came(name)
    })
    // Notices may be lost when many come at once.
    this.#timer = setInterval(() => void this.#look(), LOOK_EVERY_MS)
  }

  /** Moments of `performance.now()`. Rejects when they do not come in time. */
  async all(withinMs: number): Promise<{ readonly firstMs: number; readonly lastMs: number }> {
    const late = setTimeout(() => {
      const detail = `${this.#names.size} of ${this.#expected} instances arrived`
      this.#all.reject(new Error(detail))
    }, withinMs)
    try {
      await this.#all.promise
      return { firstMs: this.#firstMs ?? 0, lastMs: this.#lastMs }
    } finally {
      clearTimeout(late)
      this.close()
    }
  }

  close(): void {
    clearInterval(this.#timer)
    this.#watcher.close()
  }

  #came(name: string): void {
    if (this.#names.has(name)) return
    this.#names.add(name)
    this.#lastMs = performance.now()
    this.#firstMs ??= this.#lastMs
    if (this.#names.size >= this.#expected) this.#all.resolve()
  }

  async #look(): Promise<void> {
    for (const name of await readdir(this.#folder)) this.#came(name)
  }
}
