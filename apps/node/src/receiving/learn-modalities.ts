/** Modalities that a queue of an earlier version does not have: read from the package, before a PACS is chosen by them. */
import { InstanceReader, TAG, textOf } from '@epacs/dicom'
import type { FileToOpen, OpenedFile } from '@epacs/package'
import { ifPresent } from '../durable-file.ts'
import type { IncomingQueue } from '../state/incoming.ts'
import { readRange } from './checked-instance.ts'

/**
 * Of what waits for a PACS that there is no more. An image that says none keeps none.
 *
 * @param file the package, whole
 * @param known names of the PACS that there are
 * @returns false: the package is not there. Fails as reading does
 */
export async function learnModalities(
  messageId: string,
  { path, files }: FileToOpen,
  known: readonly string[],
  queue: IncomingQueue,
): Promise<boolean> {
  const lacking = queue.pacs.withoutModality(messageId, known)
  if (lacking.length === 0) return true
  const handle = await ifPresent(files.open(path, 'r'))
  if (handle === undefined) return false
  try {
    for (const { position, offsetBytes, sizeBytes } of lacking) {
      const modality = await modalityIn(handle, offsetBytes, sizeBytes)
      queue.pacs.setModality(messageId, position, modality)
    }
  } finally {
    await handle.close()
  }
  return true
}

async function modalityIn(handle: OpenedFile, offsetBytes: number, sizeBytes: number): Promise<string> {
  const reader = new InstanceReader()
  for await (const chunk of readRange(handle, offsetBytes, offsetBytes + sizeBytes)) {
    reader.push(chunk)
    if (reader.isHeaderRead) break
  }
  const { dataSet } = reader.isHeaderRead ? reader.headerSoFar() : reader.end()
  return textOf(dataSet, TAG.Modality)?.trim() ?? ''
}
