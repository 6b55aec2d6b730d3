/**
 * Writing a package in one pass: instances are appended as they come, the directory is written last. What must be
 * remembered of each instance is a row of numbers; its directory record and its line of the index are on disk.
 */
import { rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { InstanceHeader } from '@epacs/dicom'
import { AppendFile } from './append-file.ts'
import { PackageDigest } from './digest/package-digest.ts'
import { syncFolder } from './durable-folder.ts'
import { DICOMDIR_NAME, ENTRY_NAME_LENGTH, entryNameOf, type FilePlace } from './file-id.ts'
import { FileSetTree } from './file-set/file-set-tree.ts'
import { RecordSpool } from './file-set/record-spool.ts'
import { summariseStudies } from './file-set/study-summaries.ts'
import { writeDirectory } from './file-set/write-directory.ts'
import { plainFiles } from './files.ts'
import { closeHoles } from './holes.ts'
import { indexEntry } from './index-entry.ts'
import { IndexWriter } from './index-writer.ts'
import { InstanceTable } from './instance-table.ts'
import { PackageError } from './package-error.ts'
import type { IndexRemark } from './package-index.ts'
import type {
  CommittedInstance,
  FinishedPackage,
  InstanceSource,
  PackagePlace,
  PackageTuning,
  TellFinalBytes,
} from './packaging.ts'
import { turns } from './turn.ts'
import { uidOfDigest } from './uid-of-digest.ts'
import { CentralDirectoryWriter } from './zip/central-directory-writer.ts'
import { EntryWriter } from './zip/entry-writer.ts'
import { localHeaderBytes, ZIP64_THRESHOLDS, type Zip64Thresholds, type ZipEntry } from './zip/zip-records.ts'

interface Parts {
  readonly place: PackagePlace
  readonly file: AppendFile
  readonly index: IndexWriter
  readonly spool: RecordSpool
  readonly digest: PackageDigest
  readonly thresholds: Zip64Thresholds
  readonly tellFinalBytes: TellFinalBytes | undefined
  readonly isSynced: boolean
}

export class PackageWriter {
  readonly #parts: Parts
  readonly #tree: FileSetTree
  readonly #instances = new InstanceTable()
  readonly #lateRemarks = new Map<number, IndexRemark>()
  #entry: EntryWriter | undefined
  #dropped = 0
  #toldBytes = 0
  /** Behind the last instance that was committed. */
  #committedEnd = 0

  private constructor(parts: Parts) {
    this.#parts = parts
    this.#tree = new FileSetTree(parts.spool)
  }

  /** Files that are there already are overwritten. Fails as creating files does. */
  static async create(place: PackagePlace, tuning: PackageTuning = {}): Promise<PackageWriter> {
    const { bufferBytes, isSynced = true, files = plainFiles } = tuning
    let writer: PackageWriter | undefined
    const onWritten = () => {
      if (writer !== undefined) writer.#tellFinalBytes()
    }
    const file = await AppendFile.create(place.packagePath, { bufferBytes, isSynced, onWritten, files })
    try {
      const index = await IndexWriter.create(place.indexPath, isSynced, files)
      try {
        const spool = await RecordSpool.create(join(place.workFolder, 'directory-records'), files)
        const digest = new PackageDigest(place.packagePath, tuning.hashThreadFromBytes, files)
        const thresholds = tuning.thresholds ?? ZIP64_THRESHOLDS
        const { tellFinalBytes } = tuning
        writer = new PackageWriter({
          place,
          file,
          index,
          spool,
          digest,
          thresholds,
          tellFinalBytes,
          isSynced,
        })
        return writer
      } catch (error) {
        await index.discard()
        throw error
      }
    } catch (error) {
      await file.abandon()
      await rm(place.packagePath, { force: true })
      throw error
    }
  }

  /**
   * Begins an instance. `expectedBytes` decides whether its ZIP header has room for zip64: it may turn out smaller,
   * and larger as long as both are below 4 GiB.
   */
  begin(expectedBytes: number): void | Promise<void> {
    if (this.#entry !== undefined)
      throw new TypeError('the instance before was neither committed nor abandoned')
    const plan = { nameLength: ENTRY_NAME_LENGTH, expectedBytes }
    this.#entry = new EntryWriter(this.#parts.file, plan, this.#parts.thresholds)
    return this.#entry.begin()
  }

  /**
   * The next bytes of the begun instance, File Meta Information included; they may be reused once taken.
   *
   * @returns undefined: took them without waiting
   * @throws PackageError 'larger-than-announced'
   */
  append(bytes: Uint8Array): Promise<void> | undefined {
    return this.#begun().append(bytes)
  }

  /**
   * Ends the instance. What was appended beyond the object (`header.objectBytes`) is cut off.
   *
   * @throws PackageError 'conflicting-study': the instance is then abandoned, the package as it was before it.
   */
  async commit(header: InstanceHeader, source: InstanceSource): Promise<CommittedInstance> {
    const entry = this.#begun()
    const packedBytes = packedBytesOf(header)
    if (entry.sizeBytes < packedBytes) throw new RangeError('fewer bytes were appended than the object has')
    if (entry.sizeBytes > packedBytes) await entry.cut(packedBytes)
    const { place, series, record, inventedKeys } = await this.#placed(header)
    const { sha256, name, ...zipped } = await entry.end(entryNameOf(place))
    this.#entry = undefined
    const row = {
      ...zipped,
      series,
      image: place.image,
      recordOffset: record.offset,
      recordBytes: record.bytes,
    }
    const instance = this.#instances.add(row)
    await this.#parts.index.add(
      indexEntry(header, source, {
        fileId: name,
        offset: entry.dataOffset,
        sizeBytes: row.sizeBytes,
        sha256,
      }),
    )
    this.#committedEnd = entry.dataOffset + row.sizeBytes
    this.#parts.digest.advance(this.#parts.file.readableEnd(this.#committedEnd))
    this.#tellFinalBytes()
    return { instance, sha256, inventedKeys }
  }

  #tellFinalBytes(): void {
    const finalBytes = this.#parts.file.readableEnd(this.#committedEnd)
    // Written since may be what stands behind the instances: that is told with the whole.
    if (this.#dropped > 0 || finalBytes <= this.#toldBytes) return
    this.#toldBytes = finalBytes
    this.#parts.tellFinalBytes?.(finalBytes, false)
  }

  async #placed(header: InstanceHeader) {
    try {
      return await this.#tree.add(header)
    } catch (error) {
      if (error instanceof PackageError) await this.abandon()
      throw error
    }
  }

  /** Takes the begun instance back; does nothing when there is none. */
  async abandon(): Promise<void> {
    await this.#entry?.abandon()
    this.#entry = undefined
  }

  /** Takes a committed instance out of the package; its number is not given again. */
  drop(instance: number): void {
    if (this.#instances.isDropped(instance)) return
    this.#tree.remove(this.#instances.row(instance).series)
    this.#instances.drop(instance)
    this.#dropped++
    this.#parts.tellFinalBytes?.(0, false)
  }

  /** A committed instance as it stands in the package. Nothing may be appended before the last chunk was read. */
  read(instance: number): AsyncGenerator<Uint8Array> {
    const { headerOffset, sizeBytes, hasZip64Header } = this.#instances.row(instance)
    const from = headerOffset + localHeaderBytes(ENTRY_NAME_LENGTH, hasZip64Header)
    return this.#parts.file.read(from, from + sizeBytes)
  }

  /** What was learnt later of an instance; replaces the remark that it was committed with. */
  setRemark(instance: number, remark: IndexRemark): void {
    this.#lateRemarks.set(instance, remark)
  }

  /** Writes the directory and makes everything durable, unless it is not to be synced. Nothing else may be called afterwards. */
  async finish(): Promise<FinishedPackage> {
    if (this.#entry !== undefined)
      throw new TypeError('the last instance was neither committed nor abandoned')
    const { place, file, index, spool, digest, tellFinalBytes, isSynced } = this.#parts
    if (this.#dropped > 0) {
      await digest.restart()
      await closeHoles(file, this.#instances)
    }
    const directory = await this.#writeDirectory()
    await this.#writeCentralDirectory(directory)
    await file.complete()
    const sizeBytes = file.end
    this.#toldBytes = sizeBytes
    tellFinalBytes?.(sizeBytes, true)
    const [sha256] = await Promise.all([digest.digest(sizeBytes), file.finish(), this.#finishIndex(index)])
    const studies = await summariseStudies(this.#tree, spool)
    await digest.close()
    await spool.remove()
    if (isSynced) {
      for (const folder of new Set([dirname(place.packagePath), dirname(place.indexPath)])) {
        await syncFolder(folder)
      }
    }
    return { facts: { sizeBytes, instances: this.#instances.length - this.#dropped, sha256 }, studies }
  }

  /** Leaves no file behind. Harmless after a finish that failed. */
  async discard(): Promise<void> {
    const { place, file, index, spool, digest } = this.#parts
    await digest.close()
    await file.abandon()
    await index.discard()
    await spool.remove()
    await rm(place.packagePath, { force: true })
  }

  #begun(): EntryWriter {
    if (this.#entry === undefined) throw new TypeError('no instance was begun')
    return this.#entry
  }

  async #writeDirectory(): Promise<ZipEntry> {
    const { file, spool, digest, thresholds } = this.#parts
    await file.flush()
    const fileSetUid = uidOfDigest(await digest.digest(file.end))
    const directory = writeDirectory({ tree: this.#tree, instances: this.#instances, spool, fileSetUid })
    const plan = { nameLength: DICOMDIR_NAME.length, expectedBytes: directory.sizeBytes }
    const entry = new EntryWriter(file, plan, thresholds)
    await entry.begin()
    for await (const chunk of directory.bytes) await entry.append(chunk)
    return await entry.end(DICOMDIR_NAME)
  }

  async #writeCentralDirectory(directory: ZipEntry): Promise<void> {
    const { file, thresholds } = this.#parts
    const writer = new CentralDirectoryWriter(file, thresholds)
    const turn = turns()
    for (const instance of this.#instances.kept()) {
      const row = this.#instances.row(instance)
      await writer.add({ ...row, name: entryNameOf(this.#placeOf(row)) })
      await turn()
    }
    await writer.add(directory)
    await writer.end()
  }

  #placeOf({ series: index, image }: { series: number; image: number }): FilePlace {
    const { study, ordinal } = this.#tree.seriesAt(index)
    return { study: study.ordinal, series: ordinal, image }
  }

  async #finishIndex(index: IndexWriter): Promise<void> {
    if (this.#dropped === 0 && this.#lateRemarks.size === 0) return await index.finish()
    await index.finish((entry, instance) => {
      if (this.#instances.isDropped(instance)) return undefined
      const { headerOffset, hasZip64Header } = this.#instances.row(instance)
      const offset = headerOffset + localHeaderBytes(ENTRY_NAME_LENGTH, hasZip64Header)
      const remark = this.#lateRemarks.get(instance)
      return { ...entry, offset, ...(remark === undefined ? {} : { remark }) }
    })
  }
}

/** The object with what stands before its data set in the package. */
function packedBytesOf({ replacementHead, dataSetOffset, objectBytes }: InstanceHeader): number {
  return (replacementHead?.length ?? dataSetOffset) + objectBytes - dataSetOffset
}
