/** What is said of an object when it is stored, and what the store has to say of it afterwards. */
import { extname } from 'node:path'
import { HeadObjectCommand, type HeadObjectCommandOutput } from '@aws-sdk/client-s3'
import type { Connection } from './connection.ts'
import { asStoreError, isNotFound, StoreError } from './store-error.ts'

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  '.zip': 'application/zip',
  '.index': 'application/x-ndjson',
}

/** Parameters of every request that makes an object. */
export function described({ config }: Pick<Connection, 'config'>, key: string, sha256: string) {
  const { encryption, kmsKeyId } = config
  return {
    ContentType: CONTENT_TYPES[extname(key)] ?? 'application/octet-stream',
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
  requireEncryption(connection, key, ServerSideEncryption)
  return ETag ?? ''
}

/** @throws StoreError: what was stored is not encrypted as it is configured */
export function requireEncryption(
  { config: { encryption } }: Pick<Connection, 'config'>,
  key: string,
  confirmed: string | undefined,
): void {
  if (encryption === null || confirmed === encryption) return
  throw new StoreError(
    `The store did not encrypt ${key} by ${encryption}, as packages.s3.encryption says: set the store up for it, or take the option away.`,
  )
}
