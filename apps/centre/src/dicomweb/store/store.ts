/** Store Transaction, STOW-RS (PS3.18 §10.5): what is stored in an institution is sent to it as one message. */
import { setTimeout as delay } from 'node:timers/promises'
import { nativeDicomXml } from '@epacs/dicom/json'
import { storeAnswerType, storeResponse } from '@epacs/dicomweb'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Centre } from '../../centre.ts'
import { Problem } from '../../http/index.ts'
import { type Entrance, type Member, requireMember } from '../../identity/index.ts'
import { createMessage, fullMessage } from '../../messages/index.ts'
import { wholeUploads } from '../../uploads/index.ts'
import { acceptedBy } from '../accept.ts'
import { addressesOf } from '../addresses.ts'
import { DICOM_JSON, DICOM_XML } from '../answer.ts'
import { notAcceptable } from '../problems.ts'
import { type ReceivedPart, receiveParts } from './receive-parts.ts'
import { type PartResult, storeResult } from './store-results.ts'

const LOOK_EVERY_MS = 100
/** A message of gigabytes takes as long as its bytes take twice over the disk. */
const CHECKED_WITHIN_MS = 30 * 60_000

type StoreRequest = FastifyRequest<{ Params: { id: string; study?: string } }>

export async function storeInstances(
  centre: Centre,
  entrance: Entrance,
  request: StoreRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  const sender = requireMember(request)
  const type = answerType(request)
  const { id: recipientId, study } = request.params
  await requireInstitution(centre, recipientId)
  const uploads = await wholeUploads(centre)
  const parts = await receiveParts(request, { uploads, member: sender, study })
  if (parts.length === 0) throw new Problem(400, 'no-instances', 'The request holds no instance.')
  const taken = parts.flatMap(({ uploadId }) => (uploadId === null ? [] : [uploadId]))
  const messageId =
    taken.length === 0 ? undefined : await send(centre, sender, recipientId, taken, uploads.forget)
  const results = await resultsOf(centre, sender, messageId, parts)
  const { status, object } = storeResponse(
    results.map(storeResult),
    addressesOf(centre.config, entrance, messageId ?? '').study,
  )
  if (messageId !== undefined) reply.header('Link', `</api/messages/${messageId}>; rel="related"`)
  return reply
    .code(status)
    .type(type)
    .serializer((body: string) => body)
    .send(type === DICOM_XML ? nativeDicomXml(object) : JSON.stringify(object))
}

function answerType(request: FastifyRequest): typeof DICOM_JSON | typeof DICOM_XML {
  const type = storeAnswerType(acceptedBy(request))
  if (type === undefined) throw notAcceptable([DICOM_JSON, DICOM_XML])
  return type
}

/** Before bytes travel. */
async function requireInstitution({ db }: Centre, id: string): Promise<void> {
  const known = await db
    .selectFrom('mailbox')
    .where('institution_id', '=', id)
    .select('institution_id')
    .executeTakeFirst()
  if (known === undefined) throw new Problem(404, 'not-found', 'No institution with a mailbox has this id.')
}

async function send(
  centre: Centre,
  sender: Member,
  recipientId: string,
  uploads: readonly string[],
  forget: (uploadId: string) => Promise<void>,
): Promise<string> {
  const rest = { documents: [], subject: '', note: '', urgent: false, allOrNothing: false, inReplyTo: null }
  try {
    const { id } = await createMessage(
      centre,
      sender,
      { recipients: [recipientId], uploads, ...rest },
      undefined,
    )
    return id
  } catch (error) {
    for (const upload of uploads) await forget(upload)
    throw error
  }
}

/** Waits for the end of the checking: what is answered holds. */
async function resultsOf(
  centre: Centre,
  sender: Member,
  messageId: string | undefined,
  parts: readonly ReceivedPart[],
): Promise<readonly PartResult[]> {
  const checked = messageId === undefined ? undefined : await onceChecked(centre, sender, messageId)
  const files = new Map(checked?.files.map((file) => [file.path, file]))
  return parts.map((part) => {
    if (part.uploadId === null) return { ...part, isStored: false, code: 'other-study' }
    const file = files.get(part.path)
    const isDelivered = checked?.status === 'delivered'
    // A second copy of the same instance is left out, and nothing is missing for it.
    const isThere = file !== undefined && file.outcome !== 'refused' && part.sopInstanceUid !== null
    const code = file?.code ?? (isDelivered ? null : (checked?.problem ?? 'centre-failure'))
    return { ...part, isStored: isDelivered && isThere, code }
  })
}

async function onceChecked(centre: Centre, sender: Member, messageId: string) {
  const { db, stopping } = centre
  const deadlineMs = performance.now() + CHECKED_WITHIN_MS
  for (;;) {
    const row = await db.selectFrom('message').where('id', '=', messageId).select('status').executeTakeFirst()
    const isOver = row?.status !== 'uploading' && row?.status !== 'checking' && row?.status !== 'accepted'
    if (isOver) return await fullMessage(centre, messageId, sender.institution.id)
    if (performance.now() > deadlineMs || stopping.aborted) {
      const detail = 'The instances were received and are still being checked; see the message.'
      throw new Problem(503, 'still-checking', detail, { message: messageId })
    }
    await delay(LOOK_EVERY_MS)
  }
}
