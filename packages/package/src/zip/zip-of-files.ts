/** A few small files as a ZIP in memory, in the form that packages have. */
import { Buffer } from 'node:buffer'
import { crc32 } from 'node:zlib'
import { encodeCentralHeader, encodeEnd, encodeLocalHeader, ZIP64_THRESHOLDS } from './zip-records.ts'

export interface SmallFile {
  readonly name: string
  readonly content: Uint8Array
}

export function zipOfFiles(files: readonly SmallFile[]): Buffer {
  const bodies: Uint8Array[] = []
  const headers: Uint8Array[] = []
  let offset = 0
  for (const { name, content } of files) {
    const sizeBytes = content.length
    const entry = { name, sizeBytes, crc32: crc32(content), headerOffset: offset, hasZip64Header: false }
    const header = encodeLocalHeader(entry)
    bodies.push(header, content)
    headers.push(encodeCentralHeader(entry, ZIP64_THRESHOLDS))
    offset += header.length + sizeBytes
  }
  const sizeBytes = headers.reduce((sum, { length }) => sum + length, 0)
  const end = encodeEnd({ entries: files.length, offset, sizeBytes }, ZIP64_THRESHOLDS)
  return Buffer.concat([...bodies, ...headers, end])
}
