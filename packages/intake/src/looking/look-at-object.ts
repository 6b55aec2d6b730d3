/**
 * What the header of a file says, read as far as the pixel data and no further. What only the whole file can tell
 * (pixel data that is cut, a damaged frame) is left to the intake.
 */
import { DicomError, type HeaderSoFar, InstanceReader } from '@epacs/dicom'
import { type Finding, refused } from '../outcomes/file-record.ts'
import { sentence } from '../outcomes/remarks.ts'
import { orDicomError } from '../reading/or-dicom-error.ts'
import { NotLookedInto } from './readable-bytes.ts'

/** A header that is longer holds a document or the like: what stands before it is enough. */
const MOST_BYTES = 16 * 1024 * 1024

export interface LookedObject {
  readonly kind: 'object'
  readonly header: HeaderSoFar
}

/**
 * @param chunks of the file from its beginning
 * @param sizeBytes of the whole file
 * @throws NotLookedInto; what `chunks` throw
 */
export async function lookAtObject(
  chunks: AsyncIterable<Uint8Array>,
  sizeBytes: number,
): Promise<LookedObject | Finding> {
  const reader = new InstanceReader()
  let readBytes = 0
  for await (const chunk of chunks) {
    const problem = orDicomError(() => reader.push(chunk))
    if (problem instanceof DicomError) return refusal(problem)
    readBytes += chunk.length
    if (reader.isHeaderRead || readBytes >= MOST_BYTES) break
  }
  const isWhole = readBytes >= sizeBytes
  const header = orDicomError(() => (isWhole ? reader.end() : reader.headerSoFar()))
  if (!isWhole && !reader.isHeaderRead && header instanceof DicomError) {
    throw new NotLookedInto('what identifies an object is not among its first megabytes', { cause: header })
  }
  return header instanceof DicomError ? refusal(header) : { kind: 'object', header }
}

function refusal({ code, message }: DicomError): Finding {
  return refused(code, sentence(message))
}
