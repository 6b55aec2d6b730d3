/** A key of the centre by name: shared by all processes where they share keys, otherwise a file in the data folder. */
import { open, readFile, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Kysely } from 'kysely'
import type { Config } from '../config/index.ts'
import type { Database } from '../database/index.ts'
import { createFolder, ifPresent, syncFolder } from '../storage/index.ts'
import { KEY_FILES } from './key-files.ts'
import { type KeyName, requireOnly, sharedKeys } from './shared-keys.ts'

/** Made when it is first needed. @throws KeyError: the centre has it elsewhere */
export async function openKey(
  db: Kysely<Database>,
  config: Pick<Config, 'keys' | 'dataFolder'>,
  name: KeyName,
  make: () => Promise<string>,
): Promise<string> {
  const path = join(config.dataFolder, KEY_FILES[name])
  const before = await ifPresent(readFile(path, 'utf8'))
  const shared = await sharedKeys(config, db)
  if (shared !== null) return await shared.open(name, before, make)
  await requireOnly(db, name, before)
  if (before !== undefined) return before
  const made = await make()
  await keepInFile(path, made)
  await requireOnly(db, name, made)
  return made
}

/** One rename makes it whole, or not at all. */
async function keepInFile(path: string, text: string): Promise<void> {
  await createFolder(dirname(path))
  const file = await open(`${path}.new`, 'w', 0o600)
  try {
    await file.writeFile(text)
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.new`, path)
  await syncFolder(dirname(path))
}
