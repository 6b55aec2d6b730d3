/** Whether files are the ones of before, without reading them whole: what is sent is compared byte by byte later on. */
import { createHash, type Hash } from 'node:crypto'
import { type FileHandle, open } from 'node:fs/promises'
import { resolve } from 'node:path'
import { type FileBelow, filesBelow } from '../folders/files-below.ts'

/** Of the beginning and of the end of each file. */
const EDGE_BYTES = 16 * 1024

export interface FilesDigests {
  readonly files: string
  /** Of when the system last saw each of them touched: other, although `files` is the same, where a change was hidden. */
  readonly touched: string
}

/**
 * SHA-256 over the paths' files, in whichever order they are named: place, size, time of the last change, beginning and end. Fails as the
 * file system does.
 */
export async function digestOfFiles(paths: readonly string[]): Promise<FilesDigests> {
  const [hash, touched] = [createHash('sha256'), createHash('sha256')]
  const files: FileBelow[] = []
  for (const path of paths) for await (const file of filesBelow(path)) files.push(file)
  // `find` lists them in another order each time.
  files.sort((one, other) => (one.filePath < other.filePath ? -1 : 1))
  for (const { path, filePath, kind, sizeBytes, changedMs, touchedMs } of files) {
    hash.update(JSON.stringify([path, resolve(filePath), kind, sizeBytes, changedMs]))
    touched.update(JSON.stringify([filePath, touchedMs]))
    if (kind === 'file') await addEdges(hash, filePath, sizeBytes)
  }
  return { files: hash.digest('hex'), touched: touched.digest('hex') }
}

async function addEdges(hash: Hash, path: string, sizeBytes: number): Promise<void> {
  const file = await open(path, 'r')
  try {
    await addAt(hash, file, 0)
    if (sizeBytes > EDGE_BYTES) await addAt(hash, file, Math.max(EDGE_BYTES, sizeBytes - EDGE_BYTES))
  } finally {
    await file.close()
  }
}

async function addAt(hash: Hash, file: FileHandle, position: number): Promise<void> {
  const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(EDGE_BYTES), position })
  hash.update(buffer.subarray(0, bytesRead))
}
