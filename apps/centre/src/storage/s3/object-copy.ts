/** An object stored once more under another name, by the store itself: nothing of it comes here. */
import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CopyObjectCommand,
  CreateMultipartUploadCommand,
  UploadPartCopyCommand,
} from '@aws-sdk/client-s3'
import { confirmObject, described } from './confirmed-object.ts'
import type { Connection } from './connection.ts'

/** S3 copies up to 5 GB at once; smaller parts are answered before the connection counts as silent. */
const PART_BYTES = 256 * 1024 ** 2
const PARTS_AT_ONCE = 4

export interface ObjectCopy {
  readonly from: string
  readonly to: string
  /** Of `from`. */
  readonly sizeBytes: number
  readonly sha256: string
  readonly partBytes?: number | undefined
}

/** Resolves when the store has confirmed it. False: the source is not there (any more). @throws StoreError */
export async function copyObject(connection: Connection, copy: ObjectCopy): Promise<boolean> {
  const { from, to, sizeBytes, sha256, partBytes = PART_BYTES } = copy
  const { client, place } = connection
  const source = { ...place, Key: to, CopySource: `${place.Bucket}/${encodeURI(from)}` }
  const about = described(connection, to, sha256)
  const copying =
    sizeBytes <= partBytes
      ? client.send(new CopyObjectCommand({ ...source, ...about, MetadataDirective: 'REPLACE' }))
      : copyParts(connection, source, about, { sizeBytes, partBytes })
  try {
    await copying
  } catch (error) {
    // The answer may be what was lost, and not the object.
    const isThere = await confirmObject(connection, to, sizeBytes, sha256).catch(() => undefined)
    if (isThere !== undefined) return true
    return (await connection.orGone<unknown>(Promise.reject(error))) !== undefined
  }
  await confirmObject(connection, to, sizeBytes, sha256)
  return true
}

async function copyParts(
  { client }: Connection,
  source: { readonly Bucket: string; readonly Key: string; readonly CopySource: string },
  about: ReturnType<typeof described>,
  { sizeBytes, partBytes }: { readonly sizeBytes: number; readonly partBytes: number },
): Promise<true> {
  const { Bucket, Key, CopySource } = source
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key, ...about }))
  const upload = { Bucket, Key, UploadId }
  const starts = Array.from({ length: Math.ceil(sizeBytes / partBytes) }, (_, part) => part * partBytes)
  const parts: { PartNumber: number; ETag: string | undefined }[] = []
  const left = starts.entries()
  const worker = async () => {
    for (const [position, start] of left) {
      const CopySourceRange = `bytes=${start}-${Math.min(start + partBytes, sizeBytes) - 1}`
      const PartNumber = position + 1
      const part = new UploadPartCopyCommand({ ...upload, CopySource, CopySourceRange, PartNumber })
      parts.push({ PartNumber, ETag: (await client.send(part)).CopyPartResult?.ETag })
    }
  }
  const workers = await Promise.allSettled(Array.from({ length: PARTS_AT_ONCE }, worker))
  const failed = workers.find((each) => each.status === 'rejected')
  if (failed !== undefined) {
    // Otherwise it goes with those that killed processes left.
    await client.send(new AbortMultipartUploadCommand(upload)).catch(() => undefined)
    throw failed.reason
  }
  const Parts = parts.toSorted((a, b) => a.PartNumber - b.PartNumber)
  await client.send(new CompleteMultipartUploadCommand({ ...upload, MultipartUpload: { Parts } }))
  return true
}
