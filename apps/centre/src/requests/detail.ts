/** One request with what answers it and its record; that the asked institution has seen it is noted. */
import { IN_MAILBOX } from '@epacs/exchange'
import type { Transaction } from 'kysely'
import type { Centre } from '../centre.ts'
import { asOfOneMoment, type Database } from '../database/index.ts'
import type { Member } from '../identity/index.ts'
import { requireRequest } from './access.ts'
import { noteRequestEvent, tellParties } from './record.ts'
import { requestRows, summaryOf } from './summaries.ts'
import { REQUEST_EVENTS } from './words.ts'

export async function readRequest(centre: Centre, reader: Member, id: string) {
  const request = await requireRequest(centre.db, id, reader.institution.id)
  // A program that looks is nobody who has read it.
  if (request.side === 'asked' && !request.isOpened && reader.method !== 'node') {
    await markRequestOpened(centre, reader, id)
    tellParties(centre, request, { id, status: request.status })
  }
  await centre.audit.record(centre.db, {
    at: centre.clock(),
    actor: reader,
    action: 'request.read',
    details: { request: id },
  })
  return await fullRequest(centre, id, reader.institution.id)
}

export async function fullRequest(centre: Pick<Centre, 'db' | 'clock'>, id: string, readerId: string) {
  const { side } = await requireRequest(centre.db, id, readerId)
  return await asOfOneMoment(centre.db, async (trx) => {
    const row = await requestRows(trx).where('request.id', '=', id).executeTakeFirstOrThrow()
    const person = await trx
      .selectFrom('person')
      .where('id', '=', row.asking_person_id)
      .select('name')
      .executeTakeFirstOrThrow()
    return {
      ...summaryOf(row, centre.clock()),
      askedBy: person.name,
      refusal: row.refusal,
      messages: await messagesOf(trx, id, side === 'asked' ? undefined : readerId),
      events: await historyOf(trx, id),
    }
  })
}

async function markRequestOpened(centre: Centre, reader: Member, id: string): Promise<void> {
  const at = centre.clock()
  await centre.db.transaction().execute(async (trx) => {
    const opened = await trx
      .updateTable('image_request')
      .set({ opened_at: at })
      .where('id', '=', id)
      .where('opened_at', 'is', null)
      .returning('id')
      .executeTakeFirst()
    if (opened !== undefined) await noteRequestEvent(trx, { requestId: id, at, by: reader, what: 'opened' })
  })
}

/** `recipientId`: as this recipient sees them; undefined: all, for their sender. */
async function messagesOf(trx: Transaction<Database>, id: string, recipientId: string | undefined) {
  let answers = trx.selectFrom('message').where('answers', '=', id)
  if (recipientId !== undefined) {
    answers = answers.where((is) =>
      is.exists(
        is
          .selectFrom('delivery')
          .whereRef('delivery.message_id', '=', 'message.id')
          .where('delivery.institution_id', '=', recipientId)
          .where('delivery.status', 'in', [...IN_MAILBOX])
          .select('delivery.message_id'),
      ),
    )
  }
  const rows = await answers
    .select(['message.id', 'subject', 'message.created_at', 'message.status', 'instances'])
    .orderBy('message.created_at')
    .orderBy('message.id')
    .execute()
  const deliveries = await deliveriesOf(
    trx,
    rows.map((row) => row.id),
    recipientId,
  )
  return rows.map(({ created_at, ...row }) => ({
    ...row,
    createdAt: created_at.toISOString(),
    deliveries: deliveries
      .filter(({ message_id }) => message_id === row.id)
      .map(({ institution_id, name, status }) => ({ institution: { id: institution_id, name }, status })),
  }))
}

async function deliveriesOf(
  trx: Transaction<Database>,
  messages: readonly string[],
  recipientId: string | undefined,
) {
  if (messages.length === 0) return []
  let deliveries = trx
    .selectFrom('delivery')
    .innerJoin('institution', 'institution.id', 'delivery.institution_id')
    .where('delivery.message_id', 'in', [...messages])
  if (recipientId !== undefined) deliveries = deliveries.where('delivery.institution_id', '=', recipientId)
  return await deliveries
    .select(['delivery.message_id', 'delivery.institution_id', 'delivery.status', 'institution.name'])
    .orderBy('institution.name')
    .orderBy('institution.id')
    .execute()
}

async function historyOf(trx: Transaction<Database>, id: string) {
  const rows = await trx
    .selectFrom('image_request_event as event')
    .leftJoin('institution', 'institution.id', 'event.institution_id')
    .where('request_id', '=', id)
    .select(['event.at', 'event.actor', 'event.what', 'institution.id', 'institution.name'])
    .orderBy('event.position')
    .execute()
  return rows.flatMap(({ at, actor, what: written, id: institutionId, name }) => {
    const what = REQUEST_EVENTS.find((each) => each === written)
    if (what === undefined) return []
    const institution = institutionId === null || name === null ? null : { id: institutionId, name }
    return [{ at: at.toISOString(), actor, institution, what }]
  })
}
