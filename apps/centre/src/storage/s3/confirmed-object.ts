/** What is said of an object when it is stored, and what the store has to say of it afterwards. */
import { HeadObjectCommand, type HeadObjectCommandOutput } from '@aws-sdk/client-s3'
import type { Connection } from './connection.ts'
import { asStoreError, isNotFound, StoreError } from './store-error.ts'

/** Parameters of every request that makes an object. */
export function described({ config }: Pick<Connection, 'config'>, key: string, sha256: string) {
  const { encryption, kmsKeyId } = config
  return {
    ContentType: key.endsWith('.zip') ? 'application/zip' : 'application/x-ndjson',
    Metadata: { sha256 },
    ...(encryption === null ? {} : { ServerSideEncryption: encryption }),
    ...(kmsKeyId === null ? {} : { SSEKMSKeyId: kmsKeyId }),
  }
}

/** @returns the ETag. @throws StoreError: what the store has is not what was sent */
export async function confirmObject(
  connection: Connection,
  key: string,
  sizeBytes: number,
  sha256: string,
): Promise<string> {
  let head: HeadObjectCommandOutput
  try {
    head = await connection.client.send(new HeadObjectCommand({ ...connection.place, Key: key }))
  } catch (error) {
    if (!isNotFound(error)) throw asStoreError(connection.config, error)
    throw new StoreError(
      `The store took ${key} and does not have it. Nothing may be kept there: look at its logs.`,
    )
  }
  const { ContentLength, Metadata, ServerSideEncryption, ETag } = head
  if (ContentLength !== sizeBytes || Metadata?.sha256 !== sha256) {
    throw new StoreError(
      `The store has ${ContentLength} bytes of ${key}, which has ${sizeBytes}, or another content. Nothing may be kept there: look at its logs.`,
    )
  }
  const { encryption } = connection.config
  if (encryption !== null && ServerSideEncryption !== encryption) {
    throw new StoreError(
      `The store did not encrypt ${key} by ${encryption}, as packages.s3.encryption says: set the store up for it, or take the option away.`,
    )
  }
  return ETag ?? ''
}
