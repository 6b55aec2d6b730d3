/**
 * A power cut: a folder as it is found when the machine starts again, after the process that worked in it was killed. What was
 * not synced is gone, or there in part, as a file system may do it.
 */
import { copyFile, mkdir, open, readdir, rename, rm, stat, truncate } from 'node:fs/promises'
import { join } from 'node:path'
import { ifPresent } from '../../storage/index.ts'
import { DiskJournal } from './disk-journal.ts'
import { applyChange, DiskModel, type ModelFile, type ModelFolder } from './disk-model.ts'

export const CUT_KINDS = [
  /** What was not synced is gone: bytes and names. */
  'nothing more',
  /** All names have come to the disk before the cut, and no bytes: renamed files are empty. */
  'all names',
  /** Of each folder's changes the first ones, of each file's new bytes the first ones. */
  'some of both',
] as const
export type CutKind = (typeof CUT_KINDS)[number]

/** One operation may have been done and not noted when the process was killed: a renaming has two names. */
const MOST_UNNOTED = 2

export class PowerCut {
  readonly folder: string
  readonly #journalFolder: string

  /** @param folder absolute; what is in it now counts as durable @param journalFolder on the same volume */
  constructor(folder: string, journalFolder: string) {
    this.folder = folder
    this.#journalFolder = journalFolder
  }

  /** Before a process works in the folder. What others did there meanwhile counts as durable. */
  async prepare(): Promise<void> {
    await mkdir(this.folder, { recursive: true, mode: 0o700 })
    const journal = new DiskJournal(this.#journalFolder)
    const gone = new Set([...(await this.#model()).names()].map(([name]) => name))
    for await (const [name, isFolder] of namesIn(this.folder)) {
      if (gone.delete(name)) continue
      journal.add({ what: 'existing', name, copy: isFolder ? null : journal.copy(join(this.folder, name)) })
    }
    for (const name of gone) {
      const isWithin = [...gone].some((other) => name.startsWith(`${other}/`))
      if (!isWithin) journal.add({ what: 'removed', name })
    }
  }

  /** After its process was killed. @param random chooses what survives of what need not */
  async happen(kind: CutKind, random: () => number): Promise<void> {
    const model = await this.#model()
    await this.#requireAllNoted(model)
    const after = `${this.folder}.after-the-cut`
    await mkdir(after)
    await this.#rebuild(model.root, this.folder, after, kind, random, await this.#paths(model))
    await rm(this.folder, { recursive: true })
    await rename(after, this.folder)
    // Emptied: the next process, which waits to begin, has found the folder already.
    for (const name of await readdir(this.#journalFolder)) await rm(join(this.#journalFolder, name))
  }

  async #model(): Promise<DiskModel> {
    const model = new DiskModel()
    if (!(await isThere(this.#journalFolder, 'events'))) return model
    for (const event of new DiskJournal(this.#journalFolder).events()) model.apply(event)
    return model
  }

  /** Where the bytes lie that were there before the cut. */
  async #paths(model: DiskModel): Promise<ReadonlyMap<ModelFile, string>> {
    const paths = new Map<ModelFile, string>()
    for (const [name, node] of model.names()) {
      if (node.kind === 'file' && (await isThere(this.folder, name))) paths.set(node, join(this.folder, name))
    }
    return paths
  }

  /** Otherwise the cut would say nothing about what was done past the journal. */
  async #requireAllNoted(model: DiskModel): Promise<void> {
    const noted = new Set([...model.names()].map(([name]) => name))
    const unnoted: string[] = []
    for await (const [name] of namesIn(this.folder)) if (!noted.delete(name)) unnoted.push(name)
    unnoted.push(...noted)
    if (unnoted.length > MOST_UNNOTED)
      throw new Error(`files were changed in a way that is not followed: ${unnoted.slice(0, 10).join(', ')}`)
  }

  async #rebuild(
    model: ModelFolder,
    before: string,
    after: string,
    kind: CutKind,
    random: () => number,
    paths: ReadonlyMap<ModelFile, string>,
  ): Promise<void> {
    const names = new Map(model.durable)
    const kept = { 'nothing more': 0, 'all names': 1, 'some of both': random() }[kind]
    for (const change of model.changes.slice(0, Math.round(kept * model.changes.length)))
      applyChange(names, change)
    for (const [name, node] of names) {
      const to = join(after, name)
      if (node.kind === 'folder') {
        await mkdir(to)
        await this.#rebuild(node, join(before, name), to, kind, random, paths)
        continue
      }
      if (node.copy === null) await (await open(to, 'wx', 0o600)).close()
      else await copyFile(join(this.#journalFolder, node.copy), to)
      const path = paths.get(node)
      if (path === undefined) continue
      if (kind === 'some of both') await grow(to, path, random())
      // That a file was cut off comes to the disk as names do.
      if (kind !== 'nothing more') await shorten(to, path)
    }
  }
}

/** By some of the bytes that came behind those that were synced. */
async function grow(durable: string, visible: string, share: number): Promise<void> {
  const [{ size: durableBytes }, { size: visibleBytes }] = [await stat(durable), await stat(visible)]
  if (visibleBytes <= durableBytes) return
  await copyFile(visible, durable)
  await truncate(durable, durableBytes + Math.floor(share * (visibleBytes - durableBytes)))
}

/** To as many bytes as the file had before the cut, where it was truncated and that was not synced. */
async function shorten(durable: string, visible: string): Promise<void> {
  const [{ size: durableBytes }, { size: visibleBytes }] = [await stat(durable), await stat(visible)]
  if (visibleBytes < durableBytes) await truncate(durable, visibleBytes)
}

async function* namesIn(folder: string, before = ''): AsyncGenerator<[string, boolean]> {
  for (const entry of await readdir(join(folder, before), { withFileTypes: true })) {
    const name = before + entry.name
    yield [name, entry.isDirectory()]
    if (entry.isDirectory()) yield* namesIn(folder, `${name}/`)
  }
}

async function isThere(folder: string, name: string): Promise<boolean> {
  return (await ifPresent(stat(join(folder, name)))) !== undefined
}
