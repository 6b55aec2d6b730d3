/** One mail a day about what arrived, for those who wish it so: from which institutions how many, and nothing more. */
import { sql, type Transaction } from 'kysely'
import { isStillMember, readersLanguage } from '../addressees/index.ts'
import type { Centre } from '../centre.ts'
import type { Database } from '../database/index.ts'
import { queueMail } from '../mail/index.ts'

export const SEND_DAILY_MAILS = 'send-daily-mails'

export async function sendDailyMails(
  centre: Pick<Centre, 'db' | 'jobs' | 'clock' | 'config'>,
): Promise<void> {
  const waiting = await centre.db
    .selectFrom('daily_arrival')
    .select(['person_id', 'institution_id'])
    .distinct()
    .execute()
  for (const { person_id, institution_id } of waiting) {
    await centre.db.transaction().execute((trx) => sendOne(centre, trx, person_id, institution_id))
  }
}

/** What the mail is about is taken out in the transaction that queues it. */
async function sendOne(
  centre: Pick<Centre, 'jobs' | 'clock' | 'config'>,
  trx: Transaction<Database>,
  personId: string,
  institutionId: string,
): Promise<void> {
  const taken = await trx
    .deleteFrom('daily_arrival')
    .where('person_id', '=', personId)
    .where('institution_id', '=', institutionId)
    .returning('message_id')
    .execute()
  if (taken.length === 0) return
  // Who has left meanwhile is told nothing.
  const reader = await trx
    .selectFrom('membership')
    .innerJoin('person', 'person.id', 'membership.person_id')
    .innerJoin('institution', 'institution.id', 'membership.institution_id')
    .leftJoin('person_settings', 'person_settings.person_id', 'person.id')
    .where('membership.person_id', '=', personId)
    .where('membership.institution_id', '=', institutionId)
    .where(isStillMember(centre.clock()))
    .select(['person.email', readersLanguage(), 'institution.name'])
    .executeTakeFirst()
  if (reader === undefined || reader.email === null) return
  const senders = await trx
    .selectFrom('message')
    .innerJoin('institution', 'institution.id', 'message.sender_institution_id')
    .where(
      'message.id',
      'in',
      taken.map(({ message_id }) => message_id),
    )
    .groupBy(['institution.id', 'institution.name'])
    .orderBy('institution.name')
    .select(['institution.name', sql<number>`count(*)::int`.as('messages')])
    .execute()
  await queueMail(centre, trx, {
    template: 'daily-arrivals',
    language: reader.language,
    to: reader.email,
    contents: {
      institution: reader.name,
      senders: senders.map(({ name, messages }) => `${messages}× ${name}`).join('\n'),
      link: `${centre.config.portal.publicUrl}/mailbox`,
    },
  })
}
