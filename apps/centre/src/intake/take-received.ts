/** The package of what a sender sent: files and documents that were uploaded, or instances that came by DICOM. */
import {
  type IntakeDocument,
  type IntakeOptions,
  type IntakeResult,
  type IntakeSource,
  takeIn,
} from '@epacs/intake'
import type { Centre } from '../centre.ts'
import { receivedInstances } from '../dicom-entrance/index.ts'
import { bringUploads, NotAtHandError } from '../uploads/index.ts'

export async function takeReceived(
  centre: Centre,
  messageId: string,
  options: IntakeOptions & { readonly signal: AbortSignal },
): Promise<IntakeResult> {
  const instances = await receivedInstances(centre, messageId)
  if (instances !== undefined) return await takeIn(instances, options)
  await requireNoneElsewhere(centre, messageId)
  const uploads = await centre.db
    .selectFrom('upload')
    .leftJoin('message_document', 'message_document.upload_id', 'upload.id')
    .where('upload.message_id', '=', messageId)
    .select(['id', 'file_name', 'size_bytes', 'title', 'study_instance_uid'])
    .orderBy('position')
    .execute()
  const paths = await bringUploads(
    centre,
    uploads.map(({ id, size_bytes }) => ({ id, sizeBytes: size_bytes })),
    options.workFolder,
    options.signal,
  )
  const sources: IntakeSource[] = []
  const documents: IntakeDocument[] = []
  for (const { id, file_name, size_bytes, title, study_instance_uid } of uploads) {
    const source = { path: file_name, filePath: paths.get(id) ?? '', sizeBytes: size_bytes }
    if (title === null) sources.push(source)
    else documents.push({ ...source, title, studyInstanceUid: study_instance_uid })
  }
  return await takeIn(sources, { ...options, documents })
}

/** Here it has nothing that was received by DICOM: whoever has it makes a job of its own when it starts. */
async function requireNoneElsewhere(centre: Centre, messageId: string): Promise<void> {
  const elsewhere = await centre.db
    .selectFrom('dicom_reception')
    .where('message_id', '=', messageId)
    .where('process_id', 'is distinct from', centre.processId)
    .select('process_id')
    .executeTakeFirst()
  if (elsewhere === undefined) return
  throw new NotAtHandError(
    `what came by DICOM lies at ${elsewhere.process_id === null ? 'another process' : `process ${elsewhere.process_id}`}`,
  )
}
