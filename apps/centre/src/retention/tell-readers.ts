/** Mails to everybody in a mailbox; what people have set about arrivals does not hold for the loss of data. */
import { sql, type Transaction } from 'kysely'
import { isStillMember } from '../arrivals/index.ts'
import type { Centre } from '../centre.ts'
import type { Database } from '../database/index.ts'
import { queueMails } from '../mail/index.ts'

/** They name the institution and how many messages it is about, and nothing of what is in them. */
export async function tellReaders(
  centre: Pick<Centre, 'jobs' | 'config' | 'clock'>,
  trx: Transaction<Database>,
  institutionId: string,
  messages: number,
): Promise<void> {
  const readers = await trx
    .selectFrom('membership')
    .innerJoin('person', 'person.id', 'membership.person_id')
    .innerJoin('institution', 'institution.id', 'membership.institution_id')
    .leftJoin('person_settings', 'person_settings.person_id', 'person.id')
    .where('membership.institution_id', '=', institutionId)
    .where('person.email', 'is not', null)
    .where(isStillMember(centre.clock()))
    .select(['person_settings.language', 'institution.name', sql<string>`person.email`.as('email')])
    .distinctOn('person.email')
    .orderBy('person.email')
    .execute()
  const { portal, retention } = centre.config
  const mails = readers.map(({ email: to, language, name: institution }) => ({
    template: 'data-expires' as const,
    language: language ?? ('cs' as const),
    to,
    contents: { institution, messages, days: retention.warnDays, link: `${portal.publicUrl}/mailbox` },
  }))
  await queueMails(centre, trx, mails)
}
