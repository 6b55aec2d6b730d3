/** Messages that answer requests: named when they are created, counted when they are delivered. */
import type { Transaction } from 'kysely'
import type { Centre } from '../centre.ts'
import type { Database } from '../database/index.ts'
import { Problem } from '../http/index.ts'
import type { Member } from '../identity/index.ts'
import { end } from './decide.ts'
import { noteRequestEvent, tellParties } from './record.ts'

export interface Answer {
  /** The request's id. */
  readonly request: string
  /** Nothing more is to follow: with its delivery the request ends. */
  readonly isInFull: boolean
}

/**
 * In the transaction that creates the message. Throws 422 unknown-request for a request that the sender was not asked by
 * one of the recipients, 409 request-ended for one that was refused or withdrawn. More may follow what was completed.
 */
export async function noteAnswer(
  centre: Pick<Centre, 'clock'>,
  trx: Transaction<Database>,
  sender: Member,
  message: { readonly id: string; readonly recipients: readonly string[] },
  { request: id, isInFull }: Answer,
): Promise<void> {
  const request = await trx
    .selectFrom('image_request')
    .where('id', '=', id)
    .where('asked_institution_id', '=', sender.institution.id)
    .where('asking_institution_id', 'in', [...message.recipients])
    .select('status')
    .forNoKeyUpdate()
    .executeTakeFirst()
  if (request === undefined) {
    throw new Problem(
      422,
      'unknown-request',
      'None of the recipients asked your institution by this request.',
    )
  }
  if (request.status === 'refused' || request.status === 'withdrawn') {
    throw new Problem(409, 'request-ended', 'The request has ended already.', { status: request.status })
  }
  await trx
    .updateTable('message')
    .set({ answers: id, answers_in_full: isInFull })
    .where('id', '=', message.id)
    .execute()
  const at = centre.clock()
  await noteRequestEvent(trx, { requestId: id, at, by: sender, what: 'answering', messageId: message.id })
}

/** In the transaction that delivers the message. @returns what tells the parties once it is committed */
export async function noteAnswerDelivered(
  centre: Pick<Centre, 'clock' | 'audit' | 'events'>,
  trx: Transaction<Database>,
  messageId: string,
): Promise<() => void> {
  const message = await trx
    .selectFrom('message')
    .where('id', '=', messageId)
    .select(['answers', 'answers_in_full'])
    .executeTakeFirstOrThrow()
  const id = message.answers
  if (id === null) return () => {}
  const request = await trx
    .selectFrom('image_request')
    .where('id', '=', id)
    .select(['status', 'asking_institution_id', 'asked_institution_id'])
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow()
  const at = centre.clock()
  await noteRequestEvent(trx, { requestId: id, at, by: null, what: 'delivered', messageId })
  const isEnded = request.status === 'open' && message.answers_in_full
  if (isEnded) {
    await end(trx, { id }, { status: 'answered', at })
    await noteRequestEvent(trx, { requestId: id, at, by: null, what: 'completed', messageId })
    await centre.audit.record(trx, {
      at,
      actor: null,
      action: 'request.complete',
      messageId,
      details: { request: id },
    })
  }
  const parties = { askingId: request.asking_institution_id, askedId: request.asked_institution_id }
  return () => tellParties(centre, parties, { id, status: isEnded ? 'answered' : request.status })
}

export interface AnsweredRequest {
  readonly id: string
  readonly createdAt: string
  readonly clinician: string
}

/** What a message answers, for those alone who are the request's parties: others may have got the same images. */
export async function answeredBy(
  trx: Transaction<Database>,
  messageId: string,
  readerId: string,
): Promise<AnsweredRequest | null> {
  const row = await trx
    .selectFrom('message')
    .innerJoin('image_request', 'image_request.id', 'message.answers')
    .where('message.id', '=', messageId)
    .where((is) =>
      is.or([is('asking_institution_id', '=', readerId), is('asked_institution_id', '=', readerId)]),
    )
    .select(['image_request.id', 'image_request.created_at', 'image_request.clinician'])
    .executeTakeFirst()
  if (row === undefined) return null
  return { id: row.id, createdAt: row.created_at.toISOString(), clinician: row.clinician }
}
