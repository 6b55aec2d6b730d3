/** Resumable uploads (tus 1.0): a file goes on from where the centre has it, whatever broke in between. */
import { createReadStream } from 'node:fs'
import { type CentreConnection, CentreProblem } from './connection.ts'

const TUS = { 'tus-resumable': '1.0.0' } as const

/** @returns the upload's path at the centre */
export async function createUpload(
  connection: CentreConnection,
  fileName: string,
  sizeBytes: number,
): Promise<string> {
  const { location } = await connection.headers({
    method: 'POST',
    path: '/api/uploads',
    headers: {
      ...TUS,
      'upload-length': sizeBytes,
      'upload-metadata': `filename ${Buffer.from(fileName).toString('base64')}`,
    },
  })
  if (location === undefined) throw new Error('the centre did not say where the upload is')
  return location
}

/** Sends what the centre does not have yet. @returns 'gone': the centre knows of no such upload (any more) */
export async function continueUpload(
  connection: CentreConnection,
  path: string,
  file: { readonly path: string; readonly sizeBytes: number },
  signal: AbortSignal,
): Promise<'complete' | 'gone'> {
  try {
    const headers = await connection.headers({ method: 'HEAD', path, headers: TUS })
    let offsetBytes = Number(headers['upload-offset'])
    while (offsetBytes < file.sizeBytes) {
      const sent = await connection.headers({
        method: 'PATCH',
        path,
        headers: {
          ...TUS,
          'content-type': 'application/offset+octet-stream',
          'content-length': file.sizeBytes - offsetBytes,
          'upload-offset': offsetBytes,
        },
        body: createReadStream(file.path, { start: offsetBytes }),
        signal,
      })
      offsetBytes = Number(sent['upload-offset'])
      if (!Number.isSafeInteger(offsetBytes)) throw new Error('the centre did not say how much it has')
    }
    return 'complete'
  } catch (error) {
    if (error instanceof CentreProblem && (error.status === 404 || error.status === 410)) return 'gone'
    throw error
  }
}

/** The centre removes what it has of it. @throws CentreProblem: it has no such upload, or a message uses it */
export async function terminateUpload(connection: CentreConnection, path: string): Promise<void> {
  await connection.call({ method: 'DELETE', path, headers: TUS })
}
