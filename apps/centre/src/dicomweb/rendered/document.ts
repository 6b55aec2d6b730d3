/** Retrieve Rendered of an encapsulated document: the document itself (PS3.18 table 8.7.4-1). */
import { valueAt } from '@epacs/dicom/object'
import type { IndexEntry } from '@epacs/package'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Centre } from '../../centre.ts'
import { acceptedBy, covers } from '../accept.ts'
import { instanceBytes } from '../instance-bytes.ts'
import { sendBytes } from '../multipart.ts'
import { notAcceptable } from '../problems.ts'
import type { ReadableMessage } from '../readable-message.ts'

const ENCAPSULATED_DOCUMENT = 0x00420011
const PDF = 'application/pdf'

export async function sendDocument(
  centre: Centre,
  { key }: ReadableMessage,
  entry: IndexEntry,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  // A browser that opens an address asks for pages and takes what comes.
  const isTaken = acceptedBy(request).some(({ type }) => covers(type, PDF) || type === 'text/html')
  if (!isTaken) throw notAcceptable([PDF])
  reply
    .header('Cache-Control', 'private, no-cache')
    .header('Content-Disposition', 'inline; filename="document.pdf"')
    // Shown within the portal's own pages, and in nobody else's; what a document asks for is not fetched.
    .header(
      'Content-Security-Policy',
      "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'",
    )
    .header('X-Frame-Options', 'SAMEORIGIN')
  return sendBytes(reply, PDF, valueAt(instanceBytes(centre, key, entry), [ENCAPSULATED_DOCUMENT]))
}
