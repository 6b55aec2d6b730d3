/**
 * Received instances as files: one each, written before its row is. A file without a row is nothing. They survive the
 * end of the process; a power cut, once they are synced: within a second or so, and when their association ends.
 */
import { createHash, type Hash } from 'node:crypto'
import { link, mkdir, open, readdir, rm, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { type Files, type OpenedFile, plainFiles } from '@epacs/package'
import { v7 as newId } from 'uuid'
import { ifPresent, syncFolder } from '../durable-file.ts'
import { letGo } from '../encryption/stored-file.ts'
import { writeFully } from '../write-fully.ts'

export class Spool {
  readonly path: string
  /** By which its files are opened. */
  readonly files: Files
  /** Names that a power cut may still take. */
  readonly #unsynced = new Set<string>()

  private constructor(path: string, files: Files) {
    this.path = path
    this.files = files
  }

  static async open(path: string, kept: ReadonlySet<string>, files = plainFiles): Promise<Spool> {
    await mkdir(path, { recursive: true, mode: 0o700 })
    for (const name of await readdir(path)) if (!kept.has(name)) await rm(join(path, name))
    return new Spool(path, files)
  }

  async create(): Promise<SpoolFile> {
    const name = `${newId()}.dcm`
    const file = await this.files.open(join(this.path, name), 'wx', 0o600)
    return new SpoolFile(name, file, () => this.#unsynced.add(name))
  }

  at(name: string): string {
    return join(this.path, name)
  }

  /** Another name for a file that is kept: the bytes go with the last of its names. */
  async linked(name: string): Promise<string> {
    const other = `${newId()}.dcm`
    await link(this.at(name), this.at(other))
    this.#unsynced.add(other)
    return other
  }

  /** What was kept before survives a power cut when it resolves. @returns false: there was nothing new */
  async sync(): Promise<boolean> {
    const names = [...this.#unsynced]
    if (names.length === 0) return false
    for (const name of names) {
      const file = await ifPresent(open(this.at(name), 'r+'))
      await file?.datasync().finally(() => file.close())
    }
    await syncFolder(this.path)
    for (const name of names) this.#unsynced.delete(name)
    return true
  }

  async remove(name: string): Promise<void> {
    this.#unsynced.delete(name)
    await rm(this.at(name), { force: true })
  }

  async freeBytes(): Promise<number> {
    const { bavail, bsize } = await statfs(this.path)
    return bavail * bsize
  }
}

export class SpoolFile {
  readonly name: string
  readonly #file: OpenedFile
  readonly #hash: Hash = createHash('sha256')
  #writtenBytes = 0

  readonly #onKept: () => void

  constructor(name: string, file: OpenedFile, onKept: () => void) {
    this.name = name
    this.#onKept = onKept
    this.#file = file
  }

  get sizeBytes(): number {
    return this.#writtenBytes
  }

  /** Preamble and File Meta Information: not a part of what was sent. */
  async head(bytes: Uint8Array): Promise<void> {
    await this.#write([bytes])
  }

  async append(pieces: readonly Uint8Array[]): Promise<void> {
    for (const piece of pieces) this.#hash.update(piece)
    await this.#write(pieces)
  }

  /** All of it is with the system when it resolves. @returns the SHA-256 of what was appended, in hexadecimal */
  async keep(): Promise<string> {
    await this.#file.complete?.()
    await this.#file.close()
    this.#onKept()
    return this.#hash.digest('hex')
  }

  /** Also when it is closed already. */
  async close(): Promise<void> {
    await letGo(this.#file)
  }

  async #write(pieces: readonly Uint8Array[]): Promise<void> {
    await writeFully(this.#file, pieces, this.#writtenBytes, (bytes) => {
      this.#writtenBytes += bytes
    })
  }
}
