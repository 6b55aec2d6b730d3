/** Multipart uploads that nobody goes on with: a killed process leaves them, they take space, and no list of objects shows them. */
import {
  AbortMultipartUploadCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
} from '@aws-sdk/client-s3'
import type { Connection } from './connection.ts'

/** Longer than any put takes, also one of another process. */
const ABANDONED_AFTER_MS = 24 * 3_600_000

/** @returns how many. @throws StoreError */
export async function sweepUnfinishedUploads(
  connection: Connection,
  isOurs: (key: string) => boolean,
  abandonedAfterMs = ABANDONED_AFTER_MS,
): Promise<number> {
  const { client, place, config } = connection
  const before = Date.now() - abandonedAfterMs
  let removed = 0
  let from: { KeyMarker?: string | undefined; UploadIdMarker?: string | undefined } = {}
  for (;;) {
    const list = new ListMultipartUploadsCommand({ ...place, Prefix: `${config.prefix}packages/`, ...from })
    const page: ListMultipartUploadsCommandOutput = await connection.must(client.send(list))
    for (const { Key, UploadId, Initiated } of page.Uploads ?? []) {
      if (Key === undefined || UploadId === undefined || Initiated === undefined) continue
      if (!isOurs(Key) || Initiated.getTime() > before) continue
      await connection.orGone(client.send(new AbortMultipartUploadCommand({ ...place, Key, UploadId })))
      removed++
    }
    if (page.IsTruncated !== true) return removed
    from = { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker }
  }
}
