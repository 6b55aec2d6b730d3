/** An instance out of a package's file, whose every byte was read and is what the centre took. */
import { createHash } from 'node:crypto'
import { InstanceReader } from '@epacs/dicom'
import type { StoredObject } from '@epacs/dicom/network'
import { giveUpChunk, type OpenedFile } from '@epacs/package'
import type { IncomingInstance } from '../state/incoming.ts'

/** Smaller ones are read once and kept until they are sent; larger ones are read twice. */
const KEPT_BYTES = 8 * 1024 * 1024
const READ_BYTES = 1024 * 1024
/** Of what goes on while the next is read. */
const PART_BYTES = 256 * 1024

/** @throws NotWhatTheCentreTook; the signal's reason; and as reading files and objects does */
export async function checkedInstance(
  handle: OpenedFile,
  instance: IncomingInstance,
  signal: AbortSignal,
): Promise<StoredObject> {
  const { sopClassUid, sopInstanceUid, transferSyntaxUid, offsetBytes, sizeBytes, sha256 } = instance
  const hash = createHash('sha256')
  const reader = new InstanceReader()
  // A smaller one is read into the memory that it is sent from, a larger one part by part into the same.
  const isKept = sizeBytes <= KEPT_BYTES
  const memory = Buffer.allocUnsafeSlow(isKept ? sizeBytes : READ_BYTES)
  for (let at = 0; at < sizeBytes; ) {
    const length = Math.min(READ_BYTES, sizeBytes - at)
    const part = memory.subarray(isKept ? at : 0).subarray(0, length)
    await fill(part, handle, offsetBytes + at)
    signal.throwIfAborted()
    hash.update(part)
    reader.push(part)
    at += length
  }
  if (hash.digest('hex') !== sha256) throw new NotWhatTheCentreTook(instance.position)
  const { dataSetOffset } = reader.end()
  if (!isKept) giveUpChunk(memory)
  return {
    sopClassUid,
    sopInstanceUid,
    transferSyntaxUid,
    dataSet: isKept
      ? memory.subarray(dataSetOffset)
      : readRange(handle, offsetBytes + dataSetOffset, offsetBytes + sizeBytes),
  }
}

async function fill(memory: Buffer, handle: OpenedFile, position: number): Promise<void> {
  for (let filled = 0; filled < memory.length; ) {
    const { bytesRead } = await handle.read(memory, filled, memory.length - filled, position + filled)
    if (bytesRead === 0)
      throw new CutShort(`the package ends at ${position + filled}, expected ${position + memory.length}`)
    filled += bytesRead
  }
}

export class NotWhatTheCentreTook extends Error {
  override readonly name = 'NotWhatTheCentreTook'

  constructor(position: number) {
    super(`instance ${position} is not what the centre took: the disk of the node is not sound`)
  }
}

/** The package's file is shorter than its instances say. */
export class CutShort extends Error {
  override readonly name = 'CutShort'
}

/** `start` inclusive, `end` exclusive. */
export async function* readRange(handle: OpenedFile, start: number, end: number): AsyncGenerator<Buffer> {
  for (let at = start; at < end; ) {
    const buffer = Buffer.allocUnsafeSlow(Math.min(PART_BYTES, end - at))
    const { bytesRead } = await handle.read(buffer, 0, buffer.length, at)
    if (bytesRead === 0) throw new CutShort(`the package ends at ${at}, expected ${end}`)
    yield buffer.subarray(0, bytesRead)
    at += bytesRead
  }
}
