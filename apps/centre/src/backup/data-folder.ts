/**
 * What a backup needs of the data folder, and of the store. A volume that is not mounted must not pass for a centre
 * without keys, whose packages are all in the backup already.
 */
import { access, readFile, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Maintenance } from '../maintenance.ts'
import { KEY_FILES } from '../sealed-keys/index.ts'
import { createFolder, ifPresent, writeDurably } from '../storage/index.ts'
import { BackupError, type Catalogue, digestOfFile, readCatalogue } from './catalogue.ts'

const SIGNING_KEY = KEY_FILES.signing

/** @throws BackupError: one is missing that the records or the backup before know */
export async function requireKeys({ config, db }: Maintenance, folder: string): Promise<void> {
  const known = new Set((await readCatalogue(folder))?.files.map(({ path }) => path))
  const signing = await db
    .selectFrom('signing_key')
    .where('retired_at', 'is', null)
    .select('kid')
    .executeTakeFirst()
  if (signing !== undefined) known.add(SIGNING_KEY)
  const secret = await db
    .selectFrom('webhook')
    .where('sealed_secret', 'is not', null)
    .select('id')
    .limit(1)
    .executeTakeFirst()
  if (secret !== undefined) known.add(KEY_FILES['webhook-secrets'])
  // The operator's own is kept by the operator.
  if (config.signing.keyFile !== null) known.delete(SIGNING_KEY)
  // With the records, sealed; what seals them is kept by the operator.
  if (config.keys.sealFile !== null) known.clear()
  for (const path of known) {
    const key = join(config.dataFolder, path)
    if ((await ifPresent(access(key).then(() => true))) === true) continue
    throw new BackupError(
      `The key ${key} is not there, and this centre had one. Is the volume of the data folder mounted? ` +
        'If the key is lost for good, bring it back from a backup, or choose another folder for a new one.',
    )
  }
}

/** Copies of keys from before they were sealed: in the open they would give away what the seal hides. */
export async function removeSealed(folder: string, sealed: ReadonlySet<string>): Promise<void> {
  for (const path of sealed) await rm(join(folder, path), { force: true })
}

/**
 * Without them nodes would have to enrol again, and old statements had no successor.
 *
 * @param sealed those that are among the records
 */
export async function bringKeys(
  dataFolder: string,
  folder: string,
  sealed: ReadonlySet<string>,
): Promise<Catalogue['files']> {
  const files: Catalogue['files'] = []
  for (const path of Object.values(KEY_FILES)) {
    if (sealed.has(path)) continue
    const content = await ifPresent(readFile(join(dataFolder, path)))
    if (content === undefined) continue
    const copy = join(folder, path)
    await createFolder(dirname(copy))
    await writeDurably(copy, content)
    files.push({ path, sha256: await digestOfFile(copy) })
  }
  return files
}

/**
 * @param countNamed how many packages the records name now
 * @throws BackupError: there are some, and the store has none at all
 */
export async function requirePackages(
  { store }: Pick<Maintenance, 'store'>,
  countNamed: () => Promise<number>,
): Promise<void> {
  for await (const _any of store.list()) return
  const named = await countNamed()
  if (named === 0) return
  throw new BackupError(
    `The records name ${named} packages, and not one is where they are stored. Is the volume of the data folder ` +
      'mounted, or is it another bucket or prefix?',
  )
}
