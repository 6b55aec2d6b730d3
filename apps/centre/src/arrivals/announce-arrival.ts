/** Queues a mail for everybody in the mailboxes that a message arrives in, or notes it for their daily one. */
import { sql, type Transaction } from 'kysely'
import { isStillMember, readersLanguage } from '../addressees/index.ts'
import type { Centre } from '../centre.ts'
import type { Database } from '../database/index.ts'
import { queueMails } from '../mail/index.ts'

export interface Arrival {
  readonly messageId: string
  readonly senderId: string
  /** The institutions whose mailboxes it has arrived in. */
  readonly recipientIds: readonly string[]
  readonly urgent: boolean
}

/**
 * The mails leave when, and only when, the transaction commits. They name institutions alone: what people write may name
 * patients, and mails are read by others.
 */
export async function announceArrival(
  centre: Pick<Centre, 'jobs' | 'clock' | 'config'>,
  trx: Transaction<Database>,
  arrival: Arrival,
): Promise<void> {
  const readers = await readersOf(trx, arrival, centre.clock())
  const link = `${centre.config.portal.publicUrl}/messages/${arrival.messageId}`
  const atOnce = readers.filter(({ wish }) => arrival.urgent || wish !== 'daily')
  const mails = atOnce.map(({ email: to, language, institution, sender }) => ({
    template: 'message-arrived' as const,
    language,
    to,
    contents: { institution, sender, link, urgent: arrival.urgent },
  }))
  await queueMails(centre, trx, mails)
  const later = readers.filter((reader) => !atOnce.includes(reader))
  if (later.length === 0) return
  await trx
    .insertInto('daily_arrival')
    .values(
      later.map(({ person_id, institution_id }) => ({
        person_id,
        institution_id,
        message_id: arrival.messageId,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** One for each address and mailbox, in a certain order. */
export async function readersOf(
  trx: Transaction<Database>,
  { senderId, recipientIds, urgent }: Omit<Arrival, 'messageId'>,
  now: Date,
) {
  return await trx
    .selectFrom('membership')
    .innerJoin('person', 'person.id', 'membership.person_id')
    .innerJoin('institution', 'institution.id', 'membership.institution_id')
    .innerJoin('institution as sender', (join) => join.on('sender.id', '=', senderId))
    .leftJoin('person_settings', 'person_settings.person_id', 'person.id')
    .where('membership.institution_id', 'in', [...recipientIds])
    .where(
      sql<boolean>`coalesce(person_settings.arrival_mails, 'every') = any(${urgent ? ['every', 'daily', 'urgent'] : ['every', 'daily']})`,
    )
    .where('person.email', 'is not', null)
    .where(isStillMember(now))
    .select([
      'membership.person_id',
      'membership.institution_id',
      readersLanguage(),
      'person_settings.arrival_mails as wish',
      'institution.name as institution',
      'sender.name as sender',
      sql<string>`person.email`.as('email'),
    ])
    .distinctOn(['institution.id', 'person.email'])
    .orderBy('institution.id')
    .orderBy('person.email')
    .orderBy(sql`person_settings.arrival_mails = 'daily'`)
    .orderBy('person.id')
    .execute()
}
