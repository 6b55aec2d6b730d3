/** Uploads by tus 1.0, in the steps that the portal takes and in the one step of programs with many small files. */
import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DataFile, DataSet } from '../generator/data-set.ts'
import type { Connection } from './connection.ts'
import { storedZip } from './stored-zip.ts'

const MEBIBYTE = 1024 * 1024
/** What the portal sends in one request: of a ZIP that it makes itself, and of a file. */
const ZIP_CHUNK_BYTES = 16 * MEBIBYTE
const FILE_CHUNK_BYTES = 64 * MEBIBYTE
const READ_BYTES = 256 * 1024

const VERSION = { 'tus-resumable': '1.0.0' }
const CHUNK_TYPE = { 'content-type': 'application/offset+octet-stream' }

/** Creation; gives the upload's id. */
export async function createUpload(connection: Connection, { path, sizeBytes }: DataFile): Promise<string> {
  return uploadId(
    await connection.expect(201, '/api/uploads', {
      method: 'POST',
      headers: { ...creation(path, sizeBytes), 'content-length': '0' },
    }),
  )
}

/** One ZIP in chunks, the next being made while one travels. */
export async function sendZip(connection: Connection, id: string, dataSet: DataSet): Promise<void> {
  const chunks = chunksOf(storedZip(dataSet), ZIP_CHUNK_BYTES)
  let offset = 0
  for (let next = await chunks.next(); !next.done; ) {
    const { pieces, sizeBytes } = next.value
    const coming = chunks.next()
    await Promise.all([sendChunk(connection, id, { offset, sizeBytes, body: pieces }), coming])
    offset += sizeBytes
    next = await coming
  }
}

/** One file in chunks, streamed from the disk. */
export async function sendFile(
  connection: Connection,
  id: string,
  { folder, path, sizeBytes }: DataFile & { folder: string },
): Promise<void> {
  for (let offset = 0; offset < sizeBytes; offset += FILE_CHUNK_BYTES) {
    const end = Math.min(sizeBytes, offset + FILE_CHUNK_BYTES)
    const body = createReadStream(join(folder, path), {
      start: offset,
      end: end - 1,
      highWaterMark: READ_BYTES,
    })
    await sendChunk(connection, id, { offset, sizeBytes: end - offset, body })
  }
}

/** Each file as an upload of its own, created with its content (creation-with-upload), several at a time. */
export async function sendEach(
  connection: Connection,
  { folder, files }: DataSet,
  connections: number,
): Promise<readonly string[]> {
  const ids = new Array<string>(files.length)
  const queue = files.entries()
  async function sendNext(): Promise<void> {
    for (const [position, { path, sizeBytes }] of queue) {
      const bytes = await readFile(join(folder, path))
      const headers = { ...creation(path, sizeBytes), ...CHUNK_TYPE, 'content-length': String(sizeBytes) }
      const reply = await connection.expect(201, '/api/uploads', { method: 'POST', headers, body: [bytes] })
      ids[position] = uploadId(reply)
    }
  }
  await Promise.all(Array.from({ length: connections }, sendNext))
  return ids
}

async function sendChunk(
  connection: Connection,
  id: string,
  chunk: {
    offset: number
    sizeBytes: number
    body: readonly Uint8Array[] | ReturnType<typeof createReadStream>
  },
): Promise<void> {
  await connection.expect(204, `/api/uploads/${id}`, {
    method: 'PATCH',
    headers: {
      ...VERSION,
      ...CHUNK_TYPE,
      'upload-offset': String(chunk.offset),
      'content-length': String(chunk.sizeBytes),
    },
    body: chunk.body,
  })
}

function creation(path: string, sizeBytes: number): Readonly<Record<string, string>> {
  return {
    ...VERSION,
    'upload-length': String(sizeBytes),
    'upload-metadata': `filename ${Buffer.from(path, 'utf8').toString('base64')}`,
  }
}

function uploadId({ headers }: { headers: { location?: string | undefined } }): string {
  const id = headers.location?.split('/').at(-1)
  if (!id) throw new Error('a created upload has no address')
  return id
}

interface Chunk {
  readonly pieces: readonly Uint8Array[]
  readonly sizeBytes: number
}

async function* chunksOf(source: AsyncIterable<Buffer>, chunkBytes: number): AsyncGenerator<Chunk> {
  let pieces: Uint8Array[] = []
  let sizeBytes = 0
  for await (const bytes of source) {
    let rest = bytes
    while (sizeBytes + rest.length >= chunkBytes) {
      const room = chunkBytes - sizeBytes
      yield { pieces: [...pieces, rest.subarray(0, room)], sizeBytes: chunkBytes }
      rest = rest.subarray(room)
      pieces = []
      sizeBytes = 0
    }
    if (rest.length > 0) pieces.push(rest)
    sizeBytes += rest.length
  }
  if (sizeBytes > 0) yield { pieces, sizeBytes }
}
