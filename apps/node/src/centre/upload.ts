/**
 * Resumable uploads (tus 1.0): a file goes on from where the centre has it, whatever broke in between. It may travel while
 * it is written: then its length is told with its end (tus creation-defer-length).
 */
import { Readable } from 'node:stream'
import { openSoFar, orAborted, type ReadableSoFar } from '../growing-file.ts'
import { type CentreConnection, CentreProblem } from './connection.ts'

const TUS = { 'tus-resumable': '1.0.0' } as const
const READ_BYTES = 256 * 1024
/** When nothing more has come for so long, the request ends: the centre makes what came durable, and no proxy gets tired. */
const QUIET_MS = 1000

/**
 * @param sizeBytes undefined: not known yet. @param signal ends the waiting and not the request: what the centre has begun all
 *   the same is given up when it says where. @returns the upload's path at the centre
 */
export async function createUpload(
  connection: Pick<CentreConnection, 'headers' | 'call'>,
  fileName: string,
  sizeBytes: number | undefined,
  signal?: AbortSignal,
): Promise<string> {
  signal?.throwIfAborted()
  const creating = create(connection, fileName, sizeBytes)
  if (signal === undefined) return await creating
  const settled = creating.then(
    () => undefined,
    () => undefined,
  )
  await orAborted(settled, signal)
  if (!signal.aborted) return await creating
  // The centre lets go by itself, though later, what it cannot be told of now.
  void creating.then((path) => terminateUpload(connection, path)).catch(() => undefined)
  throw signal.reason
}

async function create(
  connection: Pick<CentreConnection, 'headers'>,
  fileName: string,
  sizeBytes: number | undefined,
): Promise<string> {
  const { location } = await connection.headers({
    method: 'POST',
    path: '/api/uploads',
    headers: {
      ...TUS,
      ...(sizeBytes === undefined ? { 'upload-defer-length': 1 } : { 'upload-length': sizeBytes }),
      'upload-metadata': `filename ${Buffer.from(fileName).toString('base64')}`,
    },
  })
  if (location === undefined) throw new Error('the centre did not say where the upload is')
  return location
}

interface Uploaded {
  readonly offsetBytes: number
  readonly isDeferred: boolean
}

/** How much of it the centre has. @throws CentreProblem 404, 410: it knows of no such upload (any more) */
async function askUpload(connection: CentreConnection, path: string, signal: AbortSignal): Promise<Uploaded> {
  const headers = await connection.headers({ method: 'HEAD', path, headers: TUS, signal })
  return { offsetBytes: offsetIn(headers), isDeferred: headers['upload-defer-length'] !== undefined }
}

export interface UploadWatch {
  /** Whether what the centre has can be gone on with; asked before the first byte is sent. */
  readonly isUsable?: (offsetBytes: number) => Promise<boolean>
  /** So many of its bytes are on their way or there. */
  readonly onSent?: (bytes: number) => void
}

/**
 * Sends what the centre does not have yet, as it comes, until all of it is there.
 *
 * @returns 'gone': the centre knows of no such upload (any more); 'unusable': what it has is not this file's beginning
 */
export async function continueUpload(
  connection: CentreConnection,
  path: string,
  file: ReadableSoFar,
  signal: AbortSignal,
  { isUsable = async () => true, onSent = () => {} }: UploadWatch = {},
): Promise<'complete' | 'gone' | 'unusable'> {
  try {
    let { offsetBytes, isDeferred } = await askUpload(connection, path, signal)
    if (!(await isUsable(offsetBytes))) return 'unusable'
    onSent(offsetBytes)
    for (;;) {
      signal.throwIfAborted()
      if (file.isSpoilt) return 'unusable'
      const { isWhole, finalBytes, changed } = file
      if (isWhole && offsetBytes >= finalBytes && !isDeferred) return 'complete'
      if (!isWhole && offsetBytes >= finalBytes) {
        await orAborted(changed, signal)
        continue
      }
      const told = { ...(isWhole && isDeferred ? { 'upload-length': finalBytes } : {}) }
      const sent = await connection.headers({
        method: 'PATCH',
        path,
        headers: {
          ...TUS,
          ...told,
          ...(isWhole ? { 'content-length': finalBytes - offsetBytes } : {}),
          'content-type': 'application/offset+octet-stream',
          'upload-offset': offsetBytes,
        },
        body: Readable.from(finalPart(file, offsetBytes, onSent), {
          objectMode: false,
          highWaterMark: READ_BYTES,
        }),
        signal,
      })
      offsetBytes = offsetIn(sent)
      isDeferred = isDeferred && !isWhole
    }
  } catch (error) {
    if (error instanceof CentreProblem && (error.status === 404 || error.status === 410)) return 'gone'
    throw error
  }
}

/** Of a file that was whole at the beginning all the rest; otherwise up to where it stood when it became whole, or quiet. */
async function* finalPart(
  file: ReadableSoFar,
  start: number,
  onSent: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  const { isWhole } = file
  const handle = await openSoFar(file)
  try {
    for (let at = start; ; ) {
      if (file.isSpoilt || (file.isWhole && !isWhole)) return
      const { finalBytes, changed } = file
      if (at >= finalBytes) {
        if (isWhole || !(await comesSoon(changed))) return
        continue
      }
      const buffer = Buffer.allocUnsafeSlow(Math.min(READ_BYTES, finalBytes - at))
      const { bytesRead } = await handle.read(buffer, 0, buffer.length, at)
      if (bytesRead === 0) throw new Error('the package has become shorter')
      yield buffer.subarray(0, bytesRead)
      at += bytesRead
      onSent(at)
    }
  } finally {
    await handle.close()
  }
}

async function comesSoon(changed: Promise<void>): Promise<boolean> {
  const { promise: quiet, resolve } = Promise.withResolvers<boolean>()
  const timer = setTimeout(() => resolve(false), QUIET_MS)
  const comes = await Promise.race([changed.then(() => true), quiet])
  clearTimeout(timer)
  return comes
}

function offsetIn(headers: Readonly<Record<string, string | string[] | undefined>>): number {
  const offsetBytes = Number(headers['upload-offset'])
  if (!Number.isSafeInteger(offsetBytes)) throw new Error('the centre did not say how much it has')
  return offsetBytes
}

/** The centre removes what it has of it. @throws CentreProblem: it has no such upload, or a message uses it */
export async function terminateUpload(
  connection: Pick<CentreConnection, 'call'>,
  path: string,
  signal?: AbortSignal,
): Promise<void> {
  await connection.call({ method: 'DELETE', path, headers: TUS, ...(signal && { signal }) })
}
