/** Downloads, from the centre and from a plain file server alike. */
import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import type { IncomingMessage } from 'node:http'
import { Connection, type Credentials } from './connection.ts'

export interface Source {
  readonly origin: string
  readonly path: string
  readonly credentials: Credentials
}

/** Every download opens its own connection, as one that is resumed later would. */
async function withConnection<T>(source: Source, work: (connection: Connection) => Promise<T>): Promise<T> {
  const connection = new Connection(source.origin, source.credentials, 1)
  try {
    return await work(connection)
  } finally {
    connection.close()
  }
}

async function openWith(
  connection: Connection,
  { path }: Source,
  status: 200 | 206,
  headers: Readonly<Record<string, string>> = {},
): Promise<IncomingMessage> {
  const response = await connection.open(path, { headers })
  if (response.statusCode !== status)
    throw new Error(`the download answers ${response.statusCode}, not ${status}`)
  return response
}

/** Seconds from opening the connection to the last byte, which is counted and dropped. */
export async function timeDownload(source: Source, expectedBytes: number): Promise<number> {
  return await withConnection(source, async (connection) => {
    const start = performance.now()
    const response = await openWith(connection, source, 200)
    let bytes = 0
    response.on('data', (chunk: Buffer) => {
      bytes += chunk.length
    })
    await ended(response)
    const seconds = (performance.now() - start) / 1000
    if (bytes !== expectedBytes) throw new Error(`the download has ${bytes} bytes, not ${expectedBytes}`)
    return seconds
  })
}

/** Milliseconds from opening the connection, with the handshakes of TCP and TLS, to the first byte of the body. */
export async function timeFirstByte(source: Source): Promise<number> {
  return await withConnection(source, async (connection) => {
    const start = performance.now()
    const response = await openWith(connection, source, 200)
    return await firstByte(response, start)
  })
}

/**
 * Downloads into a file, is cut half-way, and goes on from there with If-Range. Gives what the resumption cost until
 * its first byte, the SHA-256 of both parts together, and the strong validator that the server gave.
 */
export async function downloadWithCut(
  source: Source,
  target: string,
  sizeBytes: number,
): Promise<{ resumedMs: number; sha256: string; etag: string | undefined }> {
  const hash = createHash('sha256')
  const half = Math.floor(sizeBytes / 2)
  const file = await open(target, 'w')
  async function keep(response: IncomingMessage, wantedBytes: number): Promise<number> {
    let leftBytes = wantedBytes
    let firstAtMs = Number.NaN
    for await (const chunk of response as AsyncIterable<Buffer>) {
      if (leftBytes === wantedBytes) firstAtMs = performance.now()
      const part = chunk.subarray(0, leftBytes)
      hash.update(part)
      await file.appendFile(part)
      leftBytes -= part.length
      // Leaving the loop destroys the response with its connection.
      if (leftBytes === 0) break
    }
    return firstAtMs
  }
  try {
    const etag = await withConnection(source, async (connection) => {
      const response = await openWith(connection, source, 200)
      await keep(response, half)
      return response.headers.etag
    })
    const resumedMs = await withConnection(source, async (connection) => {
      const start = performance.now()
      const headers = { range: `bytes=${half}-`, ...(etag && { 'if-range': etag }) }
      const firstAtMs = await keep(await openWith(connection, source, 206, headers), sizeBytes - half)
      return firstAtMs - start
    })
    return { resumedMs, sha256: hash.digest('hex'), etag }
  } finally {
    await file.close()
  }
}

async function firstByte(response: IncomingMessage, start: number): Promise<number> {
  const { promise, resolve, reject } = Promise.withResolvers<number>()
  response.once('data', () => {
    resolve(performance.now() - start)
    // What goes wrong after this is our own going away.
    response.on('error', () => {}).destroy()
  })
  response.once('error', reject)
  return await promise
}

async function ended(response: IncomingMessage): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>()
  response.once('end', resolve).once('error', reject)
  await promise
}
