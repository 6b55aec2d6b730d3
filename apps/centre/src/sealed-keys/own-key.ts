/** A key of the centre by name: shared by all processes where they share keys, otherwise a file in the data folder. */
import { readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Kysely } from 'kysely'
import type { Config } from '../config/index.ts'
import type { Database } from '../database/index.ts'
import { ifPresent, keepFolder, writeDurably } from '../storage/index.ts'
import { KEY_FILES } from './key-files.ts'
import type { KeyName } from './key-name.ts'
import { requireOnly, sharedKeys } from './shared-keys.ts'

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
  await keepFolder(dirname(path))
  await writeDurably(path, made)
  await requireOnly(db, name, made)
  return made
}
