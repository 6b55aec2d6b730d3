/** The beginning of an instance in a package: study, series and patient stand in the first kilobytes of a file. */
import { type DataSet, DicomError, InstanceReader } from '@epacs/dicom'
import type { IndexEntry } from '@epacs/package'
import type { OpenPackage } from '../storage/index.ts'

const HEAD_BYTES = 64 * 1024

/** The wanted elements that stand there; none where nothing can be read. */
export async function headOf(
  open: Pick<OpenPackage, 'read'>,
  { offset, sizeBytes }: Pick<IndexEntry, 'offset' | 'sizeBytes'>,
): Promise<DataSet> {
  const reader = new InstanceReader()
  try {
    for await (const chunk of open.read(offset, offset + Math.min(sizeBytes, HEAD_BYTES))) {
      reader.push(chunk)
      if (reader.isHeaderRead) break
    }
  } catch (error) {
    // It was taken into the package, so it is no worse than this: something is cut behind the first kilobytes.
    if (!(error instanceof DicomError)) throw error
  }
  return reader.readSoFar()
}
