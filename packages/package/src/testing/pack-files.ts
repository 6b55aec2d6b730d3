/** Packs files as intake does, without its judgement: for tests. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { InstanceReader } from '@epacs/dicom'
import { PackageError } from '../package-error.ts'
import { PackageWriter } from '../package-writer.ts'
import type { CommittedInstance, FinishedPackage, PackageTuning } from '../packaging.ts'

export interface PackedFile {
  readonly path: string
  readonly bytes: Uint8Array
}

export interface PackedFiles extends FinishedPackage {
  readonly packagePath: string
  readonly indexPath: string
  /** Of each file; the error when it could not stand with those before it. */
  readonly outcomes: readonly (CommittedInstance | PackageError)[]
}

export async function filesAt(paths: readonly string[]): Promise<readonly PackedFile[]> {
  return await Promise.all(paths.map(async (path) => ({ path, bytes: await readFile(path) })))
}

/** @throws DicomError for what is no object */
export async function packFiles(
  folder: string,
  files: readonly PackedFile[],
  tuning?: PackageTuning,
): Promise<PackedFiles> {
  const packagePath = join(folder, 'package.zip')
  const indexPath = join(folder, 'index')
  const writer = await PackageWriter.create({ packagePath, indexPath, workFolder: folder }, tuning)
  const outcomes: (CommittedInstance | PackageError)[] = []
  for (const file of files) outcomes.push(await packFile(writer, file))
  return { ...(await writer.finish()), packagePath, indexPath, outcomes }
}

async function packFile(
  writer: PackageWriter,
  { path, bytes }: PackedFile,
): Promise<CommittedInstance | PackageError> {
  const reader = new InstanceReader()
  reader.push(bytes)
  const header = reader.end()
  const { replacementHead, dataSetOffset } = header
  await writer.begin(bytes.length + (replacementHead?.length ?? 0))
  if (replacementHead !== undefined) await writer.append(replacementHead)
  await writer.append(replacementHead === undefined ? bytes : bytes.subarray(dataSetOffset))
  try {
    return await writer.commit(header, { path })
  } catch (error) {
    if (error instanceof PackageError) return error
    throw error
  }
}
