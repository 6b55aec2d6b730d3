/** A message's package on its way to the centre, begun or gone on with. */
import { stat } from 'node:fs/promises'
import type { OpenedFile } from '@epacs/package'
import { type CentreConnection, CentreProblem } from '../centre/connection.ts'
import { continueUpload, createUpload, terminateUpload } from '../centre/upload.ts'
import { ifPresent } from '../durable-file.ts'
import { ifWhole } from '../encryption/stored-file.ts'
import { openSoFar, orAborted, type ReadableSoFar } from '../growing-file.ts'
import type { OutgoingQueue } from '../state/outgoing.ts'
import type { Transfers } from '../transfers.ts'
import type { PackageFolder } from './packing.ts'

const COMPARED_BYTES = 1024 * 1024

export interface PackageUploadParts {
  readonly queue: OutgoingQueue
  readonly connection: CentreConnection
  readonly transfers: Transfers
  /** Before its first byte goes, with the upload's path: whoever may read it meanwhile learns of it. */
  readonly announce?: (id: string, path: string, signal: AbortSignal) => Promise<void>
}

/**
 * Sends the package, from where the centre has it, until all of it is there.
 *
 * @param onFurther the attempt before brought some of it
 * @returns 'gone': the centre has no such upload (any more); 'unusable': what it had was not this package's, and was
 *   given up
 */
export async function bringPackage(
  id: string,
  file: ReadableSoFar,
  folder: PackageFolder,
  { queue, connection, transfers, announce }: PackageUploadParts,
  signal: AbortSignal,
  onFurther = () => queue.goesOn(id),
): Promise<'complete' | 'gone' | 'unusable'> {
  const before = queue.find(id)?.uploadPath ?? null
  const sizeBytes = file.isWhole ? file.finalBytes : undefined
  const path = before ?? (await createUpload(connection, 'package.zip', sizeBytes, signal))
  if (before === null) queue.setUpload(id, path)
  let sentBytes = 0
  transfers.begin(id, () => sentBytes)
  const isUsable = async (offsetBytes: number) => {
    if (transfers.hasComeFurther(id, offsetBytes)) onFurther()
    // A centre that was restarted has forgotten it.
    if (offsetBytes !== sizeBytes) await announce?.(id, path, signal)
    while (file.finalBytes === 0 && !file.isWhole) {
      await orAborted(file.changed, signal)
      signal.throwIfAborted()
    }
    const isSame = offsetBytes === 0 || (await isSameBeginning(folder, file, offsetBytes, signal))
    if (isSame) await folder.keepSent()
    return isSame
  }
  const onSent = (bytes: number) => {
    sentBytes = bytes
  }
  const result = await continueUpload(connection, path, file, signal, { isUsable, onSent }).finally(() =>
    transfers.end(id),
  )
  if (result !== 'gone') transfers.forget(id)
  if (result === 'unusable') {
    // When the centre is not reached, it is given up the next time. One that a message uses, or that is gone, is looked for
    // under the key of the message: its answer may have been lost.
    if (!(await giveUpload(connection, path, signal))) return 'gone'
    queue.setUpload(id, null)
  }
  return result
}

/** @returns whether the centre has let an upload go that no message used */
export async function giveUpload(
  connection: CentreConnection,
  path: string,
  signal: AbortSignal,
): Promise<boolean> {
  try {
    await terminateUpload(connection, path, signal)
    return true
  } catch (error) {
    if (error instanceof CentreProblem && [404, 409, 410].includes(error.status)) return false
    throw error
  }
}

/**
 * A package that was made anew is the same as the one before, as long as the order of its images and what was read of them
 * are: what was sent of that one is compared, for the centre would find a mixture of two to be damaged.
 */
async function isSameBeginning(
  { sentBefore, files }: PackageFolder,
  file: ReadableSoFar,
  bytes: number,
  signal: AbortSignal,
): Promise<boolean> {
  const earlier = await ifPresent(ifWhole(files.openGrowing(sentBefore)))
  if (earlier === undefined) return false
  try {
    while (file.finalBytes < bytes && !file.isWhole) {
      await orAborted(file.changed, signal)
      signal.throwIfAborted()
    }
    const [{ ino }, { ino: otherIno }] = await Promise.all([stat(sentBefore), stat(file.path)])
    if (ino === otherIno) return true
    const now = await openSoFar(file)
    try {
      // A power cut may have spoilt the earlier one.
      return (await ifWhole(areEqual(earlier, now, bytes))) ?? false
    } finally {
      await now.close()
    }
  } finally {
    await earlier.close()
  }
}

/** Whether both have these bytes. */
async function areEqual(one: OpenedFile, other: OpenedFile, bytes: number): Promise<boolean> {
  for (let at = 0; at < bytes; at += COMPARED_BYTES) {
    const length = Math.min(COMPARED_BYTES, bytes - at)
    const [first, second] = await Promise.all([readAt(one, at, length), readAt(other, at, length)])
    if (first.length < length || !first.equals(second)) return false
  }
  return true
}

/** Shorter where the file ends. */
async function readAt(file: OpenedFile, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length)
  let filled = 0
  while (filled < length) {
    const { bytesRead } = await file.read(buffer, filled, length - filled, position + filled)
    if (bytesRead === 0) break
    filled += bytesRead
  }
  return buffer.subarray(0, filled)
}
