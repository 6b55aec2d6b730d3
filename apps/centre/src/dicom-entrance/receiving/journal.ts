/**
 * The journal of a spool: a line for each instance that counts, with its own check sum, or encrypted for itself.
 *
 * What a killed process or a power cut leaves is a last line without its end, or zeros where the file's last bytes were to be:
 * that was never answered for, and is passed over. A line that has its end and is not as it was written was damaged later: what the
 * other lines tell is kept, and the damage is told.
 */
import { readFile } from 'node:fs/promises'
import { type Files, plainFiles } from '@epacs/package'
import { type LineRead, linesInTheOpen, SealedFileError, SealedFiles } from '@epacs/sealed-files'
import { ifPresent, sizeOf } from '../../storage/index.ts'
import { checked } from './checked-line.ts'
import { JOURNAL, SPOOL, type SpooledInstance } from './spool.ts'

export interface JournalRead {
  /** In the order in which they were received. */
  readonly instances: readonly SpooledInstance[]
  /** Undefined: it is as it was written, as far as it was. */
  readonly damage: JournalDamage | undefined
}

export interface JournalDamage {
  /** Of the file, where the first line begins that is not as it was written. */
  readonly startBytes: number
}

const LINE_END = 0x0a
const FILLING = '='.charCodeAt(0)
/**
 * The instances of a spool that count; bytes that a power cut took of the spool do not.
 *
 * @throws SealedFileError: the key is not at hand
 */
export async function readJournal(path: string, files: Files = plainFiles): Promise<JournalRead> {
  const journal = await ifPresent(readFile(path + JOURNAL))
  const { instances, damage } = await linesKept(withoutZeros(journal ?? Buffer.alloc(0)), files, path)
  const spoolBytes = (await ifPresent(sizeOf(files, path + SPOOL))) ?? 0
  const beyond = instances.findIndex(({ startBytes, sizeBytes }) => startBytes + sizeBytes > spoolBytes)
  return { instances: beyond === -1 ? instances : instances.slice(0, beyond), damage }
}

async function linesKept(journal: Buffer, files: Files, path: string): Promise<JournalRead> {
  try {
    return linesIn(journal, files, path + JOURNAL)
  } catch (error) {
    if (!(error instanceof SealedFileError) || !(await opens(path + SPOOL, files))) throw error
    // The spool beside it has a key that is at hand, and both were begun together: what it names is none.
    return { instances: [], damage: { startBytes: 0 } }
  }
}

async function opens(path: string, files: Files): Promise<boolean> {
  try {
    const file = await ifPresent(files.openGrowing(path))
    await file?.close()
    return file !== undefined
  } catch (error) {
    if (error instanceof SealedFileError) return false
    throw error
  }
}

/** Zeros at its end are bytes that were never written. */
function withoutZeros(journal: Buffer): Buffer {
  let end = journal.length
  while (end > 0 && journal[end - 1] === 0) end--
  return journal.subarray(0, end)
}

function linesIn(journal: Buffer, files: Files, path: string): JournalRead {
  const instances: SpooledInstance[] = []
  let damage: JournalDamage | undefined
  for (const { text, startBytes, endBytes } of linesOf(journal, files, path)) {
    const instance = text === undefined ? undefined : instanceOf(text)
    if (instance !== undefined) {
      instances.push(instance)
      continue
    }
    damage ??= { startBytes }
    // Perhaps a power cut took it, and then what follows was not synced either: its bytes may be missing from the spool.
    if (journal.subarray(startBytes, endBytes).includes(0)) return { instances, damage }
  }
  const last = damage === undefined ? lastWithoutEnd(journal, files, path) : undefined
  if (last !== undefined) {
    return { instances: [...instances, last], damage: { startBytes: journal.length - 1 } }
  }
  return { instances, damage }
}

/** Whether a line is whole that has something else where its end was written. */
function lastWithoutEnd(journal: Buffer, files: Files, path: string): SpooledInstance | undefined {
  const lastByte = journal.at(-1)
  // What fills up base64 may be cut, and the line is whole without it.
  if (lastByte === undefined || lastByte === LINE_END || lastByte === FILLING) return undefined
  const text = linesOf(Buffer.concat([journal.subarray(0, -1), Buffer.of(LINE_END)]), files, path).at(
    -1,
  )?.text
  return text === undefined ? undefined : instanceOf(text)
}

function linesOf(journal: Buffer, files: Files, path: string): readonly LineRead[] {
  if (!(files instanceof SealedFiles)) return linesInTheOpen(journal)
  try {
    return files.linesOf(journal, path)
  } catch (error) {
    if (!(error instanceof SealedFileError) || error.problem !== 'damaged') throw error
    // None of them can be read, each on its own.
    return linesInTheOpen(journal).map((line) => ({ ...line, text: undefined }))
  }
}

/** Undefined: it is not as it was written. */
function instanceOf(line: string): SpooledInstance | undefined {
  const json = checked(line)
  if (json === undefined) return undefined
  try {
    const read: unknown = JSON.parse(json)
    return isInstance(read) ? read : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

function isInstance(read: unknown): read is SpooledInstance {
  if (typeof read !== 'object' || read === null) return false
  const { messageId, startBytes, sizeBytes } = read as Partial<SpooledInstance>
  return typeof messageId === 'string' && Number.isInteger(startBytes) && Number.isInteger(sizeBytes)
}
