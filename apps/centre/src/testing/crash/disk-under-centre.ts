/** The data folder of a centre that is killed, on a disk that loses what was not synced, or fails now and then. */
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ifPresent } from '../../storage/index.ts'
import type { DiskFaults } from '../disk/disk-faults.ts'
import { CUT_KINDS, type CutKind, PowerCut } from '../disk/power-cut.ts'
import type { Watching } from '../disk/watching.ts'

/** The other deaths are of the process alone: what it wrote is there, and the next process has to sync it. */
const SHARE_OF_CUTS = 0.7

export interface DiskOptions {
  /** A regular expression: syncs of these are not heard of, and their loss has to be found. */
  readonly deaf?: string | undefined
  /** Each death is a power cut of this kind; without it most are, of any. */
  readonly cut?: CutKind
}

export class DiskUnderCentre {
  readonly watching: Watching
  readonly #cut: PowerCut
  readonly #only: CutKind | undefined

  /** @param folder of the network, where the centre's data folder is `data` */
  constructor(folder: string, { deaf, cut }: DiskOptions) {
    const journalFolder = join(folder, 'disk-journal')
    this.watching = {
      folder: join(folder, 'data'),
      journalFolder,
      faultsFile: join(folder, 'disk-faults.json'),
      toldFile: join(folder, 'disk-faults-told'),
      seed: 1,
      deaf: deaf ?? null,
    }
    this.#only = cut
    this.#cut = new PowerCut(this.watching.folder, journalFolder)
  }

  /** Before each start. */
  async prepare(): Promise<void> {
    await this.#cut.prepare()
  }

  /** After the process was killed. @returns how, in words; undefined: the machine goes on */
  async perhapsCut(random: () => number): Promise<string | undefined> {
    if (this.#only === undefined && random() >= SHARE_OF_CUTS) return undefined
    const kind = this.#only ?? CUT_KINDS[Math.floor(random() * CUT_KINDS.length)] ?? 'nothing more'
    await this.#cut.happen(kind, random)
    return `power cut (${kind})`
  }

  async fail(faults: DiskFaults): Promise<void> {
    // The process reads it before each operation: never half.
    const beside = `${this.watching.faultsFile}.new`
    await writeFile(beside, JSON.stringify(faults))
    await rename(beside, this.watching.faultsFile)
  }

  /** @returns what failed, a line each */
  async heal(): Promise<readonly string[]> {
    await rm(this.watching.faultsFile, { force: true })
    const told = (await ifPresent(readFile(this.watching.toldFile, 'utf8'))) ?? ''
    await rm(this.watching.toldFile, { force: true })
    return told.split('\n').filter((line) => line !== '')
  }
}
