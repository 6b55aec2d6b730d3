/** Retrieve Instances, of a study, a series or one (PS3.18 §10.4.1.1.1 to §10.4.1.1.3): the files as they are. */
import type { IndexEntry } from '@epacs/package'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Centre } from '../../centre.ts'
import { markDownloaded } from '../../delivery/index.ts'
import { acceptedBy, covers, type MediaRange, partType } from '../accept.ts'
import { instanceBytes } from '../instance-bytes.ts'
import { type Part, sendBytes, sendMultipart } from '../multipart.ts'
import { notAcceptable } from '../problems.ts'
import {
  instancesWithin,
  type MessageParams,
  type ReadableMessage,
  readableMessage,
} from '../readable-message.ts'

const DICOM = 'application/dicom'

export async function retrieveInstances(
  centre: Centre,
  request: FastifyRequest<{ Params: MessageParams }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const message = await readableMessage(centre, request)
  const entries = instancesWithin(message, request.params)
  const ranges = acceptedBy(request).filter((each) => covers(partType(each) ?? each.type, DICOM))
  const range = ranges.find((each) => entries.every((entry) => takes(each, entry)))
  if (range === undefined) {
    const syntaxes = new Set(entries.map(({ transferSyntaxUid }) => transferSyntaxUid))
    throw notAcceptable([...syntaxes].map((uid) => `${DICOM}; transfer-syntax=${uid}`))
  }
  const [only] = entries
  const isAlone = entries.length === 1 && range.type === DICOM
  if (isAlone && only !== undefined)
    return sendBytes(reply, typeOf(only), instanceBytes(centre, message.key, only))
  return sendMultipart(reply, DICOM, parts(centre, message, entries))
}

function takes({ parameters }: MediaRange, { transferSyntaxUid }: IndexEntry): boolean {
  const wanted = parameters.get('transfer-syntax')
  return wanted === undefined || wanted === '*' || wanted === transferSyntaxUid
}

function typeOf({ transferSyntaxUid }: IndexEntry): string {
  return `${DICOM}; transfer-syntax=${transferSyntaxUid}`
}

async function* parts(
  centre: Centre,
  { key, access, reader, messageId, index }: ReadableMessage,
  entries: readonly IndexEntry[],
): AsyncGenerator<Part> {
  for (const entry of entries) yield { type: typeOf(entry), bytes: instanceBytes(centre, key, entry) }
  // Asked for after the last one was read to its end: who has all of the message has downloaded it.
  if (access.asRecipient && entries.length === index.entries.length) {
    await markDownloaded(centre, reader, messageId)
  }
}
