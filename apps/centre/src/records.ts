/** What commands of a terminal need of the centre: its records, beside the running centre or without it. */
import { EncryptionError } from '@epacs/sealed-files'
import { BackupError } from './backup/index.ts'
import { BootstrapError } from './bootstrap/index.ts'
import { ConfigError, readConfig } from './config/index.ts'
import {
  EmbeddedDatabaseError,
  MigrationError,
  type OpenDatabase,
  openDatabaseForCommand,
  UnreachableDatabaseError,
} from './database/index.ts'
import { openLogger } from './logging/index.ts'
import { DataFolderError } from './maintenance.ts'
import { ConditionsError } from './registration/index.ts'
import { UnreadableRegisterError } from './registry/index.ts'
import { KeyError } from './sealed-keys/index.ts'
import { StartError } from './server/index.ts'
import { SigningKeyError } from './signing/index.ts'
import { StoreError } from './storage/index.ts'

/** Throws errors that `isToldInWords` knows. */
export async function openRecords(configPath: string): Promise<OpenDatabase> {
  const config = await readConfig(configPath)
  return await openDatabaseForCommand(config, openLogger({ level: 'silent' }))
}

/** Their messages are written for the person who starts something. */
const TOLD_IN_WORDS = [
  BackupError,
  ConfigError,
  DataFolderError,
  BootstrapError,
  EmbeddedDatabaseError,
  UnreachableDatabaseError,
  MigrationError,
  StartError,
  SigningKeyError,
  KeyError,
  StoreError,
  EncryptionError,
  UnreadableRegisterError,
  ConditionsError,
]

export function isToldInWords(error: unknown): error is Error {
  return TOLD_IN_WORDS.some((kind) => error instanceof kind)
}
