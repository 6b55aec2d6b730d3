/** Uploads by tus 1.0: created by ourselves (the message needs their ids first), sent and resumed by tus-js-client. */
import { DetailedError, type FileSource, Upload } from 'tus-js-client'
import { actingHeaders, csrfHeaders, noteStatus } from '../api/client.ts'
import { asProblem, Problem, problemFrom } from '../api/problem.ts'
import { UnreadableFileError, type VirtualZip } from '../virtual-zip/virtual-zip.ts'
import type { PlannedUpload } from './upload-plan.ts'

const mebibyte = 1024 * 1024
/** A ZIP made on the fly is held in memory a chunk at a time, and one ahead; a file is sent from the disk. */
const zipChunkBytes = 16 * mebibyte
const fileChunkBytes = 64 * mebibyte

/** About five minutes of trying: a restart of the centre or a changed network is over by then. */
const retryDelaysMs = [0, 1000, 2000, 4000, 8000, ...Array.from({ length: 20 }, () => 15_000)]

/** Creation (tus extension): gives the upload's address. */
export async function createUpload(
  upload: PlannedUpload,
  signal: AbortSignal,
  actingFor?: string,
): Promise<string> {
  let response: Response
  try {
    response = await fetch('/api/uploads', {
      method: 'POST',
      signal,
      headers: {
        'Tus-Resumable': '1.0.0',
        'Upload-Length': String(upload.sizeBytes),
        'Upload-Metadata': `filename ${base64(upload.name)}`,
        ...csrfHeaders(),
        ...actingHeaders(actingFor),
      },
    })
  } catch (error) {
    if (signal.aborted) throw error
    throw asProblem(error)
  }
  noteStatus(response.status)
  const location = response.headers.get('location')
  if (!response.ok) throw problemFrom(response.status, await response.json().catch(() => undefined))
  if (location === null) throw new Problem('centre-failed', response.status)
  return new URL(location, window.location.href).pathname
}

/** Termination (tus extension); an upload that stays behind expires by itself. */
export async function terminateUpload(url: string, actingFor?: string): Promise<void> {
  const headers = { 'Tus-Resumable': '1.0.0', ...csrfHeaders(), ...actingHeaders(actingFor) }
  await fetch(url, { method: 'DELETE', headers })
}

export interface UploadListener {
  onProgress(sentBytes: number): void
  /** The connection is gone and will be tried again. */
  onWaiting(): void
  onDone(): void
  onFailed(problem: Problem): void
}

export function sendUpload(
  upload: PlannedUpload,
  url: string,
  listener: UploadListener,
  actingFor?: string,
): Upload {
  return new Upload('file' in upload ? upload.file : new Blob(), {
    uploadUrl: url,
    chunkSize: 'file' in upload ? fileChunkBytes : zipChunkBytes,
    ...('zip' in upload ? { fileReader: { openFile: async () => zipSource(upload.zip) } } : {}),
    storeFingerprintForResuming: false,
    retryDelays: retryDelaysMs,
    onBeforeRequest: (request) => {
      const headers = { ...csrfHeaders(), ...actingHeaders(actingFor) }
      for (const [name, value] of Object.entries(headers)) request.setHeader(name, value)
    },
    onProgress: listener.onProgress,
    onShouldRetry: (error) => {
      const again = !isUnreadable(error.causingError) && isPassing(statusOf(error))
      if (again) listener.onWaiting()
      return again
    },
    onSuccess: listener.onDone,
    onError: (error) => listener.onFailed(problemOf(error)),
  })
}

/** A request that was too slow, and an upload that the cut request still holds (409, 423). */
const passing: readonly number[] = [408, 409, 423, 429]
const outOfSpace = 507

/** No answer, or a centre that is starting: the next attempt may go well. */
function isPassing(status: number): boolean {
  return status === 0 || passing.includes(status) || (status >= 500 && status !== outOfSpace)
}

function statusOf(error: Error): number {
  return error instanceof DetailedError ? (error.originalResponse?.getStatus() ?? 0) : 0
}

function problemOf(error: Error): Problem {
  const cause = error instanceof DetailedError ? error.causingError : error
  if (isUnreadable(cause)) return new Problem('file-unreadable', 0)
  if (!(error instanceof DetailedError)) return new Problem('page-failed', 0, error.message)
  const status = statusOf(error)
  noteStatus(status)
  if (status === 0) return new Problem('unreachable', 0)
  if (status === 404 || status === 410) return new Problem('upload-gone', status)
  return problemFrom(status, jsonOf(error.originalResponse?.getBody()))
}

function isUnreadable(error: Error | null | undefined): boolean {
  return error instanceof UnreadableFileError || error?.name === 'NotReadableError'
}

function jsonOf(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '')
  } catch {
    return undefined
  }
}

/** Gives tus the chunk it asks for and reads the next one while that one travels. */
function zipSource(zip: VirtualZip): FileSource {
  let ahead: { start: number; end: number; parts: Promise<BlobPart[]> } | undefined
  return {
    size: zip.sizeBytes,
    slice: async (start, end) => {
      const stop = Math.min(end, zip.sizeBytes)
      const parts = ahead?.start === start && ahead.end === stop ? ahead.parts : zip.slice(start, stop)
      const value = new Blob(await parts)
      ahead = undefined
      if (stop < zip.sizeBytes) {
        const next = { start: stop, end: Math.min(stop + (stop - start), zip.sizeBytes) }
        const coming = zip.slice(next.start, next.end)
        // Its failure is told when that chunk is asked for.
        coming.catch(() => undefined)
        ahead = { ...next, parts: coming }
      }
      return { value, done: stop >= zip.sizeBytes }
    },
    close: () => {
      ahead = undefined
    },
  }
}

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)))
}
