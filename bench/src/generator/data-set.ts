/**
 * The data that is sent: made once and kept in a folder keyed by what it is made from, so that every run of a
 * version on any machine works with the same bytes.
 */
import { createHash } from 'node:crypto'
import { type FileHandle, mkdir, open, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { angiographicRun, type RunSize } from './multi-frame.ts'
import { ctStudy, mrArchive, mrStudy, type SliceSize, type SliceStudy, slices } from './slice-series.ts'

/** To be raised when the same seed begins to give other bytes. */
const GENERATOR_VERSION = 1

export interface DataSetSizes {
  readonly ctStudy: SliceSize
  readonly smallFiles: SliceSize
  readonly multiFrame: RunSize
  readonly archive: SliceSize
}
export type DataSetName = keyof DataSetSizes

export const FULL_SIZES: DataSetSizes = {
  ctStudy: { instances: 1000, rows: 512, columns: 512 },
  smallFiles: { instances: 5000, rows: 96, columns: 100 },
  multiFrame: { frames: 512, rows: 1024, columns: 1024 },
  archive: { instances: 20_000, rows: 64, columns: 64 },
}

/** Enough to see that every part works. */
export const QUICK_SIZES: DataSetSizes = {
  ctStudy: { instances: 12, rows: 128, columns: 128 },
  smallFiles: { instances: 40, rows: 32, columns: 32 },
  multiFrame: { frames: 6, rows: 256, columns: 256 },
  archive: { instances: 40, rows: 32, columns: 32 },
}

export interface DataFile {
  /** Below the folder, with `/`. */
  readonly path: string
  readonly sizeBytes: number
}

export interface DataSet {
  readonly name: DataSetName
  readonly folder: string
  readonly files: readonly DataFile[]
  readonly sizeBytes: number
}

/** The data set from the cache, made before when it is not there. A half-made one never counts. */
export async function keepDataSet(
  cacheFolder: string,
  name: DataSetName,
  { seed, sizes }: { seed: number; sizes: DataSetSizes },
): Promise<DataSet> {
  const key = createHash('sha256').update(JSON.stringify(sizes[name])).digest('hex').slice(0, 8)
  const folder = join(cacheFolder, `v${GENERATOR_VERSION}-seed${seed}-${name}-${key}`)
  const listPath = join(folder, 'files.json')
  const listed = await readIfPresent(listPath)
  if (listed !== undefined) return dataSet(name, folder, JSON.parse(listed))
  const growing = `${folder}.growing`
  await rm(growing, { recursive: true, force: true })
  await rm(folder, { recursive: true, force: true })
  const files = await generate(join(growing, 'files'), name, seed, sizes)
  await writeFile(join(growing, 'files.json'), JSON.stringify(files))
  await rename(growing, folder)
  return dataSet(name, folder, files)
}

function dataSet(name: DataSetName, folder: string, files: readonly DataFile[]): DataSet {
  const sizeBytes = files.reduce((sum, file) => sum + file.sizeBytes, 0)
  return { name, folder: join(folder, 'files'), files, sizeBytes }
}

async function generate(
  folder: string,
  name: DataSetName,
  seed: number,
  sizes: DataSetSizes,
): Promise<readonly DataFile[]> {
  switch (name) {
    case 'ctStudy':
      return await writeSlices(folder, ctStudy(seed), sizes.ctStudy)
    case 'smallFiles':
      return await writeSlices(folder, mrStudy(seed), sizes.smallFiles)
    case 'archive':
      return await writeSlices(folder, mrArchive(seed), sizes.archive)
    case 'multiFrame':
      return [await writePieces(folder, 'run.dcm', angiographicRun(seed, sizes.multiFrame))]
  }
}

async function writeSlices(folder: string, study: SliceStudy, size: SliceSize): Promise<DataFile[]> {
  const files: DataFile[] = []
  for (const { path, bytes } of slices(study, size)) files.push(await writePieces(folder, path, [bytes]))
  return files
}

async function writePieces(folder: string, path: string, pieces: Iterable<Uint8Array>): Promise<DataFile> {
  await mkdir(dirname(join(folder, path)), { recursive: true })
  const file = await open(join(folder, path), 'wx')
  try {
    let sizeBytes = 0
    for (const piece of pieces) {
      await writeWhole(file, piece)
      sizeBytes += piece.length
    }
    // Dirty pages of this writing must not be flushed during a measurement.
    await file.datasync()
    return { path, sizeBytes }
  } finally {
    await file.close()
  }
}

async function writeWhole(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    done += (await file.write(bytes, done, bytes.length - done)).bytesWritten
  }
}

async function readIfPresent(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}
