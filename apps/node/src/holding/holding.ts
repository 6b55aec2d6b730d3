/**
 * What was received, and perhaps what was sent, stays for a while so that workstations can pull it: second names of the
 * same files, so that taking costs no space until the first ones go. A file is named before its row is written and
 * unnamed after its row is gone: whatever the process dies of, what is found is there, and a file without a row goes at
 * the next start.
 */
import { link, mkdir, readdir, rm, stat, statfs } from 'node:fs/promises'
import { join } from 'node:path'
import { InstanceReader, TAG, textOf } from '@epacs/dicom'
import { readObject } from '@epacs/dicom/object'
import type { Files, OpenedFile } from '@epacs/package'
import type { Logger } from 'pino'
import type { NodeConfig } from '../config/schema.ts'
import { syncFolder } from '../durable-file.ts'
import type { NodeDatabase } from '../state/database.ts'
import { heldKeys } from './held-keys.ts'
import { type HeldInstance, HeldObjects, type HeldSeries } from './held-objects.ts'
import { readPart } from './read-part.ts'

const GB = 1e9
const DAY_MS = 86_400_000
/** With less than so many times the reserve free, what is held goes before images would have to be refused. */
export const RESERVES_LEFT_FREE = 1.25
const LOOK_EVERY_MS = 30_000
/** Read at once of an instance whose header is wanted: most are shorter. */
const HEADER_BYTES = 16 * 1024

/** Where an instance lies that is to be held. */
export interface HeldPlace {
  /** Path of its file. */
  readonly path: string
  readonly offsetBytes: number
  readonly sizeBytes: number
  /** Of the instance, or of its data set alone. */
  readonly hashed: 'instance' | 'data-set'
  readonly sha256: string
}

export interface HoldingParts {
  readonly database: NodeDatabase
  readonly folder: string
  /** By which what is held is opened. */
  readonly files: Files
  readonly config: { readonly now: NodeConfig; onChange(listener: () => void): void }
  readonly log: Logger
}

export class Holding {
  readonly objects: HeldObjects
  readonly #parts: HoldingParts
  readonly #timer: NodeJS.Timeout
  #trimming: Promise<void> | undefined

  private constructor(parts: HoldingParts) {
    this.#parts = parts
    this.objects = new HeldObjects(parts.database)
    this.#timer = setInterval(() => this.#trimSoon(), LOOK_EVERY_MS)
    parts.config.onChange(() => this.#trimSoon())
  }

  static async open(parts: HoldingParts): Promise<Holding> {
    await mkdir(parts.folder, { recursive: true, mode: 0o700 })
    const holding = new Holding(parts)
    const named = holding.objects.files()
    for (const name of await readdir(parts.folder)) {
      if (!named.has(name)) await rm(join(parts.folder, name), { recursive: true })
    }
    await holding.trim()
    return holding
  }

  async close(): Promise<void> {
    clearInterval(this.#timer)
    await this.#trimming
  }

  /** Nothing depends on it: what cannot be held is told to the log, and goes its way. */
  async take(id: string, source: 'received' | 'sent', places: readonly HeldPlace[]): Promise<void> {
    const { config, log } = this.#parts
    const { query } = config.now
    if (query === null || (source === 'sent' && !query.hold.sent) || this.objects.has(id)) return
    try {
      await this.#take(id, source, places)
      await this.trim()
    } catch (error) {
      log.warn({ err: error, held: id }, 'it is not held for workstations')
    }
  }

  async #take(id: string, source: 'received' | 'sent', places: readonly HeldPlace[]): Promise<void> {
    const { folder } = this.#parts
    const names = new Map<string, string>()
    let sizeBytes = 0
    for (const { path } of places) {
      if (names.has(path)) continue
      const name = `${id}-${names.size}`
      names.set(path, name)
      // Left by a process that died before the row was written.
      await rm(join(folder, name), { force: true })
      await link(path, join(folder, name))
      sizeBytes += (await stat(path)).size
    }
    await syncFolder(folder)
    const series = new Map<string, HeldSeries>()
    const instances: HeldInstance[] = []
    for (const place of places) {
      const read = await this.#read(place, names.get(place.path) ?? '', series)
      if (read !== undefined) instances.push(read)
    }
    this.objects.add({ id, source, heldMs: Date.now(), sizeBytes }, [...series.values()], instances)
  }

  /** Its header alone. Undefined: it cannot be found, lacking UIDs. */
  async #read(
    { path, offsetBytes, sizeBytes, hashed, sha256 }: HeldPlace,
    file: string,
    series: Map<string, HeldSeries>,
  ): Promise<HeldInstance | undefined> {
    const handle = await this.#parts.files.open(path, 'r')
    try {
      const from = () => readPart(handle, offsetBytes, offsetBytes + sizeBytes, HEADER_BYTES)
      const reader = new InstanceReader()
      for await (const chunk of from()) {
        reader.push(chunk)
        if (reader.isHeaderRead) break
      }
      const header = reader.headerSoFar()
      const { elements } = await readObject(from())
      const { studyInstanceUid, seriesInstanceUid, dataSetOffset } = header
      const key = `${studyInstanceUid} ${seriesInstanceUid}`
      if (!series.has(key)) {
        series.set(key, {
          studyUid: studyInstanceUid,
          seriesUid: seriesInstanceUid,
          modality: textOf(header.dataSet, TAG.Modality) ?? '',
          keys: heldKeys(elements, 'series'),
        })
      }
      return {
        studyInstanceUid,
        seriesInstanceUid,
        sopInstanceUid: header.sopInstanceUid,
        sopClassUid: header.sopClassUid,
        transferSyntaxUid: header.transferSyntaxUid,
        file,
        offsetBytes,
        sizeBytes,
        dataSetBytes: dataSetOffset,
        hashedFromBytes: hashed === 'instance' ? 0 : dataSetOffset,
        sha256,
        keys: heldKeys(elements, 'instance'),
      }
    } finally {
      await handle.close()
    }
  }

  async drop(id: string): Promise<void> {
    for (const name of this.objects.remove(id)) await rm(join(this.#parts.folder, name), { force: true })
  }

  /** Fails as opening files does. */
  async openHeld(file: string): Promise<OpenedFile> {
    return await this.#parts.files.open(join(this.#parts.folder, file), 'r')
  }

  /** What is too old, too much, or in the way of what comes, the oldest first. */
  async trim(): Promise<void> {
    const { config, log } = this.#parts
    const { query, dicom } = config.now
    const items = this.objects.items()
    let heldBytes = items.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
    for (const { id, heldMs, sizeBytes } of items) {
      const isOver =
        query === null ||
        heldMs < Date.now() - query.hold.days * DAY_MS ||
        heldBytes > query.hold.gigabytes * GB
      if (!isOver && (await this.#freeBytes()) >= dicom.diskReserveBytes * RESERVES_LEFT_FREE) return
      await this.drop(id)
      heldBytes -= sizeBytes
      log.info({ held: id, sizeBytes }, 'no longer held for workstations')
    }
  }

  #trimSoon(): void {
    this.#trimming ??= this.trim()
      .catch((error: unknown) => this.#parts.log.error({ err: error }, 'what is held cannot be trimmed'))
      .finally(() => {
        this.#trimming = undefined
      })
  }

  async #freeBytes(): Promise<number> {
    const { bavail, bsize } = await statfs(this.#parts.folder)
    return bavail * bsize
  }
}
