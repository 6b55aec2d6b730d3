/** The folder of spools: made, looked through after a restart, synced, removed. */
import { open, readdir, rename, stat, unlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Files, plainFiles } from '@epacs/package'
import { v7 as newId } from 'uuid'
import { ifPresent, keepFolder } from '../../storage/index.ts'
import { JOURNAL, SPOOL, Spool } from './spool.ts'

/** Ends the names of a spool and its journal that were set aside. */
const DAMAGED = '.damaged'

/** Ends the name of an empty file that says: this journal's damage was noted with the messages that were under way. */
const NOTED = '.noted'

/** What was set aside in the folder of spools, by the names of the spools. */
export async function setAsideIn(folder: string): Promise<readonly string[]> {
  const names = (await ifPresent(readdir(folder))) ?? []
  return names.filter((name) => name.endsWith(SPOOL + DAMAGED)).sort()
}

export class SpoolFolder {
  readonly path: string
  readonly files: Files
  /** Of associations that stand: they may go on writing. */
  readonly #written = new Set<string>()
  /** Their journals do not tell all that was received. */
  readonly #damaged = new Set<string>()
  /** Instances that are being received, of whichever association. */
  receiving = 0

  private constructor(path: string, files: Files) {
    this.path = path
    this.files = files
  }

  /** @param files how what is received lies there */
  static async open(path: string, files: Files = plainFiles): Promise<SpoolFolder> {
    await keepFolder(path)
    return new SpoolFolder(path, files)
  }

  async create(): Promise<Spool> {
    const spool = await Spool.create(join(this.path, newId()), this.files)
    this.#written.add(spool.path)
    return spool
  }

  /** Nothing more is written to it. */
  async close(spool: Spool): Promise<void> {
    await spool.close().finally(() => this.#written.delete(spool.path))
  }

  isWritten(path: string): boolean {
    return this.#written.has(path)
  }

  /** Of every spool that is there, in the order in which they were begun. */
  async paths(): Promise<readonly string[]> {
    const names = (await readdir(this.path)).filter((name) => name.endsWith(SPOOL))
    return names.sort().map((name) => join(this.path, name.slice(0, -SPOOL.length)))
  }

  /** Its journal does not tell all that is in it: when nobody needs the rest any more, it is set aside, and not removed. */
  keepAside(path: string): void {
    this.#damaged.add(path)
  }

  /** Whether the messages that were under way then say already that they may lack something. */
  async isNoted(path: string): Promise<boolean> {
    return (await ifPresent(stat(path + NOTED))) !== undefined
  }

  async note(path: string): Promise<void> {
    if (this.#damaged.has(path)) await writeFile(path + NOTED, '')
  }

  async remove(path: string): Promise<void> {
    // Of two that want it removed neither may remove what the other has set aside in part.
    if (this.#damaged.has(path)) return await this.#setAside(path)
    await ifPresent(unlink(path + JOURNAL))
    await ifPresent(unlink(path + SPOOL))
  }

  /** The spool first: by its name it is known that something was set aside. */
  async #setAside(path: string): Promise<void> {
    for (const ending of [SPOOL, JOURNAL]) await ifPresent(rename(path + ending, path + ending + DAMAGED))
    await ifPresent(unlink(path + NOTED))
  }

  /** What was received into these spools is on stable storage when it resolves. Those that are gone are passed over. */
  async sync(paths: Iterable<string>): Promise<void> {
    for (const path of paths) {
      for (const ending of [SPOOL, JOURNAL]) {
        const file = await ifPresent(open(path + ending, 'r+'))
        if (file === undefined) continue
        await file.datasync().finally(() => file.close())
      }
    }
    const folder = await open(this.path, 'r')
    await folder.sync().finally(() => folder.close())
  }
}
