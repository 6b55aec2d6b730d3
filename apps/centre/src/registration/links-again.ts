/**
 * Private links of open requests, sent once more to the address that asked to join: the first mail was lost, or taken
 * for spam. Done by a job: neither what the asking browser is told nor how long that takes says whether there is a
 * request.
 */
import { type Kysely, sql } from 'kysely'
import type { Centre } from '../centre.ts'
import type { Database } from '../database/index.ts'
import { queueMail } from '../mail/index.ts'
import { OPEN_STATUSES } from './dialogue.ts'
import { newLink } from './links.ts'

export const SEND_LINKS_AGAIN = 'send-registration-links'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
/** What strangers can have sent to one address in a day, the mails that came by themselves among them. */
const MOST_MAILS_IN_A_DAY = 6
const TEMPLATES = ['registration-confirm', 'registration-received'] as const

/** Again while it waits: it is done once. */
export async function askForLinks({ db, jobs }: Pick<Centre, 'db' | 'jobs'>, email: string): Promise<void> {
  const address = email.toLowerCase()
  await jobs.add(db, SEND_LINKS_AGAIN, { address }, { jobKey: `${SEND_LINKS_AGAIN} ${address}` })
}

/** Address in lower case. Those that were given to begin with get the mail, as they were written. */
export async function sendLinksAgain(centre: Centre, address: string): Promise<void> {
  await centre.db.transaction().execute(async (trx) => {
    const at = centre.clock()
    const mayStill = MOST_MAILS_IN_A_DAY - (await mailsTo(trx, address, new Date(at.getTime() - DAY_MS)))
    if (mayStill <= 0) return
    const requests = await trx
      .selectFrom('registration')
      .where(sql<string>`lower(email)`, '=', address)
      .where('status', 'in', ['unconfirmed', ...OPEN_STATUSES])
      .select(['id', 'status', 'language', 'email', 'institution_name', 'created_at'])
      .orderBy('created_at', 'desc')
      .limit(mayStill)
      .execute()
    for (const { id, status, language, email: to, institution_name, created_at } of requests) {
      const about = { institution: institution_name, link: await newLink(centre, trx, id) }
      if (status !== 'unconfirmed') {
        await queueMail(centre, trx, { template: 'registration-received', language, to, contents: about })
        continue
      }
      const endsMs = created_at.getTime() + centre.config.registration.confirmWithinHours * HOUR_MS
      const hours = Math.max(1, Math.floor((endsMs - at.getTime()) / HOUR_MS))
      const contents = { ...about, hours }
      await queueMail(centre, trx, { template: 'registration-confirm', language, to, contents })
    }
  })
}

async function mailsTo(trx: Kysely<Database>, address: string, since: Date): Promise<number> {
  const { mails } = await trx
    .selectFrom('mail')
    .where(sql<string>`lower(recipient)`, '=', address)
    .where('template', 'in', [...TEMPLATES])
    .where('queued_at', '>', since)
    .select(sql<number>`count(*)::int`.as('mails'))
    .executeTakeFirstOrThrow()
  return mails
}
