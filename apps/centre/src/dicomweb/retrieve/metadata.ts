/** Retrieve Metadata (PS3.18 §10.4.1.1.5), written instance by instance. */
import { type DicomJson, dicomJson } from '@epacs/dicom/json'
import type { ReadObject } from '@epacs/dicom/object'
import type { IndexEntry } from '@epacs/package'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Centre } from '../../centre.ts'
import type { Entrance } from '../../identity/index.ts'
import { acceptedBy } from '../accept.ts'
import { type Addresses, addressesOf } from '../addresses.ts'
import { answerForm, sendObjects } from '../answer.ts'
import { wholeInstanceObject } from '../instance-bytes.ts'
import {
  instancesWithin,
  type MessageParams,
  type ReadableMessage,
  readableMessage,
} from '../readable-message.ts'

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
  return sendObjects(reply, form, objects(centre, message, entries, addresses))
}

async function* objects(
  centre: Centre,
  { key }: ReadableMessage,
  entries: readonly IndexEntry[],
  addresses: Addresses,
): AsyncGenerator<DicomJson> {
  for (const entry of entries) {
    yield metadataOf(await wholeInstanceObject(centre, key, entry), entry, addresses)
  }
}

/** All attributes that were read of an instance; large values by reference. */
export function metadataOf(
  { elements }: Pick<ReadObject, 'elements'>,
  entry: IndexEntry,
  addresses: Addresses,
): DicomJson {
  return dicomJson(elements, { bulkDataUri: (path) => addresses.bulkData(entry, path) })
}
