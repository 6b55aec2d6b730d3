/** Mails to those who look after a webhook that the centre calls no more: nobody looks at it every day. */
import type { Transaction } from 'kysely'
import { membersWithAddress } from '../addressees/index.ts'
import type { Centre } from '../centre.ts'
import type { Database } from '../database/index.ts'
import { queueMails } from '../mail/index.ts'

/** Of the address they name the host alone: the rest may hold secrets of the institution. */
export async function tellPaused(
  centre: Pick<Centre, 'jobs' | 'clock' | 'config'>,
  trx: Transaction<Database>,
  { institution_id, url }: { readonly institution_id: string; readonly url: string },
): Promise<void> {
  const representatives = await membersWithAddress(trx, institution_id, centre.clock())
    .where('membership.role', '=', 'representative')
    .execute()
  const { host } = new URL(url)
  const link = `${centre.config.portal.publicUrl}/institution`
  const mails = representatives.map(({ email: to, language, institution }) => ({
    template: 'webhook-paused' as const,
    language,
    to,
    contents: { institution, host, link },
  }))
  await queueMails(centre, trx, mails)
}
