/** Mails to those who look after a webhook that the centre calls no more: nobody looks at it every day. */
import { sql, type Transaction } from 'kysely'
import { isStillMember } from '../arrivals/index.ts'
import type { Centre } from '../centre.ts'
import type { Database } from '../database/index.ts'
import { queueMails } from '../mail/index.ts'

/** Of the address they name the host alone: the rest may hold secrets of the institution. */
export async function tellPaused(
  centre: Pick<Centre, 'jobs' | 'clock' | 'config'>,
  trx: Transaction<Database>,
  { institution_id, url }: { readonly institution_id: string; readonly url: string },
): Promise<void> {
  const representatives = await trx
    .selectFrom('membership')
    .innerJoin('person', 'person.id', 'membership.person_id')
    .innerJoin('institution', 'institution.id', 'membership.institution_id')
    .leftJoin('person_settings', 'person_settings.person_id', 'person.id')
    .where('membership.institution_id', '=', institution_id)
    .where('membership.role', '=', 'representative')
    .where('person.email', 'is not', null)
    .where(isStillMember(centre.clock()))
    .select([
      'person_settings.language',
      'institution.name as institution',
      sql<string>`person.email`.as('email'),
    ])
    .distinctOn('person.email')
    .orderBy('person.email')
    .execute()
  const { host } = new URL(url)
  const link = `${centre.config.portal.publicUrl}/institution`
  const mails = representatives.map(({ email: to, language, institution }) => ({
    template: 'webhook-paused' as const,
    language: language ?? ('cs' as const),
    to,
    contents: { institution, host, link },
  }))
  await queueMails(centre, trx, mails)
}
