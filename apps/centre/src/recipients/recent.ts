/** Whom an institution has sent to lately: told by its messages, kept nowhere else. */
import { type Kysely, sql } from 'kysely'
import type { Database } from '../database/index.ts'
import type { InstitutionSummary } from '../directory/index.ts'
import type { Member } from '../identity/index.ts'

const MOST_RECENT = 8
/** Of a hospital that sends all day these are a day or two; what is older is found by its name. */
const MESSAGES_LOOKED_AT = 500

/** Those that the person sent to come first, then those of colleagues and of programs; each the newest first. */
export async function recentRecipients(
  db: Kysely<Database>,
  { personId, institution }: Pick<Member, 'personId' | 'institution'>,
): Promise<readonly InstitutionSummary[]> {
  return await db
    .selectFrom((eb) =>
      eb
        .selectFrom('message')
        .where('sender_institution_id', '=', institution.id)
        .select(['id', 'created_at', 'sender_person_id'])
        .orderBy('created_at', 'desc')
        .limit(MESSAGES_LOOKED_AT)
        .as('sent'),
    )
    .innerJoin('delivery', 'delivery.message_id', 'sent.id')
    .innerJoin('institution', 'institution.id', 'delivery.institution_id')
    .select(['institution.id', 'name', 'kind', 'city', 'country', 'connection'])
    .groupBy('institution.id')
    .orderBy(sql`coalesce(bool_or(sent.sender_person_id = ${personId}), false)`, 'desc')
    .orderBy(sql`max(sent.created_at)`, 'desc')
    .orderBy('institution.id')
    .limit(MOST_RECENT)
    .execute()
}
