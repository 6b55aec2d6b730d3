/** What commands that look after a centre's records and packages work with, beside the running centre or without it. */
import { readdir } from 'node:fs/promises'
import { refuseHalfRestored } from './backup/index.ts'
import { type Config, readConfig } from './config/index.ts'
import { type OpenDatabase, openDatabaseForCommand } from './database/index.ts'
import { openLogger } from './logging/index.ts'
import { ifPresent, openPackageStore, type PackageStore } from './storage/index.ts'

export interface Maintenance extends OpenDatabase {
  readonly config: Config
  readonly store: PackageStore
}

/** There are records of a centre, and nothing of it in its data folder; the message says so, for people. */
export class DataFolderError extends Error {
  override readonly name = 'DataFolderError'
}

/** Throws errors that `isToldInWords` knows. */
export async function openForMaintenance(configPath: string): Promise<Maintenance> {
  const config = await readConfig(configPath)
  await refuseHalfRestored(config.dataFolder)
  const database = await openDatabaseForCommand(config, openLogger({ level: 'silent' }), 'as-it-is')
  try {
    // Before anything is made there: a volume that is not mounted would look like one with a centre from then on.
    await requireDataFolder(config.dataFolder, database)
    const store = await openPackageStore(config)
    return { ...database, config, store }
  } catch (error) {
    await database.close()
    throw error
  }
}

/** One of them at least, wherever packages are stored: a centre makes them when it starts, a restore as well. */
const OF_A_CENTRE: ReadonlySet<string> = new Set([
  'packages',
  'work',
  'signing',
  'node-authority',
  'webhook-secrets',
])

/** @throws DataFolderError */
async function requireDataFolder(dataFolder: string, { db }: OpenDatabase): Promise<void> {
  const names = (await ifPresent(readdir(dataFolder))) ?? []
  if (names.some((name) => OF_A_CENTRE.has(name))) return
  const delivered = await db
    .selectFrom('message')
    .where('package_sha256', 'is not', null)
    .select('id')
    .executeTakeFirst()
  if (delivered === undefined) return
  throw new DataFolderError(
    `There is no centre in the data folder ${dataFolder}, and the database has the records of one. Is its volume mounted?`,
  )
}
