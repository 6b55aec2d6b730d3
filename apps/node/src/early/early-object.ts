/** An image as it lies in a package that still comes, every byte read before a PACS gets the first. */
import { createHash } from 'node:crypto'
import { crc32 } from 'node:zlib'
import { InstanceReader, TAG, textOf } from '@epacs/dicom'
import type { StoredObject } from '@epacs/dicom/network'
import type { OpenedFile } from '@epacs/package'
import { readRange } from '../receiving/checked-instance.ts'
import { type LocalEntry, NotFrontToBack } from './local-entries.ts'

/** Smaller ones are sent from the memory that they were read into. */
const KEPT_BYTES = 8 * 1024 * 1024

export interface EarlyObject {
  readonly sopClassUid: string
  readonly sopInstanceUid: string
  readonly transferSyntaxUid: string
  /** Empty: it says none. */
  readonly modality: string
  readonly sha256: string
  /** To be stored once; each call gives another to one PACS. */
  object(): StoredObject
}

/** @throws NotFrontToBack: it is not what its entry says; DicomError: it is no image; the signal's reason */
export async function readEarlyObject(
  handle: OpenedFile,
  { offsetBytes, sizeBytes, crc32: expected }: LocalEntry,
  signal: AbortSignal,
): Promise<EarlyObject> {
  const hash = createHash('sha256')
  const reader = new InstanceReader()
  let kept = sizeBytes <= KEPT_BYTES ? Buffer.allocUnsafeSlow(sizeBytes) : undefined
  let [checksum, at] = [0, 0]
  for await (const chunk of readRange(handle, offsetBytes, offsetBytes + sizeBytes)) {
    signal.throwIfAborted()
    hash.update(chunk)
    checksum = crc32(chunk, checksum)
    kept?.set(chunk, at)
    at += chunk.length
    reader.push(chunk)
  }
  if (checksum !== expected) throw new NotFrontToBack('an image is not what its checksum says')
  const header = reader.end()
  const { sopClassUid, sopInstanceUid, transferSyntaxUid, dataSet, dataSetOffset } = header
  // The centre would mend it: what it takes is another object.
  if (header.replacementHead !== undefined || header.objectBytes !== sizeBytes) {
    throw new NotFrontToBack('an image is not written as it should be')
  }
  const kind = { sopClassUid, sopInstanceUid, transferSyntaxUid }
  return {
    ...kind,
    modality: textOf(dataSet, TAG.Modality)?.trim() ?? '',
    sha256: hash.digest('hex'),
    object() {
      const memory = kept
      // The connection lets it go when it was sent.
      kept = undefined
      const bytes =
        memory?.subarray(dataSetOffset) ??
        readRange(handle, offsetBytes + dataSetOffset, offsetBytes + sizeBytes)
      return { ...kind, dataSet: bytes }
    },
  }
}
