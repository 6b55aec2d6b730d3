/** Retrieve Metadata (PS3.18 §10.4.1.1.5), written instance by instance. */
import { type DicomJson, dicomJson } from '@epacs/dicom/json'
import type { ReadObject } from '@epacs/dicom/object'
import type { IndexEntry } from '@epacs/package'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Centre } from '../../centre.ts'
import type { Entrance } from '../../identity/index.ts'
import { acceptedBy } from '../accept.ts'
import { type Addresses, addressesOf } from '../addresses.ts'
import { answerForm, DICOM_JSON, jsonList, sendObjects } from '../answer.ts'
import { asMeant } from '../as-meant.ts'
import { wholeInstanceObject } from '../instance-bytes.ts'
import {
  instancesWithin,
  type MessageParams,
  type ReadableMessage,
  readableMessage,
} from '../readable-message.ts'
import { MOST_PACKED_INSTANCES, packedOnce } from './packed-metadata.ts'

export async function retrieveMetadata(
  centre: Centre,
  entrance: Entrance,
  request: FastifyRequest<{ Params: MessageParams }>,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const form = answerForm(acceptedBy(request))
  const message = await readableMessage(centre, request)
  const entries = instancesWithin(message, request.params)
  const addresses = addressesOf(centre.config, entrance, message.messageId)
  const described = () => objects(centre, message, entries, addresses)
  if (form !== 'json' || entries.length > MOST_PACKED_INSTANCES || !takesGzip(request))
    return sendObjects(reply, form, described())
  const { study, series, instance } = request.params
  const what = [entrance, message.messageId, message.key.sha256, study, series, instance].join(' ')
  const gone = new AbortController()
  const onClose = () => gone.abort()
  reply.raw.once('close', onClose)
  let packed: Buffer | undefined
  try {
    packed = await packedOnce(what, () => jsonList(described()), gone.signal)
  } catch (error) {
    // Nobody is there to be answered.
    if (gone.signal.aborted) return reply.hijack()
    throw error
  } finally {
    reply.raw.off('close', onClose)
  }
  if (packed === undefined) return sendObjects(reply, form, described())
  const vary = [reply.getHeader('Vary'), 'Accept-Encoding'].filter(Boolean).join(', ')
  reply.header('Content-Type', DICOM_JSON).header('Content-Encoding', 'gzip').header('Vary', vary)
  return reply.send(packed)
}

function takesGzip({ headers }: FastifyRequest): boolean {
  return /\bgzip\b(?!\s*;\s*q=0(?:\.0*)?\s*(?:,|$))/.test(String(headers['accept-encoding'] ?? ''))
}

async function* objects(
  centre: Centre,
  { key }: ReadableMessage,
  entries: readonly IndexEntry[],
  addresses: Addresses,
): AsyncGenerator<DicomJson> {
  for (const entry of entries) {
    const object = metadataOf(await wholeInstanceObject(centre, key, entry), entry, addresses)
    yield asMeant(object, centre.clock())
  }
}

/** All attributes that were read of an instance, texts as its own label has them; large values by reference. */
export function metadataOf(
  { elements }: Pick<ReadObject, 'elements'>,
  entry: IndexEntry,
  addresses: Addresses,
): DicomJson {
  return dicomJson(elements, { bulkDataUri: (path) => addresses.bulkData(entry, path) })
}
