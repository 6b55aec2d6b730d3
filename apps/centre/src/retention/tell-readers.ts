/** Mails to everybody in a mailbox; what people have set about arrivals does not hold for the loss of data. */
import type { Language } from '@epacs/exchange'
import { sql, type Transaction } from 'kysely'
import { membersWithAddress } from '../addressees/index.ts'
import type { Centre } from '../centre.ts'
import type { Database } from '../database/index.ts'
import { queueMails } from '../mail/index.ts'

interface Reader {
  /** Name of the mailbox' institution. */
  readonly institution: string
  readonly email: string
  readonly language: Language
}

/** Its members with an address; without any, the contacts that the directory names. */
export async function readersOf(
  centre: Pick<Centre, 'clock'>,
  trx: Transaction<Database>,
  institutionId: string,
): Promise<readonly Reader[]> {
  const members = await membersWithAddress(trx, institutionId, centre.clock()).execute()
  if (members.length > 0) return members
  return await trx
    .selectFrom('contact')
    .innerJoin('institution', 'institution.id', 'contact.institution_id')
    .where('contact.institution_id', '=', institutionId)
    .where('contact.email', 'is not', null)
    .select([
      'institution.name as institution',
      sql<string>`contact.email`.as('email'),
      sql<Language>`coalesce(institution.language, 'cs')`.as('language'),
    ])
    .distinctOn('contact.email')
    .orderBy('contact.email')
    .execute()
}

/** They name the institution and how many messages it is about, and nothing of what is in them. */
export async function tellReaders(
  centre: Pick<Centre, 'jobs' | 'config' | 'clock'>,
  trx: Transaction<Database>,
  readers: readonly Reader[],
  messages: number,
): Promise<void> {
  const { portal, retention } = centre.config
  const mails = readers.map(({ email: to, language, institution }) => ({
    template: 'data-expires' as const,
    language,
    to,
    contents: { institution, messages, days: retention.warnDays, link: `${portal.publicUrl}/mailbox` },
  }))
  await queueMails(centre, trx, mails)
}
