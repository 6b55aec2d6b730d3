/** The store that the configuration names. */
import { plainFiles } from '@epacs/package'
import { EncryptionError, filesOf, requireKeysOf } from '@epacs/sealed-files'
import type { Config } from '../config/index.ts'
import { openFolderStore } from './folder-store.ts'
import type { PackageStore } from './package-store.ts'

export interface StoreSurroundings {
  /** For the metrics: each request to an S3-compatible store. */
  readonly onRequest?: (operation: string, outcome: string, seconds: number) => void
  /** What the operator should know. */
  readonly warn?: (words: string) => void
}

/**
 * @throws StoreError: an S3-compatible store cannot be used as it is configured. EncryptionError: the master keys are not
 * at hand
 */
export async function openPackageStore(
  {
    dataFolder,
    uploads,
    packages,
    trust,
    encryption,
  }: Pick<Config, 'dataFolder' | 'uploads' | 'packages' | 'trust' | 'encryption'>,
  { onRequest, warn }: StoreSurroundings = {},
): Promise<PackageStore> {
  const reserveBytes = uploads.diskReserveBytes
  if (packages.s3 === null) {
    return await openFolderStore(dataFolder, reserveBytes, await filesOf(encryption))
  }
  if (encryption.keyFile !== null || encryption.keyCommand !== null) {
    throw new EncryptionError(
      'encryption.keyFile and encryption.keyCommand are for packages in the data folder. With packages.s3, let the store encrypt (packages.s3.encryption), and put the data folder on an encrypted volume.',
    )
  }
  await requireKeysOf(dataFolder, plainFiles)
  // The library costs 0.4 s of a processor and 60 MB at the start: only where it is used.
  const { openS3Store } = await import('./s3/index.ts')
  const store = await openS3Store(packages.s3, {
    dataFolder,
    reserveBytes,
    caFiles: trust.caFiles,
    ...(onRequest === undefined ? {} : { onRequest }),
  })
  if (warn !== undefined && (await store.keepsVersions()) === true) {
    warn(
      `The bucket ${packages.s3.bucket} keeps versions: data that is deleted stays there until a lifecycle rule removes noncurrent versions.`,
    )
  }
  return store
}
