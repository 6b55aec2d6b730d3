/** Where keys lie in the data folder of a process that shares none; and those that lie there although they are sealed. */
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import type { Kysely } from 'kysely'
import type { Logger } from 'pino'
import type { Config } from '../config/index.ts'
import type { Database } from '../database/index.ts'
import { ifPresent } from '../storage/index.ts'
import type { KeyName } from './key-name.ts'

export const KEY_FILES: Readonly<Record<KeyName, string>> = {
  signing: 'signing/key.pem',
  'node-authority': 'node-authority/authority.pem',
  'webhook-secrets': 'webhook-secrets/key',
}

export async function hasKeyFile(
  { dataFolder }: Pick<Config, 'dataFolder'>,
  name: KeyName,
): Promise<boolean> {
  return (await ifPresent(access(join(dataFolder, KEY_FILES[name])).then(() => true))) === true
}

/** Of the keys that are sealed in the database. */
export async function sealedKeyFiles(
  { keys }: Pick<Config, 'keys'>,
  db: Kysely<Database>,
): Promise<ReadonlySet<string>> {
  if (keys.sealFile === null) return new Set()
  const rows = await db.selectFrom('shared_key').where('sealed', 'is not', null).select('name').execute()
  const sealed = new Set(rows.map(({ name }) => name))
  return new Set(Object.entries(KEY_FILES).flatMap(([name, path]) => (sealed.has(name) ? [path] : [])))
}

/** They are not removed by themselves: the seal may be new, and nobody may have a second copy of it yet. */
export async function tellOfPlainKeys(
  config: Pick<Config, 'keys' | 'dataFolder'>,
  db: Kysely<Database>,
  log: Logger,
): Promise<void> {
  for (const file of await sealedKeyFiles(config, db)) {
    const path = join(config.dataFolder, file)
    if ((await ifPresent(access(path).then(() => true))) !== true) continue
    log.warn(
      { path },
      'a key that is sealed in the database lies here in the open, too: remove it when keys.sealFile is kept in a second place',
    )
  }
}
