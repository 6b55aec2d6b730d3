/** Personal certificates that end in 30, 7 and 1 days: their holders are told, unless they have another one already. */
import { sql } from 'kysely'
import { holdersLanguage } from '../addressees/index.ts'
import type { Centre } from '../centre.ts'
import { queueMails } from '../mail/index.ts'
import { type Happening, queueCalls } from '../webhooks/index.ts'
import { wishesFor } from './wishes.ts'

export const LOOK_AT_CERTIFICATES = 'look-at-certificates'
const DAYS = [1, 7, 30]
const DAY_MS = 86_400_000

export async function lookAtCertificates(
  centre: Pick<Centre, 'db' | 'jobs' | 'clock' | 'config'>,
): Promise<void> {
  const now = centre.clock()
  const ending = await centre.db
    .selectFrom('person_certificate')
    .where('not_after', '>', now)
    .where('not_after', '<=', new Date(now.getTime() + 30 * DAY_MS))
    .where(
      sql<boolean>`not exists (select from person_certificate as other
        where other.person_id = person_certificate.person_id and other.not_after > person_certificate.not_after)`,
    )
    .select(['issuer', 'subject_key_sha256', 'person_id', 'warned_days'])
    .select(sql<Date>`not_after`.as('not_after'))
    .execute()
  for (const certificate of ending) {
    const { not_after: endsAt, warned_days: told } = certificate
    const left = (endsAt.getTime() - now.getTime()) / DAY_MS
    const days = DAYS.find((each) => left <= each)
    // Renewed under the same key, it may have been told of in its earlier life: then more days are left than were told.
    if (days === undefined || told === days) continue
    await tell(centre, { ...certificate, days })
  }
}

interface Ending {
  readonly issuer: string
  readonly subject_key_sha256: Buffer
  readonly person_id: string
  readonly not_after: Date
  readonly days: number
}

async function tell(
  centre: Pick<Centre, 'db' | 'jobs' | 'clock' | 'config'>,
  { issuer, subject_key_sha256, person_id: personId, not_after: endsAt, days }: Ending,
): Promise<void> {
  await centre.db.transaction().execute(async (trx) => {
    const { numUpdatedRows } = await trx
      .updateTable('person_certificate')
      .set({ warned_days: days })
      .where('issuer', '=', issuer)
      .where('subject_key_sha256', '=', subject_key_sha256)
      .where('warned_days', 'is distinct from', days)
      .executeTakeFirst()
    if (numUpdatedRows === 0n) return
    const places = await trx
      .selectFrom('membership')
      .where('person_id', '=', personId)
      .select('institution_id')
      .execute()
    const data = { person: personId, endsAt: endsAt.toISOString(), days }
    const happenings = places.map(
      ({ institution_id: institutionId }): Happening => ({
        institutionId,
        type: 'certificate.ending',
        askedAs: ['certificate.ending'],
        at: centre.clock(),
        data,
      }),
    )
    await queueCalls(trx, happenings)
    const holder = await trx
      .selectFrom('person')
      .leftJoin('person_settings', 'person_settings.person_id', 'person.id')
      .where('person.id', '=', personId)
      .where((eb) => wishesFor('certificate', eb.ref('person_settings.notices')))
      .select(['person.email', holdersLanguage()])
      .executeTakeFirst()
    if (holder === undefined || holder.email === null) return
    const contents = { days, link: `${centre.config.portal.publicUrl}/sign-in` }
    const { email: to, language } = holder
    const mail = { template: 'certificate-ending', language, to, contents } as const
    await queueMails(centre, trx, [mail])
  })
}
