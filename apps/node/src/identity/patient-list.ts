/**
 * Whom the hospital knows, as it exported it last: in a database of its own beside the node's, so that a list of any
 * length is looked into without being in memory. What is wrong in the file leaves the list before it in force.
 */
import { stat } from 'node:fs/promises'
import { DatabaseSync } from 'node:sqlite'
import type { Logger } from 'pino'
import type { PatientsFile } from '../config/identity-schema.ts'
import { NodeError } from '../node-error.ts'
import { foldedName, type Patient } from './patient.ts'
import { type ListedPatient, readPatients } from './read-patients.ts'

/** More candidates are none to choose from. */
const MOST_FOUND = 20

const TABLES = `
  create table if not exists listed (
    id text not null, issuer text not null, birth_number text not null, name text not null, folded text not null,
    birth_date text not null, sex text not null
  ) strict;
  create table if not exists source (print text not null, rows integer not null, at_ms integer not null) strict;
  create index if not exists listed_id on listed (id);
  create index if not exists listed_birth_number on listed (birth_number) where birth_number <> '';
  create index if not exists listed_folded on listed (folded, birth_date);
`
const COLUMNS = 'id, issuer, birth_number as birthNumber, name, birth_date as birthDate, sex'

export interface ListState {
  /** Null: it has never been read. */
  readonly loadedMs: number | null
  readonly patients: number
  /** Why the file was not taken when it was last read. */
  readonly fault: string | null
}

export class PatientList {
  readonly #database: DatabaseSync
  readonly #log: Logger
  #fault: string | null = null
  #triedPrint = ''
  /** The same for all who ask while it is read. */
  #refreshing: Promise<void> | undefined

  constructor(path: string, log: Logger) {
    this.#database = new DatabaseSync(path)
    // It can be read again at any time.
    this.#database.exec(`pragma journal_mode = wal; pragma synchronous = normal; ${TABLES}`)
    this.#log = log
  }

  close(): void {
    this.#database.close()
  }

  get state(): ListState {
    const source = this.#source()
    return { loadedMs: source?.atMs ?? null, patients: source?.rows ?? 0, fault: this.#fault }
  }

  /** Reads the file if it is another one than before; resolves when the list is that of the file, or the fault is known. */
  async refresh(file: PatientsFile): Promise<void> {
    // What is read now may have begun before the file changed.
    while (this.#refreshing !== undefined) await this.#refreshing.catch(() => undefined)
    this.#refreshing = this.#refresh(file)
    try {
      await this.#refreshing
    } finally {
      this.#refreshing = undefined
    }
  }

  async #refresh(file: PatientsFile): Promise<void> {
    try {
      const print = await printOf(file)
      if (print === this.#source()?.print || print === this.#triedPrint) return
      this.#triedPrint = print
      const rows = await this.#load(file, print)
      this.#fault = null
      this.#log.info({ patients: rows }, 'the list of patients was read')
    } catch (error) {
      // It is tried again: nothing says that the file is at fault.
      if (!(error instanceof NodeError)) {
        this.#triedPrint = ''
        throw error
      }
      if (error.message !== this.#fault)
        this.#log.error({ fault: error.message }, 'the list of patients was not taken')
      this.#fault = error.message
    }
  }

  byBirthNumber(digits: string): readonly ListedPatient[] {
    return this.#find('birth_number = ?', digits)
  }

  byId(id: string): readonly ListedPatient[] {
    return this.#find('id = ?', id)
  }

  byNameAndBirthDate({ name, birthDate }: Pick<Patient, 'name' | 'birthDate'>): readonly ListedPatient[] {
    return this.#find('folded = ? and birth_date = ?', foldedName(name), birthDate)
  }

  #find(condition: string, ...values: string[]): readonly ListedPatient[] {
    return this.#database
      .prepare(`select ${COLUMNS} from listed where ${condition} limit ${MOST_FOUND}`)
      .all(...values) as unknown as readonly ListedPatient[]
  }

  async #load(file: PatientsFile, print: string): Promise<number> {
    const database = this.#database
    // Beside the list that holds, which is looked into meanwhile.
    database.exec('create temp table if not exists fresh as select * from listed where 0; delete from fresh')
    const add = database.prepare('insert into fresh values (?, ?, ?, ?, ?, ?, ?)')
    let rows = 0
    for await (const { id, issuer, birthNumber, name, birthDate, sex } of readPatients(file)) {
      add.run(id, issuer, birthNumber, name, foldedName(name), birthDate, sex)
      rows++
    }
    // It was being written while it was read.
    if ((await printOf(file)) !== print)
      throw new NodeError(`${file.file} changes while it is read: it is read again.`)
    database.exec(
      'begin immediate; delete from listed; insert into listed select * from fresh; delete from source',
    )
    database.prepare('insert into source values (?, ?, ?)').run(print, rows, Date.now())
    database.exec('commit; delete from fresh')
    return rows
  }

  #source(): { readonly print: string; readonly rows: number; readonly atMs: number } | undefined {
    return this.#database.prepare('select print, rows, at_ms as atMs from source').get() as
      | { print: string; rows: number; atMs: number }
      | undefined
  }
}

/** @throws NodeError: it is not there */
async function printOf({ file, separator, encoding }: PatientsFile): Promise<string> {
  try {
    const { size, mtimeMs, ino } = await stat(file)
    return JSON.stringify([file, separator, encoding, size, mtimeMs, ino])
  } catch (error) {
    throw new NodeError(`${file} cannot be read: it has to be there, for the node to read.`, { cause: error })
  }
}
