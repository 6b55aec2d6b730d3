/** What commands that look after a centre's records and packages work with, beside the running centre or without it. */
import { refuseHalfRestored } from './backup/index.ts'
import { type Config, readConfig } from './config/index.ts'
import { type OpenDatabase, openDatabaseForCommand } from './database/index.ts'
import { openLogger } from './logging/index.ts'
import { openPackageStore, type PackageStore } from './storage/index.ts'

export interface Maintenance extends OpenDatabase {
  readonly config: Config
  readonly store: PackageStore
}

/** Throws errors that `isToldInWords` knows. */
export async function openForMaintenance(configPath: string): Promise<Maintenance> {
  const config = await readConfig(configPath)
  await refuseHalfRestored(config.dataFolder)
  const database = await openDatabaseForCommand(config, openLogger({ level: 'silent' }), 'as-it-is')
  try {
    const store = await openPackageStore(config)
    return { ...database, config, store }
  } catch (error) {
    await database.close()
    throw error
  }
}
