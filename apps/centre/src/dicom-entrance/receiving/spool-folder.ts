/** The folder of spools: made, looked through after a restart, synced, removed. */
import { open, readdir, readFile, unlink } from 'node:fs/promises'
import { join } from 'node:path'
import { type Files, plainFiles } from '@epacs/package'
import { EncryptionError, SealedFileError, SealedFiles } from '@epacs/sealed-files'
import { v7 as newId } from 'uuid'
import { ifPresent, keepFolder, sizeOf } from '../../storage/index.ts'
import { JOURNAL, SPOOL, Spool, type SpooledInstance } from './spool.ts'

export class SpoolFolder {
  readonly path: string
  readonly files: Files
  /** Of associations that stand: they may go on writing. */
  readonly #written = new Set<string>()
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

  async remove(path: string): Promise<void> {
    await ifPresent(unlink(path + JOURNAL))
    await ifPresent(unlink(path + SPOOL))
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

/**
 * The instances of a spool that count. A last line that was cut short does not, nor do bytes that a power cut took.
 *
 * @throws EncryptionError: it was changed, so that nobody can say what was received; it is not taken for empty. The
 *   message says what to do
 */
export async function readJournal(
  path: string,
  files: Files = plainFiles,
): Promise<readonly SpooledInstance[]> {
  const journal = (await ifPresent(readFile(path + JOURNAL))) ?? Buffer.alloc(0)
  const spoolBytes = (await ifPresent(sizeOf(files, path + SPOOL))) ?? 0
  const instances: SpooledInstance[] = []
  for (const line of wholeLines(journal, files, path)) {
    const instance = instanceOf(line)
    if (instance === undefined || instance.startBytes + instance.sizeBytes > spoolBytes) break
    instances.push(instance)
  }
  return instances
}

function wholeLines(journal: Buffer, files: Files, path: string): readonly string[] {
  if (!(files instanceof SealedFiles)) return journal.toString('utf8').split('\n').slice(0, -1)
  try {
    return files.linesOf(journal, path + JOURNAL)
  } catch (error) {
    if (!(error instanceof SealedFileError) || error.problem !== 'damaged') throw error
    throw new EncryptionError(
      `${error.message} It says which images were received by DICOM and are not in a message yet. Put it back from a snapshot of the disk; or move ${path}${JOURNAL} and ${path}${SPOOL} away, start the centre, and ask whoever was sending then to send again: of their messages it keeps what other files have, and those with nothing left come to nothing.`,
      { cause: error },
    )
  }
}

/** Undefined for what a power cut left of a line. */
function instanceOf(line: string): SpooledInstance | undefined {
  try {
    return JSON.parse(line) as SpooledInstance
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
