/** The entries of a package from its front, while it still comes: stored ones, whose lengths stand before them. */
import type { OpenedFile } from '@epacs/package'
import { orAborted, type ReadableSoFar } from '../growing-file.ts'

/** APPNOTE.TXT 6.3.10 §4.3.7 and §4.5.3. */
const LOCAL_HEADER = 0x04034b50
const CENTRAL_HEADER = 0x02014b50
const HEADER_BYTES = 30
const ZIP64_EXTRA = 0x0001
const IN_ZIP64 = 0xffffffff
/** Bit 0: encrypted; bit 3: the lengths stand behind the data. */
const UNREADABLE_FLAGS = 0b1001

export interface LocalEntry {
  readonly name: string
  /** Of its content, within the package. */
  readonly offsetBytes: number
  readonly sizeBytes: number
  readonly crc32: number
}

/** Such a package cannot be read from its front: its message is waited for. */
export class NotFrontToBack extends Error {
  override readonly name = 'NotFrontToBack'
}

/**
 * Each as soon as it is wholly there; ends where the directory begins.
 *
 * @throws NotFrontToBack; the signal's reason
 */
export async function* localEntries(
  handle: OpenedFile,
  file: ReadableSoFar,
  signal: AbortSignal,
): AsyncGenerator<LocalEntry> {
  for (let at = 0; ; ) {
    await untilThere(at + 4)
    const signature = (await read(at, 4)).readUInt32LE()
    if (signature === CENTRAL_HEADER) return
    if (signature !== LOCAL_HEADER) throw new NotFrontToBack('no entry begins where one should')
    await untilThere(at + HEADER_BYTES)
    const header = await read(at, HEADER_BYTES)
    const [flags, method] = [header.readUInt16LE(6), header.readUInt16LE(8)]
    if ((flags & UNREADABLE_FLAGS) !== 0 || method !== 0)
      throw new NotFrontToBack('an entry is not stored plainly')
    const [nameBytes, extraBytes] = [header.readUInt16LE(26), header.readUInt16LE(28)]
    const offsetBytes = at + HEADER_BYTES + nameBytes + extraBytes
    await untilThere(offsetBytes)
    const rest = await read(at + HEADER_BYTES, nameBytes + extraBytes)
    const sizes = [header.readUInt32LE(18), header.readUInt32LE(22)]
    const sizeBytes = sizes.includes(IN_ZIP64) ? zip64Size(rest.subarray(nameBytes)) : sizes[0]
    if (sizeBytes === undefined || (sizeBytes !== sizes[1] && sizes[1] !== IN_ZIP64)) {
      throw new NotFrontToBack('an entry does not say how long it is')
    }
    await untilThere(offsetBytes + sizeBytes)
    yield {
      name: rest.toString('latin1', 0, nameBytes),
      offsetBytes,
      sizeBytes,
      crc32: header.readUInt32LE(14),
    }
    at = offsetBytes + sizeBytes
  }

  async function untilThere(end: number): Promise<void> {
    while (file.finalBytes < end) {
      signal.throwIfAborted()
      if (file.isWhole) throw new NotFrontToBack('the package ends within an entry')
      await orAborted(file.changed, signal)
    }
    signal.throwIfAborted()
  }

  async function read(position: number, length: number): Promise<Buffer> {
    const buffer = Buffer.alloc(length)
    // An encrypted file is given chunk by chunk.
    for (let filled = 0; filled < length; ) {
      const { bytesRead } = await handle.read(buffer, filled, length - filled, position + filled)
      if (bytesRead === 0) throw new Error('what came of the package is not there any more')
      filled += bytesRead
    }
    return buffer
  }
}

function zip64Size(extra: Buffer): number | undefined {
  for (let at = 0; at + 4 <= extra.length; at += 4 + extra.readUInt16LE(at + 2)) {
    if (extra.readUInt16LE(at) !== ZIP64_EXTRA) continue
    if (at + 20 > extra.length) return undefined
    const size = extra.readBigUInt64LE(at + 4)
    return size === extra.readBigUInt64LE(at + 12) && size <= Number.MAX_SAFE_INTEGER
      ? Number(size)
      : undefined
  }
  return undefined
}
