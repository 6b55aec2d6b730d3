/** What happened to a message, for the programs of those whom it concerns. Institutions are named, patients never. */
import { type Kysely, sql } from 'kysely'
import type { Database } from '../database/index.ts'
import { type Happening, queueCalls } from '../webhooks/index.ts'

export interface Event {
  readonly messageId: string
  readonly at: Date
  readonly what: string
  /** Whose delivery it concerns. */
  readonly institutionId?: string | undefined
}

const FAILURES = ['rejected', 'expired']
const RECEIPTS = ['delivered', 'opened', 'downloaded', 'stored', 'committed', 'deleted']

/** Within the transaction that makes it true. */
export async function callAboutEvents(trx: Kysely<Database>, events: readonly Event[]): Promise<void> {
  const told = events.filter(
    ({ what, institutionId }) =>
      FAILURES.includes(what) || (RECEIPTS.includes(what) && institutionId !== undefined),
  )
  if (told.length === 0) return
  const messages = await messagesToCallAbout(trx, told)
  if (messages.length === 0) return
  const about = new Map(messages.map((message) => [message.id, message]))
  const names = await namesOf(trx, told)
  const happenings = told.flatMap((event): Happening[] => {
    const message = about.get(event.messageId)
    if (message === undefined) return []
    const { id, urgent, sender_id: senderId, sender_name: senderName } = message
    const { what: status, at, institutionId } = event
    const sender = { id: senderId, name: senderName }
    if (institutionId === undefined) {
      const data = { message: id, status, urgent, sender }
      return [{ institutionId: senderId, type: 'message.failed', askedAs: ['message.failed'], at, data }]
    }
    const data = {
      message: id,
      status,
      urgent,
      sender,
      recipient: { id: institutionId, name: names.get(institutionId) ?? '' },
    }
    const receipt = {
      institutionId: senderId,
      type: 'message.receipt',
      askedAs: ['message.receipt'],
      at,
      data,
    } as const
    if (status !== 'delivered') return [receipt]
    const askedAs = urgent ? (['message.arrived', 'message.urgent'] as const) : (['message.arrived'] as const)
    return [receipt, { institutionId, type: 'message.arrived', askedAs, at, data }]
  })
  await queueCalls(trx, happenings)
}

/** None, in one look, where no party of them has a webhook. */
async function messagesToCallAbout(trx: Kysely<Database>, events: readonly Event[]) {
  const parties = events.flatMap(({ institutionId }) => institutionId ?? [])
  return await trx
    .selectFrom('message')
    .innerJoin('institution', 'institution.id', 'message.sender_institution_id')
    .where('message.id', '=', sql<string>`any(${events.map(({ messageId }) => messageId)}::uuid[])`)
    .where(
      sql<boolean>`exists (
        select from webhook where webhook.paused_at is null
          and (webhook.institution_id = message.sender_institution_id or webhook.institution_id = any(${parties}::uuid[]))
      )`,
    )
    .select([
      'message.id',
      'message.urgent',
      'institution.id as sender_id',
      'institution.name as sender_name',
    ])
    .execute()
}

async function namesOf(
  trx: Kysely<Database>,
  events: readonly Event[],
): Promise<ReadonlyMap<string, string>> {
  const ids = events.flatMap(({ institutionId }) => institutionId ?? [])
  if (ids.length === 0) return new Map()
  const rows = await trx.selectFrom('institution').where('id', 'in', ids).select(['id', 'name']).execute()
  return new Map(rows.map(({ id, name }) => [id, name]))
}
