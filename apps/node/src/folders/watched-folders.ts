/** The folders that are watched now: those of the configuration, as it changes. */
import { isDeepStrictEqual } from 'node:util'
import type { LiveConfig } from '../config/live-config.ts'
import type { FolderConfig } from '../config/schema.ts'
import { type FolderParts, WatchedFolder } from './watched-folder.ts'

export class WatchedFolders {
  readonly #parts: Omit<FolderParts, 'folder'>
  #watched: readonly { readonly folder: FolderConfig; readonly watching: WatchedFolder }[] = []

  constructor(config: LiveConfig, parts: Omit<FolderParts, 'folder'>) {
    this.#parts = parts
    config.onPrepare(async (next) => async () => await this.watch(next.folders))
  }

  /** Those that stay as they are go on; of the others none is taken from twice. */
  async watch(folders: readonly FolderConfig[]): Promise<void> {
    const stays = this.#watched.filter(({ folder }) =>
      folders.some((each) => isDeepStrictEqual(each, folder)),
    )
    await Promise.all(
      this.#watched.filter((each) => !stays.includes(each)).map(({ watching }) => watching.stop()),
    )
    const begun = folders
      .filter((folder) => !stays.some((each) => isDeepStrictEqual(each.folder, folder)))
      .map((folder) => ({ folder, watching: new WatchedFolder({ ...this.#parts, folder }) }))
    for (const { watching } of begun) watching.start()
    this.#watched = [...stays, ...begun]
  }

  async stop(): Promise<void> {
    await this.watch([])
  }
}
