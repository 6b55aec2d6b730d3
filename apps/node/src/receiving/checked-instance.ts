/** An instance out of a package's file, whose every byte was read and is what the centre took. */
import { createHash } from 'node:crypto'
import type { FileHandle } from 'node:fs/promises'
import { InstanceReader } from '@epacs/dicom'
import type { StoredObject } from '@epacs/dicom/network'
import type { IncomingInstance } from '../state/incoming.ts'

/** Smaller ones are read once and kept until they are sent; larger ones are read twice. */
const KEPT_BYTES = 8 * 1024 * 1024
const READ_BYTES = 256 * 1024

/** @throws NotWhatTheCentreTook; the signal's reason; and as reading files and objects does */
export async function checkedInstance(
  handle: FileHandle,
  instance: IncomingInstance,
  signal: AbortSignal,
): Promise<StoredObject> {
  const { sopClassUid, sopInstanceUid, transferSyntaxUid, offsetBytes, sizeBytes, sha256 } = instance
  const hash = createHash('sha256')
  const reader = new InstanceReader()
  const kept: Buffer[] = []
  for await (const chunk of readRange(handle, offsetBytes, offsetBytes + sizeBytes)) {
    signal.throwIfAborted()
    hash.update(chunk)
    reader.push(chunk)
    if (sizeBytes <= KEPT_BYTES) kept.push(chunk)
  }
  if (hash.digest('hex') !== sha256) throw new NotWhatTheCentreTook(instance.position)
  const { dataSetOffset } = reader.end()
  return {
    sopClassUid,
    sopInstanceUid,
    transferSyntaxUid,
    dataSet:
      sizeBytes <= KEPT_BYTES
        ? Buffer.concat(kept).subarray(dataSetOffset)
        : readRange(handle, offsetBytes + dataSetOffset, offsetBytes + sizeBytes),
  }
}

export class NotWhatTheCentreTook extends Error {
  override readonly name = 'NotWhatTheCentreTook'

  constructor(position: number) {
    super(`instance ${position} is not what the centre took: the disk of the node is not sound`)
  }
}

/** `start` inclusive, `end` exclusive. */
export async function* readRange(handle: FileHandle, start: number, end: number): AsyncGenerator<Buffer> {
  for (let at = start; at < end; ) {
    const { buffer, bytesRead } = await handle.read({
      buffer: Buffer.allocUnsafeSlow(Math.min(READ_BYTES, end - at)),
      position: at,
    })
    if (bytesRead === 0) throw new Error(`the package ends at ${at}, expected ${end}`)
    yield buffer.subarray(0, bytesRead)
    at += bytesRead
  }
}
