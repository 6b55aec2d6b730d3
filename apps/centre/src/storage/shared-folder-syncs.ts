/** Syncs of folders, shared by those who ask at the same time: hundreds of new files are made durable at once. */
import { syncFolder } from './durable-folder.ts'

interface Going {
  readonly current: Promise<void>
  /** For those who came after the current one had begun: it may not have seen their names. */
  next: Promise<void> | undefined
}

export class SharedFolderSyncs {
  readonly #sync: (path: string) => Promise<void>
  readonly #going = new Map<string, Going>()

  constructor(sync = syncFolder) {
    this.#sync = sync
  }

  /** Resolves when all names that the folder has now are durable; fails as `syncFolder`, for all who shared it. */
  sync(path: string): Promise<void> {
    const going = this.#going.get(path)
    if (going === undefined) return this.#begin(path)
    const begin = () => this.#begin(path)
    going.next ??= going.current.then(begin, begin)
    return going.next
  }

  #begin(path: string): Promise<void> {
    const going: Going = { current: this.#sync(path), next: undefined }
    this.#going.set(path, going)
    const end = () => {
      if (going.next === undefined) this.#going.delete(path)
    }
    going.current.then(end, end)
    return going.current
  }
}
