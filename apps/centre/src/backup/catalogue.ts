/** `backup.json`: what a backup holds. Written last, in one step: what it names is there, whole and durable. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { ifPresent, writeDurably } from '../storage/index.ts'

/** A backup cannot be made or taken back; the message says why, for people. */
export class BackupError extends Error {
  override readonly name = 'BackupError'
}

const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const name = z.string().regex(/^[a-z_][a-z0-9_]*$/)

const catalogueSchema = z.object({
  format: z.literal(1),
  takenAt: z.iso.datetime(),
  /** Names of the migrations that the records are of. */
  migrations: z.array(z.string()),
  /** Folder with the records, within the backup. */
  records: z.string().regex(/^records-[0-9TZ-]+$/),
  tables: z.array(z.object({ name, columns: z.array(name), rows: z.int(), sha256 })),
  sequences: z.array(z.object({ name, value: z.int() })),
  /** Keys of the data folder. */
  files: z.array(z.object({ path: z.string().regex(/^[a-z-]+\/[a-z-]+(?:\.pem)?$/), sha256 })),
  packages: z.int(),
  /** The audit trail's: noted here, it shows later that nothing was cut off. */
  audit: z.object({ events: z.int(), head: z.string() }),
  /** The event after which it was broken when the backup was made; null: it was whole, as in catalogues without it. */
  auditBrokenAt: z.int().nullable().default(null),
})
export type Catalogue = z.output<typeof catalogueSchema>

export const CATALOGUE = 'backup.json'
const cataloguePath = (folder: string) => join(folder, CATALOGUE)

/** Undefined: there is none. */
export async function readCatalogue(folder: string): Promise<Catalogue | undefined> {
  const text = await ifPresent(readFile(cataloguePath(folder), 'utf8'))
  if (text === undefined) return undefined
  try {
    return catalogueSchema.parse(JSON.parse(text))
  } catch (error) {
    throw new BackupError(`${cataloguePath(folder)} is no catalogue of a backup.`, { cause: error })
  }
}

export async function keepCatalogue(folder: string, catalogue: Catalogue): Promise<void> {
  // What could not be read back is not written: the backup before it would be given up for it.
  const whole = catalogueSchema.parse(catalogue)
  await writeDurably(cataloguePath(folder), `${JSON.stringify(whole, null, 2)}\n`)
}

export async function digestOfFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return hash.digest('hex')
}
