/** PDFs that are attached to a message: which of its uploads they are, and to which study each belongs. */
import type { Transaction } from 'kysely'
import type { Centre } from '../centre.ts'
import type { Database } from '../database/index.ts'
import { Problem } from '../http/index.ts'

export interface AttachedDocument {
  /** Id of the upload that holds the PDF. */
  readonly upload: string
  readonly title: string
  /** Study Instance UID; without it, the first study of the only patient. */
  readonly study?: string | null
}

interface WithDocuments {
  readonly uploads: readonly string[]
  readonly documents: readonly AttachedDocument[]
}

/** Throws the problem 400 for an upload that is named twice. */
export function requireNamedOnce({ uploads, documents }: WithDocuments): void {
  const named = new Set(documents.map(({ upload }) => upload))
  if (named.size === documents.length && !uploads.some((upload) => named.has(upload))) return
  throw new Problem(400, 'invalid-request', 'An upload is named twice.')
}

/** Throws the problem 413 for a PDF that is too large. */
export async function attachDocuments(
  { config }: Centre,
  trx: Transaction<Database>,
  messageId: string,
  { documents }: Pick<WithDocuments, 'documents'>,
  sizes: ReadonlyMap<string, number>,
): Promise<void> {
  if (documents.length === 0) return
  const mostBytes = config.intake.largestDocumentBytes
  if (documents.some(({ upload }) => (sizes.get(upload) ?? 0) > mostBytes)) {
    const detail = `A PDF that is attached may have ${mostBytes} bytes.`
    throw new Problem(413, 'document-too-large', detail, { mostBytes })
  }
  await trx
    .insertInto('message_document')
    .values(
      documents.map(({ upload, title, study }) => ({
        upload_id: upload,
        message_id: messageId,
        title: title.replaceAll(/\p{Cc}+/gu, ' ').trim(),
        study_instance_uid: study ?? null,
      })),
    )
    .execute()
}
