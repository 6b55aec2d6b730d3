/** Files that are encrypted where they lie; what was there before in the open is read, and written on, as it is. */
import { type FileHandle, open, rm } from 'node:fs/promises'
import type { Files, OpenedFile } from '@epacs/package'
import { ChunkCipher } from './chunk-cipher.ts'
import { fileKeyIn, isSealedHeader, newHeader, rewrappedHeader } from './header.ts'
import type { Keyring } from './keyring.ts'
import { HEADER_BYTES } from './layout.ts'
import { SealedFileError } from './sealed-file-error.ts'
import { type LineRead, type LineWriter, linesOf, sealedLines } from './sealed-lines.ts'
import { GrowingReader, SealedReader } from './sealed-reader.ts'
import { SealedWriter } from './sealed-writer.ts'
import { type SlotsFile, writeFully } from './slots.ts'

export class SealedFiles implements Files {
  readonly isPlain = false
  readonly #keys: Keyring

  constructor(keys: Keyring) {
    this.#keys = keys
  }

  /** What new files are sealed with. */
  get newestKeyId(): string {
    return this.#keys.newest.id
  }

  hasKey(id: string): boolean {
    return this.#keys.byId.has(id)
  }

  /** @throws SealedFileError; fails as opening files does */
  async open(path: string, flags: 'r' | 'r+' | 'w+' | 'wx', mode?: number): Promise<OpenedFile> {
    if (flags === 'w+' || flags === 'wx')
      return await this.#create(path, flags === 'wx' ? 'wx+' : flags, mode)
    return await this.#openBy(path, flags, (file) =>
      flags === 'r' ? SealedReader.open(file) : SealedWriter.open(file),
    )
  }

  async openGrowing(path: string): Promise<OpenedFile> {
    return await this.#openBy(path, 'r', (file) => GrowingReader.open(file))
  }

  /**
   * For who goes on with a file whose writer may have been killed: what is left of its last slots goes.
   *
   * @returns how long the content is. Undefined: it lies there in the open, and is as long as it is
   */
  async cutTorn(path: string): Promise<number | undefined> {
    const file = await this.open(path, 'r+')
    try {
      return file instanceof SealedWriter ? await file.cutTorn() : undefined
    } finally {
      await file.close()
    }
  }

  /** The file's key under the newest master key, durably. `plain`: it is not sealed. @throws SealedFileError */
  async rewrap(path: string): Promise<'rewrapped' | 'newest' | 'plain'> {
    const handle = await open(path, 'r+')
    try {
      const header = await headerOf(handle)
      if (!isSealedHeader(header)) return 'plain'
      const rewrapped = rewrappedHeader(header, this.#keys, path)
      if (rewrapped === undefined) return 'newest'
      await writeFully(handle, rewrapped, 0)
      await handle.datasync()
      return 'rewrapped'
    } finally {
      await handle.close()
    }
  }

  /** For a new file of lines that are added one by one. */
  lineWriter(): LineWriter {
    return sealedLines(this.#keys)
  }

  /** Of such a file, or of one in the open. @throws SealedFileError: the key is not at hand, or the header was changed */
  linesOf(content: Buffer, path: string): readonly LineRead[] {
    return linesOf(content, this.#keys, path)
  }

  async #create(path: string, flags: string, mode?: number): Promise<OpenedFile> {
    const handle = await open(path, flags, mode)
    try {
      return await this.#begin(path, handle)
    } catch (error) {
      await handle.close()
      // The disk was full: nobody has been told of it who would take it away.
      if (flags === 'wx+') await rm(path, { force: true })
      throw error
    }
  }

  async #begin(path: string, handle: FileHandle): Promise<OpenedFile> {
    const { header, fileKey } = newHeader(this.#keys.newest)
    await writeFully(handle, header, 0)
    return await SealedWriter.open({ path, handle, cipher: new ChunkCipher(fileKey) })
  }

  async #openBy(
    path: string,
    flags: 'r' | 'r+',
    wrap: (file: SlotsFile) => Promise<OpenedFile>,
  ): Promise<OpenedFile> {
    const handle = await open(path, flags)
    try {
      const header = await headerOf(handle)
      if (flags === 'r+' && isNothingYet(header)) return await this.#begin(path, handle)
      if (!isSealedHeader(header)) return handle
      return await wrap({ path, handle, cipher: new ChunkCipher(await this.#fileKey(handle, header, path)) })
    } catch (error) {
      await handle.close()
      throw error
    }
  }

  /** It may be wrapped anew at this moment: what looks changed, or of an unknown key, is read once more. */
  async #fileKey(handle: FileHandle, header: Buffer, path: string) {
    try {
      return fileKeyIn(header, this.#keys, path)
    } catch (error) {
      if (!(error instanceof SealedFileError)) throw error
      return fileKeyIn(await headerOf(handle), this.#keys, path)
    }
  }
}

/** What a kill or a power cut leaves of a new file whose header had not come to the disk: it begins anew. */
function isNothingYet(header: Buffer): boolean {
  const isTorn = header.length < HEADER_BYTES && isSealedHeader(header)
  return isTorn || header.length === 0
}

async function headerOf(handle: FileHandle): Promise<Buffer> {
  const header = Buffer.alloc(HEADER_BYTES)
  const { bytesRead } = await handle.read(header, 0, header.length, 0)
  return header.subarray(0, bytesRead)
}
